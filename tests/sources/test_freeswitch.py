"""FreeSWITCH's mod_callcenter: events of a call and of agents, records of legs, a real event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from ops.sources.events import Rows
from ops.sources.freeswitch import FreeSwitch
from tests.store.conftest import Shop

KIND = FreeSwitch()
T = 1_800_000_000


def event(action: str, at: int, **others: str) -> dict[str, str]:
    said = {"CC-Action": action, "CC-Queue": "support@default", "CC-Member-UUID": "m1"}
    said |= {"CC-Member-Session-UUID": "s1", "CC-Member-CID-Number": "030123"}
    said |= {"Event-Date-Timestamp": f"{T + at}000000"}
    return said | {name.replace("_", "-"): value for name, value in others.items()}


ENTERED = event("member-queue-start", 0)
RANG = event(
    "bridge-agent-fail", 9, CC_Agent="1002", CC_Agent_Called_Time=str(T + 2),
    CC_Agent_Aborted_Time=str(T + 9),
)  # fmt: skip
ANSWERED = event(
    "bridge-agent-start", 15, CC_Agent="1001", CC_Member_Joined_Time=str(T),
    CC_Agent_Called_Time=str(T + 10), CC_Agent_Answered_Time=str(T + 15),
)  # fmt: skip
ENDED = event(
    "member-queue-end", 75, CC_Cause="Terminated", CC_Agent="1001",
    CC_Member_Joined_Time=str(T), CC_Agent_Called_Time=str(T + 10),
    CC_Agent_Answered_Time=str(T + 15), CC_Member_Leaving_Time=str(T + 75),
)  # fmt: skip


def gone(reason: str) -> dict[str, str]:
    return event(
        "member-queue-end", 40, CC_Cause="Cancel", CC_Cancel_Reason=reason,
        CC_Member_Joined_Time=str(T), CC_Member_Leaving_Time=str(T + 40),
    )  # fmt: skip


def lines(*events: object) -> bytes:
    return b"".join(msgspec.json.encode(each) + b"\n" for each in events)


def decode(*events: object) -> Rows:
    return KIND.decode(lines(*events), 1, 0)


def test_the_end_alone_tells_the_whole_call() -> None:
    rows = decode(ENDED)
    assert (rows.event, rows.call_id, rows.queue) == (["CALLEND"], ["s1"], ["support@default"])
    assert (rows.s, rows.agent, rows.p1) == ([T], ["1001"], ["030123"])
    assert rows.p3 == [f"|{T + 15}|{T + 75}|15|60|||5"]
    assert rows.p4 == ["0|m1"]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("NONE", "abandoned||||"),
        ("TIMEOUT", "overflowed||timeout||"),
        ("NO_AGENT_TIMEOUT", "overflowed||empty||"),
        ("BREAK_OUT", "abandoned||||"),
        ("EXIT_WITH_KEY", "overflowed||key||"),
    ],
)
def test_how_a_caller_leaves_unanswered(reason: str, told: str) -> None:
    rows = decode(gone(reason))
    assert (rows.p2, rows.p3) == ([told], [f"||{T + 40}|40||||"])


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"Answer-State": "hangup", "Hangup-Cause": "NORMAL_CLEARING"}, "abandoned||||"),
        ({"Answer-State": "answered"}, "overflowed||withdrawn||"),
        ({"Answer-State": "hangup", "variable_cc_exit_key": "1"}, "overflowed||key||"),
        ({"Answer-State": "answered", "variable_cc_exit_key": ""}, "overflowed||withdrawn||"),
    ],
)
def test_whose_waiting_was_broken_off_has_mostly_hung_up(others: dict[str, str], told: str) -> None:
    assert decode(gone("BREAK_OUT") | others).p2 == [told]
    # other reasons say by themselves what became of it
    assert decode(gone("TIMEOUT") | others).p2 == ["overflowed||timeout||"]


@pytest.mark.parametrize(
    ("ended", "others", "told"),
    [
        (T + 40, {}, "abandoned||||"),
        (T + 41, {}, "abandoned||||"),
        (T + 90, {}, "overflowed||withdrawn||"),
        (T + 90, {"cc_exit_key": "1"}, "overflowed||key||"),
    ],
)
def test_a_leg_that_outlived_its_stay_was_taken_along(
    ended: int, others: dict[str, str], told: str
) -> None:
    variables = {
        "cc_side": "member", "cc_queue": "support@default", "cc_member_uuid": "m1", "uuid": "s1",
        "cc_queue_joined_epoch": str(T), "cc_queue_canceled_epoch": str(T + 40),
        "cc_cancel_reason": "BREAK_OUT", "end_epoch": str(ended),
    }  # fmt: skip
    rows = decode({"variables": variables | others})
    assert (rows.p2, rows.p3) == ([told], [f"||{T + 40}|40||||"])


def rows_of(shop: Shop, select: str) -> list[Any]:
    return shop.warehouse().cursor().execute(select).fetchall()


def test_a_resumed_call_is_one_call_and_live_until_it_ends(shop: Shop, tmp_path: Path) -> None:
    log = tmp_path / "events.json"
    log.write_bytes(lines(ENTERED, RANG))
    shop.load(log, kind_name="freeswitch-callcenter")
    open_calls = "SELECT outcome, agent FROM stored_calls"
    assert rows_of(shop, open_calls) == [("waiting", None)]
    with log.open("ab") as file:
        file.write(lines(event("member-queue-resume", 10), ANSWERED))
    shop.load(log, kind_name="freeswitch-callcenter")
    shop.cut()
    assert rows_of(shop, open_calls) == [("talking", "1001")]
    with log.open("ab") as file:
        file.write(lines(event("bridge-agent-end", 75, CC_Agent="1001"), ENDED))
    shop.load(log, kind_name="freeswitch-callcenter")
    whole = "SELECT outcome, s, answer_s, end_s, wait_s, talk_s, ring_s, caller FROM calls"
    assert rows_of(shop, whole) == [("answered", T, T + 15, T + 75, 15.0, 60.0, 5.0, "030123")]
    assert rows_of(shop, "SELECT agent, ring_s, result FROM rings ORDER BY seq") == [
        ("1002", 7.0, "no_answer"),
        ("1001", 5.0, "answered"),
    ]


def test_two_legs_are_one_call_also_beside_the_events(shop: Shop, tmp_path: Path) -> None:
    variables = {
        "cc_side": "member", "cc_queue": "support%40default", "cc_agent": "1001", "uuid": "s1",
        "cc_member_uuid": "m1", "cc_member_session_uuid": "s1", "caller_id_number": "030123",
        "cc_queue_joined_epoch": str(T), "cc_queue_answered_epoch": str(T + 15),
        "cc_queue_terminated_epoch": str(T + 75), "cc_cause": "answered",
    }  # fmt: skip
    agent = {"cc_side": "agent", "cc_queue": "support%40default", "start_epoch": str(T + 10)}
    legs = tmp_path / "legs.json"
    legs.write_bytes(lines({"variables": variables}, {"variables": agent}))
    shop.load(legs, kind_name="freeswitch-callcenter")
    whole = "SELECT queue, outcome, wait_s, talk_s, agent FROM calls"
    assert rows_of(shop, whole) == [("support@default", "answered", 15.0, 60.0, "1001")]
    events = tmp_path / "events.json"
    events.write_bytes(lines(ENTERED, ANSWERED, ENDED))
    shop.load(events, kind_name="freeswitch-callcenter")
    assert rows_of(shop, whole) == [("support@default", "answered", 15.0, 60.0, "1001")]


def test_what_agents_do(shop: Shop, tmp_path: Path) -> None:
    said = [("Available", 0), ("On Break", 60), ("Available", 90), ("Logged Out", 200)]
    changes = [
        event("agent-status-change", at, CC_Agent="1001", CC_Agent_Status=status)
        for status, at in said
    ]
    state = event("agent-state-change", 30, CC_Agent="1001", CC_Agent_State="Receiving")
    log = tmp_path / "agents.json"
    log.write_bytes(lines(*changes, state))
    shop.load(log, kind_name="freeswitch-callcenter")
    states = "SELECT state, reason, s, end_s FROM agent_states ORDER BY s, state"
    assert rows_of(shop, states) == [
        ("in", None, T, T + 200),
        ("paused", "On Break", T + 60, T + 90),
        ("out", None, T + 200, None),
    ]


def test_what_is_none_of_it_is_rejected() -> None:
    rows = decode({"Event-Name": "HEARTBEAT"}, {"CC-Action": "member-queue-start"}, [1])
    assert rows.event == [None, None, None]
    assert "no CC-Action" in str(rows.reason[0])
    assert "no time" in str(rows.reason[1])


def test_the_real_event(samples: Path, shop: Shop) -> None:
    folder = samples / "freeswitch_callcenter"
    shop.load(folder / "member_queue_end.json", kind_name="freeswitch-callcenter")
    select = "SELECT queue, agent, wait_s, talk_s, outcome, caller FROM calls"
    assert rows_of(shop, select) == [("3000@default", "1001", 5.0, 4.0, "answered", "19083426")]
