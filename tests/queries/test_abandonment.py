"""Abandonment and the list of who gave up."""

from __future__ import annotations

from datetime import datetime

from tests.queries.hand_made import Floor, pick


def test_short_ones_are_in_neither_part(floor: Floor) -> None:
    floor.call(wait=10, times=5)
    floor.call(wait=10, outcome="talking")
    floor.call(wait=5, outcome="abandoned", times=2)  # short
    floor.call(wait=6, outcome="abandoned", times=2)
    floor.call(wait=60, outcome="overflowed", left_by="timeout", times=2)
    floor.call(wait=90, outcome="waiting", times=4)  # nothing yet
    floor.call(wait=0, outcome="refused")
    floor.lost()
    assert floor.row("abandonment") == {
        "queue": "support",
        "numerator": 2,
        "denominator": 10,
        "value": 0.2,
        "short_abandoned": 2,
    }


def test_only_short_ones_and_nothing_are_null(floor: Floor) -> None:
    floor.call(wait=1, outcome="abandoned")
    row = floor.row("abandonment")
    assert (row["numerator"], row["denominator"], row["value"]) == (0, 0, None)
    assert floor.row("abandonment", None, since=5000)["value"] is None


def test_each_queue_has_its_own_short_limit(floor: Floor) -> None:
    floor.queue("sales", short=0)
    floor.call("sales", wait=1, outcome="abandoned")
    floor.call("support", wait=1, outcome="abandoned")
    floor.call("support", wait=1)
    rows = floor.ask("abandonment")
    assert pick(rows, "queue", "numerator", "denominator", "value", "short_abandoned") == [
        ("sales", 1, 1, 1.0, 0),
        ("support", 0, 1, 0.0, 1),
        (None, 1, 2, 0.5, 1),
    ]


def test_who_gave_up_when_and_after_how_long(floor: Floor) -> None:
    floor.call(s=300, wait=40, outcome="abandoned", caller="0309021", call_id="17.1")
    floor.call(s=100, wait=5, outcome="abandoned", caller=None, call_id="17.2")
    floor.call(s=200, wait=40)
    floor.call("sales", s=100, wait=6, outcome="abandoned", call_id="17.3")
    rows = floor.ask("abandoned_calls")
    assert pick(rows, "call_id", "queue", "caller", "wait_s", "is_short") == [
        ("17.2", "support", None, 5.0, True),
        ("17.3", "sales", "0301234", 6.0, False),
        ("17.1", "support", "0309021", 40.0, False),
    ]
    assert rows[2]["offered_at"] == datetime(1970, 1, 1, 0, 5)
    assert rows[2]["ended_at"] == datetime(1970, 1, 1, 0, 5, 40)
    assert (rows[2]["threshold_s"], rows[2]["source"]) == (20.0, "pbx")
    assert len(floor.ask("abandoned_calls", queue="sales")) == 1
