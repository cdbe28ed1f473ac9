"""Everything as one DuckDB file, which any DuckDB client opens, also one of an older version."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ops.export.source import Told, columns
from ops.store.quoting import sql_name, sql_text
from ops.warehouse.catalog import Query, catalog
from ops.warehouse.dictionary import COLUMNS, relations

if TYPE_CHECKING:
    from ops.export.files import Rows

STORAGE = "v1.2.0"
"""The oldest DuckDB that opens the file."""

_PARAM = re.compile(r"\$(\w+)")
_FOR_EVER_S = 1 << 40


def write_table(cursor: duckdb.DuckDBPyConnection, rows: Rows, path: Path, told: Told) -> int:
    """The rows of one question as the only table of a new file; returns how many."""
    from ops.export.files import progress

    name = sql_name(rows.name.replace("-", "_"))
    with _attached(cursor, path), progress(cursor, told):
        made = f"CREATE TABLE exported.main.{name} AS {rows.sql}"
        return int(cursor.execute(made, dict(rows.params)).fetchall()[0][0])


def write_database(
    cursor: duckdb.DuckDBPyConnection, path: Path, as_of_s: int, told: Told
) -> dict[str, int]:
    """All relations as tables and all metrics as views, with comments; returns rows by table.

    A view is its query over the whole time the store knows, with every default; `as_of_s` is what
    its "now" is.
    """
    rows: dict[str, int] = {}
    everything = relations()
    with _attached(cursor, path):
        for done, (name, says) in enumerate(everything.items()):
            made = f"CREATE TABLE exported.main.{name} AS SELECT * FROM {name}"
            rows[name] = int(cursor.execute(made).fetchall()[0][0])
            cursor.execute(f"COMMENT ON TABLE exported.main.{name} IS {sql_text(says)}")
            _comment_columns(cursor, name)
            told(100 * (done + 1) // len(everything) - 100 * done // len(everything))
        cursor.execute("USE exported")
        try:
            for query in catalog().values():
                if query.folder == "metrics":
                    _make_view(cursor, query, as_of_s)
        finally:
            cursor.execute("USE shown")  # what is used can't be detached
    return rows


def _comment_columns(cursor: duckdb.DuckDBPyConnection, relation: str) -> None:
    for name, _ in columns(cursor, f"SELECT * FROM {relation}", {}):
        if name in COLUMNS:
            place = f"exported.main.{relation}.{sql_name(name)}"
            cursor.execute(f"COMMENT ON COLUMN {place} IS {sql_text(COLUMNS[name])}")


def _make_view(cursor: duckdb.DuckDBPyConnection, query: Query, as_of_s: int) -> None:
    """The query as a view; one that is named like a table gets `_listed` behind its name."""
    name = f"{query.name}_listed" if query.name in relations() else query.name
    known = {"since": "0", "until": str(_FOR_EVER_S), "as_of": str(as_of_s),
             "heard_s": str(as_of_s)}  # fmt: skip
    sql = _PARAM.sub(lambda param: known.get(param[1], "NULL"), query.sql)
    cursor.execute(f"CREATE VIEW {sql_name(name)} AS {sql}")
    cursor.execute(f"COMMENT ON VIEW {sql_name(name)} IS {sql_text(query.says)}")


@contextlib.contextmanager
def _attached(cursor: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """A new database file as `exported`."""
    path.unlink(missing_ok=True)
    cursor.execute(f"ATTACH {sql_text(path)} AS exported (STORAGE_VERSION '{STORAGE}')")
    try:
        yield
        cursor.execute("CHECKPOINT exported")
    finally:
        cursor.execute("DETACH exported")
