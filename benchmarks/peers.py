"""The peers: a log's calls by bare DuckDB, by Polars and by a good Python loop."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import polars as pl

COLUMNS = ("stamp", "call_id", "queue", "agent", "event", "p1", "p2", "p3", "p4", "p5",
           "p6", "p7", "surplus")  # fmt: skip
ENDS = ("COMPLETEAGENT", "COMPLETECALLER", "ABANDON", "EXITWITHTIMEOUT", "EXITWITHKEY",
        "EXITEMPTY", "BLINDTRANSFER", "ATTENDEDTRANSFER")  # fmt: skip
USED = ("ENTERQUEUE", "CONNECT", *ENDS)

Call = tuple[str, str, int, str, int | None, str | None, int | None, str | None, str | None]


def by_duckdb(log: Path) -> int:
    """Bare `read_csv`, grouped into a table of calls in memory: the yardstick."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        found = connection.execute(
            f"""
            CREATE TABLE calls AS
            SELECT call_id, queue,
                   min(CASE WHEN event = 'ENTERQUEUE' THEN s END) AS s,
                   max(CASE WHEN event = 'ENTERQUEUE' THEN p2 END) AS caller,
                   max(CASE WHEN event = 'CONNECT' THEN s END) AS answer_s,
                   max(CASE WHEN event = 'CONNECT' THEN agent END) AS agent,
                   max(CASE WHEN event IN {ENDS} THEN s END) AS end_s,
                   max(CASE WHEN event = 'CONNECT' THEN p1 END) AS hold_s,
                   max(CASE WHEN event IN {ENDS} THEN event END) AS ended
            FROM (SELECT stamp::BIGINT AS s, *
                  FROM read_csv('{log}', delim = '|', quote = '', escape = '', header = false,
                                auto_detect = false, null_padding = true, strict_mode = false,
                                columns = {{{columns}}}))
            WHERE event IN {USED}
            GROUP BY call_id, queue
            """
        ).fetchone()
    return int(found[0]) if found else 0


def by_polars(log: Path) -> int:
    """The same table by Polars."""
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


def by_loop(log: Path) -> int:
    """The same calls in a list, in one pass; every stay apart, unlike the two above."""
    return len(_loop(log))


def by_loop_to_sqlite(log: Path, database: Path) -> int:
    """The loop's calls, and every event, made durable in one transaction: the same job as ours."""
    database.unlink(missing_ok=True)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE events (s, call_id, queue, agent, event, parameters)")
        with log.open(encoding="utf-8") as file:
            connection.executemany(
                "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
                ((line.rstrip("\n") + "|").split("|", 5) for line in file),
            )
        calls = _loop(log)
        connection.execute(
            "CREATE TABLE calls (call_id, queue, s, caller, answer_s, agent, end_s, hold_s, ended)"
        )
        connection.executemany("INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", calls)
    connection.close()
    return len(calls)


def _loop(log: Path) -> list[Call]:
    waiting: dict[tuple[str, str], list[list[str]]] = {}
    calls: list[Call] = []
    ends = frozenset(ENDS)
    with log.open(encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("|")
            event = fields[4]
            if event == "ENTERQUEUE":
                stays = waiting.setdefault((fields[1], fields[2]), [])
                stays.append([fields[0], fields[6], "", "", ""])
            elif event == "CONNECT":
                if stays := waiting.get((fields[1], fields[2])) or []:
                    stays[0][2:] = fields[0], fields[3], fields[5]
            elif event in ends and (stays := waiting.get((fields[1], fields[2])) or []):
                calls.append(_call(fields, stays.pop(0)))
                if not stays:
                    del waiting[fields[1], fields[2]]
    for (call_id, queue), left in waiting.items():
        calls += (_call(["", call_id, queue, "", ""], stay) for stay in left)
    return calls


def _call(fields: list[str], stay: list[str]) -> Call:
    s, caller, answer, agent, hold = stay
    return (
        fields[1], fields[2], int(s), caller, int(answer) if answer else None, agent or None,
        int(fields[0]) if fields[0] else None, hold or None, fields[4] or None,
    )  # fmt: skip
