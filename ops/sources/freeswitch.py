"""FreeSWITCH's mod_callcenter: its events as JSON objects, and calls' records of mod_json_cdr.

A caller's way through a queue is told by member-queue-start, bridge-agent-start and
member-queue-end; the last one tells all of it once more, so that it alone is enough. The record
of the caller's leg tells the same (its key is the same), the agent's leg is no call of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ops.sources.events import MAX_STAMP, Rows
from ops.sources.layout import Call, put
from ops.sources.objects import Objects

_LEFT = {
    "NONE": ("abandoned", ""),
    "TIMEOUT": ("overflowed", "timeout"),
    "NO_AGENT_TIMEOUT": ("overflowed", "empty"),
    "BREAK_OUT": ("abandoned", ""),
    "EXIT_WITH_KEY": ("overflowed", "key"),
}
"""What became of a caller, by CC-Cancel-Reason.

BREAK_OUT is said of whatever ends the waiting from outside the queue: of a caller who hangs up, but
also of one who presses an exit key or is taken along to somewhere else.
"""

_HANGING_UP_S = 1
"""A leg that ends so soon after its stay ended with it."""

_STATUS = {"Logged Out": "AGENTLOGOFF", "On Break": "PAUSEALL"}
"""Events of a queue_log that say the same; every other status is some kind of available."""


class FreeSwitch(Objects[dict[str, Any]]):
    """The kind `freeswitch-callcenter`."""

    name = "freeswitch-callcenter"
    says = "FreeSWITCH mod_callcenter events and CDR variables (JSON)"

    def __init__(self) -> None:
        super().__init__(dict[str, Any])

    def put(self, rows: Rows, seq: int, record: dict[str, Any]) -> None:
        """Append the event of `record`."""
        if isinstance(variables := record.get("variables"), dict):
            _put_cdr(rows, seq, variables, record)
            return
        action = record.get("CC-Action")
        if not isinstance(action, str):
            raise ValueError("no CC-Action and no variables: not of mod_callcenter")
        said = {name: value for name, value in record.items() if isinstance(value, str)}
        _ACTIONS.get(action, _put_other)(rows, seq, said)


def _put_start(rows: Rows, seq: int, said: Mapping[str, str]) -> None:
    s = _stamp(said, "CC-Member-Joined-Time") or _now(said)
    put(rows, seq, s, "ENTERQUEUE", **_member(said), p2=said.get("CC-Member-CID-Number"))


def _put_answer(rows: Rows, seq: int, said: Mapping[str, str]) -> None:
    s = _stamp(said, "CC-Agent-Answered-Time") or _now(said)
    waited = _between(_stamp(said, "CC-Member-Joined-Time"), s)
    rang = _between(_stamp(said, "CC-Agent-Called-Time"), s)
    put(
        rows, seq, s, "CONNECT", **_member(said), agent=said.get("CC-Agent"),
        p1=_text(waited), p3=_text(rang),
    )  # fmt: skip


def _put_no_answer(rows: Rows, seq: int, said: Mapping[str, str]) -> None:
    s = _stamp(said, "CC-Agent-Aborted-Time") or _now(said)
    rang = _between(_stamp(said, "CC-Agent-Called-Time"), s)
    put(
        rows, seq, s, "RINGNOANSWER", **_member(said), agent=said.get("CC-Agent"),
        p1=None if rang is None else str(int(rang * 1000)),
    )  # fmt: skip


def _put_end(rows: Rows, seq: int, said: Mapping[str, str]) -> None:
    is_answered = said.get("CC-Cause") == "Terminated"
    _Stay(
        cancel_reason=said.get("CC-Cancel-Reason", "NONE"),
        joined=_stamp(said, "CC-Member-Joined-Time"),
        called=_stamp(said, "CC-Agent-Called-Time"),
        answered=_stamp(said, "CC-Agent-Answered-Time") if is_answered else None,
        left=_stamp(said, "CC-Member-Leaving-Time") or _now(said),
        key=said.get("CC-Member-UUID", ""),
        caller=said.get("CC-Member-CID-Number", ""),
        agent=said.get("CC-Agent", ""),
        exit_key=said.get("variable_cc_exit_key", ""),
        goes_on="Hangup-Cause" not in said and said.get("Answer-State", "hangup") != "hangup",
        **_member(said),
    ).call().put(rows, seq, "CALLEND")


def _put_status(rows: Rows, seq: int, said: Mapping[str, str]) -> None:
    status = said.get("CC-Agent-Status", "")
    event = _STATUS.get(status, "AGENTREADY")
    put(rows, seq, _now(said), event, queue="NONE", agent=said.get("CC-Agent"), p1=status)


def _put_other(rows: Rows, seq: int, said: Mapping[str, str]) -> None:
    """An event that changes no call, member-queue-resume say: kept under its own name."""
    state = said.get("CC-Agent-State")
    agent = said.get("CC-Agent")
    put(rows, seq, _now(said), said["CC-Action"], **_member(said), agent=agent, p1=state)


_ACTIONS = {
    "member-queue-start": _put_start,
    "bridge-agent-start": _put_answer,
    "bridge-agent-fail": _put_no_answer,
    "member-queue-end": _put_end,
    "agent-status-change": _put_status,
}


def _put_cdr(rows: Rows, seq: int, raw: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """A leg's record: the caller's is the call, any other is kept as what it is."""
    said = {name: unquote(value) for name, value in raw.items() if isinstance(value, str)}
    joined = _stamp(said, "cc_queue_joined_epoch")
    if said.get("cc_side") != "member" or joined is None:
        s = joined or _stamp(said, "start_epoch")
        if s is None:
            raise ValueError("no start_epoch")
        leg = f"CDR {said.get('cc_side') or 'leg'}"
        put(
            rows, seq, s, leg, call_id=_session(said), queue=said.get("cc_queue"),
            agent=said.get("cc_agent"),
        )  # fmt: skip
        return
    canceled, over = _stamp(said, "cc_queue_canceled_epoch"), _stamp(said, "end_epoch")
    ended = _stamp(said, "cc_queue_terminated_epoch") or canceled or over
    _Stay(
        cancel_reason=said.get("cc_cancel_reason", "NONE"),
        joined=joined,
        called=None,
        answered=_stamp(said, "cc_queue_answered_epoch"),
        left=ended or joined,
        key=said.get("cc_member_uuid", ""),
        caller=said.get("caller_id_number") or _caller(record),
        agent=said.get("cc_agent", ""),
        exit_key=said.get("cc_exit_key", ""),
        goes_on=(_between(canceled, over) or 0) > _HANGING_UP_S,
        call_id=_session(said),
        queue=said.get("cc_queue", ""),
    ).call().put(rows, seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stay:
    """A caller's way through one queue; epoch seconds, None did not happen."""

    call_id: str
    queue: str
    key: str
    caller: str
    agent: str
    cancel_reason: str
    joined: int | None
    called: int | None
    answered: int | None
    left: int
    exit_key: str
    goes_on: bool
    """Whether the call outlived its stay."""

    def call(self) -> Call:
        """It as a whole call."""
        s = self.left if self.joined is None else self.joined
        outcome, left_by = ("answered", "") if self.answered else self._unanswered()
        answered = self.answered
        return Call(
            call_id=self.call_id, queue=self.queue, s=s, caller=self.caller,
            key=self.key or f"{self.call_id}/{self.queue}/{s}",
            agent=self.agent if answered else "", outcome=outcome, left_by=left_by,
            answer_s=answered, end_s=self.left, wait_s=_between(s, answered or self.left),
            talk_s=_between(answered, self.left), ring_s=_between(self.called, answered),
        )  # fmt: skip

    def _unanswered(self) -> tuple[str, str]:
        """Outcome, and how it left its queue."""
        if self.cancel_reason == "BREAK_OUT" and self.exit_key.strip():
            return _LEFT["EXIT_WITH_KEY"]
        if self.cancel_reason == "BREAK_OUT" and self.goes_on:
            return "overflowed", "withdrawn"
        return _LEFT.get(self.cancel_reason, _LEFT["NONE"])


def _member(said: Mapping[str, str]) -> dict[str, str]:
    """Whose call in which queue it is: the session is the contact, whatever queues it visits."""
    call_id = said.get("CC-Member-Session-UUID") or said.get("CC-Member-UUID") or ""
    return {"call_id": call_id, "queue": said.get("CC-Queue") or ""}


def _session(said: Mapping[str, str]) -> str:
    own = said.get("uuid") if said.get("cc_side") == "member" else None
    return said.get("cc_member_session_uuid") or own or said.get("cc_member_uuid") or ""


def _caller(record: Mapping[str, Any]) -> str:
    """The caller's number in the profile of a call flow."""
    flow = record.get("callflow")
    first = flow[0] if isinstance(flow, list) and flow else flow
    profile = first.get("caller_profile") if isinstance(first, dict) else None
    number = profile.get("caller_id_number") if isinstance(profile, dict) else None
    return number if isinstance(number, str) else ""


def _stamp(said: Mapping[str, str], name: str) -> int | None:
    """An epoch second; 0 and what is none mean that it did not happen."""
    value = said.get(name, "")
    return int(value) if value.isdecimal() and 0 < int(value) < MAX_STAMP else None


def _now(said: Mapping[str, str]) -> int:
    """When the event was sent, in microseconds of the event's own header."""
    for name in ("Event-Date-Timestamp", "Caller-Channel-Created-Time"):
        value = said.get(name, "")
        if value.isdecimal() and 0 < int(value) // 10**6 < MAX_STAMP:
            return int(value) // 10**6
    raise ValueError("no time: neither Event-Date-Timestamp nor one of the queue's")


def _between(one: int | None, other: int | None) -> float | None:
    return None if one is None or other is None else float(max(0, other - one))


def _text(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds:g}"
