"""The peers: a log's calls by bare DuckDB, by Polars and by a good Python loop.

All but the lean one make the columns Floorwatch keeps of a call, for the events a generated log
has. None of them keeps the order of lines or bad lines, tells restarts or derives agent states.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import polars as pl

COLUMNS = ("stamp", "call_id", "queue", "agent", "event", "p1", "p2", "p3", "p4", "p5",
           "p6", "p7", "surplus")  # fmt: skip
LEFT_BY = {
    "EXITWITHTIMEOUT": "timeout",
    "EXITEMPTY": "empty",
    "EXITWITHKEY": "key",
    "WITHDRAW": "withdrawn",
}
TRANSFERS = {"BLINDTRANSFER": "blind", "ATTENDEDTRANSFER": "attended"}
ENDS = ("COMPLETEAGENT", "COMPLETECALLER", "ABANDON", *LEFT_BY, *TRANSFERS)
USED = ("ENTERQUEUE", "CONNECT", *ENDS)

_LEAN = f"""
    SELECT call_id, queue,
           min(CASE WHEN event = 'ENTERQUEUE' THEN s END) AS s,
           max(CASE WHEN event = 'ENTERQUEUE' THEN p2 END) AS caller,
           max(CASE WHEN event = 'CONNECT' THEN s END) AS answer_s,
           max(CASE WHEN event = 'CONNECT' THEN agent END) AS agent,
           max(CASE WHEN event IN {ENDS} THEN s END) AS end_s,
           max(CASE WHEN event = 'CONNECT' THEN p1 END) AS hold_s,
           max(CASE WHEN event IN {ENDS} THEN event END) AS ended
    FROM lines WHERE event IN {USED} GROUP BY call_id, queue
"""
_WHOLE = f"""
    SELECT call_id, queue, caller, ltrim(caller, '+') AS customer, s, answer_s, end_s,
           CASE WHEN answer_s IS NULL THEN left_after_s ELSE hold_s END AS wait_s, talk_s, ring_s,
           CASE WHEN answer_s IS NOT NULL AND ended IS NULL THEN 'talking'
                WHEN answer_s IS NOT NULL THEN 'answered' WHEN ended IS NULL THEN 'waiting'
                WHEN ended = 'ABANDON' THEN 'abandoned' ELSE 'overflowed' END AS outcome,
           CASE WHEN ended = 'COMPLETEAGENT' THEN 'agent'
                WHEN ended = 'COMPLETECALLER' THEN 'caller'
                WHEN ended IN {tuple(TRANSFERS)} THEN 'transfer' END AS ended_by,
           CASE ended {" ".join(f"WHEN '{event}' THEN '{how}'" for event, how in LEFT_BY.items())}
                END AS left_by, agent,
           CASE ended {" ".join(f"WHEN '{event}' THEN '{how}'" for event, how in TRANSFERS.items())}
                END AS transfer, transferred_to
    FROM (
        SELECT call_id, queue,
               min(CASE WHEN event = 'ENTERQUEUE' THEN s END) AS s,
               max(CASE WHEN event = 'ENTERQUEUE' THEN p2 END) AS caller,
               max(CASE WHEN event = 'CONNECT' THEN s END) AS answer_s,
               max(CASE WHEN event = 'CONNECT' THEN agent END) AS agent,
               max(CASE WHEN event = 'CONNECT' THEN p1::DOUBLE END) AS hold_s,
               max(CASE WHEN event = 'CONNECT' THEN p3::DOUBLE END) AS ring_s,
               max(CASE WHEN event IN {ENDS} THEN s END) AS end_s,
               max(CASE WHEN event IN {ENDS} THEN event END) AS ended,
               max(CASE WHEN event = 'EXITWITHKEY' THEN p4::DOUBLE
                        WHEN event IN ('ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY', 'WITHDRAW')
                        THEN p3::DOUBLE END) AS left_after_s,
               max(CASE WHEN event IN ('COMPLETECALLER', 'COMPLETEAGENT') THEN p2::DOUBLE
                        WHEN event IN {tuple(TRANSFERS)} THEN p4::DOUBLE END) AS talk_s,
               max(CASE WHEN event = 'BLINDTRANSFER' THEN p1 END) AS transferred_to
        FROM lines WHERE event IN {USED} GROUP BY call_id, queue
    )
"""


def by_duckdb(log: Path) -> int:
    """Bare `read_csv`, grouped into a table of calls in memory: the yardstick."""
    return _by_duckdb(log, _WHOLE)


def by_duckdb_lean(log: Path) -> int:
    """The same with nine columns a call instead of sixteen."""
    return _by_duckdb(log, _LEAN)


def _by_duckdb(log: Path, select: str) -> int:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"""
            CREATE VIEW lines AS SELECT stamp::BIGINT AS s, *
            FROM read_csv('{log}', delim = '|', quote = '', escape = '', header = false,
                          auto_detect = false, null_padding = true, strict_mode = false,
                          columns = {{{columns}}})
            """
        )
        found = connection.execute(f"CREATE TABLE calls AS {select}").fetchone()
    return int(found[0]) if found else 0


def by_polars(log: Path) -> int:
    """The lean table by Polars."""
    event = pl.col("event")
    entered, answered, ended = event == "ENTERQUEUE", event == "CONNECT", event.is_in(ENDS)
    s = pl.col("stamp")
    lines = pl.scan_csv(
        log, separator="|", quote_char=None, has_header=False, missing_columns="insert",
        schema={"stamp": pl.Int64, **dict.fromkeys(COLUMNS[1:], pl.String)},
    )  # fmt: skip
    calls = lines.filter(event.is_in(USED)).group_by("call_id", "queue").agg(
        s.filter(entered).min().alias("s"),
        pl.col("p2").filter(entered).first().alias("caller"),
        s.filter(answered).max().alias("answer_s"),
        pl.col("agent").filter(answered).first().alias("agent"),
        s.filter(ended).max().alias("end_s"),
        pl.col("p1").filter(answered).first().alias("hold_s"),
        event.filter(ended).first().alias("ended"),
    )  # fmt: skip
    return calls.collect().height


Call = tuple[str | int | float | None, ...]
_EVENTS = "s INTEGER, call_id, queue, agent, event, p1, p2, p3, p4, p5, more"
_CALLS = ("call_id, queue, caller, customer, s, answer_s, end_s, wait_s, talk_s, ring_s, outcome, "
          "ended_by, left_by, agent, transfer, transferred_to")  # fmt: skip
_NOTHING = (None,) * 11


def by_loop(log: Path) -> int:
    """The same calls in a list, in one pass; every stay apart, unlike those above."""
    calls: list[Call] = []
    with log.open(encoding="utf-8") as file:
        for _ in _loop(file, calls):
            pass
    return len(calls)


def by_loop_to_sqlite(log: Path, database: Path) -> int:
    """The same pass with every event and call made durable in one transaction: our whole job."""
    database.unlink(missing_ok=True)
    calls: list[Call] = []
    with sqlite3.connect(database) as connection, log.open(encoding="utf-8") as file:
        connection.execute(f"CREATE TABLE events ({_EVENTS})")
        marks = ", ".join("?" * 11)
        connection.executemany(f"INSERT INTO events VALUES ({marks})", _loop(file, calls))
        connection.execute(f"CREATE TABLE calls ({_CALLS})")
        marks = ", ".join("?" * 16)
        connection.executemany(f"INSERT INTO calls VALUES ({marks})", calls)
    connection.close()
    return len(calls)


def _loop(file: Iterable[str], calls: list[Call]) -> Iterator[tuple[str | None, ...]]:
    """Yields every line's fields; the calls that end, and at last the open ones, go to `calls`."""
    stays: dict[tuple[str, str], list[list[str]]] = {}
    ends = frozenset(ENDS)
    for line in file:
        fields = line.rstrip("\n").split("|", 10)
        event = fields[4]
        if event == "ENTERQUEUE":
            own = stays.setdefault((fields[1], fields[2]), [])
            own.append([fields[0], fields[6], "", "", "", ""])
        elif event == "CONNECT":
            if own := stays.get((fields[1], fields[2])) or []:
                own[0][2:] = fields[0], fields[3], fields[5], fields[7]
        elif event in ends and (own := stays.get((fields[1], fields[2])) or []):
            calls.append(_call(fields, own.pop(0)))
            if not own:
                del stays[fields[1], fields[2]]
        yield (*fields, *_NOTHING[len(fields) :])
    for (call_id, queue), left in stays.items():
        calls += (_call(["", call_id, queue, "", ""], stay) for stay in left)


def _call(fields: list[str], stay: list[str]) -> Call:
    s, caller, answer, agent, hold, ring = stay
    end, call_id, queue, _, ended, *told = fields
    wait: str | float | None
    talk = transferred_to = None
    if answer:
        outcome, wait = "answered" if ended else "talking", float(hold)
        if ended in TRANSFERS:
            talk, transferred_to = float(told[3]), told[0] if ended == "BLINDTRANSFER" else None
        elif ended:
            talk = float(told[1])
    else:
        outcome = "abandoned" if ended == "ABANDON" else "overflowed" if ended else "waiting"
        wait = float(told[3 if ended == "EXITWITHKEY" else 2]) if ended else None
    return (
        call_id, queue, caller, caller.lstrip("+"), int(s), int(answer) if answer else None,
        int(end) if end else None, wait, talk, float(ring) if ring else None, outcome,
        _ENDED_BY.get(ended), LEFT_BY.get(ended), agent or None, TRANSFERS.get(ended),
        transferred_to,
    )  # fmt: skip


_ENDED_BY = {"COMPLETEAGENT": "agent", "COMPLETECALLER": "caller"} | dict.fromkeys(
    TRANSFERS, "transfer"
)
