"""Waits: two averages and exact percentiles."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import Floor


def test_asa_is_of_answered_and_the_average_of_closed_calls(floor: Floor) -> None:
    floor.call(wait=10)
    floor.call(wait=30, outcome="talking")  # answered, not closed
    floor.call(wait=50, outcome="abandoned")
    floor.call(wait=90, outcome="overflowed", left_by="timeout")
    floor.call(wait=70, outcome="waiting")
    floor.call(wait=900, outcome="refused")
    floor.lost(10, 5000, answer=2000)
    row = floor.row("wait_time")
    assert (row["answered"], row["answered_wait_s"], row["asa_s"]) == (2, 40.0, 20.0)
    assert (row["closed"], row["closed_wait_s"], row["average_s"]) == (3, 150.0, 50.0)
    assert row["longest_s"] == 90.0


def test_the_longest_may_still_be_waiting(floor: Floor) -> None:
    floor.call(wait=10)
    floor.call(wait=200, outcome="waiting")
    row = floor.row("wait_time")
    assert (row["longest_s"], row["p95_s"]) == (200.0, 10.0)


@pytest.mark.parametrize(
    ("waits", "p50", "p90", "p95"),
    [
        ([7], 7, 7, 7),
        ([1, 2], 1, 2, 2),  # rank 1 of 2, not the 1.5 between
        ([5, 1, 3], 3, 5, 5),
        (list(range(1, 11)), 5, 9, 10),  # ranks 5, 9, 9.5 -> 10
        (list(range(1, 21)), 10, 18, 19),
        ([4, 4, 4, 4, 4, 4, 4, 4, 4, 99], 4, 4, 99),
    ],
)
def test_percentiles_are_the_nearest_rank(
    floor: Floor, waits: list[int], p50: int, p90: int, p95: int
) -> None:
    for wait in waits:
        floor.call(wait=wait)
        floor.call(wait=1, outcome="abandoned")  # percentiles are of answered waits
    for queue in ("support", None):
        row = floor.row("wait_time", queue)
        assert (row["p50_s"], row["p90_s"], row["p95_s"]) == (p50, p90, p95)


def test_the_row_for_all_ranks_all_waits_and_not_the_queues_percentiles(floor: Floor) -> None:
    for wait in (1, 2, 3, 4):
        floor.call("sales", wait=wait)
    floor.call("support", wait=100)
    total = floor.row("wait_time", None)
    assert (total["p50_s"], total["p90_s"], total["asa_s"]) == (3.0, 100.0, 22.0)


def test_nothing_answered(floor: Floor) -> None:
    floor.call(wait=9, outcome="abandoned")
    row = floor.row("wait_time")
    assert (row["answered"], row["asa_s"], row["p50_s"], row["average_s"]) == (0, None, None, 9.0)


def test_no_calls_at_all(floor: Floor) -> None:
    row = floor.row("wait_time", None)
    assert (row["answered"], row["answered_wait_s"], row["asa_s"]) == (0, 0.0, None)
    assert (row["closed"], row["average_s"], row["longest_s"]) == (0, None, None)
