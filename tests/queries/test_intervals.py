"""The interval table."""

from __future__ import annotations

from datetime import datetime

from tests.queries.busy import busy
from tests.queries.hand_made import Floor, only, pick


def test_one_row_a_queue_and_interval_and_one_for_all(floor: Floor) -> None:
    floor.call(s=100, wait=10)
    floor.call(s=200, wait=40, outcome="talking")
    floor.call(s=300, wait=4, outcome="abandoned")
    floor.call(s=400, wait=30, outcome="abandoned")
    floor.call(s=500, wait=30, outcome="overflowed", left_by="timeout")
    floor.call(s=600, wait=3, outcome="waiting")
    floor.call(s=650, wait=0, outcome="refused")
    floor.lost(700, 800)
    floor.call("sales", s=1900, wait=7)
    rows = floor.ask("intervals", interval_s=1800)
    expected = {
        "queue": "support",
        "interval_at": datetime(1970, 1, 1),
        "offered": 6,  # the waiting one too; not the lost, not the refused
        "answered": 2,
        "in_time": 1,
        "abandoned": 2,
        "short_abandoned": 1,
        "overflowed": 1,
        "lost": 1,
        "formula": "standard",
        "threshold_s": 20.0,
        "numerator": 1,
        "denominator": 4,
        "value": 0.25,
        "answered_wait_s": 50.0,
        "asa_s": 25.0,
    }
    assert rows[:2] == [expected, {**expected, "queue": None}]
    assert pick(rows[2:], "queue", "offered", "asa_s") == [("sales", 1, 7.0), (None, 1, 7.0)]


def test_nobody_answered_is_no_average(floor: Floor) -> None:
    floor.call(wait=30, outcome="abandoned")
    row = only(floor.ask("intervals")[:1])
    assert (row["answered_wait_s"], row["asa_s"], row["value"]) == (0.0, None, 0.0)


def test_intervals_sum_to_the_outcomes_and_the_waits_of_the_period() -> None:
    floor = busy(seed=6)
    rows = floor.ask("intervals")
    for whole in floor.ask("outcomes"):
        mine = [r for r in rows if r["queue"] == whole["queue"]]
        for column in ("offered", "answered", "abandoned", "short_abandoned", "overflowed", "lost"):
            assert sum(r[column] for r in mine) == whole[column], column
        waits = floor.row("wait_time", whole["queue"])
        assert sum(r["answered_wait_s"] for r in mine) == waits["answered_wait_s"]
