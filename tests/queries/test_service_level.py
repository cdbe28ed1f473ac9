"""Service level: the seven formulas, inclusive thresholds, who is counted at all."""

from __future__ import annotations

import pytest

from tests.queries.busy import busy
from tests.queries.hand_made import Floor, pick

FORMULAS = ("standard", "negative", "ignore", "positive", "answered", "asterisk", "asterisk2")


def vector(floor: Floor) -> None:
    """metrics.md: A = 70, B = 10, N = 100, C = 0."""
    floor.call(wait=20, times=70)
    floor.call(wait=30, outcome="answered", times=5)
    floor.call(wait=10, outcome="abandoned", times=10)
    floor.call(wait=60, outcome="abandoned", times=8)
    floor.call(wait=60, outcome="overflowed", left_by="timeout", times=3)
    floor.call(wait=60, outcome="overflowed", left_by="key", times=2)
    floor.call(wait=21, outcome="waiting", times=2)


@pytest.mark.parametrize(
    ("formula", "numerator", "denominator", "percent"),
    [
        ("standard", 70, 100, 70.0),
        ("negative", 70, 100, 70.0),
        ("ignore", 70, 90, 77.8),
        ("positive", 80, 100, 80.0),
        ("answered", 70, 75, 93.3),
        ("asterisk", 70, 75, 93.3),
        ("asterisk2", 80, 96, 83.3),  # 75 completed, 18 abandoned, 3 timed out; the keys nowhere
    ],
)
def test_the_vector(
    floor: Floor, formula: str, numerator: int, denominator: int, percent: float
) -> None:
    vector(floor)
    row = floor.row("service_level", formula=formula)
    assert (row["formula"], row["threshold_s"]) == (formula, 20.0)
    assert (row["numerator"], row["denominator"]) == (numerator, denominator)
    assert round(100 * row["value"], 1) == percent


def test_short_abandons_are_nobodys_failure(floor: Floor) -> None:
    floor.call(wait=3, times=2)
    floor.call(wait=5, outcome="abandoned")  # short: exactly the limit
    floor.call(wait=6, outcome="abandoned")
    parts = {
        formula: pick([floor.row("service_level", formula=formula)], "numerator", "denominator")[0]
        for formula in FORMULAS
    }
    assert parts == {
        "standard": (2, 3),
        "negative": (2, 4),
        "ignore": (2, 2),
        "positive": (4, 4),
        "answered": (2, 2),
        "asterisk": (2, 2),
        "asterisk2": (4, 4),
    }


def test_a_wait_of_exactly_the_threshold_is_in_time(floor: Floor) -> None:
    floor.call(wait=20)
    floor.call(wait=21)
    assert floor.row("service_level")["numerator"] == 1
    assert floor.row("service_level", threshold=21)["numerator"] == 2
    assert floor.row("service_level", threshold=11.5)["value"] == 0.0


def test_still_waiting_counts_once_it_is_longer_than_the_threshold(floor: Floor) -> None:
    floor.call(wait=10)
    floor.call(wait=20, outcome="waiting")
    assert floor.row("service_level")["denominator"] == 1
    floor.call(wait=21, outcome="waiting")
    assert floor.row("service_level")["denominator"] == 2
    assert floor.row("service_level", formula="answered")["denominator"] == 1


def test_a_talking_call_counts_from_its_answer_but_not_for_asterisk(floor: Floor) -> None:
    floor.call(wait=10, outcome="talking")
    assert floor.row("service_level")["value"] == 1.0
    row = floor.row("service_level", formula="asterisk")
    assert (row["numerator"], row["denominator"], row["value"]) == (0, 0, None)


def test_lost_and_refused_calls_are_nowhere(floor: Floor) -> None:
    floor.lost(10, 100)
    floor.lost(10, 100, answer=12)
    floor.call(wait=None, outcome="lost?")
    floor.call(wait=0, outcome="refused")
    for formula in FORMULAS:
        row = floor.row("service_level", formula=formula)
        assert (row["numerator"], row["denominator"], row["value"]) == (0, 0, None)


def test_nothing_to_divide_by_is_null_and_the_row_for_all_is_always_there(floor: Floor) -> None:
    floor.queue("night")
    rows = floor.ask("service_level")
    assert rows == [
        {
            "queue": None, "formula": None, "threshold_s": None,
            "numerator": 0, "denominator": 0, "value": None,
        }
    ]  # fmt: skip


def test_all_queues_sum_their_parts_each_by_its_own_threshold(floor: Floor) -> None:
    floor.queue("sales", threshold=10)
    floor.call("sales", wait=15)
    floor.call("support", wait=15, times=3)
    rows = floor.ask("service_level")
    assert pick(rows, "queue", "threshold_s", "numerator", "denominator", "value") == [
        ("sales", 10.0, 0, 1, 0.0),
        ("support", 20.0, 3, 3, 1.0),
        (None, None, 3, 4, 0.75),
    ]
    assert rows[-1]["formula"] == "standard"
    total = floor.row("service_level", None, threshold=15)
    assert (total["threshold_s"], total["numerator"]) == (15.0, 4)


def test_each_queue_has_its_own_formula_and_the_total_of_mixed_ones_none(floor: Floor) -> None:
    floor.queue("sales", formula="answered")
    floor.call("sales", wait=60, outcome="abandoned")
    floor.call("sales", wait=1)
    floor.call("support", wait=60, outcome="abandoned")
    rows = floor.ask("service_level")
    assert pick(rows, "queue", "formula", "numerator", "denominator") == [
        ("sales", "answered", 1, 1),
        ("support", "standard", 0, 1),
        (None, None, 1, 2),
    ]


def test_one_queue_of_two(floor: Floor) -> None:
    floor.call("sales")
    floor.call("support")
    rows = floor.ask("service_level", queue="sales")
    assert pick(rows, "queue", "denominator") == [("sales", 1), (None, 1)]


def test_the_period_is_half_open_by_offer_and_by_end_for_asterisk(floor: Floor) -> None:
    floor.call(s=99, wait=1, talk=100)  # ends at 200
    floor.call(s=100, wait=1, talk=98)  # ends at 199
    floor.call(s=199, wait=1, talk=0)  # ends at 200
    floor.call(s=200, wait=1)
    for formula, expected in (("standard", 2), ("asterisk", 1), ("asterisk2", 1)):
        row = floor.row("service_level", since=100, until=200, formula=formula)
        assert row["denominator"] == expected
    assert floor.row("service_level", since=200, until=201, formula="asterisk")["denominator"] == 2


def test_asterisk_takes_the_member_delay_off_answered_waits_only(floor: Floor) -> None:
    floor.queue(memberdelay=2)
    floor.call(wait=22)
    floor.call(wait=23)
    floor.call(wait=22, outcome="abandoned")
    assert floor.row("service_level", formula="asterisk")["numerator"] == 1
    assert floor.row("service_level", formula="asterisk2")["numerator"] == 1
    assert floor.row("service_level", formula="standard")["numerator"] == 0


def test_asterisk2_counts_abandoned_timeout_empty_and_withdrawn(floor: Floor) -> None:
    floor.call(wait=1, outcome="abandoned")
    for reason in ("timeout", "empty", "withdrawn", "key", "incompatible"):
        floor.call(wait=1, outcome="overflowed", left_by=reason)
    row = floor.row("service_level", formula="asterisk2")
    assert (row["numerator"], row["denominator"]) == (4, 4)


@pytest.mark.parametrize("formula", FORMULAS)
def test_all_formulas_side_by_side_are_those_of_one_at_a_time(formula: str) -> None:
    floor = busy(seed=3)
    together = [r for r in floor.ask("service_level_formulas") if r["formula"] == formula]
    assert together == floor.ask("service_level", formula=formula)
    assert together[-1]["queue"] is None
    assert together[-1]["denominator"] > 0


def test_all_formulas_come_in_the_order_of_their_definition(floor: Floor) -> None:
    floor.call()
    rows = floor.ask("service_level_formulas", threshold=15)
    assert pick(rows, "queue", "formula") == [
        (queue, formula) for queue in ("support", None) for formula in FORMULAS
    ]
    assert {row["threshold_s"] for row in rows} == {15.0}
