"""What may still miss the threshold."""

from __future__ import annotations

from tests.queries.hand_made import Floor, pick


def test_a_budget_half_spent(floor: Floor) -> None:
    floor.call(wait=10, times=90)
    floor.call(wait=30, times=6)
    floor.call(wait=30, outcome="abandoned", times=2)
    floor.call(wait=30, outcome="overflowed", left_by="timeout")
    floor.call(wait=21, outcome="waiting")
    floor.call(wait=5, outcome="abandoned", times=50)  # short: not counted
    floor.call(wait=20, outcome="waiting", times=50)  # not counted yet
    floor.lost()
    assert floor.row("error_budget") == {
        "queue": "support",
        "target": 0.8,
        "threshold_s": 20.0,
        "numerator": 90,
        "denominator": 100,
        "missed": 10,
        "may_miss": 20.0,  # not 19.999999999999996
        "budget_left": 10.0,
        "value": 0.5,
    }


def test_overspent_is_below_zero(floor: Floor) -> None:
    floor.call(wait=30, times=3)
    floor.call(wait=10, times=2)
    (row,) = pick([floor.row("error_budget")], "may_miss", "missed", "budget_left", "value")
    assert row == (1.0, 3, -2.0, -2.0)


def test_a_budget_spent_to_the_last_call_is_exactly_zero(floor: Floor) -> None:
    floor.queue(target=0.9)
    floor.call(wait=10, times=27)
    floor.call(wait=30, times=3)
    assert floor.row("error_budget")["budget_left"] == 0.0


def test_a_target_of_everything_has_no_share_left(floor: Floor) -> None:
    floor.queue(target=1)
    floor.call(wait=30)
    row = floor.row("error_budget")
    assert (row["may_miss"], row["budget_left"], row["value"]) == (0.0, -1.0, None)


def test_all_queues_add_up_each_with_its_own_target_and_threshold(floor: Floor) -> None:
    floor.queue("sales", target=0.5, threshold=10)
    floor.call("sales", wait=15, times=4)
    floor.call("support", wait=15, times=10)
    total = floor.row("error_budget", None)
    assert (total["target"], total["threshold_s"]) == (None, None)
    assert (total["may_miss"], total["missed"], total["budget_left"]) == (4.0, 4, 0.0)
    longer = floor.row("error_budget", None, threshold=15)
    assert (longer["threshold_s"], longer["missed"]) == (15.0, 0)


def test_no_calls_no_budget(floor: Floor) -> None:
    total = floor.row("error_budget", None)
    assert (total["denominator"], total["may_miss"], total["value"]) == (0, 0.0, None)
