"""What became of the calls, and the rate of those that overflowed."""

from __future__ import annotations

from tests.queries.busy import busy
from tests.queries.hand_made import Floor, pick


def test_every_ending_has_its_column(floor: Floor) -> None:
    floor.call(times=4)
    floor.call(outcome="talking", times=2)
    floor.call(outcome="waiting")
    floor.call(wait=5, outcome="abandoned")
    floor.call(wait=6, outcome="abandoned", times=2)
    for reason, times in (("timeout", 3), ("empty", 1), ("key", 2), ("withdrawn", 4)):
        floor.call(outcome="overflowed", left_by=reason, times=times)
    floor.call(outcome="overflowed", left_by="incompatible")
    floor.call(outcome="refused", times=7)
    floor.lost()
    floor.lost(answer=20)
    floor.call(wait=None, outcome="lost?")
    expected = {
        "entered": 24,
        "offered": 21,
        "answered": 6,
        "talking": 2,
        "waiting": 1,
        "abandoned": 3,
        "short_abandoned": 1,
        "overflowed": 11,
        "by_timeout": 3,
        "by_empty": 1,
        "by_key": 2,
        "by_withdrawal": 4,
        "by_incompatible": 1,
        "lost": 3,
        "refused": 7,
    }
    assert floor.ask("outcomes") == [{"queue": "support", **expected}, {"queue": None, **expected}]


def test_offered_is_entered_without_the_lost_and_its_parts() -> None:
    for row in busy(seed=9).ask("outcomes"):
        parts = row["answered"] + row["waiting"] + row["abandoned"] + row["overflowed"]
        assert row["offered"] == row["entered"] - row["lost"] == parts


def test_no_calls_are_zeros(floor: Floor) -> None:
    row = floor.row("outcomes", None)
    assert {value for name, value in row.items() if name != "queue"} == {0}


def test_overflow_is_a_rate_of_its_own(floor: Floor) -> None:
    floor.call(times=2)
    floor.call(wait=1, outcome="abandoned")
    floor.call(outcome="overflowed", left_by="key")
    floor.call(outcome="waiting", times=5)
    floor.call(outcome="refused")
    floor.lost()
    floor.call("sales", outcome="waiting")
    assert pick(floor.ask("overflow"), "queue", "numerator", "denominator", "value") == [
        ("sales", 0, 0, None),
        ("support", 1, 4, 0.25),
        (None, 1, 4, 0.25),
    ]
