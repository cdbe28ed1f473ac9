"""FCR of a week and of a year of calls; `--lines` says how many: 10_000_000 for the budget.

Calls are made up in DuckDB, as cuts keep them: a year of them, sorted by time, one in eight passed
on to a second queue, customers of whom some phone far more often than others.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

import duckdb
import polars as pl

from benchmarks.measure import Bench, Finding, say
from ops.settings import Settings
from ops.store.arrow import taken
from ops.store.closing import ROW_GROUP
from ops.store.contacts import with_contacts
from ops.store.cuts import Cut
from ops.store.derive import FORMAT
from ops.warehouse.catalog import catalog
from ops.warehouse.memory import Loaded, make_tables
from ops.warehouse.moment import Moment, set_moment
from ops.warehouse.reach import set_reach
from ops.warehouse.relations import (
    REPEATS,
    file_views,
    make_resolution_tables,
    make_zone_table,
    model_views,
)

YEAR_S = 365 * 86_400
WEEK_S = 7 * 86_400
START_S = 1_700_000_000
BUDGETS = {"a week": 0.15, "a year": 2.5}
RELATIONS = (
    "all_lines", "events", "stored_calls", "calls", "settled_calls",
    "stored_loose_calls", "loose_calls", "contacts", "codes", "contact_codes", *REPEATS, "repeats",
)  # fmt: skip
PIECE = 2_500_000
"""So many calls a cut: merged ones have up to some five million."""

_CALLS = """
    SELECT seq, '17' || (seq - passed_on) || '.' || (seq - passed_on) AS call_id,
           'queue' || (hash(seq) % 12) AS queue, '+4930' || number AS caller,
           '4930' || number AS customer, s, s + 20 AS answer_s, s + 20 + talk AS end_s,
           20.0 AS wait_s, talk::DOUBLE AS talk_s, 3.0 AS ring_s,
           CASE WHEN hash(seq + 1) % 20 < 17 THEN 'answered' ELSE 'abandoned' END AS outcome,
           'caller' AS ended_by, NULL::VARCHAR AS left_by, 'agent' || (hash(seq) % 60) AS agent,
           NULL::VARCHAR AS transfer, NULL::VARCHAR AS transferred_to,
           NULL::DOUBLE AS hold_s, NULL::DOUBLE AS wrapup_s
    FROM (
        SELECT range AS seq, {start} + (range * {year} / {calls})::BIGINT AS s,
               (hash(range + 7) % 400)::BIGINT AS talk,
               CASE WHEN hash(range) % 8 = 0 AND range > 0 THEN 1 ELSE 0 END AS passed_on,
               lpad(floor(pow((hash(range - CASE WHEN hash(range) % 8 = 0 THEN 1 ELSE 0 END)
                    % 1000003) / 1000003.0, 1.3) * {calls} * 0.4)::BIGINT::VARCHAR, 8, '0')
                   AS number
        FROM range({since}, {until})
    ) ORDER BY s, seq
"""


def run(bench: Bench) -> list[Finding]:
    """Medians by the clock, and of all processors' time."""
    connection = _relations(bench.work / f"calls-{bench.lines}-{FORMAT}", bench.lines)
    findings = []
    for what, since in (("a week", START_S + YEAR_S // 2), ("a year", START_S)):
        until = since + (WEEK_S if what == "a week" else YEAR_S)
        wall, cpu = _ask(connection, since, until, max(3, bench.rounds))
        say(f"  FCR of {what}: {wall:.3f} s, {cpu:.3f} s CPU")
        findings.append(
            Finding(
                f"FCR of {what}, {bench.lines:,} calls a year ≤ {BUDGETS[what]} s",
                f"{wall:.2f} s, {cpu:.2f} s CPU",
                wall <= BUDGETS[what],
            )
        )
    connection.close()
    return findings


def _relations(folder: Path, calls: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    cuts = _cuts(connection, folder, calls)
    settings = Settings(time_zone="UTC")
    set_moment(connection, Moment(START_S + YEAR_S), settings)
    make_zone_table(connection, settings.zone)
    make_resolution_tables(connection, settings.resolution, settings.week_start)
    make_tables(connection)
    views = file_views({"bench": Loaded(cuts=cuts, near_from_s=START_S + 2 * YEAR_S)})
    for name, view in {**views, **model_views()}.items():
        if name in RELATIONS:
            connection.execute(f"CREATE VIEW {name} AS {view}")
    return connection


def _cuts(connection: duckdb.DuckDBPyConnection, folder: Path, calls: int) -> list[Cut]:
    """The cuts of so many calls, made once."""
    nothing = pl.DataFrame(schema={"seq": pl.Int64})
    cuts: list[Cut] = []
    for since in range(0, calls, PIECE):
        cut = Cut.at(folder, since, since + PIECE, 1, "0" * 12, "0" * 12)
        if not cut.rejoined.exists():
            say(f"making calls {since:,} to {since + PIECE:,} of {calls:,}")
            cut.path.mkdir(parents=True, exist_ok=True)
            sql = _CALLS.format(
                start=START_S, year=YEAR_S, calls=calls, since=since, until=since + PIECE
            )
            told, rejoined = with_contacts(connection, taken(connection, sql), nothing, cuts)
            told.write_parquet(cut.calls, compression_level=1, row_group_size=ROW_GROUP)
            rejoined.write_parquet(cut.rejoined)
        cuts.append(cut)
    return cuts


def _ask(
    connection: duckdb.DuckDBPyConnection, since: int, until: int, rounds: int
) -> tuple[float, float]:
    """Median seconds by the clock and of the processors; the first round warms up."""
    query = catalog()["fcr"]
    params = dict.fromkeys(query.params) | {
        "since": since, "until": until, "heard_s": START_S + YEAR_S,
    }  # fmt: skip
    walls, cpus = [], []
    for _ in range(rounds + 1):
        before, began = os.times(), time.perf_counter()
        cursor = connection.cursor()
        set_moment(cursor, Moment(START_S + YEAR_S), Settings(time_zone="UTC"))
        set_reach(cursor, query, params, WEEK_S)
        cursor.execute(query.sql, params).fetchall()
        cursor.close()
        after = os.times()
        walls.append(time.perf_counter() - began)
        cpus.append(after.user + after.system - before.user - before.system)
    return statistics.median(walls[1:]), statistics.median(cpus[1:])
