"""How fast the budget burns."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import Floor

NOW = 10_000


def test_at_one_the_target_is_just_met(floor: Floor) -> None:
    floor.call(s=NOW - 60, wait=10, times=8)
    floor.call(s=NOW - 60, wait=30, times=2)
    row = floor.row("burn_rate", as_of=NOW)
    assert (row["missed_5"], row["counted_5"], row["burn_5"]) == (2, 10, 1.0)
    assert (row["missed_30"], row["counted_30"], row["burn_30"]) == (2, 10, 1.0)


def test_two_windows(floor: Floor) -> None:
    floor.call(s=NOW - 60, wait=30)
    floor.call(s=NOW - 1000, wait=10, times=3)
    row = floor.row("burn_rate", as_of=NOW)
    assert row["burn_5"] == pytest.approx(5.0)
    assert row["burn_30"] == pytest.approx(1.25)


def test_windows_are_half_open_and_have_lengths_of_their_own(floor: Floor) -> None:
    for ago in (0, 1, 300, 301, 1800, 1801):
        floor.call(s=NOW - ago)
    row = floor.row("burn_rate", as_of=NOW)
    assert (row["counted_5"], row["counted_30"]) == (2, 4)
    row = floor.row("burn_rate", as_of=NOW, short_s=301, long_s=1801)
    assert (row["counted_5"], row["counted_30"]) == (3, 5)
    row = floor.row("burn_rate", as_of=NOW, short_s=None, long_s=None)
    assert (row["counted_5"], row["counted_30"]) == (2, 4)


def test_short_abandons_lost_and_patiently_waiting_calls_burn_nothing(floor: Floor) -> None:
    floor.call(s=NOW - 10, wait=5, outcome="abandoned")
    floor.call(s=NOW - 10, wait=20, outcome="waiting")
    floor.lost(NOW - 10, NOW - 5)
    assert [row["queue"] for row in floor.ask("burn_rate", as_of=NOW)] == [None]
    floor.call(s=NOW - 30, wait=21, outcome="waiting")
    assert floor.row("burn_rate", as_of=NOW)["missed_5"] == 1


def test_nothing_counted_and_nothing_allowed_are_null(floor: Floor) -> None:
    floor.queue(target=1)
    floor.call(s=NOW - 600, wait=30)
    row = floor.row("burn_rate", as_of=NOW)
    assert (row["counted_5"], row["burn_5"]) == (0, None)
    assert (row["missed_30"], row["burn_30"]) == (1, None)


def test_all_queues_hold_their_misses_against_what_all_may_miss(floor: Floor) -> None:
    floor.queue("sales", target=0.5, threshold=60)
    floor.call("sales", s=NOW - 10, wait=61, times=2)  # 1 of 2 may miss
    floor.call("sales", s=NOW - 10, wait=60, times=0)
    floor.call("support", s=NOW - 10, wait=1, times=5)  # 1 of 5 may
    total = floor.row("burn_rate", None, as_of=NOW)
    assert (total["missed_5"], total["counted_5"], total["burn_5"]) == (2, 7, 1.0)
    assert total["target"] is None
    assert floor.row("burn_rate", "sales", as_of=NOW, threshold=61)["burn_5"] == 0.0
