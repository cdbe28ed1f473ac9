"""How far a query looks: which contacts it needs, in which scope, and where the data end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from ops.warehouse.catalog import Query
from ops.warehouse.relations import SCOPES

STRADDLING_S = 86_400
"""Looked at on both sides besides: the calls of one contact lie no further apart."""


def set_reach(
    cursor: duckdb.DuckDBPyConnection, query: Query, params: Mapping[str, Any], window_s: int
) -> None:
    """Let `contacts` and `repeats` hold what `query` looks at; `window_s` if the params have none.

    Looking at every call there ever was takes seconds, and most questions are of a week. Planning
    three scopes takes longer than asking for one.
    """
    scope = (params.get("scope") or SCOPES[0]) if "scope" in query.params else query.scope
    if scope in SCOPES:
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW repeats AS SELECT * FROM repeats_{scope}")
    since_s, until_s = params.get("since"), params.get("until")
    if query.reach is None or since_s is None or until_s is None:
        return
    window_s = int(params.get("window_s") or window_s)
    before, after = (_seconds(word, window_s) for word in query.reach)
    for name, second in (
        ("contacts_from_s", None if before is None else int(since_s) - before - STRADDLING_S),
        ("contacts_until_s", None if after is None else int(until_s) + after + STRADDLING_S),
    ):
        if second is not None:
            cursor.execute(f"SET VARIABLE {name} = {second}::BIGINT")


def heard_s(clock_s: float, last_event_s: int | None) -> int:
    """The second before which everything is known: the asked moment, or where the data end."""
    return int(clock_s) if last_event_s is None else min(int(clock_s), last_event_s + 1)


def _seconds(word: str, window_s: int) -> int | None:
    if word == "all":
        return None
    return window_s if word == "window" else int(word)
