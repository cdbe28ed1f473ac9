"""The floor's own session: the relations of one moment for the queries of `queries/live`.

These queries look at some thousand rows, so most of what they cost is parsing and planning.
Hence: one cursor that stays open, statements parsed once, the optimizer off, and relations with
no more columns than they read. A call that is over is the same at every moment, so only those
that are not are worked out anew, into the small table `moving`. What cannot have changed since
it was last asked is not asked again (`memo.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import duckdb

from ops.settings import Settings
from ops.store.derive import CALL_COLUMNS, STATE_COLUMNS, model_sql
from ops.warehouse.catalog import Query
from ops.warehouse.memo import OPEN_SQL, RECENT_SQL, Facts, Open, Recent, inputs
from ops.warehouse.memory import Versions
from ops.warehouse.moment import Moment, set_moment
from ops.warehouse.upkeep import optimized

Rows = list[dict[str, Any]]
DAY_S = 24 * 3600

SWEEPS = frozenset({"breaches_now"})
"""Queries with running sums over a day's calls: where the optimizer is off a running sum takes six
times as long, so it is worth its planning here."""

LIVE_CALLS = (
    "source, seq, call_id, queue, caller, s, answer_s, end_s, wait_s, talk_s, outcome, left_by, "
    "agent"
)
"""What live queries read of calls."""

_WHOLE = "memory.main"
"""Where the views over everything are: plain `main` may also be the session's own schema."""

_ENDED = "end_s < getvariable('asked_s')"
_STATES = f"source, {STATE_COLUMNS}"
_STATES_THEN = _STATES.replace("end_s", f"CASE WHEN {_ENDED} THEN end_s END AS end_s")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query, what they depend on, and when they were right."""

    kept: object | None
    asked: tuple[object, ...]
    moment: Moment
    rows: Rows

    def is_good(self, asked: tuple[object, ...], moment: Moment, stale_s: float) -> bool:
        """Whether this was asked for too, and is the present's of at most `stale_s` ago."""
        if self.asked != asked or self.moment.asked_s is not None or moment.asked_s is not None:
            return False
        return 0 <= moment.clock_s - self.moment.clock_s < stale_s


class LiveSession:
    """Answers live queries, one at a time, from the tables of a reader's memory.

    Moments that lie before those are answered from a copy of their day.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self.cursor = connection.cursor()
        self._settings = settings
        self._asking = threading.Lock()
        self._parsed: dict[str, duckdb.Statement] = {}
        self._shown: tuple[object, ...] | None = None
        self._views: tuple[bool, bool] | None = None
        self._near: tuple[int, int] | None = None
        self._day: tuple[int, int] | None = None
        self._facts: Facts | None = None
        self._recent: tuple[object, Recent] | None = None
        self._known: dict[str, Answer] = {}
        self._moving = (
            f"CREATE OR REPLACE TEMP TABLE moving AS SELECT {LIVE_CALLS} "
            f"FROM ({model_sql('asked_calls')})"
        )
        self.cursor.execute("PRAGMA disable_optimizer")

    def rows(
        self,
        query: Query,
        params: Mapping[str, Any],
        moment: Moment,
        versions: Versions,
        *,
        near: bool,
        stale_s: float = 0.0,
    ) -> Rows:
        """The rows of `query` at `moment`, not to be changed; `near`: memory goes back enough.

        Where it is not, a moment must be asked for and `params` must have `since`. An answer about
        the present may be up to `stale_s` old.
        """
        with self._asking:
            known = self._known.get(query.name)
            asked = (versions.settings, *(v for k, v in params.items() if k != "as_of"))
            if known is not None and known.is_good(asked, moment, stale_s):
                return known.rows
            self._show(moment, versions, int(params["since"]), near=near)
            kept = self._kept(query, params, moment, versions)
            if known is not None and kept is not None and known.kept == kept:
                rows = known.rows
            else:
                with optimized(self.cursor) if query.name in SWEEPS else nullcontext():
                    found = self._fetch(query.name, query.sql, params)
                rows = [dict(zip(query.columns, row, strict=True)) for row in found]
            self._known[query.name] = Answer(kept, asked, moment, rows)
            return rows

    def _kept(
        self, query: Query, params: Mapping[str, Any], moment: Moment, versions: Versions
    ) -> object | None:
        if moment.asked_s is not None:
            return (versions.anything, moment.asked_s, tuple(params.items()))
        return inputs(query.name, params, self._facts) if self._facts else None

    def _show(self, moment: Moment, versions: Versions, since_s: int, *, near: bool) -> None:
        wanted = (moment, versions.anything, since_s, near)
        if self._shown == wanted:
            return
        self._shown = self._facts = None
        set_moment(self.cursor, moment, self._settings)
        if near:
            self._copy_near(since_s, versions.closed)
        else:
            self._copy_day(since_s, versions.anything)
        views = (moment.asked_s is not None, not near)
        if views != self._views:
            self._make_stored(*views)
        self._fetch("moving", self._moving, {})
        if views != self._views:
            self._make_views(*views)
            self._views = views
        if moment.asked_s is None:
            self._facts = self._gather(int(moment.clock_s), versions)
        self._shown = wanted

    def _gather(self, as_of: int, versions: Versions) -> Facts:
        """What the answers of this moment depend on."""
        fixed = (versions.closed, versions.states, versions.settings)
        if self._recent is None or self._recent[0] != fixed or self._recent[1].as_of > as_of:
            found = self._fetch("recent", RECENT_SQL, {"as_of": as_of})
            self._recent = (fixed, Recent(as_of, found))
        moving = tuple(Open(*row) for row in self._fetch("open", OPEN_SQL, {}))
        return Facts(fixed, moving, self._recent[1], as_of)

    def _fetch(self, name: str, sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run a statement, parsed when it was first asked for."""
        statement = self._parsed.get(name)
        if statement is None:
            [statement] = self.cursor.extract_statements(sql)
            self._parsed[name] = statement
        return self.cursor.execute(statement, dict(params)).fetchall()

    def _copy_near(self, since_s: int, version: int) -> None:
        """Keep apart what a day's answers need of memory, which holds three days or more."""
        if self._near == (since_s, version):
            return
        self._near = None
        self.cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE near_calls AS SELECT {LIVE_CALLS} "
            f"FROM main.calls_near WHERE s >= {since_s - DAY_S}"
        )
        self._near = (since_s, version)

    def _copy_day(self, since_s: int, version: int) -> None:
        """Take what a day's answers need out of the files, once."""
        if self._day == (since_s, version):
            return
        self._day = None
        run = self.cursor.execute
        with optimized(self.cursor):
            run(
                f"CREATE OR REPLACE TEMP TABLE day_calls AS SELECT source, {CALL_COLUMNS} "
                f"FROM {_WHOLE}.stored_calls "
                f"WHERE s >= {since_s - DAY_S} AND s < {since_s + 2 * DAY_S}"
            )
            run(
                f"CREATE OR REPLACE TEMP TABLE day_states AS SELECT {_STATES} "
                f"FROM {_WHOLE}.stored_states WHERE s < {since_s + 2 * DAY_S} "
                f"AND (end_s IS NULL OR end_s >= {since_s - DAY_S})"
            )
        self._day = (since_s, version)

    def _make_stored(self, is_past: bool, is_copy: bool) -> None:
        """What is to be worked out: open calls; in the past also those that ended later."""
        later = f"WHERE ({_ENDED}) IS NOT TRUE"
        near = f"SELECT source, {CALL_COLUMNS} FROM main.calls_near {later}"
        open_calls = f"SELECT source, {CALL_COLUMNS} FROM main.calls_open"
        if is_copy:
            open_calls = f"SELECT source, {CALL_COLUMNS} FROM day_calls {later}"
        elif is_past:
            open_calls += f" UNION ALL {near}"
        self.cursor.execute(f"CREATE OR REPLACE TEMP VIEW stored_calls AS {open_calls}")

    def _make_views(self, is_past: bool, is_copy: bool) -> None:
        """`calls` and `agent_states`, without the talks: live queries take those from calls."""
        begun = "s < getvariable('asked_s')"
        calls, states = ("day_calls", "day_states") if is_copy else ("near_calls", "states_near")
        over = f"WHERE {_ENDED} AND {begun}" if is_past else ""
        self.cursor.execute(
            f"CREATE OR REPLACE TEMP VIEW calls AS SELECT {LIVE_CALLS} FROM {calls} {over} "
            f"UNION ALL SELECT {LIVE_CALLS} FROM moving"
        )
        columns, then = (_STATES_THEN, f"WHERE {begun}") if is_past else (_STATES, "")
        view = f"SELECT {columns} FROM {states} {then}"
        if not is_copy:
            view += f" UNION ALL SELECT {columns} FROM main.states_open {then}"
        self.cursor.execute(f"CREATE OR REPLACE TEMP VIEW agent_states AS {view}")
