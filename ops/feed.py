"""Where the app's pictures come from: the store, refreshed, and the collector's role beside it.

Nothing heavy is imported before `open`, which runs in the app's reader thread: the app paints
first.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from ops import clock
from ops.errors import StoreError
from ops.settings import Settings
from ops.snapshot import About, Explanation, Snapshot

if TYPE_CHECKING:
    from ops.privacy import Privacy
    from ops.store.collector import Collector
    from ops.store.origins import Wanted
    from ops.store.role import CollectorRole
    from ops.warehouse.call_backs import CallBackRule
    from ops.warehouse.followups import FollowUps
    from ops.warehouse.warehouse import Moment, Warehouse

T_co = TypeVar("T_co", covariant=True)
ENDED_S = 300.0
"""A log without a line for so long may have ended; whether it has, a new line will tell."""

AHEAD_S = 4.0
"""A clock that is played never runs further ahead of its last picture: none looks stale."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question is answered from: the store, how callers may be seen, and as of when."""

    warehouse: Warehouse
    privacy: Privacy
    as_of_s: int | None
    """Epoch second of the asked moment; None: now."""
    by: str | None = None
    """Who acts, where something is to be done; None: the user whose process this is."""
    ended_s: int | None = None
    """The second after the last event of a log that has ended; None: it goes on."""

    @property
    def owed(self) -> FollowUps:
        """What is owed as of any moment, and what that user does about it."""
        from ops.warehouse.followups import FollowUps

        return FollowUps(self.warehouse, self.by)

    @property
    def moment(self) -> Moment:
        """The moment to ask the warehouse for."""
        from ops.warehouse.warehouse import Moment

        return Moment(self.as_of_s)


class Question(Protocol[T_co]):
    """Something to be known of the store."""

    def answer(self, reading: Reading) -> T_co:
        """Find it out; may take its time, raises with a message fit to be read."""


class Replay:
    """A clock that runs through the past, `speed` times as fast, and stops at its end.

    It starts when it is first read. `start_s` and `end_s` are epoch seconds.
    """

    def __init__(self, start_s: float, end_s: float | None, speed: float) -> None:
        self.end_s = end_s
        self._start_s = start_s
        self.speed = speed
        self._begun: float | None = None

    def __call__(self) -> float:
        """The instant it has reached."""
        if self._begun is None:
            self._begun = clock.monotonic()
        at_s = self._start_s + (clock.monotonic() - self._begun) * self.speed
        return at_s if self.end_s is None else min(at_s, self.end_s)


Found = Callable[["Warehouse"], int | Replay | None]
"""What of the past to show, as the store tells."""


class StoreFeed:
    """Snapshots of the store under `store`; a `tui.feed.Feed`.

    `logs` are collected in the background while no other process does. `as_of_s` shows one moment
    of the past. `play` is a clock that runs somewhere else than the machine's: its moments look
    live, a replay's until its end; but a replay says that it is one. A function in place of
    `as_of_s` finds either once the store is open: the app has painted by then.
    With `may_have_ended` a log without a line for minutes, and without an open call, is shown as
    of its last event until a line comes.
    """

    def __init__(
        self,
        store: Path,
        settings: Settings,
        *,
        logs: Sequence[Wanted] = (),
        reveal: bool = False,
        as_of_s: int | Found | None = None,
        play: Replay | Callable[[], float] | None = None,
        may_have_ended: bool = False,
    ) -> None:
        self._store = store
        self._settings = settings
        self._logs = logs
        self._reveal = reveal
        self._starting = as_of_s if callable(as_of_s) else None
        self._as_of_s = None if callable(as_of_s) else as_of_s
        self._play = play
        self._end_s = play.end_s if isinstance(play, Replay) else None
        self._may_have_ended = may_have_ended
        self.by: str | None = None
        """Who acts, where something is to be done; None: this process's user."""
        self._ended_with_s: int | None = None
        self._taken_s: float | None = None
        self._warehouse: Warehouse | None = None
        self._privacy: Privacy | None = None
        self._role: CollectorRole | None = None
        self._call_backs: CallBackRule | None = None

    def open(self) -> None:
        """Take the collector's role if it is free, and get ready to read. Raises StoreError."""
        from ops.privacy import privacy
        from ops.warehouse.warehouse import Warehouse

        self._privacy = privacy(self._settings, self._store, reveal=self._reveal)
        if self._logs and self._role is None:
            self._role = self._apply()
        warehouse = Warehouse(self._store, self._settings)
        try:
            self._start(warehouse)
        except BaseException:
            warehouse.close()
            raise
        self._warehouse = warehouse

    def now(self) -> float:
        """The clock of the pictures: the machine's, or the one that is played."""
        if self._play is None:
            return clock.now_s()
        return self._play() if self._taken_s is None else min(self._play(), self._taken_s + AHEAD_S)

    @property
    def collecting(self) -> bool:
        """Whether this process is the store's collector."""
        return self._role is not None and self._role.held

    def snapshot(self, as_of_s: int | None = None) -> Snapshot:
        """The floor as of `as_of_s`, or the feed's own present."""
        warehouse, privacy = self._opened()
        from ops.floor import take

        warehouse.refresh()
        as_of_s = self._as_of_s if as_of_s is None else as_of_s
        if as_of_s is not None:
            return take(warehouse, privacy, as_of_s)
        if self._play is not None:
            return self._played(self._play())
        if (ended_s := self._ended_s()) is not None:
            return replace(take(warehouse, privacy, ended_s), ended=True)
        if self._role is not None and self._role.held:
            self._call_back(warehouse)
        return self._with_trouble(take(warehouse, privacy))

    def has_news(self) -> bool:
        """Whether the store has gained something since the last snapshot; costs a few stats."""
        warehouse = self._warehouse
        return warehouse is not None and self._as_of_s is None and warehouse.has_news()

    def explain(self, about: About, as_of_s: int | None = None) -> Explanation:
        """What stands behind a number of the screen, as of then or now."""
        warehouse, _ = self._opened()
        from ops.floor import explain

        return explain(warehouse, about, self._moment_s(as_of_s))

    def ask(self, question: Question[T_co], as_of_s: int | None = None) -> T_co:
        """The answer to a question as of `as_of_s`, or the feed's own present.

        That is now where the log has ended: what is owed goes on.
        May be called from another thread than the rest. Raises whatever the question raises.
        """
        warehouse, privacy = self._opened()
        asked_s, ended_s = self._moment_s(as_of_s), self._log_end_s(warehouse)
        return question.answer(Reading(warehouse, privacy, asked_s, self.by, ended_s))

    def reveal(self, revealed: bool) -> None:
        """Show callers' numbers whole, or masked; UsageError where the settings forbid it."""
        from ops.privacy import privacy

        seen = privacy(self._settings, self._store, reveal=revealed)
        self._reveal = revealed
        if self._privacy is not None:
            self._privacy = seen

    @property
    def revealed(self) -> bool:
        """Whether callers' numbers are shown whole."""
        return self._reveal

    @property
    def store(self) -> Path:
        """The store's folder."""
        return self._store

    def give_up(self) -> None:
        """Interrupt the question that is being answered."""
        if self._warehouse is not None:
            self._warehouse.give_up()

    def close(self) -> None:
        """Interrupt what runs, give the collector's role back."""
        warehouse, self._warehouse = self._warehouse, None
        if warehouse is not None:
            warehouse.close()
        if self._role is not None:
            self._role.stop()

    def _start(self, warehouse: Warehouse) -> None:
        """Find out what of the past is shown, where the store has to tell."""
        if self._starting is None:
            return
        warehouse.refresh()
        found, self._starting = self._starting(warehouse), None
        if isinstance(found, Replay):
            self._play, self._end_s = found, found.end_s
        else:
            self._as_of_s = found

    def _moment_s(self, as_of_s: int | None) -> int | None:
        """The asked moment, else the one this feed is at; None: now."""
        if as_of_s is not None or self._as_of_s is not None:
            return self._as_of_s if as_of_s is None else as_of_s
        return None if self._play is None else int(self.now())

    def _log_end_s(self, warehouse: Warehouse) -> int | None:
        from ops.floor import ended_at

        if self._may_have_ended and self._ended_with_s is not None:
            return self._ended_with_s + 1
        return ended_at(warehouse)

    def _opened(self) -> tuple[Warehouse, Privacy]:
        if self._warehouse is None or self._privacy is None:
            raise StoreError(f"{self._store}: not open", "try again")
        return self._warehouse, self._privacy

    def _played(self, at_s: float) -> Snapshot:
        """A moment of the past as if it were now; at the end the log has ended."""
        warehouse, privacy = self._opened()
        from ops.floor import take

        if self._end_s is not None and at_s >= self._end_s:
            self._taken_s = self._end_s
            return replace(take(warehouse, privacy, int(self._end_s)), ended=True)
        shot = take(warehouse, privacy, int(at_s))
        self._taken_s = at_s
        sources = tuple(
            replace(source, heartbeat_s=at_s, at_end=True,
                    read_to_s=None if source.read_to_s is None else min(source.read_to_s, at_s))
            for source in shot.sources
        )  # fmt: skip
        speed = self._play.speed if isinstance(self._play, Replay) else None
        return replace(shot, taken_s=at_s, as_of_s=None, sources=sources, replayed=speed)

    def _ended_s(self) -> int | None:
        """The second after the last event of a log that seems to have ended, else None."""
        if not self._may_have_ended:
            return None
        warehouse, privacy = self._opened()
        from ops.floor import take

        last = warehouse.last_event_s
        if self._ended_with_s is not None:
            if last == self._ended_with_s:
                return last + 1
            self._may_have_ended = False  # a line has come: it lives
            return None
        if last is None or not self._is_read():
            return None
        silent_s = clock.now_s() - last
        self._may_have_ended = silent_s > ENDED_S
        if self._may_have_ended and silent_s < self._settings.lost_after.waiting_s:
            shot = take(warehouse, privacy, last + 1)
            self._may_have_ended = not shot.waiting and not any(q.talking for q in shot.queues)
        self._ended_with_s = last if self._may_have_ended else None
        return last + 1 if self._may_have_ended else None

    def _is_read(self) -> bool:
        """Whether the logs have been read to their end."""
        from ops.store import status

        beat = status.read(self._opened()[0].paths.status)
        told = beat.sources if beat else {}
        return all(each.source in told and told[each.source].at_end for each in self._logs)

    def _call_back(self, warehouse: Warehouse) -> None:
        """Make call-backs by the settings' rule when it is time to; no picture waits for it."""
        from ops.warehouse.call_backs import CallBackRule

        if self._call_backs is None:
            self._call_backs = CallBackRule(self._settings)
        if self._call_backs.is_due():
            apply = self._call_backs.apply
            threading.Thread(target=apply, args=(lambda: warehouse,), daemon=True).start()

    def _with_trouble(self, shot: Snapshot) -> Snapshot:
        """The collector's own error, or the rule's, where its sources tell of none."""
        error = self._role.error if self._role is not None else None
        error = error or (self._call_backs.error if self._call_backs is not None else None)
        if error is None:
            return shot
        return replace(
            shot, sources=tuple(replace(s, error=s.error or error) for s in shot.sources)
        )

    def _apply(self) -> CollectorRole | None:
        """The collector's role, tried for from now on; None where we may not write the store."""
        from ops.store.access import Access
        from ops.store.lock import CollectorLock
        from ops.store.role import CollectorRole

        try:
            Access.of(self._settings.store.group).folder(self._store)
        except OSError as error:
            raise StoreError(
                f"{error.filename or self._store}: {error.strerror}", "name another store"
            ) from error
        if not os.access(self._store, os.W_OK):
            return None
        role = CollectorRole(CollectorLock(self._store / "collector.lock"), self._make)
        role.start()
        return role

    def _make(self) -> Collector:
        """The collector of `logs`; called with the lock held."""
        from ops.store.opening import open_collector

        return open_collector(self._store, self._settings, self._logs)
