"""A reader's memory of a store: loads what is new and derives only from that and what was open.

Calls of the last two days are kept in memory, older ones are read from the cuts where a query
asks for them; what no cut holds yet stays in memory too, apart. Each process has a reader of its
own; nobody waits for anybody.
"""

from __future__ import annotations

import duckdb

from ops.sources.events import POSITION_BITS
from ops.store.cuts import (
    Cut,
    boots_before,
    chain,
    events_select,
    known_records,
    lineage,
    sql_paths,
    tiles_behind,
)
from ops.store.derive import (
    EVENT_COLUMNS,
    RECORD_COLUMNS,
    Identities,
    derive_calls,
    derive_states,
    fingerprint,
    set_identities,
)
from ops.store.layout import Segment, StorePaths, Tiling, whole_listing
from ops.store.segments import read_tail
from ops.warehouse.memory import KINDS, TABLES, Loaded, Versions, make_tables

NEAR_S = 50 * 3600
"""Calls offered so long before the last event stay in memory: a day of 25 hours, and 24 more."""

RELOAD_S = 24 * 3600
"""After so much more log the memory is cut back to NEAR_S."""


class Reader:
    """Keeps the tables of `connection` up to date with the store under `paths`."""

    def __init__(
        self, paths: StorePaths, who: Identities, connection: duckdb.DuckDBPyConnection
    ) -> None:
        self._paths = paths
        self._mark = fingerprint(who)
        self._connection = connection
        self.loaded: dict[str, Loaded] = {}
        self.versions = Versions()
        set_identities(connection, who)
        make_tables(connection)

    def refresh(self) -> bool:
        """Take in what the store has gained; returns whether anything changed."""
        changed = False
        for source in self._paths.sources():
            tiling = whole_listing(self._paths.source_folder(source))
            known = self.loaded.get(source)
            reload = known is None or self._must_reload(source, known, tiling)
            if known is not None and not reload and tiling.segments == known.segments:
                continue
            if known is None or reload:
                self._load(source, tiling)
            else:
                self._advance(source, known, tiling)
            changed = True
        return changed

    def _must_reload(self, source: str, known: Loaded, tiling: Tiling) -> bool:
        """Whether what is in memory is no longer a beginning of what is stored, or too much."""
        if known.lineage != lineage(tiling, known.last_seq, self._paths.erasure_count()):
            return True
        if any(not cut.path.exists() for cut in known.cuts):
            return True
        last = known.last_event_s or 0
        if last - known.near_from_s <= NEAR_S + RELOAD_S:
            return False
        held = known.cuts[-1].upto if known.cuts else 0
        cuts = chain(self._paths, source, tiling, self._mark)
        return bool(cuts) and cuts[-1].upto > held  # without a newer cut there is nothing to gain

    def _load(self, source: str, tiling: Tiling) -> None:
        """Start over for `source`: cuts first, then the events behind the last one."""
        fresh = Loaded(cuts=chain(self._paths, source, tiling, self._mark))
        fresh.last_seq = fresh.cuts[-1].upto if fresh.cuts else 0
        run = self._connection.execute
        run("BEGIN")
        try:
            for table in TABLES:
                run(f"DELETE FROM {table} WHERE source = $1", [source])
            if fresh.cuts:
                fresh.last_event_s = self._last_of_cuts(fresh.cuts, tiling) or None
                self._load_open(source, fresh.cuts[-1])
                self._load_superseded(source, fresh)
            news = self._take(source, fresh, tiling, tiles_behind(tiling, fresh.last_seq))
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            raise
        self._count(*news)
        fresh.rejected = self._count_rejects(tiling.segments, 0)
        self.loaded[source] = fresh

    def _load_open(self, source: str, last: Cut) -> None:
        """Take over the events of what was open at the last cut."""
        self._connection.execute(
            f"INSERT INTO open_events SELECT $1, {EVENT_COLUMNS} "
            f"FROM read_parquet({sql_paths([last.open])})", [source],
        )  # fmt: skip

    def _load_superseded(self, source: str, loaded: Loaded) -> None:
        """Take over which records of the cuts are no calls any more."""
        run = self._connection.execute
        some = run(f"SELECT 1 FROM ({known_records(loaded.cuts)}) LIMIT 1").fetchone()
        loaded.has_records = some is not None
        if some:
            files = sql_paths([cut.superseded for cut in loaded.cuts])
            run(f"INSERT INTO superseded SELECT $1, seq FROM read_parquet({files})", [source])

    def _load_near(self, source: str, loaded: Loaded) -> None:
        """Take the cuts' newest rows into memory, and the names of all queues."""
        run = self._connection.execute
        calls = sql_paths([cut.calls for cut in loaded.cuts])
        states = sql_paths([cut.states for cut in loaded.cuts])
        for what, files in (("calls", calls), ("states", states)):
            columns, time, _ = KINDS[what]
            run(
                f"INSERT INTO {what}_near SELECT $1, {columns} FROM read_parquet({files}) "
                f"WHERE {time} >= $2", [source, loaded.near_from_s],
            )  # fmt: skip
        run(
            "INSERT OR IGNORE INTO seen_queues "
            f"SELECT DISTINCT queue FROM read_parquet({calls}) WHERE queue NOT IN ('', 'NONE')"
        )

    def _last_of_cuts(self, cuts: list[Cut], tiling: Tiling) -> int:
        run = self._connection.execute
        files = sql_paths([cut.calls for cut in cuts])
        found = run(f"SELECT greatest(max(s), max(end_s)) FROM read_parquet({files})").fetchone()
        if found and found[0] is not None:
            return int(found[0])
        # a source without calls, of tickets say
        files = sql_paths([tile.path for tile in tiling.segments])
        found = run(
            f"SELECT max(s) FROM read_parquet({files}) WHERE seq <= {cuts[-1].upto}"
        ).fetchone()
        return (found[0] if found else None) or 0

    def _advance(self, source: str, known: Loaded, tiling: Tiling) -> None:
        run = self._connection.execute
        before = known.last_seq
        tiles = _new_tiles(known.segments, tiling)
        run("BEGIN")
        try:
            news = self._take(source, known, tiling, tiles)
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            self.loaded.pop(source, None)
            raise
        self._count(*news)
        known.rejected += self._count_rejects(tiles, before)

    def _take(
        self, source: str, loaded: Loaded, tiling: Tiling, tiles: list[Segment]
    ) -> tuple[bool, bool]:
        """Derive from what is open and the lines behind `loaded.last_seq`.

        Returns whether calls have closed, and whether agents' states may have changed.
        """
        run = self._connection.execute
        fresh = events_select(tiles, loaded.last_seq, boots_before(tiling), None)
        carried = f"SELECT {EVENT_COLUMNS} FROM open_events WHERE source = '{source}'"
        derive_calls(
            self._connection,
            f"{carried} UNION ALL {fresh}" if fresh else carried,
            known=self._known_records(source, loaded),
        )
        newest = self._newest()
        if newest is not None:
            loaded.last_event_s = max(newest, loaded.last_event_s or 0)
        is_first = not loaded.lineage
        if is_first:
            loaded.near_from_s = max(0, (loaded.last_event_s or 0) - NEAR_S)
            if loaded.cuts:
                self._load_near(source, loaded)
        has_closed = self._replace_open(source, loaded, "calls", is_first)
        self._take_records(source, loaded)
        if touches := is_first or self._touches_states(source, loaded.last_seq):
            derive_states(self._connection)
            self._replace_open(source, loaded, "states", is_first)
        run(
            "INSERT OR IGNORE INTO seen_queues SELECT DISTINCT queue FROM model_events "
            "WHERE queue NOT IN ('', 'NONE')"
        )
        if tiling.segments:
            end = tiling.segments[-1]
            loaded.last_seq = (end.ordinal << POSITION_BITS) + read_tail(end).lines
        loaded.segments = tiling.segments
        loaded.lineage = lineage(tiling, loaded.last_seq, self._paths.erasure_count())
        return has_closed, touches

    def _newest(self) -> int | None:
        """The stamp of the newest event; records stand in any order and tell of what came later."""
        found = self._connection.execute(
            "SELECT greatest(arg_max(s, seq), "
            "max(CASE WHEN event IN ('RECORD', 'CALLEND', 'FOLLOWUP', 'SURVEY') THEN s END), "
            "(SELECT max(end_s) FROM derived_calls SEMI JOIN derived_records USING (seq))) "
            "FROM model_events"
        ).fetchone()
        return found[0] if found else None

    def _known_records(self, source: str, loaded: Loaded) -> str:
        """SELECT of the records taken in before, in cuts and behind them."""
        behind = f"SELECT {RECORD_COLUMNS} FROM main.records WHERE source = '{source}'"
        return f"{known_records(loaded.cuts)} UNION ALL {behind}"

    def _take_records(self, source: str, loaded: Loaded) -> None:
        """Remember the keys of new records, and drop the calls that they supersede."""
        run = self._connection.execute
        if run("SELECT 1 FROM derived_records LIMIT 1").fetchone():
            loaded.has_records = True
            run(f"INSERT INTO records SELECT $1, {RECORD_COLUMNS} FROM derived_records", [source])
            run("INSERT INTO superseded SELECT $1, seq FROM derived_superseded", [source])
        if loaded.has_records:
            for place in ("near", "far"):
                run(
                    f"DELETE FROM calls_{place} WHERE source = $1 "
                    "AND seq IN (SELECT seq FROM superseded WHERE source = $1)", [source],
                )  # fmt: skip

    def _count(self, has_closed: bool, touches_states: bool) -> None:
        """Only once it is committed: who sees the new version must see the new rows."""
        self.versions.anything += 1
        self.versions.closed += has_closed
        self.versions.states += touches_states

    def _replace_open(self, source: str, loaded: Loaded, kind: str, is_first: bool) -> bool:
        """Keep what has closed and put what is open in the place of what was.

        Returns whether closed calls in memory may have become others. Only a first load finds
        much that is old: later, what closes may stay near whenever it began.
        """
        run = self._connection.execute
        columns, time, carried = KINDS[kind]
        run(f"DELETE FROM open_events WHERE source = $1 AND {carried}", [source])
        run(f"INSERT INTO open_events SELECT $1, {EVENT_COLUMNS} FROM open_{kind}", [source])
        run(f"DELETE FROM {kind}_open WHERE source = $1", [source])
        places = {"open": "end_s IS NULL", "near": "end_s IS NOT NULL"}
        if is_first:
            places["near"] = f"{time} >= {loaded.near_from_s} AND end_s IS NOT NULL"
            places["far"] = f"{time} < {loaded.near_from_s} AND end_s IS NOT NULL"
        closed = 0
        for place, where in places.items():
            found = run(
                f"INSERT INTO {kind}_{place} SELECT $1, {columns} FROM derived_{kind} "
                f"WHERE {where}", [source],
            ).fetchone()  # fmt: skip
            closed += found[0] if found and place == "near" else 0
        return is_first or closed > 0

    def _touches_states(self, source: str, after: int) -> bool:
        """Whether lines behind `after` can change an agent's state: most batches only hold calls.

        An answer or a ring does so only when it is the first thing heard of a member.
        """
        found = self._connection.execute(
            "SELECT 1 FROM model_events AS e LEFT JOIN aliases AS a ON a.raw = e.agent "
            "WHERE e.seq > $2 AND (e.event IN ('QUEUESTART', 'ADDMEMBER', 'REMOVEMEMBER', "
            "'AGENTLOGIN', 'AGENTLOGOFF', 'AGENTCALLBACKLOGIN', 'AGENTCALLBACKLOGOFF', 'PAUSE', "
            "'UNPAUSE', 'PAUSEALL', 'UNPAUSEALL') OR e.event IN ('CONNECT', 'RINGNOANSWER') "
            "AND NOT EXISTS (SELECT 1 FROM states_open AS s WHERE s.source = $1 "
            "AND s.agent = coalesce(a.agent, e.agent) AND s.queue = e.queue "
            "AND s.state IN ('in', 'out'))) LIMIT 1", [source, after],
        ).fetchone()  # fmt: skip
        return found is not None

    def _count_rejects(self, tiles: tuple[Segment, ...] | list[Segment], after: int) -> int:
        if not tiles:
            return 0
        found = self._connection.execute(
            f"SELECT count(*) FROM read_parquet({sql_paths([t.path for t in tiles])}) "
            f"WHERE reason IS NOT NULL AND reason <> 'erased' AND seq > {after}"
        ).fetchone()
        return int(found[0]) if found else 0


def _new_tiles(known: tuple[Segment, ...], tiling: Tiling) -> list[Segment]:
    """Segments that reach beyond what is loaded of their generation."""
    reached: dict[tuple[int, str], int] = {}
    for tile in known:
        reached[tile.generation] = max(tile.end, reached.get(tile.generation, 0))
    return [t for t in tiling.segments if t.end > reached.get(t.generation, 0)]
