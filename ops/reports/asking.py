"""Queries of the catalog, asked for the periods of a report, and remembered by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ops.privacy import Privacy
from ops.reports.spans import Spans, Stretch
from ops.settings import Settings
from ops.snapshot import Share
from ops.warehouse.catalog import Query, catalog
from ops.warehouse.warehouse import Moment, Warehouse

Found = Mapping[str, Any]

_AT_ONCE = 2
"""Small questions keep one core busy each."""


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
    _known: dict[object, list[Found]] = field(default_factory=dict)

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
        self.used.setdefault(name, catalog()[name])
        given = {"since": about.since_s, "until": about.until_s, "queue": self.queue}
        key = (name, about, at, tuple(sorted(params.items(), key=str)))
        if key not in self._known:
            found = self.warehouse.run(name, given | params, at or self.moment)
            self._known[key] = [*found.to_dicts()]
        return self._known[key]

    def ahead(self, names: Iterable[str], stretches: Iterable[Stretch]) -> None:
        """Ask these queries for all these stretches, two at a time, so that `rows` has them."""
        wanted = list(names)
        self.used |= {name: catalog()[name] for name in wanted if name not in self.used}
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="report") as pool:
            asked = [pool.submit(self.rows, name, each) for each in stretches for name in wanted]
            for answer in asked:
                answer.result()

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
