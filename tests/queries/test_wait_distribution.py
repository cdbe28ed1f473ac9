"""How many calls waited how long."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import Floor, pick

KINDS = ("answered", "abandoned", "overflowed", "waiting")


def filled(floor: Floor, **params: object) -> list[tuple[object, ...]]:
    """The steps that have a call: from, until, and the four counts."""
    rows = floor.ask("wait_distribution", **params)
    return [r for r in pick(rows, "from_s", "until_s", *KINDS) if any(r[2:])]


def test_steps_are_quarters_of_the_threshold_and_their_upper_edge_is_inside(floor: Floor) -> None:
    for wait in (0, 5, 5.5, 20, 21, 60, 61, 120, 121):
        floor.call(wait=wait)
    assert filled(floor) == [
        (0, 5, 2, 0, 0, 0),
        (5, 10, 1, 0, 0, 0),
        (15, 20, 1, 0, 0, 0),
        (20, 25, 1, 0, 0, 0),
        (55, 60, 1, 0, 0, 0),
        (60, 120, 2, 0, 0, 0),
        (120, None, 1, 0, 0, 0),
    ]
    rows = floor.ask("wait_distribution")
    assert len(rows) == 14  # those without a call too
    assert {row["threshold_s"] for row in rows} == {20.0}


@pytest.mark.parametrize(
    ("threshold", "step"), [(20, 5), (30, 10), (6, 2), (10, 2), (14, 7), (7, 7), (1, 1), (0, 1)]
)
def test_the_threshold_is_an_edge_and_steps_are_whole_seconds(
    floor: Floor, threshold: int, step: int
) -> None:
    floor.queue(threshold=threshold)
    rows = floor.ask("wait_distribution")
    assert (rows[0]["from_s"], rows[0]["until_s"]) == (0, step)
    assert (threshold or 1) in [row["until_s"] for row in rows]
    assert [row["from_s"] for row in rows[1:]] == [row["until_s"] for row in rows[:-1]]


def test_each_outcome_is_counted_and_lost_and_refused_are_not(floor: Floor) -> None:
    floor.call(wait=3)
    floor.call(wait=3, outcome="talking")
    floor.call(wait=3, outcome="abandoned")
    floor.call(wait=3, outcome="overflowed", left_by="key")
    floor.call(wait=3, outcome="waiting", times=2)
    floor.call(wait=None, outcome="lost?")
    floor.call(wait=0, outcome="refused")
    floor.lost()
    assert filled(floor) == [(0, 5, 2, 1, 1, 2)]


def test_each_queue_has_steps_of_its_own_and_the_period_is_half_open(floor: Floor) -> None:
    floor.queue("sales", threshold=30)
    floor.call("sales", s=100, wait=12)
    floor.call(s=100, wait=12)
    floor.call(s=200, wait=12)
    assert filled(floor, since=100, until=200) == [(10, 20, 1, 0, 0, 0), (10, 15, 1, 0, 0, 0)]
    assert filled(floor, queue="sales") == [(10, 20, 1, 0, 0, 0)]
    assert filled(floor, queue="sales", threshold=8) == [(10, 12, 1, 0, 0, 0)]
