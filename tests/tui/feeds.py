"""A feed over made-up floors."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ops.errors import UsageError
from ops.feed import Question, Reading
from ops.snapshot import About, Explanation, Share, Snapshot
from tests.tui.floors import NOW_S, busy


class FloorFeed:
    """A feed over a builder of snapshots; the moment it is asked for is the builder's."""

    def __init__(
        self, make: Callable[[float], Snapshot], clock: Callable[[], float] = lambda: NOW_S
    ) -> None:
        self.make = make
        self.asked: list[int | None] = []
        self.error: Exception | None = None
        self.closed = False
        self.questions: list[tuple[Question[Any], int | None]] = []
        self.given_up = threading.Event()
        self.revealed = False
        self.reveal_allowed = True
        self._clock = clock

    def open(self) -> None:
        pass

    def snapshot(self, as_of_s: int | None = None) -> Snapshot:
        self.asked.append(as_of_s)
        if self.error is not None:
            raise self.error
        shot = self.make(self._clock())
        if as_of_s is None:
            return shot
        return replace(shot, as_of_s=as_of_s, ended=False)

    def has_news(self) -> bool:
        return False

    def explain(self, about: About, as_of_s: int | None = None) -> Explanation:
        return Explanation(
            title=f"Service level, {about.queue or 'all queues'}, today",
            says="share of offered calls answered within 20 s; abandons within 5 s taken out",
            formula="284 answered in time / (412 offered − 13 short abandons)",
            value="71.2 %",
            share=Share(284, 399),
            params=(("queue", about.queue or "NULL"), ("formula", "standard")),
            sql="SELECT queue,\n       1 AS numerator\nFROM calls",
            path="queries/metrics/service_level.sql",
            others=(("negative", Share(284, 412)), ("answered", Share(284, 351))),
        )

    def ask(self, question: Question[Any], as_of_s: int | None = None) -> Any:  # noqa: ANN401
        """For questions that need no store: they see the moment, and this feed."""
        self.questions.append((question, as_of_s))
        return question.answer(Reading(self, None, as_of_s))  # type: ignore[arg-type]

    def reveal(self, revealed: bool) -> None:
        if revealed and not self.reveal_allowed:
            raise UsageError("this site's settings do not allow it", "ask")
        self.revealed = revealed

    def give_up(self) -> None:
        self.given_up.set()

    def close(self) -> None:
        self.closed = True


def shots() -> tuple[FloorFeed, Callable[[], float]]:
    """A feed and its clock for pictures of the screens."""
    return FloorFeed(busy), lambda: NOW_S
