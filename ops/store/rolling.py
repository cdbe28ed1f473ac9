"""Many lines become calls and agent states piece by piece; what is open is carried along.

A piece is a frame of EVENT_COLUMNS that holds some hundred thousand lines: small enough for the
processor's caches and for a bounded memory, large enough that planning costs nothing. The rows
are those of one derivation of everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from ops.sources.events import PARAMS, seq_of
from ops.store.arrow import show, taken
from ops.store.derive import (
    CALL_COLUMNS,
    EVENT_COLUMNS,
    KEYS,
    NO_RECORDS,
    OPEN_EVENTS,
    RECORD_COLUMNS,
    STATE_COLUMNS,
    Narrowed,
    calls_sql,
    derive_records,
    derive_states,
    group_steps,
    make_table,
    model_sql,
)
from ops.store.layout import Segment, total_bytes
from ops.store.tails import read_tail

PIECE_LINES = 500_000

_STORED = [*EVENT_COLUMNS.replace("boot", "restarts").split(", ")[:-1]]
_CALLS = CALL_COLUMNS.split(", ")
_CLOSED = {
    "states": f"SELECT {STATE_COLUMNS} FROM derived_states WHERE end_s IS NOT NULL",
    "records": f"SELECT {RECORD_COLUMNS} FROM derived_records",
    "superseded": "SELECT seq FROM derived_superseded",
}
_ORDER = {
    "calls": ["s", "seq"],
    "states": ["end_s", "seq"],
    "records": ["record_key", "seq"],
    "superseded": ["seq"],
    "open": ["seq"],
}


_LOOKED_UP = {
    "seq": {"s": "s", "boot": "boot", "call_id": "call_id", "queue": "queue", "p2": "entry_p2"},
    "connect_seq": {"s": "answer_s", "agent": "agent", "p1": "connect_p1", "p3": "connect_p3"},
    "exit_seq": {"s": "end_s", "event": "exit_event", **{p: p for p in PARAMS}},
}
"""What a stay takes from the line of each of its keys, and what it is called there."""


class Rolling:
    """Derives from one piece of a source after the other, on a connection it has to itself.

    `carried` is what was open before the first one; `known`, a SELECT, the records before it.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        carried: pl.DataFrame | None = None,
        known: str = NO_RECORDS,
    ) -> None:
        self.known = known
        self._connection = connection
        self._open = carried
        self._closed: dict[str, list[pl.DataFrame]] = {name: [] for name in ("calls", *_CLOSED)}

    def add(self, events: pl.DataFrame) -> None:
        """Derive from the next piece."""
        lines, steps = self._after_open(events)
        run = self._connection.execute
        self._show(lines)
        run("CREATE OR REPLACE TEMP VIEW model_events AS SELECT * FROM rolling_lines")
        run(f"CREATE OR REPLACE TEMP VIEW steps AS {model_sql('steps')}")

        @contextmanager
        def narrowed(column: str, values: Collection[Any]) -> Iterator[None]:
            self._show(lines.filter(pl.col(column).is_in(list(values))))
            yield
            self._show(lines)

        group_steps(self._connection, narrowed)
        keys = taken(self._connection, f"SELECT {KEYS} FROM derived_keys")
        show(self._connection, "derived_stays", _stays(keys.sort("seq"), steps))
        self._derive_calls(narrowed)
        derive_states(self._connection)
        for name, select in _CLOSED.items():
            self._closed[name].append(taken(self._connection, select))
        self._open = taken(self._connection, OPEN_EVENTS)
        for name in ("rolling_lines", "derived_stays", "derived_calls"):
            self._connection.unregister(name)  # a frame that is shown is held

    def _after_open(self, events: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What to derive from: what is open, then `events`; and of that the lines, in order."""
        if self._open is None:
            return events, events
        carried = self._open.cast(events.schema)
        is_state = pl.col("event").str.starts_with("STATE ")  # as open_states.sql makes them
        steps = pl.concat([carried.filter(~is_state).sort("seq"), events])
        return pl.concat([carried.filter(is_state), steps]), steps

    def _derive_calls(self, narrowed: Narrowed) -> None:
        found = taken(self._connection, calls_sql("calls"))
        lasting = found.filter(pl.col("end_s").is_null())
        show(self._connection, "derived_calls", lasting)
        with narrowed("call_id", lasting["call_id"].to_list()):
            make_table(self._connection, "open_calls", model_sql("open_calls"))
        if derive_records(self._connection, self._known_now()):
            found = pl.concat(
                [found, taken(self._connection, calls_sql("records")).select(found.columns)]
            )
        self._closed["calls"].append(found.filter(pl.col("end_s").is_not_null()).select(_CALLS))

    def take(self) -> dict[str, pl.DataFrame]:
        """What has closed since the last time, and what is open: the files of a cut by name."""
        found = {name: pl.concat(frames) for name, frames in self._closed.items()}
        found["superseded"] = found["superseded"].unique()
        if self._open is not None:
            found["open"] = self._open
        self._closed = {name: [] for name in self._closed}
        return {name: frame.sort(_ORDER[name]) for name, frame in found.items()}

    def _show(self, lines: pl.DataFrame) -> None:
        show(self._connection, "rolling_lines", lines)

    def _known_now(self) -> str:
        """The records before this piece: those it began with and those of pieces since."""
        since = [frame for frame in self._closed["records"] if frame.height]
        if not since:
            return self.known
        show(self._connection, "rolling_records", pl.concat(since))
        return f"{self.known} UNION ALL SELECT {RECORD_COLUMNS} FROM rolling_records"


def _stays(keys: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """What stays.sql says, looked up by place: `steps` lie in order, and a join costs more."""
    parts = [keys.select("seq", "connect_seq")]
    for key, columns in _LOOKED_UP.items():
        place = steps["seq"].search_sorted(keys[key].fill_null(0))
        place = place.zip_with(keys[key].is_not_null(), pl.Series([None], dtype=place.dtype))
        parts.append(
            steps.select(pl.col(name).gather(place).alias(told) for name, told in columns.items())
        )
    return pl.concat(parts, how="horizontal")


@dataclass(frozen=True, slots=True)
class Piece:
    """The events of the lines up to seq `upto`, in the columns a derivation reads."""

    events: pl.DataFrame
    upto: int
    lines: int

    @classmethod
    def of(cls, stored: Sequence[tuple[pl.DataFrame, int]], upto: int) -> Piece:
        """A piece of stored lines, each frame with the starts of the system before its log."""
        return cls(
            pl.concat([_events(lines, boots_before) for lines, boots_before in stored]),
            upto,
            sum(lines.height for lines, _ in stored),
        )


def pieces(tiles: Sequence[Segment], after: int, boots: Mapping[int, int]) -> Iterator[Piece]:
    """The lines of stored segments behind `after`, about PIECE_LINES at a time."""
    held: list[tuple[pl.DataFrame, int]] = []
    for tile in tiles:
        for lines, upto in _slices(tile, after):
            held.append((lines, boots[tile.ordinal]))
            if sum(frame.height for frame, _ in held) >= PIECE_LINES:
                yield Piece.of(held, upto)
                held = []
    if held:
        yield Piece.of(held, last_seq(tiles[-1]))


def last_seq(tile: Segment) -> int:
    """The seq of a segment's last line."""
    return seq_of(tile.ordinal, read_tail(tile).lines)


def bytes_behind(tiles: Sequence[Segment], after: int) -> int:
    """About how many bytes of log lie behind `after`: the first of `tiles` may begin before it."""
    first = tiles[0]
    height = _height(first)
    behind = min(height, last_seq(first) - after)
    return total_bytes(tiles) - total_bytes([first]) * (height - behind) // height


def _height(tile: Segment) -> int:
    """How many rows a segment has: one a line, or fewer where a record may have several lines."""
    return int(pl.scan_parquet(tile.path).select(pl.len()).collect().item())


def _slices(tile: Segment, after: int) -> Iterator[tuple[pl.DataFrame, int]]:
    """The lines of `tile` behind `after`, and the seq each frame of them reaches."""
    stored, height = pl.scan_parquet(tile.path).select(_STORED), _height(tile)
    last = last_seq(tile)
    passed_over = min(height - 1, max(0, after - last + height))  # or fewer: hence the filter
    for at in range(passed_over, height, PIECE_LINES):
        lines = stored.slice(at, PIECE_LINES).collect()
        is_last = at + PIECE_LINES >= height
        upto = last if is_last else int(lines["seq"].item(-1))
        yield lines.filter(pl.col("seq") > after), upto


def _events(lines: pl.DataFrame, boots_before: int) -> pl.DataFrame:
    """What a derivation reads of lines with the columns of a segment, rejects left out."""
    made = {"boot": pl.col("restarts") + pl.lit(boots_before, pl.Int32), "carried": pl.lit(False)}
    return lines.filter(pl.col("event").is_not_null()).select(
        made.get(name, pl.col(name)).alias(name) for name in EVENT_COLUMNS.split(", ")
    )
