"""DuckDB over a store: refresh, and run a query of the catalog as of any moment.

A cursor per question: one connection shared by threads returns wrong rows. `refresh`, `run` and
`rows` may be called from different threads; two refreshes at once wait for each other.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from ops.clock import monotonic
from ops.errors import QueryError, StoreError
from ops.settings import Settings
from ops.store.derive import Identities
from ops.store.layout import StorePaths
from ops.warehouse.catalog import Query, catalog
from ops.warehouse.held import SQL as HELD
from ops.warehouse.held import Held, hold, show
from ops.warehouse.live import DAY_S, LiveSession, Rows
from ops.warehouse.moment import Moment, happened, set_moment
from ops.warehouse.owed import JOURNAL, Owed
from ops.warehouse.reach import bounds, heard_s, named, set_reach, widest
from ops.warehouse.reader import Reader
from ops.warehouse.relations import (
    make_resolution_tables,
    make_settings_tables,
)
from ops.warehouse.views import Views

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Moment", "Warehouse"]

Answer = TypeVar("Answer")

VANISHED_TRIES = 5
CLOSING_S = 0.25
"""How long closing waits for what was interrupted."""


class Warehouse:
    """The store under `store`, as a process of its own sees it."""

    def __init__(self, store: Path, settings: Settings) -> None:
        self.paths = StorePaths(store)
        self.settings = settings
        self._connection = duckdb.connect()
        # Not parquet_metadata_cache: 20 kB for every segment ever read, for 2 ms a query.
        self._connection.execute("SET enable_progress_bar = false")
        self._reader = Reader(self.paths, Identities.of(settings), self._connection)
        self._owed = Owed(self.paths, settings, self._connection)
        self._views = Views(self._connection, settings.zone, self._owed)
        self._live = LiveSession(self._connection, settings)
        self._refreshing = threading.Lock()
        self._cursors: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()
        self._cursors.update((self._connection, self._live.cursor))
        self._held: Held | None = None
        self._running = 0
        self._closed = False
        self._seen: tuple[str, ...] | None = None
        self._stamp: tuple[object, ...] = ()
        make_resolution_tables(self._connection, settings.resolution, settings.week_start)

    def refresh(self) -> bool:
        """Take in what the store has gained since; returns whether anything changed.

        A file that vanished under the reader was compacted: list again. Raises StoreError.
        """
        with self._refreshing:
            self._stamp = self.paths.stamp()
            for left in range(VANISHED_TRIES, 0, -1):
                self._check_open()
                try:
                    changed = self._reader.refresh()
                    if changed or self._seen is None:
                        self._make_relations()
                    if is_owed := self._owed.refresh():
                        self._reader.versions.anything += 1
                    return changed or is_owed
                except (duckdb.IOException, FileNotFoundError) as error:
                    if left == 1:
                        raise StoreError(f"{self.paths.root}: {error}", "try again") from error
                    self._reader.loaded.clear()
                    time.sleep(0.02)
                except duckdb.Error as error:
                    self._reader.loaded.clear()
                    raise StoreError(f"{self.paths.root}: {error}", "try again") from error
        return False

    def has_news(self) -> bool:
        """Whether there may be something for `refresh` to take in; costs a `stat` a source."""
        return self.paths.stamp() != self._stamp

    def run(
        self, query: Query | str, params: Mapping[str, Any], moment: Moment | None = None
    ) -> pl.DataFrame:
        """The rows of a query of the catalog; `params` may hold more than it asks for.

        Raises QueryError.
        """
        import polars as pl  # the floor does without: a third of a second to import

        asked, bound, moment = self._asked(query, params, moment)

        def answer() -> pl.DataFrame:
            with contextlib.closing(self._cursor_for(asked, bound, moment)) as cursor:
                found = cursor.sql(asked.sql, params=bound) if bound else cursor.sql(asked.sql)
                return pl.DataFrame(found)

        return self._answer(asked, answer)

    def rows(
        self,
        query: Query | str,
        params: Mapping[str, Any],
        moment: Moment | None = None,
        *,
        stale_s: float = 0.0,
    ) -> Rows:
        """The same as dicts, not to be changed; for a live query at a fraction of the cost.

        A live query about the present may be answered as it was up to `stale_s` ago.
        """
        asked, bound, moment = self._asked(query, params, moment)

        is_past = moment.asked_s is not None

        def answer() -> Rows:
            near = self._is_near(bound)
            if asked.folder == "live" and (near or (is_past and bound.get("since"))):
                if not near:
                    self._views.bring("stored_calls, stored_states")
                versions = replace(self._reader.versions)
                return self._live.rows(asked, bound, moment, versions, near=near, stale_s=stale_s)
            with contextlib.closing(self._cursor_for(asked, bound, moment)) as cursor:
                found = cursor.execute(asked.sql, bound).fetchall()
                return [dict(zip(asked.columns, row, strict=True)) for row in found]

        return self._answer(asked, answer)

    @property
    def last_event_s(self) -> int | None:
        """The stamp of the newest event of any source, or None for an empty store."""
        stamps = [one.last_event_s for one in self._reader.loaded.values()]
        return max((s for s in stamps if s is not None), default=None)

    @property
    def rejected(self) -> Mapping[str, int]:
        """Rejected lines by source."""
        found = {source: one.rejected for source, one in self._reader.loaded.items()}
        return found | ({JOURNAL: self._owed.unread} if self._owed.unread else {})

    @property
    def last_events(self) -> Mapping[str, int | None]:
        """The stamp of the newest event by source."""
        return {source: one.last_event_s for source, one in self._reader.loaded.items()}

    def files(self) -> list[Path]:
        """The store's files that the relations read, as of the last refresh."""
        found: list[Path] = []
        for one in self._reader.loaded.values():
            found += [segment.path for segment in one.segments]
            found += [path for cut in one.cuts for path in (cut.calls, cut.states, cut.rejoined)]
        return found

    def cursor(
        self, moment: Moment | None = None, sql: str | None = None
    ) -> duckdb.DuckDBPyConnection:
        """A cursor that sees the relations as of `moment`; the caller closes it.

        Where `sql` is given that is all it can run: other relations may not be there.
        """
        self._check_open()
        cursor = self._connection.cursor()
        self._cursors.add(cursor)
        set_moment(cursor, moment or Moment(), self.settings)
        self._views.bring(sql)
        cursor.execute(f"SET VARIABLE owed_from_s = {self._owed.from_s}::BIGINT")
        return cursor

    def bind(
        self,
        cursor: duckdb.DuckDBPyConnection,
        query: Query,
        params: Mapping[str, Any],
        moment: Moment,
    ) -> dict[str, Any]:
        """What to bind to a query's SQL where `cursor` runs it by itself; sets what it reaches."""
        asked, bound, _ = self._asked(query, params, moment)
        set_reach(cursor, asked, bound, self.settings.resolution.window_s)
        return bound

    def hold(self, since_s: int, until_s: int, moment: Moment) -> None:
        """Hold the contacts that questions about that period look at in memory, as of `moment`.

        Worth half a dozen questions, and good until the store changes. Raises QueryError.
        """

        def read() -> Held:
            with contextlib.closing(self.cursor(moment, HELD)) as cursor:
                window_s = self.settings.resolution.window_s
                return hold(cursor, moment, *widest(since_s, until_s, window_s))

        self._held = self._answer(catalog()["asked_contacts"], read)

    def give_up(self) -> None:
        """Interrupt the queries of `run` and `cursor`; the floor's own go on."""
        for cursor in list(self._cursors):
            if cursor is not self._live.cursor and cursor is not self._connection:
                with contextlib.suppress(duckdb.Error):
                    cursor.interrupt()

    def close(self) -> None:
        """Stop whatever runs and let go of the memory; quick, also while a query runs."""
        self._closed = True
        end = monotonic() + CLOSING_S
        # An interrupt in a query's first moments is lost: repeat it.
        while (self._running or self._refreshing.locked()) and monotonic() < end:
            for cursor in list(self._cursors):
                with contextlib.suppress(duckdb.Error):
                    cursor.interrupt()
            time.sleep(0.005)
        if not self._running and not self._refreshing.locked():
            self._live.cursor.close()
            self._connection.close()

    def _cursor_for(
        self, asked: Query, bound: Mapping[str, Any], moment: Moment
    ) -> duckdb.DuckDBPyConnection:
        """A cursor that sees what `asked` looks at; the caller closes it."""
        cursor = self.cursor(moment, named(asked, bound))
        window_s = self.settings.resolution.window_s
        held = self._held
        if held is not None and held.covers(moment, bounds(asked, bound, window_s)):
            show(cursor)
        set_reach(cursor, asked, bound, window_s)
        return cursor

    def _asked(
        self, query: Query | str, params: Mapping[str, Any], moment: Moment | None
    ) -> tuple[Query, dict[str, Any], Moment]:
        moment = moment or Moment.present()
        asked = catalog()[query] if isinstance(query, str) else query
        bound = {name: params.get(name) for name in asked.params}
        if asked.folder == "live" and (since := bound.get("since")) is not None:
            moment = happened(moment, int(since), self.last_event_s)
        if "as_of" in bound:
            bound["as_of"] = int(moment.clock_s)
        if "heard_s" in bound:
            bound["heard_s"] = heard_s(moment.clock_s, self.last_event_s)
        return asked, bound, moment

    def _answer(self, asked: Query, answer: Callable[[], Answer]) -> Answer:
        """Ask; a file that vanished meanwhile was compacted, so refresh and ask again."""
        self._running += 1
        try:
            for left in range(VANISHED_TRIES, 0, -1):
                try:
                    return answer()
                except duckdb.IOException as error:
                    if left == 1:
                        raise QueryError(f"{asked.name}: {error}", "try again") from error
                    self.refresh()
                except duckdb.Error as error:
                    raise QueryError(f"{asked.path}: {error}") from error
        finally:
            self._running -= 1
        raise AssertionError("unreachable")

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self.paths.root}: closed", "open it again")

    def _is_near(self, bound: Mapping[str, Any]) -> bool:
        """Whether memory goes back far enough: live queries look back one day before `since`."""
        if bound.get("since") is None:
            return False
        from_s = max((one.near_from_s for one in self._reader.loaded.values()), default=0)
        return int(bound["since"]) - DAY_S >= from_s

    def _make_relations(self) -> None:
        self._held = None
        self._views.changed(self._reader.loaded)
        seen = tuple(sorted(self._reader.queues))
        if seen != self._seen:
            make_settings_tables(self._connection, self.settings, seen)
            self._seen = seen
            self._reader.versions.settings += 1
