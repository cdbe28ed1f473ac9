"""A reader's memory of a store: loads what is new and derives only from that and what was open.

Calls of the last two days are kept in memory, older ones are read from the cuts where a query
asks for them; what no cut holds yet stays in memory too, apart. Each process has a reader of its
own; nobody waits for anybody.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

import duckdb

from ops.errors import StoreError
from ops.sources.events import POSITION_BITS
from ops.store.cuts import (
    boots_before,
    chain,
    events_select,
    known_records,
    lineage,
    tiles_behind,
)
from ops.store.derive import (
    CALL_COLUMNS,
    EVENT_COLUMNS,
    RECORD_COLUMNS,
    Identities,
    derive_calls,
    derive_states,
    fingerprint,
    set_identities,
)
from ops.store.layout import Segment, StorePaths, Tiling, total_bytes, whole_listing
from ops.store.quoting import sql_paths
from ops.store.tails import read_tail
from ops.warehouse.arrivals import Arrivals
from ops.warehouse.memory import KINDS, LEFT_IN_MENU, TABLES, Loaded, Versions, make_tables
from ops.warehouse.past import Past
from ops.warehouse.upkeep import SWEEP_EVERY, few_rows, sweep

NEAR_S = 50 * 3600
"""Calls offered so long before the last event stay in memory: a day of 25 hours, and 24 more."""

RELOAD_S = 24 * 3600
"""After so much more log the memory is cut back to NEAR_S."""

FEW_BYTES = 1 << 20
"""Fewer bytes of log than this are few rows; what is open is few rows anyway."""


MOST_BYTES = 1 << 30
"""Of more log behind the last cut a reader does not derive: it would need 5 GB of memory.

There is as much only where nobody has made `calls/` since a new version came, or somebody is at it.
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a derivation took in: new events, whether calls closed or agents' states may differ."""

    events: int
    has_closed: bool
    touches_states: bool


class Reader:
    """Keeps the tables of `connection` up to date with the store under `paths`."""

    def __init__(
        self, paths: StorePaths, who: Identities, connection: duckdb.DuckDBPyConnection
    ) -> None:
        self._paths = paths
        self._mark = fingerprint(who)
        self._connection = connection
        self._past = Past(connection)
        self.loaded: dict[str, Loaded] = {}
        self.queues: set[str] = set()
        """The names of all queues ever seen."""
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
        behind = tiles_behind(tiling, fresh.last_seq)
        if total_bytes(behind) > MOST_BYTES:
            raise StoreError(
                f"{self._paths.calls / source}: made by another version, or not made yet",
                "wait for the collector to make it; where none runs, have `floorwatch collect` "
                "read the store's logs once more: nothing is stored twice",
            )
        run = self._connection.execute
        run("BEGIN")
        try:
            for table in TABLES:
                run(f"DELETE FROM {table} WHERE source = $1", [source])
            if fresh.cuts:
                fresh.last_event_s = self._past.last_event_s(fresh.cuts, tiling)
                self._past.take_open(source, fresh.cuts[-1])
                fresh.has_records = self._past.take_superseded(source, fresh.cuts)
            taken = self._take(source, fresh, tiling, behind)
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            raise
        self._count(taken)
        fresh.rejected = self._count_rejects(tiling.segments, 0)
        self.loaded[source] = fresh

    def _advance(self, source: str, known: Loaded, tiling: Tiling) -> None:
        run = self._connection.execute
        before = known.last_seq
        tiles = _new_tiles(known.segments, tiling)
        with few_rows(self._connection) if total_bytes(tiles) < FEW_BYTES else nullcontext():
            run("BEGIN")
            try:
                taken = self._take(source, known, tiling, tiles)
                run("COMMIT")
            except BaseException:
                run("ROLLBACK")
                self.loaded.pop(source, None)
                raise
            self._count(taken)
            if taken.events < known.last_seq - before:
                known.rejected += self._count_rejects(tiles, before)

    def _take(self, source: str, loaded: Loaded, tiling: Tiling, tiles: list[Segment]) -> Taken:
        """Derive from what is open and the lines behind `loaded.last_seq`."""
        fresh = events_select(tiles, loaded.last_seq, boots_before(tiling))
        carried = f"SELECT {EVENT_COLUMNS} FROM open_events WHERE source = '{source}'"
        derive_calls(
            self._connection,
            f"{carried} UNION ALL {fresh}" if fresh else carried,
            known=self._known_records(source, loaded),
        )
        news = Arrivals.told(self._connection, source, loaded.last_seq)
        if news.newest_s is not None:
            loaded.last_event_s = max(news.newest_s, loaded.last_event_s or 0)
        self.queues |= news.queues
        is_first = not loaded.lineage
        if is_first:
            loaded.near_from_s = max(0, (loaded.last_event_s or 0) - NEAR_S)
            if loaded.cuts:
                self.queues |= self._past.take_near(
                    source, loaded.cuts, loaded.near_from_s, has_records=loaded.has_records
                )
        has_closed = self._replace_open(source, loaded, "calls", is_first)
        self._take_records(source, loaded)
        if touches := is_first or news.touches_states:
            derive_states(self._connection)
            self._replace_open(source, loaded, "states", is_first)
        if tiling.segments:
            end = tiling.segments[-1]
            loaded.last_seq = (end.ordinal << POSITION_BITS) + read_tail(end).lines
        loaded.segments = tiling.segments
        loaded.lineage = lineage(tiling, loaded.last_seq, self._paths.erasure_count())
        return Taken(news.events, has_closed, touches)

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
            run(
                f"INSERT INTO calls_menu SELECT $1, {CALL_COLUMNS} FROM derived_calls "
                f"WHERE {LEFT_IN_MENU}", [source],
            )  # fmt: skip
        if loaded.has_records:
            for place in ("near", "far", "menu"):
                run(
                    f"DELETE FROM calls_{place} WHERE source = $1 "
                    "AND seq IN (SELECT seq FROM superseded WHERE source = $1)", [source],
                )  # fmt: skip

    def _count(self, taken: Taken) -> None:
        """Only once it is committed: who sees the new version must see the new rows."""
        self.versions.anything += 1
        self.versions.closed += taken.has_closed
        self.versions.states += taken.touches_states
        if self.versions.anything % SWEEP_EVERY == 0:
            sweep(self._connection)

    def _replace_open(self, source: str, loaded: Loaded, kind: str, is_first: bool) -> bool:
        """Keep what has closed and put what is open in the place of what was.

        Returns whether closed calls in memory may have become others. Only a first load finds
        much that is old: later, what closes may stay near whenever it began.
        """
        run = self._connection.execute
        columns, time, carried, belongs = KINDS[kind]
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
                f"WHERE {where} AND {belongs}", [source],
            ).fetchone()  # fmt: skip
            closed += found[0] if found and place == "near" else 0
        return is_first or closed > 0

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
