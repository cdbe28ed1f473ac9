"""The same calls give the same figures to the last bit, in whatever order they are read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from ops.warehouse.catalog import Query, catalog
from tests.queries.fractions import HOURS_S, fractions, shuffled
from tests.queries.hand_made import Row, database

ASKED = [query for query in catalog().values() if query.folder in ("live", "metrics", "reports")]
END: Row = {"as_of": HOURS_S, "short_s": 1200, "long_s": 3600}
VARIANTS: dict[str, Row] = {"": {}, " by the hour": {"interval_s": 3600, "step_s": 60}}

ORDERLY = {"count", "count_star", "min", "max", "bool_or", "bool_and"}
"""What makes the same of fractions in any order."""

WHOLE = {"agent_aht", "agent_fcr"}
"""These add up counts that are DOUBLE by then: whole numbers, and as exact as integers."""


def variants(query: Query) -> dict[str, Row]:
    """What it is asked with, by what that is called; only the params that it has."""
    found: dict[str, Row] = {}
    for called, params in VARIANTS.items():
        mine = {name: value for name, value in (END | params).items() if name in query.params}
        if mine not in found.values():
            found[query.name + called] = mine
    return found


ASKINGS = {called: (query, how) for query in ASKED for called, how in variants(query).items()}


@cache
def answers() -> list[dict[str, list[Row]]]:
    """The rows of every asking, for each order the same rows stand in: all at once, filled once."""
    floor = fractions()
    floors = floor, shuffled(floor, seed=2)
    return [
        {called: each.ask(query.name, **how) for called, (query, how) in ASKINGS.items()}
        for each in floors
    ]


@pytest.mark.parametrize("asking", ASKINGS)
def test_the_order_of_the_rows_changes_no_bit(asking: str) -> None:
    one, other = (found[asking] for found in answers())
    assert one
    assert other == one


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_no_fractions_are_added_as_doubles(query: Query) -> None:
    """By its plan, views and all: few rows have an order even where a year of them has none."""
    added = [
        (name, each.get("alias"))
        for each in aggregates(plan(query))
        if (name := each["qname"]["path"][-1]) not in ORDERLY
        and any(kind["id"] in ("DOUBLE", "FLOAT") for kind in each["arguments"])
    ]
    assert bool(added) == (query.name in WHOLE), added


def plan(query: Query) -> object:
    """As DuckDB binds it, every param null."""
    sql = re.sub(r"\$[a-z_]+", "NULL", query.sql)
    asked = "SELECT json_serialize_plan($1, optimize := false)"
    (told,) = database()[0].execute(asked, [sql]).fetchone() or ("{}",)
    found = json.loads(told)
    assert not found["error"], found
    return found["plans"]


def aggregates(part: object) -> Iterator[dict[str, Any]]:
    """All in a plan but windows, which have an order of their own."""
    if isinstance(part, dict) and part.get("expression_class") == "BOUND_AGGREGATE":
        yield part
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from aggregates(each)
