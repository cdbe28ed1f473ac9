"""What has just gone wrong."""

from __future__ import annotations

from tests.queries.hand_made import Floor, pick


def test_the_newest_first_by_when_they_ended(floor: Floor) -> None:
    floor.call(s=1000, wait=187, outcome="abandoned", call_id="17.1", caller="0309021")
    floor.call("sales", s=1100, wait=20, outcome="overflowed", left_by="timeout", call_id="17.2")
    floor.call(s=1180, wait=0, outcome="refused", call_id="17.3")
    floor.call(s=1150, wait=None, outcome="lost?", call_id="17.4")
    floor.lost(900, 1160)
    floor.call(s=1000, wait=5)
    floor.call(s=1000, wait=5, outcome="waiting")
    rows = floor.ask("happenings_now")
    assert rows[0] == {
        "s": 1187, "kind": "abandoned", "queue": "support", "caller": "0309021",
        "wait_s": 187.0, "call_id": "17.1",
    }  # fmt: skip
    assert pick(rows, "s", "kind", "call_id") == [
        (1187, "abandoned", "17.1"),
        (1180, "refused", "17.3"),
        (1160, "lost", "c5"),
        (1150, "lost", "17.4"),
        (1120, "overflowed", "17.2"),
    ]
    assert pick(floor.ask("happenings_now", limit=2), "call_id") == [("17.1",), ("17.3",)]


def test_since_is_when_it_ended_not_when_it_was_offered(floor: Floor) -> None:
    floor.call(s=950, wait=60, outcome="abandoned")
    floor.call(s=950, wait=40, outcome="abandoned")
    assert pick(floor.ask("happenings_now", since=1000), "s") == [(1010,)]
