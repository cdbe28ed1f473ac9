"""Finding calls, a customer's story and a follow-up's history."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import DAY, Floor, pick


@pytest.fixture
def some(floor: Floor) -> Floor:
    floor.call(s=10, wait=5, call_id="a", caller="0301111", agent="Ana")
    floor.call("sales", s=20, wait=60, call_id="b", caller="0302111", outcome="abandoned")
    floor.call(s=30, wait=90, call_id="c", caller="anonymous", outcome="talking", agent="Ben")
    floor.call(s=40, wait=None, call_id="d", caller="0304444", outcome="lost?")
    floor.call("sales", s=40, wait=7, call_id="a", caller="0301111", outcome="overflowed")
    return floor


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "adcba"),
        ({"number": "0302111"}, "b"),
        ({"number": "111"}, "aba"),
        ({"agent": "Ben"}, "c"),
        ({"queue": "sales"}, "ab"),
        ({"since": 20, "until": 40}, "cb"),
        ({"outcome": "answered"}, "ca"),
        ({"outcome": "lost"}, "d"),
        ({"outcome": "abandoned"}, "b"),
        ({"least_wait_s": 60}, "cb"),
        ({"most_wait_s": 7}, "aa"),
        ({"least_wait_s": 7, "most_wait_s": 60, "queue": "sales"}, "ab"),
        ({"call_id": "a"}, "aa"),
        ({"number": "0309999"}, ""),
    ],
)  # fmt: skip
def test_what_picks_calls_out(some: Floor, asked: dict[str, object], found: str) -> None:
    ids = "".join(str(row["call_id"]) for row in some.ask("find_calls", **asked))
    assert ids == found


def test_a_customers_story(floor: Floor) -> None:
    floor.call(s=100, wait=10, talk=50, call_id="a")
    floor.call("sales", s=160, wait=5, talk=40, call_id="a")
    floor.call(s=7 * DAY + 205, wait=30, outcome="abandoned", call_id="b")
    floor.call(s=15 * DAY, wait=30, outcome="abandoned", call_id="c")
    floor.call(s=300, caller="0309999")
    floor.owe(120, due=500, owner="Ben", title="form", call_id="a")
    floor.owe(400, "done")
    rows = floor.ask("customer_story", customer="0301234")
    names = ("what", "id", "outcome", "queue", "agent", "since_last_s", "is_repeat", "title")
    assert pick(rows, *names) == [
        ("contact", "c", "abandoned", "support", None, 8 * DAY - 235, False, None),
        ("contact", "b", "abandoned", "support", None, 7 * DAY, True, None),
        ("promise", "F1", "done", "support", "Ben", None, None, "form"),
        ("contact", "a", "answered", "sales", "Ana", None, False, None),
    ]
    assert floor.ask("customer_story", customer="030") == []


def test_the_history_of_a_follow_up(floor: Floor) -> None:
    floor.owe(100, owner="Ana")
    floor.owe(200, "assign", owner="")
    floor.owe(300, "snooze", due=900)
    floor.owe(300, "done", note="told them")
    floor.owe(50, id="F2")
    rows = floor.ask("follow_up_acts", id="F1")
    assert pick(rows, "action", "owner", "note", "written_by") == [
        ("open", "Ana", None, "ana"), ("assign", "nobody", None, "ana"),
        ("snooze", None, None, "ana"), ("done", None, "told them", "ana"),
    ]  # fmt: skip
    assert rows[2]["due_at"].minute == 15
    assert floor.ask("follow_up_acts", id="F1", source="desk") == []


def test_a_part_of_a_name_is_enough(some: Floor) -> None:
    assert [row["call_id"] for row in some.ask("find_calls", agent_has="AN")] == ["a"]
    assert [row["call_id"] for row in some.ask("find_calls", queue_has="ALE")] == ["a", "b"]
    assert some.ask("find_calls", queue_has="%") == []


def test_the_events_of_a_call_are_its_lines(floor: Floor) -> None:
    for position, s, call_id, event, said in (
        (7, 60, "c1", "CONNECT", {"agent": "Ana", "p1": "12", "p2": "c9", "p3": "3"}),
        (3, 60, "c1", "ENTERQUEUE", {"p1": "", "p2": "0301234", "p3": "1"}),
        (9, 90, "c1", "ODD", {"p5": "e", "more": ["f", "g"]}),
        (8, 70, "c2", "ABANDON", {"p1": "1"}),
        (1, -1, "c1", "DID", {"p1": "100"}),
    ):
        floor.event(position, s, call_id, event, **said)
    rows = floor.ask("call_events", call_id="c1")
    assert pick(rows, "position", "event", "line") == [
        (3, "ENTERQUEUE", "60|c1|support|NONE|ENTERQUEUE||0301234|1"),
        (7, "CONNECT", "60|c1|support|Ana|CONNECT|12|c9|3"),
        (9, "ODD", "90|c1|support|NONE|ODD|||||e|f|g"),
    ]
    assert floor.ask("call_events", call_id="c1", source="other") == []
