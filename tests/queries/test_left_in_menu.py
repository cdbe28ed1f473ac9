"""Who never got as far as a queue, beside those who did."""

from __future__ import annotations

import pytest

from ops.warehouse.catalog import catalog
from tests.queries.hand_made import Floor, pick
from tests.queries.test_contacts import contacts

COLUMNS = ("queue", "numerator", "denominator", "value")


def test_beside_those_who_were_offered(floor: Floor) -> None:
    floor.call(times=2)
    floor.call(outcome="abandoned")
    floor.call(outcome="refused")
    floor.lost()
    floor.left_in_menu()
    floor.left_in_menu(None)
    assert pick(floor.ask("left_in_menu"), *COLUMNS) == [
        ("", 1, 1, 1.0),
        ("support", 1, 4, 0.25),
        (None, 2, 5, 0.4),
    ]
    assert floor.row("abandonment")["denominator"] == 3


def test_nobody_at_all_is_no_value(floor: Floor) -> None:
    floor.left_in_menu(s=86_400)
    assert pick(floor.ask("left_in_menu"), *COLUMNS) == [(None, 0, 0, None)]


def test_they_are_contacts_of_no_queue(floor: Floor) -> None:
    floor.left_in_menu("sales", s=100, caller="0301234")
    row = contacts(floor)["m1000000"]
    assert (row["s"], row["end_s"], row["outcome"]) == (100, 105, "left_in_menu")
    assert (row["first_queue"], row["last_queue"], row["queues"], row["calls"]) == (
        None,
        None,
        0,
        1,
    )
    assert row["customer"] == "0301234"


def test_who_phones_again_and_hangs_up_in_the_menu_has_come_back(floor: Floor) -> None:
    floor.call(s=10, caller="0301234")
    assert floor.row("fcr", window_s=3600)["repeated"] == 0
    floor.left_in_menu(s=1000, caller="0301234")
    assert floor.row("fcr", window_s=3600)["repeated"] == 1
    assert floor.row("fcr", scope="queue", window_s=3600)["repeated"] == 0


def test_who_was_lost_is_so_still_after_hanging_up_in_the_menu(floor: Floor) -> None:
    floor.call(s=10, outcome="abandoned", caller="0301234")
    floor.left_in_menu(s=1000, caller="0301234")
    assert pick(floor.ask("lost_callers"), "caller", "tries", "outcome") == [
        ("0301234", 1, "abandoned")
    ]


BY_QUEUE = [
    query.name
    for query in catalog().values()
    if query.folder == "metrics" and query.grain == "queue" and query.name != "left_in_menu"
]


@pytest.mark.parametrize("name", BY_QUEUE)
def test_they_make_no_row_of_any_ratio_by_queue(floor: Floor, name: str) -> None:
    floor.call(s=10, caller="0301234", call_id="a")
    floor.code("a", "sold")
    before = [row["queue"] for row in floor.ask(name)]
    floor.left_in_menu("sales", s=1000, caller="0305678")
    floor.left_in_menu(None, s=2000)
    assert [row["queue"] for row in floor.ask(name)] == before
