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
from ops.store.contacts import CUSTOMER_NO
from ops.store.derive import Identities, set_identities
from tests.store.conftest import Shop
from tests.store.logs import logs
from tests.store.test_rebuild import store_chunks

LATER = [
    f"{1_800_000_000 + 10 * 86_400}|later|q|NONE|{told}\n".encode()
    for told in ("ENTERQUEUE||0305678|1", "ABANDON|1|1|0")
]
"""So late that whatever was cut before it is left to the files."""

SIBLINGS = """
    SELECT count(*) FROM contact_calls AS c JOIN contact_calls AS o
        ON o.source = c.source AND o.call_id = c.call_id AND o.seq <> c.seq
    WHERE c.is_alone AND c.seq NOT IN (SELECT seq FROM rejoined)
"""


def told(shop: Shop, *questions: str) -> list[Any]:
    """The rows of each question, as a fresh reader answers it."""
    cursor = shop.warehouse().cursor()
    try:
        return [cursor.execute(sql).fetchall() for sql in questions]
    finally:
        cursor.close()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=logs(most=30), sizes=st.lists(st.integers(1, 8), min_size=1, max_size=5),
       cut_after=st.sets(st.integers(0, 5), min_size=1))  # fmt: skip
def test_contacts_are_the_same_wherever_was_cut(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[bytes],
    sizes: list[int],
    cut_after: set[int],
) -> None:
    cut, whole = (Shop(tmp_path_factory.mktemp("contacts") / "store") for _ in range(2))
    try:
        store_chunks(cut, lines + LATER, sizes, cut_after)
        store_chunks(whole, lines + LATER, [], set())
        everything = [f"SELECT * FROM {name} ORDER BY ALL" for name in ("contacts", "repeats")]
        alone = "SELECT count(*) FROM contact_calls WHERE is_alone"
        *seen, siblings = told(cut, *everything, SIBLINGS)
        assert siblings == [(0,)]
        assert told(whole, *everything, alone) == [*seen, [(0,)]]
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


def test_a_cut_marks_what_is_alone_and_what_an_earlier_one_has_to_share(shop: Shop) -> None:
    """b comes twice in the first cut, a again in the second, d again behind it."""
    lines = stays(["b", "a", "b", "c", "d", "a", "e", "d"])
    store_chunks(shop, lines + LATER, [10, 4], {0, 1})
    found = []
    for folder in sorted((shop.paths.calls / "pbx").iterdir()):
        read = f"FROM read_parquet('{folder}/{{}}.parquet') ORDER BY seq"
        with duckdb.connect() as db:
            alone = db.execute(f"SELECT call_id, is_alone {read.format('calls')}").fetchall()
            rejoined = db.execute(f"SELECT seq & 255 {read.format('rejoined')}").fetchall()
        found.append((alone, rejoined))
    assert found == [
        ([("b", False), ("a", True), ("b", False), ("c", True), ("d", True)], []),
        ([("a", False), ("e", True)], [(3,)]),
    ]
    rejoined, grouped = told(
        shop, "SELECT DISTINCT seq & 255 FROM rejoined ORDER BY ALL",
        "SELECT call_id, calls FROM contacts ORDER BY ALL",
    )  # fmt: skip
    assert rejoined == [(3,), (9,)]
    assert grouped == [("a", 2), ("b", 2), ("c", 1), ("d", 2), ("e", 1), ("later", 1)]


def test_merged_cuts_keep_what_was_rejoined(shop: Shop, closer: Closer) -> None:
    ids = [f"c{number % 7}" for number in range(2 * MERGE)]
    store_chunks(shop, stays(ids) + LATER, [2] * len(ids), set(range(len(ids))))
    everything = "SELECT * FROM contacts ORDER BY ALL"
    before = told(shop, everything)
    while closer.merge("pbx"):
        pass
    assert len(list((shop.paths.calls / "pbx").glob("*-t1-*"))) == 2
    calls = "SELECT DISTINCT calls FROM contacts ORDER BY ALL"
    assert told(shop, everything, calls, SIBLINGS) == [*before, [(1,), (4,), (5,)], [(0,)]]


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
