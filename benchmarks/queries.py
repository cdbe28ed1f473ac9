"""The service level of a day and of the whole log: ours, SQLite with an index, Polars."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks.measure import Bench, Finding, say
from benchmarks.stores import past
from ops.settings import Settings
from ops.warehouse.warehouse import Warehouse

DAY_S = 86400
THRESHOLD_S, SHORT_S = 20, 5
_OFFERED = ("answered", "talking", "abandoned", "overflowed")
_SQLITE = f"""
    SELECT queue, sum(outcome IN ('answered', 'talking') AND wait_s <= {THRESHOLD_S}),
           sum(outcome IN {_OFFERED} OR outcome = 'waiting' AND wait_s > {THRESHOLD_S})
           - sum(outcome = 'abandoned' AND wait_s <= {SHORT_S})
    FROM calls WHERE s >= ? AND s < ? GROUP BY queue
"""
Rows = dict[str, tuple[int, int]]
Ask = Callable[[int, int], Rows]


def run(bench: Bench) -> list[Finding]:
    """Medians of the same question asked of the same calls; the answers are compared."""
    warehouse = Warehouse(past(bench.log()), Settings(time_zone="UTC"))
    warehouse.refresh()
    cursor = warehouse.cursor()
    calls = pl.DataFrame(cursor.sql("SELECT s, queue, outcome, wait_s FROM calls ORDER BY s"))
    cursor.close()
    database = _sqlite(bench.work / "queries.db", calls)
    first, last = int(calls["s"].item(0)), int(calls["s"].item(-1))
    asks: dict[str, Ask] = {
        "Floorwatch": lambda since, until: _ours(warehouse, since, until),
        "SQLite": lambda since, until: _by_sqlite(database, since, until),
        "Polars": lambda since, until: _by_polars(calls, since, until),
    }
    middle = first + (last - first) // 2
    findings = []
    for what, since, until in (
        ("one day", middle, middle + DAY_S),
        (f"all {(last - first) / DAY_S:.0f} days", first, last + 1),
    ):
        spent = _ask_all(asks, since, until, max(3, bench.rounds))
        shown = ", ".join(f"{name} {s * 1000:.1f} ms" for name, s in spent.items())
        say(f"  {what}: {shown}")
        ours = spent["Floorwatch"]
        findings.append(
            Finding(
                f"service level of {what} of {calls.height:,} calls, beside SQLite (indexed) "
                "and Polars (in memory)",
                f"{shown}: {spent['SQLite'] / ours:.1f} × SQLite, "
                f"{spent['Polars'] / ours:.2f} × Polars",
                None,
            )
        )
    warehouse.close()
    database.close()
    return findings


def _ask_all(asks: dict[str, Ask], since: int, until: int, rounds: int) -> dict[str, float]:
    spent: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(rounds + 1):  # the first one warms up
        answers = {}
        for name, ask in asks.items():
            began = time.perf_counter()
            answers[name] = ask(since, until)
            spent[name].append(time.perf_counter() - began)
        if any(answer != answers["Floorwatch"] for answer in answers.values()):
            raise SystemExit(f"the answers differ: {answers}")
    return {name: statistics.median(times[1:]) for name, times in spent.items()}


def _ours(warehouse: Warehouse, since: int, until: int) -> Rows:
    params = {"since": since, "until": until, "formula": "standard", "threshold": THRESHOLD_S}
    rows = warehouse.run("service_level", params).to_dicts()
    return {
        row["queue"]: (row["numerator"], row["denominator"])
        for row in rows
        if row["queue"] is not None and row["denominator"]
    }


def _sqlite(path: Path, calls: pl.DataFrame) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE calls (s INTEGER, queue TEXT, outcome TEXT, wait_s REAL)")
        connection.executemany("INSERT INTO calls VALUES (?, ?, ?, ?)", calls.iter_rows())
        connection.execute("CREATE INDEX calls_s ON calls (s, queue, outcome, wait_s)")
    return connection


def _by_sqlite(database: sqlite3.Connection, since: int, until: int) -> Rows:
    rows = database.execute(_SQLITE, (since, until)).fetchall()
    return {queue: (good, counted) for queue, good, counted in rows if counted}


def _by_polars(calls: pl.DataFrame, since: int, until: int) -> Rows:
    outcome, wait = pl.col("outcome"), pl.col("wait_s")
    taken = outcome.is_in(["answered", "talking"])
    offered = outcome.is_in(_OFFERED) | ((outcome == "waiting") & (wait > THRESHOLD_S))
    short = (outcome == "abandoned") & (wait <= SHORT_S)
    frame = (
        calls.lazy()
        .filter(pl.col("s").is_between(since, until, closed="left"))
        .group_by("queue")
        .agg((taken & (wait <= THRESHOLD_S)).sum().alias("good"),
             (offered.sum().cast(pl.Int64) - short.sum().cast(pl.Int64)).alias("counted"))
        .collect()
    )  # fmt: skip
    return {queue: (good, counted) for queue, good, counted in frame.iter_rows() if counted}
