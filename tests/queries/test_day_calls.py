"""The calls of a day, the worst first."""

from __future__ import annotations

from tests.queries.hand_made import Floor, pick


def test_the_worst_first(floor: Floor) -> None:
    floor.call(s=10, wait=4, outcome="abandoned", call_id="short")
    floor.call(s=20, wait=20, call_id="in time")
    floor.call(s=30, wait=21, call_id="late")
    floor.call(s=40, wait=90, outcome="waiting", call_id="waits")
    floor.call(s=50, wait=6, outcome="abandoned", call_id="gave up")
    floor.call(s=60, wait=300, outcome="overflowed", left_by="timeout", call_id="timed out")
    floor.call(s=70, wait=None, outcome="lost?", call_id="lost")
    floor.call(s=80, wait=0, outcome="refused", call_id="refused")
    floor.call(s=90, wait=3, outcome="talking", call_id="talks")
    rows = floor.ask("day_calls")
    assert pick(rows, "call_id", "rank") == [
        ("lost", 1), ("timed out", 1), ("gave up", 1), ("waits", 2), ("late", 2), ("in time", 3),
        ("short", 3), ("talks", 3),
    ]  # fmt: skip
    assert {row["found"] for row in rows} == {8}
    assert rows[5] == {
        "s": 20, "call_id": "in time", "queue": "support", "caller": "0301234",
        "outcome": "answered", "left_by": None, "wait_s": 20.0, "talk_s": 60.0, "agent": "Ana",
        "end_s": 100, "threshold_s": 20.0, "is_short": False, "rank": 3, "found": 8,
    }  # fmt: skip
    few = floor.ask("day_calls", limit=2)
    assert pick(few, "call_id", "found") == [("lost", 8), ("timed out", 8)]


def test_of_one_queue_one_agent_one_quarter(floor: Floor) -> None:
    floor.call("sales", s=100, call_id="a", agent="Ben")
    floor.call(s=100, call_id="b", agent="Ben")
    floor.call(s=100, call_id="c")
    floor.call(s=900, call_id="d", agent="Ben")
    assert pick(floor.ask("day_calls", queue="sales"), "call_id") == [("a",)]
    assert pick(floor.ask("day_calls", agent="Ben"), "call_id") == [("a",), ("b",), ("d",)]
    within = floor.ask("day_calls", since=100, until=900, agent="Ben", queue="support")
    assert pick(within, "call_id") == [("b",)]
