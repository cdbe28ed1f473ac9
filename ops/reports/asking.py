"""Queries of the catalog, asked for the periods of a report, and remembered by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from ops.clock import instant
from ops.privacy import Privacy
from ops.reports.spans import Spans, Stretch
from ops.settings import Settings
from ops.snapshot import Share
from ops.warehouse.catalog import Query, catalog
from ops.warehouse.warehouse import Moment, Warehouse

Found = Mapping[str, Any]
Part = TypeVar("Part")

_AT_ONCE = 2
"""Small questions keep one core busy each."""
_STOPPING_S = 0.05
_DAY_S = 86_400


@dataclass(slots=True)
class Asking:
    """Asks as of one moment, for one queue or all (`queue` None)."""

    warehouse: Warehouse
    privacy: Privacy
    spans: Spans
    moment: Moment
    queue: str | None = None
    interval_s: int = 1800
    used: dict[str, Query] = field(default_factory=dict)
    """Every query asked so far, by name, in the order of asking."""
    _known: dict[object, Future[list[Found]]] = field(default_factory=dict)
    """Answers, also those that somebody is waiting for already."""

    @property
    def settings(self) -> Settings:
        """The site's."""
        return self.warehouse.settings

    @property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        return self.settings.zone

    def rows(
        self,
        name: str,
        stretch: Stretch | None = None,
        *,
        at: Moment | None = None,
        **params: object,
    ) -> list[Found]:
        """The rows of a query for a stretch, the report's own unless named; as of `at`."""
        about = stretch or self.spans.own
        query = self.used.setdefault(name, catalog()[name])
        given = {"since": about.since_s, "until": about.until_s, "queue": self.queue} | params

        def ask() -> list[Found]:
            if query.reach is not None:
                self._once("contacts", self._hold)
            return [*self.warehouse.rows(query, given, at or self.moment)]

        return self._once((name, about, at, tuple(sorted(params.items()))), ask)

    def _hold(self) -> list[Found]:
        """Hold the contacts of the report's period, which a dozen questions look at."""
        self.warehouse.hold(self.spans.own.since_s, self.spans.own.until_s, self.moment)
        return []

    def _once(self, key: object, ask: Callable[[], list[Found]]) -> list[Found]:
        """What `ask` answers, or has answered under that key, whoever asked."""
        own: Future[list[Found]] = Future()
        answer = self._known.setdefault(key, own)
        if answer is own:
            try:
                own.set_result(ask())
            except BaseException as error:
                own.set_exception(error)
                raise
        return answer.result()

    def ahead(self, names: Sequence[str], stretches: Iterable[Stretch]) -> None:
        """Ask these queries for all these stretches, some at once, so that `rows` has them."""

        def question(name: str, stretch: Stretch) -> Callable[[Asking], list[Found]]:
            return lambda asking: asking.rows(name, stretch)

        self.apart([question(name, stretch) for stretch in stretches for name in names])

    def apart(self, parts: Sequence[Callable[[Asking], Part]]) -> list[Part]:
        """What each of `parts` makes, some at once; what they `used` stands in their order.

        Where one of them raises the others are interrupted.
        """
        hands = [replace(self, used={}) for _ in parts]
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="report") as pool:
            running = [pool.submit(part, hand) for part, hand in zip(parts, hands, strict=True)]
            try:
                for each in as_completed(running):
                    each.result()
            except BaseException:
                self._stop(running)
                raise
        for hand in hands:
            self.used |= {name: query for name, query in hand.used.items() if name not in self.used}
        return [each.result() for each in running]

    def _stop(self, running: Sequence[Future[Part]]) -> None:
        """Leave nothing running. An interrupt in a query's first moments is lost: repeat it."""
        for each in running:
            each.cancel()
        while wait(running, timeout=_STOPPING_S).not_done:
            self.warehouse.give_up()

    def firsts(self) -> dict[str, datetime]:
        """When each queue had its first call ever, if before the end of the period; in UTC.

        Of queues that all had one on the first day of the norm any first call is as good: it was
        there before everything the report is about, and history need not be searched for it.
        """
        since_s = self.spans.norm[-1].since_s
        near = _firsts(self.rows("first_calls", since=since_s))
        second_day = instant(since_s + _DAY_S).replace(tzinfo=None)
        if all(first < second_day for first in near.values()):
            return near
        return _firsts(self.rows("first_calls", since=None))

    def total(self, name: str, stretch: Stretch | None = None) -> Found:
        """The row for all queues, or for the one that is asked about; {} where there is none."""
        found = self.rows(name, stretch)
        wanted = [row for row in found if row.get("queue") is None] or found[:1]
        return wanted[0] if wanted else {}

    def share(self, name: str, stretch: Stretch | None = None) -> Share:
        """The total of a ratio, as its parts."""
        row = self.total(name, stretch)
        return Share(row.get("numerator") or 0, row.get("denominator") or 0)

    def local(self, at: datetime | None) -> datetime | None:
        """A UTC timestamp on the user's clock, without its zone."""
        if at is None:
            return None
        return at.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None)


def _firsts(rows: Iterable[Found]) -> dict[str, datetime]:
    return {row["queue"]: row["first_at"] for row in rows}
