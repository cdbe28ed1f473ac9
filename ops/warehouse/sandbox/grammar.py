"""What ad-hoc SQL may say: one SELECT that reads the shown relations and calls harmless functions.

DuckDB's own parser tells (`json_serialize_sql`), so nothing here guesses at text. A check of the
statement's type alone would let `WITH x AS (COPY ...) SELECT ...` through, which writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import duckdb
import msgspec

from ops.errors import QueryError

_QUERIES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
TABLE_FUNCTIONS = frozenset({"generate_series", "range", "unnest", "json_each", "json_tree"})
"""Functions that make rows and read nothing."""

_READ_ONLY = "this console only reads: write one SELECT"


def check(connection: duckdb.DuckDBPyConnection, sql: str, relations: Collection[str]) -> None:
    """Raise QueryError unless `sql` is one SELECT over `relations`, saying what is not allowed."""
    found = _parsed(connection, sql)
    if len(found) != 1:
        what = "there is no statement" if not found else f"these are {len(found)} statements"
        raise QueryError(what, "write one SELECT")
    nodes = list(_nodes(found[0]))
    own = {str(entry["key"]).lower() for node in nodes for entry in _own_tables(node)}
    for node in nodes:
        _check_node(node, own, relations)


def _parsed(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    rows = connection.execute("SELECT json_serialize_sql($1::VARCHAR)", [sql]).fetchall()
    told = msgspec.json.decode(rows[0][0])
    if not told["error"]:
        return list(told["statements"])
    if told.get("error_type") == "not implemented":
        raise QueryError(_READ_ONLY, f"{_kind(sql)} is not one")
    raise QueryError(str(told.get("error_message", "not SQL")), _position(sql, told))


def _kind(sql: str) -> str:
    words = sql.split(maxsplit=1)
    return words[0].upper()[:20] if words else "nothing"


def _position(sql: str, told: dict[str, Any]) -> str:
    """Where the parser stopped, as line and column."""
    at = str(told.get("position") or "")
    if not at.isdigit():
        return ""
    before = sql.encode()[: int(at)].decode(errors="replace")
    line = before.count("\n") + 1
    return f"line {line}, column {len(before) - before.rfind(chr(10))}"


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    """Every object of a syntax tree."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _own_tables(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a node's WITH."""
    tables = node.get("cte_map")
    named = list(tables.get("map", ())) if isinstance(tables, dict) else []
    return named + ([{"key": node["cte_name"]}] if isinstance(node.get("cte_name"), str) else [])


def _check_node(node: dict[str, Any], own: Collection[str], relations: Collection[str]) -> None:
    kind = node.get("type")
    if not isinstance(kind, str):
        return
    if kind.endswith("_NODE") and kind not in _QUERIES:
        what = kind.removesuffix("_NODE").removesuffix("_QUERY")
        raise QueryError(_READ_ONLY, f"{what.replace('_', ' ')} inside WITH writes or changes")
    if kind == "TABLE_FUNCTION":
        name = _name(node.get("function", {}), "function_name")
        if name not in TABLE_FUNCTIONS:
            known = ", ".join(sorted(TABLE_FUNCTIONS))
            raise QueryError(f"{name}() may not be read from here", f"these may: {known}")
    if kind == "BASE_TABLE":
        _check_table(node, own, relations)


def _check_table(node: dict[str, Any], own: Collection[str], relations: Collection[str]) -> None:
    name = _name(node, "table_name")
    place = [str(node.get(part) or "").lower() for part in ("catalog_name", "schema_name")]
    if place == ["", ""] and name in own:
        return
    if place not in (["", ""], ["", "main"]) or name not in relations:
        full = ".".join([part for part in place if part] + [str(node.get("table_name"))])
        known = ", ".join(sorted(relations))
        raise QueryError(f"there is no relation {full}", f"there are {known}")


def _name(node: dict[str, Any], key: str) -> str:
    return str(node.get(key) or "").lower()
