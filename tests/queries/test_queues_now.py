"""One row a queue, and the same numbers as the metrics give."""

from __future__ import annotations

from typing import Any

import pytest

from tests.queries.busy import busy
from tests.queries.hand_made import DAY, Floor, only, pick

NOW = 30_000
FORMULAS = ("standard", "negative", "ignore", "positive", "answered", "asterisk", "asterisk2")


def now(floor: Floor, queue: str = "support", **params: object) -> dict[str, Any]:
    asked = {"since": 0, "until": DAY, "as_of": NOW} | params
    return only(row for row in floor.ask("queues_now", **asked) if row["queue"] == queue)


def test_a_queue_without_a_call_has_a_row(floor: Floor) -> None:
    floor.queue("night", threshold=30, target=0.9, formula="ignore")
    assert now(floor, "night") == {
        "queue": "night", "waiting": 0, "oldest_s": None, "threshold_s": 30.0, "target": 0.9,
        "formula": "ignore", "numerator": 0, "denominator": 0, "offered": 0, "answered": 0,
        "abandoned": 0, "abandoned_of": 0, "overflowed": 0, "lost": 0, "asa_s": None,
        "budget_left": None, "burn_5": None, "burn_30": None,
    }  # fmt: skip


def test_a_day_by_hand(floor: Floor) -> None:
    floor.call(s=1000, wait=10, times=6)
    floor.call(s=1000, wait=40, outcome="talking")
    floor.call(s=2000, wait=5, outcome="abandoned")  # short
    floor.call(s=2000, wait=50, outcome="abandoned")
    floor.call(s=3000, wait=60, outcome="overflowed", left_by="key")
    floor.call(s=NOW - 100, wait=100, outcome="waiting")
    floor.call(s=NOW - 4, wait=4, outcome="waiting")
    floor.lost(4000, 4100)
    assert now(floor) == {
        "queue": "support", "waiting": 2, "oldest_s": NOW - 100, "threshold_s": 20.0,
        "target": 0.8, "formula": "standard", "numerator": 6, "denominator": 10, "offered": 12,
        "answered": 7, "abandoned": 1, "abandoned_of": 9, "overflowed": 1, "lost": 1,
        "asa_s": 100 / 7, "budget_left": -2.0, "burn_5": 5.0, "burn_30": 5.0,
    }  # fmt: skip


def test_a_caller_who_waits_across_midnight_waits_but_is_not_of_today(floor: Floor) -> None:
    floor.call(s=-30, wait=90, outcome="waiting")
    floor.call(s=-40, wait=100)
    row = now(floor, as_of=60)
    assert (row["waiting"], row["oldest_s"]) == (1, -30)
    assert (row["offered"], row["denominator"], row["asa_s"]) == (0, 0, None)
    assert row["burn_5"] == pytest.approx(5.0)  # the last five minutes know no midnight


def test_calls_after_the_period_are_not_of_today_either(floor: Floor) -> None:
    floor.call(s=499)
    floor.call(s=500)
    assert now(floor, until=500, as_of=500)["offered"] == 1


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_numbers_are_those_of_the_metrics(formula: str) -> None:
    floor = busy(seed=13, formula=formula)
    as_of = 7000
    # Who waits since yesterday waits now, but is in no metric of today.
    floor.rows["calls"] = [
        c for c in floor.rows["calls"] if c["outcome"] != "waiting" or c["s"] >= 0
    ]
    found = {r["queue"]: r for r in floor.ask("queues_now", as_of=as_of)}
    assert list(found) == ["billing", "closed", "sales", "support"]
    others = {
        "service_level": ("numerator", "denominator", "threshold_s", "formula"),
        "outcomes": ("waiting", "offered", "answered", "overflowed", "lost"),
        "wait_time": ("asa_s",),
        "error_budget": ("budget_left", "target"),
    }
    for name, columns in others.items():
        rows = [r for r in floor.ask(name) if r["queue"] is not None]
        assert len(rows) == 3
        for row in rows:
            mine = found[row["queue"]]
            assert {c: mine[c] for c in columns} == {c: row[c] for c in columns}, name
    for row in floor.ask("abandonment")[:-1]:
        mine = found[row["queue"]]
        assert (mine["abandoned"], mine["abandoned_of"]) == (row["numerator"], row["denominator"])
    burning = floor.ask("burn_rate", as_of=as_of)[:-1]
    assert pick(burning, "queue", "burn_5", "burn_30") == [
        (r["queue"], found[r["queue"]]["burn_5"], found[r["queue"]]["burn_30"]) for r in burning
    ]
