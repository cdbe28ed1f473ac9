"""What holds for every query: its header is true, its order unique, its parts add up."""

from __future__ import annotations

import random
import re
from pathlib import Path

import polars as pl
import pytest

from ops.resources import queries_dir
from ops.warehouse.catalog import Query, catalog
from tests.queries.busy import busy
from tests.queries.hand_made import DEFAULTS, Floor

ASKED = [query for query in catalog().values() if query.folder in ("live", "metrics", "reports")]
METRICS = [query for query in ASKED if query.folder == "metrics"]
TESTS = Path(__file__).resolve().parent.parent
KNOWN_PARAMS = set(DEFAULTS)

NOT_IN_SPARK = (
    r"::", r"\bASOF\b", r"\btime_bucket\b", r"\bquantile", r"\bto_seconds\b", r"\brange\s*\(",
    r"\bBY NAME\b", r"\bdayofweek\b", r"\barg_m(ax|in)\b", r"\bQUALIFY\b", r"\bEXCLUDE\b",
    r"\bVARCHAR\b", r"\blist\s*\(", r"\bLIMIT\b", r"\bepoch", r"\bto_timestamp\b",
    r"\bsum\([^)]*\) FILTER", r"%", r"\bGROUP BY ALL\b",
)  # fmt: skip

# Parts that add up to the row for all queues; a percentile or a mean does not.
PARTS = {
    "abandonment": ("numerator", "denominator", "short_abandoned"),
    "coded_fcr": (
        "numerator",
        "denominator",
        "measured_numerator",
        "measured_denominator",
        "uncoded",
        "said_resolved_came_back",
        "said_open_stayed_away",
    ),
    "contacts_per_issue": (
        "numerator",
        "denominator",
        "solved_at_once",
        "still_open",
        "left_out",
    ),
    "deflection": ("numerator", "denominator", "transferred", "transfers", "blind", "ping_pong"),
    "error_budget": ("numerator", "denominator", "missed", "may_miss", "budget_left"),
    "fcr": ("numerator", "denominator", "repeated", "pending", "already_repeated", "left_out"),
    "fcr_so_far": ("contacts", "repeated", "censored", "left_out"),
    "handling_time": ("talk_s", "wrapup_s", "numerator", "denominator"),
    "outcomes": ("entered", "offered", "answered", "abandoned", "overflowed", "lost", "refused"),
    "overflow": ("numerator", "denominator"),
    "patience": ("calls", "abandoned", "censored", "left_out"),
    "refusals": ("numerator", "denominator", "uncoded"),
    "repeat_rate": ("numerator", "denominator", "left_out"),
    "ring_no_answer": ("numerator", "denominator", "answered", "canceled", "unanswered_s"),
    "service_level": ("numerator", "denominator"),
    "talk": ("numerator", "denominator"),
    "transfers": ("numerator", "denominator", "blind", "attended"),
    "wait_time": ("answered", "answered_wait_s", "closed", "closed_wait_s"),
}


PLAIN = {pl.Boolean, pl.String, pl.Int32, pl.Int64, pl.Float64, pl.Datetime("us")}

# Columns that say something without a single call.
CONSTANT = ("parts", "formula", "scope", "window_s", "day_at")


def bare(query: Query) -> str:
    return re.sub(r"--[^\n]*|'[^']*'", "", query.sql)


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_it_binds_its_params_and_returns_its_columns(query: Query, busy_floor: Floor) -> None:
    assert set(query.params) <= KNOWN_PARAMS
    found = busy_floor.frame(query.name)
    assert not found.is_empty()
    assert tuple(found.columns) == query.columns
    # A sum of integers is a HUGEINT, which arrives as Decimal: cast it.
    assert set(found.dtypes) <= PLAIN, found.schema


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_an_empty_store_is_no_mistake(query: Query) -> None:
    for row in Floor().ask(query.name):
        assert not any(value for name, value in row.items() if name not in CONSTANT)


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_the_order_does_not_depend_on_how_rows_lie(query: Query) -> None:
    floor = busy(seed=2)
    before = floor.ask(query.name)
    for rows in floor.rows.values():
        random.Random(4).shuffle(rows)
    assert floor.ask(query.name) == before
    assert bare(query).count("ORDER BY") >= 1


@pytest.mark.parametrize("name", PARTS)
def test_the_row_for_all_is_the_sum_of_its_queues(name: str, busy_floor: Floor) -> None:
    rows = busy_floor.ask(name)
    assert len(rows) > 3
    assert [row["queue"] for row in rows].index(None) == len(rows) - 1
    for column in PARTS[name]:
        assert rows[-1][column] == pytest.approx(sum(row[column] for row in rows[:-1])), column


@pytest.mark.parametrize("query", METRICS, ids=lambda query: query.name)
def test_a_ratio_keeps_its_parts(query: Query, busy_floor: Floor) -> None:
    if query.unit == "ratio" and query.name != "burn_rate":
        for row in busy_floor.ask(query.name):
            parts = row["numerator"], row["denominator"]
            assert row["value"] == (parts[0] / parts[1] if parts[1] else None)


@pytest.mark.parametrize("query", METRICS, ids=lambda query: query.name)
def test_one_queue_asked_for_is_that_queues_row(query: Query, busy_floor: Floor) -> None:
    if {"queue"} <= set(query.params) & set(query.columns):
        every = [r for r in busy_floor.ask(query.name) if r["queue"] == "sales"]
        asked = busy_floor.ask(query.name, queue="sales")
        assert [r for r in asked if r["queue"] is not None] == every
        assert {r["queue"] for r in asked} <= {"sales", None}


@pytest.mark.parametrize("query", METRICS, ids=lambda query: query.name)
def test_a_metric_keeps_to_what_spark_runs_too(query: Query) -> None:
    for pattern in NOT_IN_SPARK:
        assert not re.search(pattern, bare(query), re.IGNORECASE), pattern


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_it_has_a_test_of_its_own(query: Query) -> None:
    tests = [path for path in TESTS.rglob("test_*.py") if path != Path(__file__).resolve()]
    assert any(re.search(rf"\b{query.name}\b", path.read_text("utf-8")) for path in tests)


def test_no_file_stands_outside_the_folders_that_are_read() -> None:
    read = {query.path for query in catalog().values()}
    assert set(queries_dir().rglob("*.sql")) == read
