"""What cuts keep of contacts and customers: nobody's answer may depend on where was cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops.store.access import Access
from ops.store.closing import MERGE, Closer
from ops.store.collector import connect
from ops.store.derive import CUSTOMER_NO, Identities, set_identities
from ops.warehouse.warehouse import Moment
from tests.store.conftest import Shop
from tests.store.logs import logs
from tests.store.test_rebuild import store_chunks

LATER = [
    f"{1_800_000_000 + 10 * 86_400}|later|q|NONE|{told}\n".encode()
    for told in ("ENTERQUEUE||0305678|1", "ABANDON|1|1|0")
]
"""So late that whatever was cut before it is left to the files."""

SETTLED = "SELECT count(*) FROM settled_calls"


def told(shop: Shop, *questions: str, asked_s: int | None = None) -> list[Any]:
    """The rows of each question, as a fresh reader answers it, as of that moment."""
    cursor = shop.warehouse().cursor(Moment(asked_s))
    try:
        return [cursor.execute(sql).fetchall() for sql in questions]
    finally:
        cursor.close()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=logs(most=30), sizes=st.lists(st.integers(1, 8), min_size=1, max_size=5),
       cut_after=st.sets(st.integers(0, 5), min_size=1), later=st.integers(0, 60))  # fmt: skip
def test_contacts_are_the_same_wherever_was_cut(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[bytes],
    sizes: list[int],
    cut_after: set[int],
    later: int,
) -> None:
    cut, whole = (Shop(tmp_path_factory.mktemp("contacts") / "store") for _ in range(2))
    try:
        store_chunks(cut, lines + LATER, sizes, cut_after)
        store_chunks(whole, lines + LATER, [], set())
        everything = [f"SELECT * FROM {name} ORDER BY ALL" for name in ("contacts", "repeats")]
        assert told(whole, *everything, SETTLED) == [*told(cut, *everything), [(0,)]]
        then = 1_800_000_000 + later
        assert told(whole, *everything, asked_s=then) == told(cut, *everything, asked_s=then)
    finally:
        cut.close()
        whole.close()


def stays(ids: list[str]) -> list[bytes]:
    """A stay of a second for each, one after the other, each in a queue of its own."""
    return [
        f"{1_800_000_000 + 10 * at + 5 * end}|{call_id}|q{at}|NONE|{told}\n".encode()
        for at, call_id in enumerate(ids)
        for end, told in enumerate(("ENTERQUEUE||0301234|1", "ABANDON|1|1|5"))
    ]


@pytest.fixture
def closer(shop: Shop) -> Iterator[Closer]:
    connection = connect(shop.paths, Access())
    set_identities(connection, Identities())
    yield Closer(shop.paths, Access(), connection, Identities())
    connection.close()


def test_a_cut_settles_contacts_and_tells_which_earlier_ones_it_has_joined(shop: Shop) -> None:
    """b comes twice in the first cut, a again in the second, d again behind it."""
    lines = stays(["b", "a", "b", "c", "d", "a", "e", "d"])
    store_chunks(shop, lines + LATER, [10, 4], {0, 1})
    found = []
    for folder in sorted((shop.paths.calls / "pbx").iterdir()):
        read = f"FROM read_parquet('{folder}/{{}}.parquet') ORDER BY seq"
        columns = "call_id, settled_s % 100, is_first, contact_calls, contact_last_queue"
        with duckdb.connect() as db:
            calls = db.execute(f"SELECT {columns} {read.format('calls')}").fetchall()
            rejoined = db.execute(f"SELECT seq & 255 {read.format('rejoined')}").fetchall()
        found.append((calls, rejoined))
    assert found == [
        ([("b", 25, True, 2, "q2"), ("a", 15, True, None, None), ("b", 25, False, None, None),
          ("c", 35, True, None, None), ("d", 45, True, None, None)], []),
        ([("a", None, True, None, None), ("e", 65, True, None, None)], [(3,)]),
    ]  # fmt: skip
    loose, grouped = told(
        shop, "SELECT call_id FROM loose_calls ORDER BY ALL",
        "SELECT call_id, calls FROM contacts ORDER BY ALL",
    )  # fmt: skip
    assert loose == [("a",), ("a",), ("d",), ("d",), ("later",)]
    assert grouped == [("a", 2), ("b", 2), ("c", 1), ("d", 2), ("e", 1), ("later", 1)]


def test_a_contact_that_began_without_a_number_is_not_settled(shop: Shop) -> None:
    """Whose it is says a later call of it, and rows of cuts tell of their own call."""
    lines = stays(["a", "a", "b", "b"])
    lines[0] = lines[0].replace(b"0301234", b"anonymous")
    store_chunks(shop, lines + LATER, [], {0})
    store_chunks(shop, [], [], {0})
    [settled, known] = told(
        shop, "SELECT call_id FROM settled_calls",
        "SELECT call_id, customer FROM contacts ORDER BY ALL",
    )  # fmt: skip
    assert settled == [("b",)]
    assert known == [("a", "0301234"), ("b", "0301234"), ("later", "0305678")]


def test_merged_cuts_keep_what_was_rejoined(shop: Shop, closer: Closer) -> None:
    ids = [f"c{number % 7}" for number in range(2 * MERGE)]
    store_chunks(shop, stays(ids) + LATER, [2] * len(ids), set(range(len(ids))))
    everything = "SELECT * FROM contacts ORDER BY ALL"
    before = told(shop, everything)
    while closer.merge("pbx"):
        pass
    assert len(list((shop.paths.calls / "pbx").glob("*-t1-*"))) == 2
    calls = "SELECT DISTINCT calls FROM contacts ORDER BY ALL"
    assert told(shop, everything, calls) == [*before, [(1,), (4,), (5,)]]


@given(st.lists(st.text("0123456789", min_size=3, max_size=40), max_size=20))
@settings(max_examples=30, deadline=None)
def test_two_customers_are_never_one_number(customers: list[str]) -> None:
    with duckdb.connect() as db:
        db.execute("CREATE TABLE t (customer VARCHAR)")
        db.executemany("INSERT INTO t VALUES ($1)", [["123"], *([one] for one in customers)])
        found = db.execute(f"SELECT customer, {CUSTOMER_NO} AS no FROM t").fetchall()
    assert len({no for _, no in found}) == len({customer for customer, _ in found})
    assert all((no < 0) == (len(customer) > 18) for customer, no in found)


def test_customers_as_numbers() -> None:
    made = {
        "123": 1123,
        "0123": 10123,
        "9" * 18: 1_999_999_999_999_999_999,
        "": 1,
        None: None,
    }
    with duckdb.connect() as db:
        for customer, number in made.items():
            told = db.execute(f"SELECT {CUSTOMER_NO} FROM (SELECT $1 AS customer)", [customer])
            assert told.fetchone() == (number,)
