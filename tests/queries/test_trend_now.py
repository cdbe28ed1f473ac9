"""Today's service level by quarter of an hour."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.queries.busy import busy
from tests.queries.hand_made import Floor, pick
from tests.queries.test_queues_now import FORMULAS

EPOCH = datetime(1970, 1, 1)


def test_quarters_by_hand(floor: Floor) -> None:
    floor.call(s=0, wait=10)
    floor.call(s=899, wait=21)
    floor.call(s=900, wait=20, outcome="waiting")  # not counted yet: no row
    floor.call(s=1800, wait=5, outcome="abandoned")  # short: no row
    floor.call("sales", s=2700, wait=20)
    floor.call("sales", s=5000, wait=20)
    assert pick(floor.ask("trend_now", until=3600), "queue", "s", "numerator", "denominator") == [
        ("sales", 2700, 1, 1),
        ("support", 0, 1, 2),
    ]


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_quarters_are_those_of_the_metric(formula: str) -> None:
    floor = busy(seed=17, formula=formula)
    rows = [
        (r["queue"], (r["interval_at"] - EPOCH).total_seconds(), r["numerator"], r["denominator"])
        for r in floor.ask("service_level_intervals")
        if r["queue"] is not None and r["denominator"] > 0
    ]
    found = pick(floor.ask("trend_now"), "queue", "s", "numerator", "denominator")
    assert len(found) > 10
    assert found == sorted(rows)
