"""Amazon Connect's contact records: one JSON object a contact, all times in UTC.

They are delivered at least once: of one ContactId the newest LastUpdateTimestamp counts. A transfer
makes a record of its own for every leg; all legs name the first one, which is the contact.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec

from ops.sources.events import Rows
from ops.sources.layout import Call
from ops.sources.objects import Objects

Instant = Annotated[datetime, msgspec.Meta(tz=True)]

_NO_QUEUE = ("OUTBOUND", "EXTERNAL_OUTBOUND", "MONITOR", "DISCONNECT")
"""How contacts begin that nobody waits for."""

_ENDED_BY = {"CUSTOMER_DISCONNECT": "caller", "AGENT_DISCONNECT": "agent"}
_REASONS = ("reason", "contactReason", "callReason", "disposition")
"""Contact attributes that say what a contact was about, as sites name them."""


class _Struct(msgspec.Struct, rename="pascal", kw_only=True):
    pass


class _Queue(_Struct):
    name: str | None = None
    enqueue_timestamp: Instant | None = None
    dequeue_timestamp: Instant | None = None
    duration: float | None = None


class _Agent(_Struct):
    username: str | None = None
    connected_to_agent_timestamp: Instant | None = None
    agent_interaction_duration: float | None = None
    customer_hold_duration: float | None = None
    after_contact_work_duration: float | None = None


class _Endpoint(_Struct):
    address: str | None = None


class ContactRecord(_Struct):
    """The fields of a contact record that are read; new ones come along over the years."""

    contact_id: str
    initiation_timestamp: Instant
    initial_contact_id: str | None = None
    previous_contact_id: str | None = None
    next_contact_id: str | None = None
    channel: str | None = None
    initiation_method: str | None = None
    disconnect_timestamp: Instant | None = None
    disconnect_reason: str | None = None
    last_update_timestamp: Instant | None = None
    transfer_completed_timestamp: Instant | None = None
    transferred_to_endpoint: _Endpoint | None = None
    customer_endpoint: _Endpoint | None = None
    attributes: dict[str, Any] | None = None
    queue: _Queue | None = None
    agent: _Agent | None = None


class AmazonConnect(Objects[ContactRecord]):
    """The kind `amazon-connect`."""

    name = "amazon-connect"
    says = "Amazon Connect contact records (JSON)"

    def __init__(self) -> None:
        super().__init__(ContactRecord)

    def put(self, rows: Rows, seq: int, record: ContactRecord) -> None:
        """Append the event of `record`."""
        _call(record).put(rows, seq)


def _call(record: ContactRecord) -> Call:
    queue, agent = record.queue or _Queue(), record.agent or _Agent()
    begun = queue.enqueue_timestamp or record.initiation_timestamp
    answered = agent.connected_to_agent_timestamp
    left = answered or queue.dequeue_timestamp or record.disconnect_timestamp
    ended = record.transfer_completed_timestamp or record.disconnect_timestamp or left
    waited = queue.duration if queue.duration is not None else _between(begun, left)
    outcome, ended_by, left_by = _outcome(record, queue, answered)
    attributes = record.attributes or {}
    is_answered = outcome == "answered"
    return Call(
        call_id=record.initial_contact_id or record.previous_contact_id or record.contact_id,
        s=_second(begun),
        key=record.contact_id,
        version=_ms(record.last_update_timestamp),
        queue=queue.name or "",
        agent=(agent.username or "") if is_answered else "",
        caller=(record.customer_endpoint or _Endpoint()).address or "",
        outcome=outcome,
        ended_by=ended_by,
        left_by=left_by,
        transferred_to=(record.transferred_to_endpoint or _Endpoint()).address or "",
        entered_s=_second(record.initiation_timestamp),
        answer_s=_second(answered) if is_answered and answered else None,
        end_s=_second(ended if is_answered else left) if left and ended else _second(begun),
        wait_s=waited,
        talk_s=_talk(agent, answered, ended) if is_answered else None,
        hold_s=agent.customer_hold_duration if is_answered else None,
        wrapup_s=agent.after_contact_work_duration if is_answered else None,
        reason=next((str(attributes[name]) for name in _REASONS if attributes.get(name)), ""),
        more=attributes,
    )


def _outcome(
    record: ContactRecord, queue: _Queue, answered: datetime | None
) -> tuple[str, str, str]:
    """Outcome, who ended it, and how an unanswered one left its queue."""
    if (record.channel or "VOICE") != "VOICE" or record.initiation_method in _NO_QUEUE:
        return "ignored", "", ""
    if answered is not None:
        if record.transfer_completed_timestamp is not None:
            return "answered", "transfer", ""
        return "answered", _ENDED_BY.get(record.disconnect_reason or "", ""), ""
    if queue.enqueue_timestamp is None:
        return "left_in_menu", "", ""
    if record.disconnect_reason == "EXPIRED":
        return "overflowed", "", "timeout"
    # taken along into another queue or kept for a call-back: nobody has hung up
    is_moved = record.next_contact_id is not None or record.initiation_method == "CALLBACK"
    return ("overflowed", "", "withdrawn") if is_moved else ("abandoned", "", "")


def _talk(agent: _Agent, answered: datetime | None, ended: datetime | None) -> float:
    if agent.agent_interaction_duration is not None:
        return agent.agent_interaction_duration
    return max(0.0, _between(answered, ended) - (agent.customer_hold_duration or 0))


def _between(one: datetime | None, other: datetime | None) -> float:
    return max(0.0, (other - one).total_seconds()) if one and other else 0.0


def _second(at: datetime) -> int:
    return int(at.timestamp() // 1)


def _ms(at: datetime | None) -> int:
    return int(at.timestamp() * 1000) if at else 0
