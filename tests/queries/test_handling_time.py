"""Average handling time and its parts; talk alone."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import Floor, pick

COLUMNS = ("queue", "talk_s", "hold_s", "wrapup_s", "numerator", "denominator", "value", "parts")


def test_talk_and_the_queues_wrap_up_of_calls_that_have_ended(floor: Floor) -> None:
    floor.queue("sales", wrapup=0)
    floor.queue("support", wrapup=15)
    floor.call("support", talk=60)
    floor.call("support", talk=90)
    floor.call("support", talk=999, outcome="talking")
    floor.call("sales", talk=30)
    floor.lost(answer=20)
    assert pick(floor.ask("handling_time"), *COLUMNS) == [
        ("sales", 30.0, None, 0.0, 30.0, 1, 30.0, "talk"),
        ("support", 150.0, None, 30.0, 180.0, 2, 90.0, "talk + wrap-up"),
        (None, 180.0, None, 30.0, 210.0, 3, 70.0, "talk + wrap-up"),
    ]


def test_hold_and_wrap_up_that_a_source_measured(floor: Floor) -> None:
    floor.queue("sales", wrapup=15)
    floor.call("sales", talk=60, hold_s=20.0, wrapup_s=30.0)
    floor.call("sales", talk=40, hold_s=0.0, wrapup_s=0.0)
    floor.call("support", talk=50, wrapup_s=10.0)
    assert pick(floor.ask("handling_time"), *COLUMNS) == [
        ("sales", 100.0, 20.0, 30.0, 150.0, 2, 75.0, "talk + hold + wrap-up"),
        ("support", 50.0, None, 10.0, 60.0, 1, 60.0, "talk + wrap-up"),
        (None, 150.0, 20.0, 40.0, 210.0, 3, 70.0, "talk + hold + wrap-up"),
    ]


def test_a_call_without_a_measured_wrap_up_has_the_queues(floor: Floor) -> None:
    floor.queue("sales", wrapup=15)
    floor.call("sales", talk=60, hold_s=5.0)
    assert floor.row("handling_time", "sales")["numerator"] == 80.0


def test_nothing_handled_is_null(floor: Floor) -> None:
    floor.call(outcome="talking")
    assert pick(floor.ask("handling_time"), *COLUMNS) == [
        (None, 0.0, None, 0.0, 0.0, 0, None, "talk")
    ]


@pytest.mark.parametrize(
    ("talks", "mean", "p50", "p90", "p95", "longest"),
    [
        ([30], 30, 30, 30, 30, 30),
        ([10, 20, 30, 100], 40, 20, 100, 100, 100),
        ([*range(1, 20), 210], 20, 10, 18, 19, 210),
    ],
)
def test_talk_and_its_percentiles(
    floor: Floor, talks: list[int], mean: float, p50: int, p90: int, p95: int, longest: int
) -> None:
    for talk in talks:
        floor.call(talk=talk)
    floor.call(talk=9999, outcome="talking")
    for queue in ("support", None):
        row = floor.row("talk", queue)
        assert (row["numerator"], row["denominator"]) == (sum(talks), len(talks))
        assert row["value"] == mean
        assert (row["p50_s"], row["p90_s"], row["p95_s"]) == (p50, p90, p95)
        assert row["longest_s"] == longest


def test_no_talk_is_null(floor: Floor) -> None:
    (row,) = pick(floor.ask("talk"), "queue", "numerator", "denominator", "value", "p50_s")
    assert row == (None, 0.0, 0, None, None)
