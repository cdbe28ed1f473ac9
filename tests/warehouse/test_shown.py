"""The engine masks as Python does, and never less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.formats import masked
from ops.privacy import Privacy, masked_raw
from ops.settings import NumberSettings, Settings
from ops.warehouse import shown
from ops.warehouse.catalog import catalog
from ops.warehouse.warehouse import Warehouse
from tests.warehouse.growing import Growing

CASES = [
    None, "", " ", "0", "12", "1234", "12345", "+49 30 1234567", "0049301234567", "anonymous",
    "Restricted", "alice@example.com", "sip:+4930123456@10.0.0.1", "0170/123-45", "x1y2z3a4b5",
]  # fmt: skip
LINES = [
    "1763840701|1763840701.12|sales|NONE|ENTERQUEUE||+49 30 1234567|1",
    "this is no line, call 0301234567 or (030) 765 43 21",
    "1795376773.10",
    "room 1234",
    "12345",
    "a 030 123 45 67, then 040-9876-543",
]


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    yield connection
    connection.close()


def asked(engine: duckdb.DuckDBPyConnection, sql: str, value: str | None) -> str | None:
    rows = engine.execute(f"SELECT {sql} FROM (SELECT $1::VARCHAR AS x) AS t", [value]).fetchall()
    found = rows[0][0]
    assert found is None or isinstance(found, str)
    return found


@pytest.mark.parametrize("digits_shown", [0, 1, 4, 10])
def test_a_number_is_masked_as_on_the_screen(
    engine: duckdb.DuckDBPyConnection, digits_shown: int
) -> None:
    for case in CASES:
        expected = None if case is None else masked(case, digits_shown)
        assert asked(engine, shown.masked("x", digits_shown), case) == expected


@given(st.text("0123456789 +-()/abc@", max_size=24), st.integers(0, 10))
def test_any_number_is(number: str, digits_shown: int) -> None:
    with duckdb.connect() as engine:
        assert asked(engine, shown.masked("x", digits_shown), number) == masked(
            number, digits_shown
        )


def test_a_line_is_masked_as_where_rejects_are_listed(engine: duckdb.DuckDBPyConnection) -> None:
    for line in LINES:
        found = asked(engine, shown.masked_text("x", 4), line)
        if line == "1795376773.10":
            assert found == line  # a channel's unique id is nobody's number
        else:
            assert found == masked_raw(line)


@given(st.text("0123456789 ()/-+|.x", max_size=40), st.integers(0, 10))
def test_no_line_shows_more_of_a_number_than_four_digits(line: str, digits_shown: int) -> None:
    with duckdb.connect() as engine:
        found = asked(engine, shown.masked_text("x", digits_shown), line) or ""
    behind = re.sub(r"^\s*\d{9,11}(\.\d+)?\|(\d{9,11}\.\d+\|)?", "", found)
    if not re.fullmatch(r"\d{9,11}\.\d+", found):
        assert not re.search(r"\d(?:[ ()/-]{0,2}\d){4,}", behind.replace("···", "#"))


def test_a_customers_id_is_the_one_of_every_other_answer(
    engine: duckdb.DuckDBPyConnection,
) -> None:
    key = bytes(range(32))
    privacy = Privacy(4, False, lambda: key, NumberSettings())
    for number in ("301234567", "4930123456", "123"):
        assert asked(engine, shown.keyed("x", key), number) == privacy.customer(number)
    assert asked(engine, shown.keyed("x", key), None) is None


def test_every_question_can_be_asked_of_what_is_shown(tmp_path: Path) -> None:
    """A relation or table of settings that a query reads is in the dictionary."""
    warehouse = Warehouse(tmp_path, Settings())
    warehouse.refresh()
    cursor = warehouse.cursor()
    shown.make_shown(cursor, Privacy(4, False, lambda: bytes(32), NumberSettings()))
    cursor.execute(f"USE {shown.CATALOG}")
    for query in catalog().values():
        if query.folder != "model":
            bound = dict.fromkeys(query.params)
            cursor.execute(f"DESCRIBE {query.sql}", bound).fetchall()
    warehouse.close()


def test_no_column_of_contacts_holds_the_number(tmp_path: Path) -> None:
    """Not as a number either: `customer_no` is the keyed id once more."""
    with Growing(tmp_path) as store:
        store.add([
            "1700000000|1.1|sales|NONE|ENTERQUEUE||0301234567|1",
            "1700000005|1.1|sales|NONE|ABANDON|1|1|5",
        ])  # fmt: skip
        cursor = store.reader().cursor()
        shown.make_shown(cursor, Privacy(4, True, lambda: bytes(32), NumberSettings()))
        for name in ("contacts", "repeats"):
            select = f"SELECT * EXCLUDE (caller) FROM shown.main.{name}"
            assert "301234567" not in str(cursor.execute(select).fetchall())
            ids = f"SELECT DISTINCT customer, customer_no FROM shown.main.{name}"
            [(customer, number)] = cursor.execute(ids).fetchall()
            assert customer == f"{number:012x}"
        cursor.close()


def test_free_form_information_is_masked_and_other_codes_are_not(tmp_path: Path) -> None:
    with Growing(tmp_path) as store:
        store.add([
            "1700000000|1.1|NONE|NONE|DID|03098765432",
            "1700000000|1.1|sales|NONE|INFO|call back|0301234567",
        ])  # fmt: skip
        cursor = store.reader().cursor()
        shown.make_shown(cursor, Privacy(4, False, lambda: bytes(32), NumberSettings()))
        told = cursor.execute("SELECT kind, code FROM shown.main.codes ORDER BY kind").fetchall()
        cursor.close()
    assert told == [("did", "03098765432"), ("info", "call back|··· 4567")]
