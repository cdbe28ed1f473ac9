"""The two queries on rows made by hand."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import Floor, pick

COUNTS = ("waiting", "completed", "completed_in_time", "abandoned", "abandoned_in_time")


@pytest.fixture
def floor() -> Floor:
    return Floor()


def event(floor: Floor, seq: int, s: int, what: str, *params: str, **of: str) -> None:
    """A line of the log; `of` names call_id, queue, agent and source."""
    padded: list[str | None] = [*params, *[None] * (5 - len(params))]
    line: dict[str, object] = dict.fromkeys(("call_id", "queue", "agent"), "NONE")
    line |= {"source": "pbx", **of}
    line |= dict(zip(("p1", "p2", "p3", "p4", "p5"), padded, strict=True))
    place = {"generation": 1, "position": seq, "seq": seq, "s": s, "event": what, "more": []}
    floor.rows["events"].append(line | place)


def test_what_counts_and_within_how_many_seconds(floor: Floor) -> None:
    floor.queue("support", threshold=20, memberdelay=1)
    floor.call("support", 10, 20, "answered")
    floor.call("support", 11, 21, "answered")  # 20 s before the memberdelay
    floor.call("support", 12, 22, "answered")
    floor.call("support", 13, 5, "talking")  # counted when it ends
    floor.call("support", 14, 20, "abandoned")
    floor.call("support", 15, 21, "abandoned")  # no memberdelay to take off
    for left_by in ("timeout", "empty", "withdrawn", "incompatible", "key"):
        floor.call("support", 16, 30, "overflowed", left_by=left_by)
    floor.call("support", 17, 0, "refused")
    floor.call("support", 18, 7, "waiting")
    floor.call("support", 19, 4, "waiting")
    floor.call("support", 20, None, "lost?")
    (row,) = floor.ask("asterisk_counters")
    assert pick([row], *COUNTS) == [(2, 3, 2, 6, 1)]
    assert row["longest_wait_s"] == 7
    assert row["perf"] == pytest.approx(2 / 3)
    assert row["perf2"] == pytest.approx(3 / 9)
    assert row["started_at"] is None
    assert floor.ask("asterisk_counters", threshold=22.0)[0]["completed_in_time"] == 3


def test_only_since_the_last_start_of_the_calls_own_system(floor: Floor) -> None:
    event(floor, 5, 50, "QUEUESTART", source="pbx")
    event(floor, 1, 1, "QUEUESTART", source="pbx-2")
    for seq in (4, 6):
        floor.call("support", 60, 5, "answered", source="pbx", seq=seq)
        floor.call("support", 60, 5, "answered", source="pbx-2", seq=seq)
    rows = floor.ask("asterisk_counters")
    assert pick(rows, "source", "queue", "completed") == [
        ("pbx", "support", 1),
        ("pbx-2", "support", 2),
    ]
    assert [row["started_at"].second for row in rows] == [50, 1]


def test_nothing_ended_is_no_share(floor: Floor) -> None:
    floor.call("support", 10, 5, "waiting")
    (row,) = floor.ask("asterisk_counters", queue="support")
    assert (row["perf"], row["perf2"]) == (None, None)
    assert floor.ask("asterisk_counters", queue="sales") == []


def test_moves_stand_in_the_order_of_the_log(floor: Floor) -> None:
    """Two answers and an end in one second: only the lines' places order them."""
    event(floor, 1, 0, "QUEUESTART")
    floor.call("support", 10, 5, "answered", talk=0, call_id="a", seq=2)
    floor.call("support", 11, 4, "answered", talk=60, call_id="b", seq=3)
    for seq, call_id, what in ((4, "b", "CONNECT"), (5, "a", "CONNECT"), (6, "a", "COMPLETEAGENT")):
        event(floor, seq, 15, what, call_id=call_id, queue="support", agent="Ana")
    event(floor, 7, 75, "COMPLETECALLER", call_id="b", queue="support", agent="Ana")
    rows = floor.ask("asterisk_moves", until=100)
    assert pick(rows, "move", "call_id", "s") == [
        ("started", "", 0), ("entered", "a", 10), ("entered", "b", 11), ("answered", "b", 15),
        ("answered", "a", 15), ("completed", "a", 15), ("completed", "b", 75),
    ]  # fmt: skip
    assert [row["talk_s"] for row in rows if row["move"] == "completed"] == [0, 60]


def test_answers_that_came_to_nothing(floor: Floor) -> None:
    floor.call("support", 10, 9, "abandoned", call_id="a", seq=1)
    event(floor, 2, 14, "AGENTDUMP", call_id="a", queue="support", agent="Ana")
    event(floor, 3, 19, "ABANDON", "1", "1", "9", call_id="a", queue="support", agent="Ben")
    floor.call("support", 20, 3, "abandoned", call_id="b", seq=4)
    event(floor, 5, 23, "ABANDON", "1", "1", "3", call_id="b", queue="support")
    rows = [row for row in floor.ask("asterisk_moves", until=100) if row["move"] != "entered"]
    assert pick(rows, "move", "call_id", "wait_s", "was_answered") == [
        ("dropped", "a", 4, True), ("gone", "a", 9, True), ("gone", "b", 3, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "removed"),
    [
        ([("out", 20, None, "support")], True),
        ([("out", 20, 30, "support"), ("in", 30, None, "support")], False),
        ([("out", 20, None, "sales")], False),
        ([("out", 20, None, "support"), ("in", 0, None, "sales")], False),
        ([("out", 20, None, "support"), ("in", 0, 25, "sales")], True),
        ([("out", 80, None, "support")], False),
    ],
    ids=[
        "removed",
        "added again",
        "elsewhere",
        "still in another",
        "once in another",
        "afterwards",
    ],
)
def test_a_member_in_no_queue_at_the_end(
    floor: Floor, spans: list[tuple[str, int, int | None, str]], removed: bool
) -> None:
    floor.call("support", 10, 5, "answered", talk=45, agent="Ana")  # ends at 60
    for state, s, end, queue in spans:
        floor.span("Ana", state, s, end, queue=queue)
    (row,) = [row for row in floor.ask("asterisk_moves", until=100) if row["move"] == "completed"]
    assert row["was_removed"] is removed


def test_outbound_calls(floor: Floor) -> None:
    event(floor, 1, 10, "OUTCALL", "ANSWER", "30", queue="support", agent="Ana")
    event(floor, 2, 11, "OUTCALL", "NOANSWER", "0", queue="support", agent="Ana")
    rows = floor.ask("asterisk_moves", until=100, queue="support")
    assert pick(rows, "move", "talk_s") == [("outcall", 30), ("outcall", None)]
