"""How far a query looks: which contacts it needs, in which scope, and where the data end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import duckdb

from ops.warehouse.catalog import Query, catalog
from ops.warehouse.relations import SCOPES

STRADDLING_S = 86_400
"""Looked at on both sides besides: the calls of one contact lie no further apart."""

_REPEATS = re.compile(r"\brepeats\b", re.IGNORECASE)

Bounds = tuple[int | None, int | None]
"""From which second on, and before which one, calls are looked at; None: without bound."""


def set_reach(
    cursor: duckdb.DuckDBPyConnection, query: Query, params: Mapping[str, Any], window_s: int
) -> None:
    """Let `contacts` and `repeats` hold what `query` looks at; `window_s` if the params have none.

    Looking at every call there ever was takes seconds, and most questions are of a week. Planning
    three scopes takes longer than asking for one.
    """
    if scope := _scope(query, params):
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW repeats AS SELECT * FROM repeats_{scope}")
    set_bounds(cursor, bounds(query, params, window_s))


def named(query: Query, params: Mapping[str, Any]) -> str:
    """What `query` names, for the relations it needs: of `repeats` no more than it reads."""
    scope = _scope(query, params)
    return _REPEATS.sub(f"repeats_{scope}", query.sql) if scope else query.sql


def _scope(query: Query, params: Mapping[str, Any]) -> str | None:
    """The one scope of `repeats` that `query` reads; None: all."""
    scope = (params.get("scope") or SCOPES[0]) if "scope" in query.params else query.scope
    return scope if scope in SCOPES and _REPEATS.search(query.sql) else None


def set_bounds(cursor: duckdb.DuckDBPyConnection, between: Bounds) -> None:
    """Let `contacts` hold those whose calls were offered within these bounds."""
    for name, second in zip(("contacts_from_s", "contacts_until_s"), between, strict=True):
        if second is not None:
            cursor.execute(f"SET VARIABLE {name} = {second}::BIGINT")


def bounds(query: Query, params: Mapping[str, Any], window_s: int) -> Bounds:
    """Which calls `query` looks at for its contacts; `window_s` if the params have none."""
    since_s, until_s = params.get("since"), params.get("until")
    if query.reach is None or since_s is None or until_s is None:
        return None, None
    window_s = int(params.get("window_s") or window_s)
    before, after = (_seconds(word, window_s) for word in query.reach)
    return (
        None if before is None else int(since_s) - before - STRADDLING_S,
        None if after is None else int(until_s) + after + STRADDLING_S,
    )


def widest(since_s: int, until_s: int, window_s: int) -> tuple[int, int]:
    """The bounds of all questions about a period, but for those that are without."""
    reaches = [query.reach for query in catalog().values() if query.reach is not None]
    before, after = (
        max(_seconds(word, window_s) or 0 for word in words) for words in zip(*reaches, strict=True)
    )
    return since_s - before - STRADDLING_S, until_s + after + STRADDLING_S


def heard_s(clock_s: float, last_event_s: int | None) -> int:
    """The second before which everything is known: the asked moment, or where the data end."""
    return int(clock_s) if last_event_s is None else min(int(clock_s), last_event_s + 1)


def _seconds(word: str, window_s: int) -> int | None:
    if word == "all":
        return None
    return window_s if word == "window" else int(word)
