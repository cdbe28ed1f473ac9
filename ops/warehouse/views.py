"""The views over the store, each made when a question is about it.

The floor does without: a view names every file, and making one plans it, which takes milliseconds.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Mapping
from functools import cache
from zoneinfo import ZoneInfo

import duckdb

from ops.store.derive import model_sql
from ops.warehouse.memory import Loaded
from ops.warehouse.owed import Owed
from ops.warehouse.relations import file_views, make_zone_table, model_views

_OWED = {
    "tickets": "tickets",
    "follow_up_history": "asked_follow_up_history",
    "follow_ups": "asked_follow_ups",
}
"""Views that `Owed` makes, and which file of the model each is."""


class Views:
    """Makes them in the database of `connection`, anew where files have changed."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, zone: ZoneInfo, owed: Owed) -> None:
        self._connection = connection
        self._zone = zone
        self._owed = owed
        self._loaded: Mapping[str, Loaded] = {}
        self._has_changed = True
        self._bringing = threading.Lock()
        self._of_files: dict[str, str] = {}
        self._made: set[str] = set()
        self._has_zone = self._has_tickets = False

    def changed(self, loaded: Mapping[str, Loaded]) -> None:
        """There are other files, or lines, than before."""
        self._loaded, self._has_changed = loaded, True

    def bring(self, sql: str | None = None) -> None:
        """Bring what `sql` reads up to date; without it, everything."""
        named = None if sql is None else _mentioned(sql)

        def reads(*relations: str) -> bool:
            return named is None or not named.isdisjoint(relations)

        with self._bringing, contextlib.closing(self._connection.cursor()) as own:
            if not self._has_zone and reads("zone_offsets"):  # those of 130 years
                make_zone_table(own, self._zone)
                self._has_zone = True
            if self._has_changed:
                self._look_at_files()
            for name, view in {**self._of_files, **model_views()}.items():
                if name not in self._made and reads(name):
                    own.execute(f"CREATE OR REPLACE VIEW main.{name} AS {view}")
                    self._made.add(name)
            if reads("rejects", "ticket_lines", *_OWED):
                self._bring_owed(own, views=reads(*_OWED))

    def _look_at_files(self) -> None:
        self._has_changed = self._has_tickets = False
        old, self._of_files = self._of_files, file_views(self._loaded)
        self._made.discard("all_lines")
        if {**self._of_files, "all_lines": ""} != {**old, "all_lines": ""}:
            self._made.clear()

    def _bring_owed(self, own: duckdb.DuckDBPyConnection, *, views: bool) -> None:
        if not self._has_tickets:
            self._owed.bring_tickets(self._loaded, own)
            self._has_tickets = True
        self._owed.bring(own, views=views)


@cache
def _mentioned(sql: str) -> frozenset[str]:
    """The words of `sql` in small letters, and those of every view that it names."""
    views = {**model_views(), "ticket_lines": "all_lines"}
    views |= {name: model_sql(file) for name, file in _OWED.items()}
    found: set[str] = set()
    left = [sql]
    while left:
        words = set(re.findall(r"\w+", left.pop().lower())) - found
        found |= words
        left += [views[word] for word in words if word in views]
    return frozenset(found)
