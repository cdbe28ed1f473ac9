"""The store as exports read it: every relation and query, numbers masked unless revealed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from ops.errors import UsageError
from ops.privacy import Privacy
from ops.warehouse.catalog import Query, catalog
from ops.warehouse.dictionary import relations
from ops.warehouse.shown import CATALOG, make_shown
from ops.warehouse.warehouse import Moment, Warehouse

Value = str | float | None
_PERIOD = "WHERE s >= CAST($since AS BIGINT) AND s < CAST($until AS BIGINT)"
_EVENT_COLUMNS = (
    "source, generation, position, occurred_at, call_id, queue, agent, event, "
    "p1, p2, p3, p4, p5, more"
)
Told = Callable[[int], None]

MEMORY = "1GiB"
"""What the engine may hold of an export of any size; the rest goes to disk."""

EXPORTS = {
    "calls": "calls",
    "contacts": "contacts",
    "events": "events",
    "agents": "agent_time",
    "follow-ups": "follow_ups",
    "intervals": "intervals",
    "rejects": "rejects",
}
"""What is exported under which name: the query of that name, else the relation."""


@contextmanager
def exporting(warehouse: Warehouse, privacy: Privacy, moment: Moment) -> Iterator[Source]:
    """A source whose cursor sees the shown relations and no others, in bounded memory."""
    with tempfile.TemporaryDirectory(prefix="floorwatch-export-") as folder:
        cursor = warehouse.cursor(moment)
        try:
            make_shown(cursor, privacy)
            for statement in (
                f"USE {CATALOG}",
                f"SET memory_limit = '{MEMORY}'",
                f"SET temp_directory = '{folder}'",
                "SET TimeZone = 'UTC'",
            ):
                cursor.execute(statement)
            yield Source(warehouse, moment, cursor)
        finally:
            cursor.close()


@dataclass(frozen=True, slots=True)
class Source:
    """The store as of a moment, as it is shown."""

    warehouse: Warehouse
    moment: Moment
    cursor: duckdb.DuckDBPyConnection

    def question(self, name: str, given: Mapping[str, Value]) -> tuple[str, dict[str, Value]]:
        """The SELECT of an export and what to bind; UsageError where there is none of that name.

        Any query of the catalog can be exported under its own name.
        """
        if query := _query(name):
            return query.sql, self.warehouse.bind(self.cursor, query, given, self.moment)
        if is_exported(name):
            return _relation(EXPORTS.get(name, name), given)
        hint = f"{', '.join(EXPORTS)}, database, metrics, or a query of `floorwatch metrics`"
        raise UsageError(f"there is no export {name!r}", hint)


def is_exported(name: str) -> bool:
    """Whether rows of that name come with Floorwatch: those of a query or a relation."""
    return _query(name) is not None or EXPORTS.get(name, name) in relations()


def _query(name: str) -> Query | None:
    query = catalog().get(EXPORTS.get(name, name))
    return None if query is None or query.folder == "model" else query


def _relation(name: str, given: Mapping[str, Value]) -> tuple[str, dict[str, Value]]:
    """The rows of a relation; those that happen, of the period and in their order."""
    if name == "events":
        return f"SELECT {_EVENT_COLUMNS} FROM events {_PERIOD} ORDER BY source, seq", _period(given)
    query = catalog().get(f"asked_{name}")
    if query is None or not {"s", "source", "seq"} <= set(query.columns):
        return f"SELECT * FROM {name} ORDER BY ALL", {}
    return f"SELECT * FROM {name} {_PERIOD} ORDER BY s, source, seq", _period(given)


def _period(given: Mapping[str, Value]) -> dict[str, Value]:
    return {key: given.get(key) for key in ("since", "until")}


def columns(
    cursor: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, Value]
) -> list[tuple[str, str]]:
    """Name and type of each column of a SELECT."""
    rows = cursor.execute(f"DESCRIBE {sql}", dict(params)).fetchall()
    return [(str(row[0]), str(row[1])) for row in rows]
