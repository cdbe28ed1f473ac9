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
        "wait_s": 187.0, "call_id": "17.1", "times": 1,
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


def test_how_often_a_number_has_given_up_today(floor: Floor) -> None:
    floor.call(s=-60, wait=30, outcome="abandoned", caller="0309021")  # yesterday
    floor.call(s=-10, wait=30, outcome="abandoned", caller="0309021")  # over at 20: today
    floor.call("sales", s=100, wait=5, outcome="abandoned", caller="0309021")
    floor.call(s=200, wait=5, outcome="overflowed", left_by="timeout", caller="0309021")
    floor.call(s=300, wait=5, outcome="abandoned", caller="0308832")
    floor.call(s=400, wait=5, outcome="abandoned", caller="0309021")
    floor.call(s=500, wait=5, outcome="abandoned", caller="anonymous")
    floor.call(s=600, wait=5, outcome="abandoned", caller="anonymous")
    floor.call(s=700, wait=5, outcome="abandoned", caller=None)
    assert pick(floor.ask("happenings_now"), "s", "times") == [
        (705, None), (605, None), (505, None), (405, 3), (305, 1), (205, None), (105, 2), (20, 1),
    ]  # fmt: skip
