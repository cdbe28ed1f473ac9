"""The derivation against a plain loop, and the same at every cut."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ops.sources.asterisk import Asterisk
from ops.store.derive import (
    CALL_COLUMNS,
    EVENT_COLUMNS,
    STATE_COLUMNS,
    Identities,
    derive,
    segment_columns,
    set_identities,
)
from ops.store.segments import frame
from tests.store.logs import logs

TERMINALS = {
    "COMPLETEAGENT": "answered", "COMPLETECALLER": "answered", "BLINDTRANSFER": "answered",
    "ATTENDEDTRANSFER": "answered", "ABANDON": "abandoned", "EXITWITHTIMEOUT": "overflowed",
    "EXITWITHKEY": "overflowed",
}  # fmt: skip


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        set_identities(opened, Identities())
        opened.execute("CREATE TABLE folder AS SELECT $1 AS path",
                       [str(tmp_path_factory.mktemp("derive"))])  # fmt: skip
        yield opened


def events_sql(connection: duckdb.DuckDBPyConnection, lines: list[bytes], first: int) -> str:
    """The lines as a SELECT of EVENT_COLUMNS, seq counting from `first`."""
    (folder,) = connection.execute("SELECT path FROM folder").fetchone() or ("",)
    path = f"{folder}/{first}.parquet"
    frame(Asterisk().decode(b"".join(lines), first, 0)).write_parquet(path)
    return f"SELECT {segment_columns({})} FROM read_parquet('{path}')"


def derived(connection: duckdb.DuckDBPyConnection, what: str, where: str = "true") -> list[Any]:
    columns = {"calls": CALL_COLUMNS, "states": STATE_COLUMNS}[what]
    return connection.execute(
        f"SELECT {columns} FROM derived_{what} WHERE {where} ORDER BY ALL"
    ).fetchall()


def by_hand(lines: list[bytes]) -> list[tuple[int, str, bool]]:
    """(seq, outcome, answered) of every stay: the oldest stay is answered and ended first."""
    stays: dict[tuple[str, str], deque[list[Any]]] = defaultdict(deque)
    found: list[list[Any]] = []
    for seq, line in enumerate(lines, 1):
        _, call, queue, _, event, *_ = line.decode().strip().split("|")
        if event in ("ENTERQUEUE", "FULL"):
            found.append([seq, "open" if event == "ENTERQUEUE" else "refused", False])
        if event == "ENTERQUEUE":
            stays[call, queue].append(found[-1])
        elif event == "QUEUESTART":
            for stay in (stay for waiting in stays.values() for stay in waiting):
                stay[1] = "lost"
            stays.clear()
        elif stays[call, queue]:
            _move_on(stays[call, queue], event)
    still = {True: "talking", False: "waiting"}
    return [(seq, still[was] if out == "open" else out, was) for seq, out, was in found]


def _move_on(open_stays: deque[list[Any]], event: str) -> None:
    stay = open_stays[0]
    if event == "CONNECT":
        stay[2] = True
    elif event in TERMINALS:
        open_stays.popleft()
        stay[2] = stay[2] or TERMINALS[event] == "answered"
        stay[1] = "answered" if stay[2] else TERMINALS[event]


@settings(max_examples=40, deadline=None)
@given(lines=logs())
def test_calls_are_those_of_a_plain_loop(
    connection: duckdb.DuckDBPyConnection, lines: list[bytes]
) -> None:
    derive(connection, events_sql(connection, lines, 1))
    rows = connection.execute(
        "SELECT seq, outcome, answer_s IS NOT NULL FROM derived_calls ORDER BY seq"
    ).fetchall()
    assert rows == by_hand(lines)


@settings(max_examples=40, deadline=None)
@given(lines=logs(), data=st.data())
def test_a_cut_anywhere_gives_the_rows_of_one_derivation(
    connection: duckdb.DuckDBPyConnection, lines: list[bytes], data: st.DataObject
) -> None:
    derive(connection, events_sql(connection, lines, 1))
    whole = {what: derived(connection, what) for what in ("calls", "states")}
    cuts = sorted(data.draw(st.sets(st.integers(1, len(lines)), max_size=4)) | {len(lines)})
    closed: dict[str, list[Any]] = {"calls": [], "states": []}
    carried, start, boots = "", 0, 0
    for cut in cuts:
        events = events_sql(connection, lines[start:cut], start + 1)
        events = events.replace("restarts AS boot", f"restarts + {boots} AS boot")
        boots += sum(b"|QUEUESTART|" in line for line in lines[start:cut])
        derive(connection, f"{carried} UNION ALL {events}" if carried else events)
        connection.execute("CREATE OR REPLACE TABLE carried AS SELECT * FROM derived_open")
        carried, start = f"SELECT {EVENT_COLUMNS} FROM carried", cut
        for what in closed:
            closed[what] += derived(connection, what, "end_s IS NOT NULL")
    for what, done in closed.items():
        rows = done + derived(connection, what, "end_s IS NULL")
        assert sorted(rows, key=repr) == sorted(whole[what], key=repr)
