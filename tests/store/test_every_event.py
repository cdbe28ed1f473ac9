"""Every event of app_queue and res_queue_log, from a line of the log to what it does to a call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from tests.store.conftest import Shop

START = 1_800_000_000
ENTERS = "{c}|sales|NONE|ENTERQUEUE||+493012345|1"
ANSWERS = "{c}|sales|Ana|CONNECT|7|ch.1|3"

CALLS: dict[str, tuple[list[str], dict[str, Any]]] = {
    # Lines ten seconds apart; where the log tells a length, that counts.
    "COMPLETEAGENT": (
        [ENTERS, ANSWERS, "{c}|sales|Ana|COMPLETEAGENT|7|19|1"],
        {"outcome": "answered", "wait_s": 7, "talk_s": 19, "ended_by": "agent", "agent": "Ana"},
    ),
    "COMPLETECALLER": (
        [ENTERS, ANSWERS, "{c}|sales|Ana|COMPLETECALLER|7|19|1"],
        {"outcome": "answered", "ended_by": "caller", "ring_s": 3},
    ),
    "BLINDTRANSFER": (
        [ENTERS, ANSWERS, "{c}|sales|Ana|BLINDTRANSFER|7001|xfer|7|18|1"],
        {"outcome": "answered", "talk_s": 18, "ended_by": "transfer", "transfer": "blind",
         "transferred_to": "7001"},
    ),
    "TRANSFER of old versions": (
        [ENTERS, ANSWERS, "{c}|sales|Ana|TRANSFER|7001|xfer|7|18|1"],
        {"outcome": "answered", "talk_s": 18, "ended_by": "transfer", "transfer": "blind",
         "transferred_to": "7001"},
    ),
    "TRANSFER without times (1.2)": (
        [ENTERS, ANSWERS, "{c}|sales|Ana|TRANSFER|7001|xfer"],
        {"outcome": "answered", "talk_s": 10, "transferred_to": "7001"},
    ),
    "ATTENDEDTRANSFER, a bridge, 5 parameters": (
        [ENTERS, ANSWERS, "{c}|sales|Ana|ATTENDEDTRANSFER|BRIDGE|6f1c|7|18|1"],
        {"outcome": "answered", "talk_s": 18, "transfer": "attended", "transferred_to": None},
    ),
    "ATTENDEDTRANSFER, an application, 5 parameters": (
        [ENTERS, ANSWERS, "{c}|sales|Ana|ATTENDEDTRANSFER|APP|VoiceMail|7|18|1"],
        {"outcome": "answered", "talk_s": 18, "transferred_to": "VoiceMail"},
    ),
    "ATTENDEDTRANSFER, a link, 6 parameters": (
        [ENTERS, ANSWERS, "{c}|sales|Ana|ATTENDEDTRANSFER|LINK|PJSIP/7|PJSIP/8|7|18|1"],
        {"outcome": "answered", "wait_s": 7, "talk_s": 18, "transferred_to": "PJSIP/7"},
    ),
    "lengths that are none": (
        [ENTERS, "{c}|sales|Ana|CONNECT|nan|ch.1|inf", "{c}|sales|Ana|COMPLETEAGENT|nan|1e300|1"],
        {"outcome": "answered", "wait_s": 10, "talk_s": 10, "ring_s": None},
    ),
    "lengths of fractions": (
        [ENTERS, "{c}|sales|Ana|CONNECT|7.001|ch.1|3", "{c}|sales|Ana|COMPLETEAGENT|7|19.1234567|"],
        {"wait_s": 7.001, "talk_s": 19.123457},
    ),
    "ABANDON": (
        [ENTERS, "{c}|sales|NONE|ABANDON|1|2|9"],
        {"outcome": "abandoned", "wait_s": 9, "left_by": None, "agent": None, "answered_at": None},
    ),
    "ABANDON that names a member (memberdelay)": (
        [ENTERS, "{c}|sales|Ana|ABANDON|1|2|9"],
        {"outcome": "abandoned", "wait_s": 9, "agent": None},
    ),
    "EXITWITHTIMEOUT": (
        [ENTERS, "{c}|sales|NONE|EXITWITHTIMEOUT|1|2|9"],
        {"outcome": "overflowed", "left_by": "timeout", "wait_s": 9},
    ),
    "EXITWITHTIMEOUT of old versions": (
        [ENTERS, "{c}|sales|NONE|EXITWITHTIMEOUT|1"],
        {"outcome": "overflowed", "left_by": "timeout", "wait_s": 10},
    ),
    "EXITWITHKEY": (
        [ENTERS, "{c}|sales|NONE|EXITWITHKEY|2|1|2|9"],
        {"outcome": "overflowed", "left_by": "key", "wait_s": 9},
    ),
    "EXITEMPTY": (
        [ENTERS, "{c}|sales|NONE|EXITEMPTY|1|2|9"],
        {"outcome": "overflowed", "left_by": "empty", "wait_s": 9},
    ),
    "WITHDRAW": (
        [ENTERS, "{c}|sales|NONE|WITHDRAW|1|2|9|moved"],
        {"outcome": "overflowed", "left_by": "withdrawn", "wait_s": 9},
    ),
    "SYSCOMPAT": (
        [ENTERS, "{c}|sales|Ana|SYSCOMPAT|"],
        {"outcome": "overflowed", "left_by": "incompatible", "wait_s": 10},
    ),
    "AGENTDUMP does not end the wait": (
        [ENTERS, "{c}|sales|Ana|AGENTDUMP|", "{c}|sales|NONE|ABANDON|1|2|19"],
        {"outcome": "abandoned", "wait_s": 19},
    ),
    "RINGNOANSWER, RINGCANCELED": (
        [ENTERS, "{c}|sales|Ana|RINGNOANSWER|5000", "{c}|sales|Ben|RINGCANCELED|1500",
         "{c}|sales|NONE|ABANDON|1|2|29"],
        {"outcome": "abandoned", "wait_s": 29},
    ),
    "FULL": (["{c}|sales|NONE|FULL|+49301"], {"outcome": "refused", "left_by": "full"}),
    "JOINEMPTY": (["{c}|sales|NONE|JOINEMPTY|+49301"], {"outcome": "refused", "left_by": "empty"}),
    "JOINUNAVAIL": (
        ["{c}|sales|NONE|JOINUNAVAIL|"],
        {"outcome": "refused", "left_by": "unavailable", "caller": None, "wait_s": None},
    ),
    "DID, INFO, CALLSTATUS, OUTCALL and what nobody knows do nothing to a stay": (
        ["{c}|NONE|NONE|DID|5551000", ENTERS, "{c}|sales|Ana|INFO|a|b", ANSWERS,
         "{c}|sales|Ana|CALLSTATUS|SALE", "{c}|sales|NONE|OUTCALL|1|2|3", "{c}|sales|Ana|WEATHER|x",
         "{c}|sales|Ana|COMPLETECALLER|7|19|1"],
        {"outcome": "answered", "wait_s": 7, "talk_s": 19},
    ),
    "older versions log fewer fields": (
        ["{c}|sales|NONE|ENTERQUEUE|", "{c}|sales|Ana|CONNECT|7",
         "{c}|sales|Ana|COMPLETECALLER|7|19"],
        {"outcome": "answered", "caller": None, "wait_s": 7, "talk_s": 19, "ring_s": None},
    ),
    "ENTERQUEUE of the next queue before the BLINDTRANSFER of this one": (
        [ENTERS, ANSWERS, "{c}|billing|NONE|ENTERQUEUE||+493012345|1",
         "{c}|sales|Ana|BLINDTRANSFER|8003|xfer|7|19|1", "{c}|billing|NONE|ABANDON|1|1|5"],
        {"outcome": "answered", "transferred_to": "8003"},
    ),
}  # fmt: skip

STATES: dict[str, tuple[list[str], list[tuple[str, str, str, int, int | None]]]] = {
    # (state, queue, reason, from, to), lines ten seconds apart.
    "ADDMEMBER, REMOVEMEMBER": (
        ["MANAGER|sales|{a}|ADDMEMBER|", "CLI|sales|{a}|REMOVEMEMBER|"],
        [("in", "sales", "", 0, 10), ("out", "sales", "", 10, None)],
    ),
    "ADDMEMBER paused": (
        ["REALTIME|sales|{a}|ADDMEMBER|PAUSED", "NONE|sales|{a}|UNPAUSE|"],
        [("in", "sales", "", 0, None), ("paused", "sales", "", 0, 10)],
    ),
    "AGENTLOGIN, AGENTLOGOFF": (
        ["7.1|NONE|{a}|AGENTLOGIN|PJSIP/1", "7.1|NONE|{a}|AGENTLOGOFF|PJSIP/1|10"],
        [("in", "NONE", "", 0, 10), ("out", "NONE", "", 10, None)],
    ),
    "AGENTCALLBACKLOGIN, AGENTCALLBACKLOGOFF": (
        ["7.1|NONE|{a}|AGENTCALLBACKLOGIN|7@ctx", "NONE|NONE|{a}|AGENTCALLBACKLOGOFF|7@ctx|10|"],
        [("in", "NONE", "", 0, 10), ("out", "NONE", "", 10, None)],
    ),
    "PAUSE repeated with another reason": (
        ["NONE|sales|{a}|PAUSE|lunch", "NONE|sales|{a}|PAUSE|Auto-Pause",
         "NONE|sales|{a}|UNPAUSE|"],
        [("in", "sales", "", 0, None), ("paused", "sales", "lunch", 0, 10),
         ("paused", "sales", "Auto-Pause", 10, 20)],
    ),
    "PAUSEALL followed by a PAUSE a queue": (
        ["NONE|NONE|{a}|PAUSEALL|lunch", "NONE|sales|{a}|PAUSE|lunch", "NONE|NONE|{a}|UNPAUSEALL|",
         "NONE|sales|{a}|UNPAUSE|"],
        [("in", "sales", "", 10, None), ("paused", "NONE", "lunch", 0, 20),
         ("paused", "sales", "lunch", 10, 20)],
    ),
    "PENALTY, RINGINUSE, CONFIGRELOAD tell nothing of a state": (
        ["NONE|sales|{a}|ADDMEMBER|", "NONE|sales|{a}|PENALTY|3", "NONE|sales|{a}|RINGINUSE|1",
         "NONE|NONE|NONE|CONFIGRELOAD|"],
        [("in", "sales", "", 0, None)],
    ),
    "a static member is known from the first thing heard": (
        ["7.9|sales|{a}|RINGNOANSWER|5000"], [("in", "sales", "", 0, None)],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """All of the above in one log, stored and asked: calls by their id, states by the agent."""
    lines = ["NONE|NONE|NONE|QUEUESTART|"]
    for number, (said, _) in enumerate(CALLS.values()):
        lines += [line.format(c=f"c{number}") for line in said]
    for number, (said, _) in enumerate(STATES.values()):
        lines += [line.format(a=f"agent{number}") for line in said]
    folder = tmp_path_factory.mktemp("events")
    (folder / "queue_log").write_text(
        "".join(f"{START + 10 * s}|{line}\n" for s, line in enumerate(lines))
    )
    shop = Shop(folder / "store")
    shop.load(folder / "queue_log")
    found: dict[str, list[dict[str, Any]]] = {}
    with shop.warehouse().cursor() as cursor:
        for relation, key in (("calls", "call_id"), ("agent_states", "agent"), ("events", "event")):
            sql = f"SELECT * FROM {relation} ORDER BY s, queue"
            for row in pl.DataFrame(cursor.sql(sql)).to_dicts():
                found.setdefault(row[key], []).append(row)
    yield found
    shop.close()


@pytest.mark.parametrize("name", CALLS)
def test_what_an_event_does_to_a_call(rows: dict[str, list[dict[str, Any]]], name: str) -> None:
    call = rows[f"c{list(CALLS).index(name)}"][0]
    expected = CALLS[name][1]
    assert {key: call[key] for key in expected} == expected
    assert call["queue"] == "sales"


@pytest.mark.parametrize("name", STATES)
def test_what_an_event_does_to_an_agent(rows: dict[str, list[dict[str, Any]]], name: str) -> None:
    spans = rows[f"agent{list(STATES).index(name)}"]
    start = min(span["s"] for span in spans)
    found = [
        (span["state"], span["queue"], span["reason"] or "", span["s"] - start,
         None if span["end_s"] is None else span["end_s"] - start)
        for span in spans
    ]  # fmt: skip
    assert sorted(found, key=str) == sorted(STATES[name][1], key=str)


def test_every_line_is_kept(rows: dict[str, list[dict[str, Any]]]) -> None:
    said = [
        line.split("|")[3]
        for stories in (CALLS, STATES)
        for lines, _ in stories.values()
        for line in lines
    ]
    for event in (*said, "QUEUESTART"):
        assert len(rows[event]) == (said.count(event) or 1)
