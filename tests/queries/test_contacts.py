"""The relation `contacts`: all calls of one call id, as of the asked moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from ops.warehouse.relations import contacts_sql
from ops.warehouse.warehouse import Moment, Warehouse
from tests.queries.hand_made import RELATIONS, Floor, fill, make_contact_calls
from tests.warehouse.growing import Growing

Row = dict[str, Any]


def contacts(floor: Floor, **variables: int) -> dict[str, Row]:
    """The contacts of a floor's calls by call id."""
    with duckdb.connect(config={"threads": 1}) as db:
        for name in ("calls", "menu_leavers"):
            db.execute(f"CREATE TABLE {name} ({RELATIONS[name]})")
        make_contact_calls(db)
        for name in ("calls", "menu_leavers"):
            fill(db, name, floor.rows[name])
        for name, value in variables.items():
            db.execute(f"SET VARIABLE {name} = {value}")
        found = db.execute(f"{contacts_sql()} ORDER BY s, seq")
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {row["call_id"]: row for row in rows}


def test_one_call_is_a_contact(floor: Floor) -> None:
    floor.call("sales", 100, 20, talk=60, call_id="a", agent="Ana")
    row = contacts(floor)["a"]
    assert (row["s"], row["answer_s"], row["end_s"]) == (100, 120, 180)
    assert (row["first_queue"], row["last_queue"], row["answered_queue"]) == ("sales",) * 3
    assert (row["queues"], row["calls"], row["transfers"]) == (1, 1, 0)
    assert (row["outcome"], row["agent"]) == ("answered", "Ana")
    assert (row["wait_s"], row["talk_s"]) == (20, 60)


def test_a_transfer_and_a_second_queue_are_one_contact(floor: Floor) -> None:
    floor.call("sales", 100, 20, talk=60, call_id="a", agent="Ana", transfer="blind", seq=1)
    floor.call("support", 180, 30, talk=90, call_id="a", agent="Ben", transfer="attended", seq=5)
    floor.call("sales", 300, 10, "abandoned", call_id="a", seq=9)
    row = contacts(floor)["a"]
    assert (row["s"], row["answer_s"], row["end_s"], row["seq"]) == (100, 120, 310, 1)
    assert (row["outcome"], row["agent"]) == ("answered", "Ben")
    assert (row["first_queue"], row["last_queue"]) == ("sales", "sales")
    assert row["answered_queue"] == "support"
    assert (row["queues"], row["calls"], row["transfers"], row["blind_transfers"]) == (2, 3, 2, 1)
    assert (row["wait_s"], row["talk_s"]) == (60, 150)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (("overflowed", "abandoned"), "abandoned"),
        (("abandoned", "overflowed"), "overflowed"),
        (("refused", "answered"), "answered"),
        (("answered", "waiting"), "answered"),
        (("overflowed", "talking"), "talking"),
        (("overflowed", "waiting"), "waiting"),
        (("overflowed", "refused"), "refused"),
        (("overflowed", "lost?"), "lost?"),
    ],
)
def test_what_became_of_it(floor: Floor, outcomes: tuple[str, str], expected: str) -> None:
    for at, outcome in enumerate(outcomes):
        floor.call(f"q{at}", 100 + at, 0, outcome, call_id="a", talk=0)
    row = contacts(floor)["a"]
    assert row["outcome"] == expected
    assert (row["end_s"] is None) == (outcomes[1] in ("waiting", "talking"))


def test_a_talk_that_was_lost_was_an_answer(floor: Floor) -> None:
    floor.lost(10, 500, answer=30)
    floor.lost(10, 500)
    assert [row["outcome"] for row in contacts(floor).values()] == ["answered", "lost"]
    assert [row["end_s"] for row in contacts(floor).values()] == [500, 500]


def test_the_first_number_that_is_known_is_the_customers(floor: Floor) -> None:
    floor.call("q", 1, call_id="a", caller="anonymous", seq=1)
    floor.call("q", 9, call_id="a", caller="0305678", seq=2)
    row = contacts(floor)["a"]
    assert (row["caller"], row["customer"]) == ("anonymous", "0305678")


def test_two_systems_may_use_one_call_id(floor: Floor) -> None:
    floor.call(call_id="a", source="pbx")
    floor.call(call_id="a", source="pbx-2")
    floor.call(call_id="b", source="pbx-2")
    floor.call(call_id="b", source="pbx-2")
    with duckdb.connect() as db:
        for name in ("calls", "menu_leavers"):
            db.execute(f"CREATE TABLE {name} ({RELATIONS[name]})")
        make_contact_calls(db)
        fill(db, "calls", floor.rows["calls"])
        rows = db.execute(
            f"SELECT source, call_id, calls FROM ({contacts_sql()}) AS c ORDER BY ALL"
        ).fetchall()
    assert rows == [("pbx", "a", 1), ("pbx-2", "a", 1), ("pbx-2", "b", 2)]


def test_bounds_are_half_open(floor: Floor) -> None:
    for s in (99, 100, 199, 200):
        floor.call(s=s, call_id=f"at {s}")
    assert set(contacts(floor, contacts_from_s=100, contacts_until_s=200)) == {"at 100", "at 199"}


def test_as_of_a_moment_only_what_had_happened_counts(tmp_path: Path) -> None:
    at = 1_700_000_000
    lines = [
        f"{at}|1.1|NONE|NONE|DID|5551000",
        f"{at}|1.1|sales|NONE|ENTERQUEUE||0301234567|1",
        f"{at + 5}|1.1|sales|Ana|CONNECT|5|1.2|2",
        f"{at + 60}|1.1|support|NONE|ENTERQUEUE||0301234567|1",
        f"{at + 60}|1.1|sales|Ana|BLINDTRANSFER|8002|xfer|5|55|1",
        f"{at + 70}|1.1|support|NONE|ABANDON|1|1|10",
        f"{at + 71}|1.1|support|Ana|CALLSTATUS|SOLVED",
        f"{at + 72}|NONE|support|Ana|INFO|shift-change|late",
    ]
    with Growing(tmp_path) as store:
        store.add(lines)
        for cut in (False, True):
            if cut:
                store.cut()
            reader = store.reader()

            def told(asked_s: int | None, sql: str, reader: Warehouse = reader) -> list[Any]:
                cursor = reader.cursor(Moment(asked_s, at + 80))
                try:
                    return cursor.execute(sql).fetchall()
                finally:
                    cursor.close()

            sql = "SELECT outcome, customer, calls, transfers, end_s, last_queue FROM contacts"
            assert told(at, sql) == []
            assert told(at + 5, sql) == [("waiting", "0301234567", 1, 0, None, "sales")]
            assert told(at + 6, sql) == [("talking", "0301234567", 1, 0, None, "sales")]
            assert told(at + 61, sql) == [("answered", "0301234567", 2, 1, None, "support")]
            assert told(None, sql) == [("answered", "0301234567", 2, 1, at + 70, "support")]
            codes = "SELECT call_id, s, kind, code FROM codes ORDER BY seq"
            assert told(at + 71, codes) == [("1.1", at, "did", "5551000")]
            assert told(None, codes)[1:] == [("1.1", at + 71, "outcome", "SOLVED")]
