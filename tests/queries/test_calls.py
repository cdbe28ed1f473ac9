"""The list of calls."""

from __future__ import annotations

from datetime import datetime

from tests.queries.hand_made import Floor, pick


def test_all_columns_of_a_call(floor: Floor) -> None:
    floor.call(
        s=60, wait=12, talk=48, call_id="17.1", ended_by="transfer", transfer="blind",
        transferred_to="8001",
    )  # fmt: skip
    assert floor.ask("calls") == [
        {
            "call_id": "17.1",
            "visit": 1,
            "queue": "support",
            "caller": "0301234",
            "offered_at": datetime(1970, 1, 1, 0, 1),
            "answered_at": datetime(1970, 1, 1, 0, 1, 12),
            "ended_at": datetime(1970, 1, 1, 0, 2),
            "wait_s": 12.0,
            "talk_s": 48.0,
            "outcome": "answered",
            "ended_by": "transfer",
            "left_by": None,
            "agent": "Ana",
            "transferred_to": "8001",
            "source": "pbx",
        }
    ]


def test_visits_count_over_the_whole_log_for_each_system_call_and_queue(floor: Floor) -> None:
    floor.call(s=10, call_id="17.1")
    floor.call("sales", s=20, call_id="17.1")
    floor.call(s=100, call_id="17.1")
    floor.call(s=110, call_id="17.1", source="pbx-2")
    floor.call(s=120, call_id="17.1")
    rows = floor.ask("calls", since=100)
    assert pick(rows, "source", "queue", "visit") == [
        ("pbx", "support", 2),
        ("pbx-2", "support", 1),
        ("pbx", "support", 3),
    ]
    assert pick(floor.ask("calls", queue="sales"), "queue", "visit") == [("sales", 1)]


def test_the_log_decides_the_order_of_visits_when_the_clock_steps_back(floor: Floor) -> None:
    floor.call(s=200, call_id="17.1", seq=1)
    floor.call(s=150, call_id="17.1", seq=2)
    floor.call(s=150, call_id="17.2", seq=3)
    rows = floor.ask("calls")
    assert pick(rows, "call_id", "visit") == [("17.1", 2), ("17.2", 1), ("17.1", 1)]
