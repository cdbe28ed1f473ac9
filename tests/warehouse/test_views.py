"""Views are made when a question is about them: what it names, and what that is made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from ops.warehouse.catalog import catalog
from ops.warehouse.relations import model_views
from ops.warehouse.warehouse import Moment
from tests.warehouse.growing import Growing, day_of

AT = 1_700_000_000
LINES = (
    f"{AT}|c1|support|NONE|ENTERQUEUE||0301111|1",
    f"{AT + 5}|c1|support|Ana|CONNECT|5|c1.2|3",
    f"{AT + 65}|c1|support|Ana|COMPLETECALLER|5|60|1",
    f"{AT + 70}|NONE|support|Ana|ADDMEMBER|",
    "nonsense",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Growing]:
    with Growing(tmp_path / "store") as made:
        made.add(LINES)
        made.cut()
        yield made


@pytest.mark.parametrize("name", [*model_views(), "tickets", "follow_ups", "follow_up_history"])
def test_each_is_there_when_it_alone_is_named(store: Growing, name: str) -> None:
    reader, others = store.reader(), store.reader()
    sql = f"SELECT * FROM {name.upper()} ORDER BY ALL"
    with closing(reader.cursor(sql=sql)) as own, closing(others.cursor()) as of_all:
        assert own.execute(sql).fetchall() == of_all.execute(sql).fetchall()


def test_what_is_not_named_is_not_made(store: Growing) -> None:
    with closing(store.reader().cursor(sql="SELECT count(*) FROM calls")) as cursor:
        assert cursor.execute("SELECT count(*) FROM calls").fetchone() == (1,)
        with pytest.raises(duckdb.CatalogException):
            cursor.execute("SELECT * FROM contacts")


def test_new_lines_and_new_files_are_seen_by_views_made_before(store: Growing) -> None:
    reader = store.reader()
    counts = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM calls)"

    def counted() -> object:
        reader.refresh()
        with closing(reader.cursor(sql=counts)) as cursor:
            return cursor.execute(counts).fetchone()

    assert counted() == (4, 1)
    store.add([line.replace("c1", "c2") for line in LINES[:3]])
    assert counted() == (7, 2)
    store.cut()
    store.add([f"{AT + 90}|c3|support|NONE|ENTERQUEUE||0301111|1"])
    assert counted() == (8, 3)
    fresh = store.reader()
    assert fresh.run("calls", {**day_of(AT)}, Moment(AT + 91)).height == 3


def test_of_repeats_only_the_scope_that_is_read_is_made(store: Growing) -> None:
    reader = store.reader()
    query = replace(catalog()["fcr"], params=(), scope="queue", reach=None)
    reads = replace(query, sql="SELECT count(*) FROM Repeats", columns=("contacts",))
    assert reader.rows(reads, {}) == [{"contacts": 1}]
    with closing(reader.cursor(sql="SELECT 1")) as cursor:
        found = cursor.execute("SELECT view_name FROM duckdb_views()").fetchall()
    assert ("repeats_queue",) in found
    assert not {("repeats",), ("repeats_reason",), ("contact_codes",)} & set(found)
    other = replace(query, sql="SELECT count(*) FROM calls", columns=("calls",))
    assert store.reader().rows(other, {}) == [{"calls": 1}]
