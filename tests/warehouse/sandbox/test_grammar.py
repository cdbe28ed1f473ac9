"""What a statement may say."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from ops.errors import QueryError
from ops.warehouse.sandbox.grammar import check

RELATIONS = ("calls", "queues")


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "FROM calls",
        "select * from Calls, main.queues",
        "SELECT queue, count(*) FROM calls GROUP BY ALL ORDER BY ALL LIMIT 3;",
        "WITH x AS (SELECT * FROM calls) SELECT * FROM x JOIN queues USING (queue)",
        "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t WHERE a < 9) FROM t",
        "SELECT * FROM calls UNION ALL BY NAME SELECT * FROM queues",
        "SELECT (SELECT max(s) FROM calls), unnest([1, 2]) FROM range(3)",
        "FROM calls PIVOT (count(*) FOR queue IN ('a', 'b'))",
        "DESCRIBE calls",
        "SUMMARIZE calls",
        "SHOW TABLES",
        "VALUES (1), (2)",
        "SELECT list_transform([1], lambda x: x + 1), $a",
    ],
)
def test_it_may_read(engine: duckdb.DuckDBPyConnection, sql: str) -> None:
    check(engine, sql, RELATIONS)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("", "there is no statement"),
        ("-- nothing", "there is no statement"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("COPY (SELECT 1) TO 'f'", "only reads"),
        ("WITH x AS (COPY (SELECT 1) TO 'f') SELECT 1", "only reads"),
        ("SELECT * FROM (WITH x AS (COPY calls TO 'f') SELECT 1)", "only reads"),
        ("WITH x AS (INSERT INTO calls VALUES (1) RETURNING *) FROM x", "only reads"),
        ("WITH x AS (DELETE FROM calls RETURNING *) FROM x", "only reads"),
        ("WITH x AS (UPDATE calls SET s = 1 RETURNING *) FROM x", "only reads"),
        ("ATTACH 'f.db'", "only reads"),
        ("EXPORT DATABASE 'f'", "only reads"),
        ("INSTALL httpfs", "only reads"),
        ("LOAD httpfs", "only reads"),
        ("SET threads = 9", "only reads"),
        ("PRAGMA version", "only reads"),
        ("CALL duckdb_tables()", "only reads"),
        ("CREATE TABLE t (a INT)", "only reads"),
        ("DROP VIEW calls", "only reads"),
        ("CHECKPOINT", "only reads"),
        ("FROM read_text('/etc/passwd')", "read_text() may not"),
        ("FROM read_csv('f')", "read_csv() may not"),
        ("FROM read_parquet('f')", "read_parquet() may not"),
        ("FROM glob('*')", "glob() may not"),
        ("FROM query('SELECT 1')", "query() may not"),
        ("FROM query_table('stored')", "query_table() may not"),
        ("SELECT (SELECT max(1) FROM duckdb_secrets())", "duckdb_secrets() may not"),
        ("FROM duckdb_views()", "duckdb_views() may not"),
        ("FROM json_execute_serialized_sql('x')", "may not"),
        ("FROM '/etc/passwd'", "no relation /etc/passwd"),
        ("FROM stored_calls", "no relation stored_calls"),
        ("FROM memory.main.calls", "no relation memory.main.calls"),
        ("FROM information_schema.tables", "no relation information_schema.tables"),
        ("DESCRIBE stored_calls", "no relation stored_calls"),
        ("WITH stored_calls AS (SELECT 1) SELECT * FROM main.stored_calls", "no relation"),
        ("SELECT 1 FROM", "syntax error"),
    ],
)
def test_it_may_do_nothing_else(engine: duckdb.DuckDBPyConnection, sql: str, says: str) -> None:
    with pytest.raises(QueryError) as refused:
        check(engine, sql, RELATIONS)
    assert says in refused.value.message
    assert refused.value.hint


def test_a_mistake_has_its_place(engine: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError) as refused:
        check(engine, "SELECT a\nFROM calls\nWHER b", RELATIONS)
    assert refused.value.hint == "line 3, column 6"
