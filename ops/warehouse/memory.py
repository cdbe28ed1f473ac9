"""What a reader holds in memory: its tables, and how far it has got in each source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ops.store.cuts import Cut
from ops.store.derive import CALL_COLUMNS, EVENT_COLUMNS, RECORD_COLUMNS, STATE_COLUMNS
from ops.store.layout import Segment

# records: the keys of those in no cut yet; superseded: which records are no calls any more.
# near: what the floor needs; far: closed before that and in no cut yet; open: still lasting;
# menu: left in a voice menu, which are no calls of any queue.
TABLES = {
    "calls_near": f"source, {CALL_COLUMNS}",
    "calls_far": f"source, {CALL_COLUMNS}",
    "calls_open": f"source, {CALL_COLUMNS}",
    "calls_menu": f"source, {CALL_COLUMNS}",
    "states_near": f"source, {STATE_COLUMNS}",
    "states_far": f"source, {STATE_COLUMNS}",
    "states_open": f"source, {STATE_COLUMNS}",
    "open_events": f"source, {EVENT_COLUMNS}",
    "records": f"source, {RECORD_COLUMNS}",
    "superseded": "source, seq",
}
LEFT_IN_MENU = "outcome IS NOT DISTINCT FROM 'left_in_menu'"
"""SQL: whether a stored call is none of any queue; only records tell of such."""

KINDS = {
    "calls": (CALL_COLUMNS, "s", "call_id <> 'NONE'", f"NOT ({LEFT_IN_MENU})"),
    "states": (STATE_COLUMNS, "end_s", "call_id = 'NONE'", "true"),
}
"""Columns, the time that tells near from far, which open events are of that kind, and which rows
belong in its tables."""

_TYPES = {
    "seq": "BIGINT", "s": "BIGINT", "answer_s": "BIGINT", "end_s": "BIGINT", "boot": "INTEGER",
    "carried": "BOOLEAN", "wait_s": "DOUBLE", "talk_s": "DOUBLE", "ring_s": "DOUBLE",
    "hold_s": "DOUBLE", "wrapup_s": "DOUBLE", "version": "BIGINT",
}  # fmt: skip


@dataclass(slots=True)
class Loaded:
    """What of one source is in memory."""

    cuts: list[Cut] = field(default_factory=list)
    segments: tuple[Segment, ...] = ()
    lineage: str = ""
    last_seq: int = 0
    last_event_s: int | None = None
    near_from_s: int = 0
    """From here on memory alone is enough; older cut rows are left to the files."""
    rejected: int = 0
    has_records: bool = False
    """Whether some of its calls may be superseded."""


@dataclass(slots=True)
class Versions:
    """Grow once `closed` calls, agents' `states`, the `settings` tables, or `anything` changed."""

    anything: int = 0
    closed: int = 0
    states: int = 0
    settings: int = 0


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables, empty."""
    for name, columns in TABLES.items():
        typed = ", ".join(f"{c} {_TYPES.get(c, 'VARCHAR')}" for c in columns.split(", "))
        connection.execute(f"CREATE TABLE {name} ({typed})")


def past_calls(loaded: Mapping[str, Loaded], what: str) -> list[tuple[str, int, list[Path]]]:
    """For each source with cuts: name, the second from which memory takes over, the files."""
    return [
        (source, one.near_from_s, [getattr(cut, what) for cut in one.cuts])
        for source, one in loaded.items()
        if one.cuts
    ]
