"""Who never got as far as a queue, beside those who did."""

from __future__ import annotations

from tests.queries.hand_made import Floor, pick

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
