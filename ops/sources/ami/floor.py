"""What the phone system says of its queues: members with their devices' states, callers waiting.

A model without a socket: `apply` takes one event after the other, in the order in which they came.
Between `begin` and the end of QueueStatus's answer a new picture is made beside the old one, and
then takes its place.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

import msgspec


class Device(enum.IntEnum):
    """A member's device state, by Asterisk's numbers."""

    UNKNOWN = 0
    FREE = 1
    IN_USE = 2
    BUSY = 3
    INVALID = 4
    UNAVAILABLE = 5
    RINGING = 6
    RING_IN_USE = 7
    ON_HOLD = 8


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """An agent's membership of one queue. Stamps are epoch seconds of the phone system's clock."""

    queue: str
    interface: str
    name: str = ""
    state_interface: str = ""
    device: Device = Device.UNKNOWN
    since_s: float | None = None
    """When the device changed to that, by our clock; None: before anybody was listening."""
    in_call: bool | None = None
    """On a call of this queue; None: this version does not tell."""
    paused: bool = False
    reason: str = ""
    """Why paused; "" where not said, or not paused."""
    last_pause_s: int = 0
    login_s: int = 0
    penalty: int = 0
    static: bool = False


class Caller(msgspec.Struct, frozen=True):
    """A caller who waits; `joined_s` is when, by our clock. Whose number it is, the log tells."""

    queue: str
    call_id: str
    joined_s: float


class Picture(msgspec.Struct, frozen=True):
    """The queues, members and callers at one moment."""

    queues: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    callers: tuple[Caller, ...] = ()


_MEMBER_EVENTS = frozenset(
    (
        "QueueMember", "QueueMemberStatus", "QueueMemberAdded", "QueueMemberPause",
        "QueueMemberPenalty", "QueueMemberRinginuse",
    )
)  # fmt: skip
_ANSWER = frozenset(("QueueParams", "QueueMember", "QueueEntry", "QueueStatusComplete"))
_OLD_NAMES = {"Join": "QueueCallerJoin", "Leave": "QueueCallerLeave"}
"""Asterisk 11 and older. Its QueueMemberPaused tells no device, so it is an event of its own."""


class Floor:
    """The queues of one phone system, as its events tell them."""

    def __init__(self) -> None:
        self._now = _Building()
        self._next: _Building | None = None
        self._asked = ""
        self.synced_s: float | None = None
        """When the last whole picture came; None: none yet."""
        self.version = 0
        """Grows with every change of what the picture shows."""
        self.heard = 0
        """Events since the last whole picture, those nobody knows included, its own not."""

    @property
    def syncing(self) -> bool:
        """Whether a whole picture has been asked for and is not complete."""
        return self._next is not None

    def picture(self) -> Picture:
        """What is known, in an order that does not depend on how it came to be."""
        return self._now.picture()

    def begin(self, asked: str = "") -> None:
        """A whole picture has been asked for, under that ActionID; an older answer is void."""
        self._next, self._asked = _Building(), asked

    def apply(self, headers: Mapping[str, str], at_s: float) -> None:
        """Take in one event that came at `at_s`; what says nothing of queues is passed over."""
        if headers.get("Event") not in _ANSWER:
            self.heard += 1
            self.version += self._now.apply(headers, at_s)
        elif headers.get("ActionID", self._asked) != self._asked:
            return
        if headers.get("Event") == "QueueStatusComplete":
            self._complete(at_s)
        elif self._next is not None:
            self._next.apply(headers, at_s)

    def _complete(self, at_s: float) -> None:
        if self._next is None:
            return
        self._next.remember(self._now)
        if self._next != self._now:
            self.version += 1
        self._now, self._next = self._next, None
        self.synced_s, self.heard = at_s, 0


class _Building:
    """One picture in the making."""

    def __init__(self) -> None:
        self.queues: set[str] = set()
        self.members: dict[tuple[str, str], Member] = {}
        self.callers: dict[tuple[str, str], Caller] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Building) and self.picture() == other.picture()

    __hash__ = None  # type: ignore[assignment]

    def picture(self) -> Picture:
        by_time = sorted(self.callers.values(), key=lambda c: (c.joined_s, c.queue, c.call_id))
        members = tuple(self.members[key] for key in sorted(self.members))
        return Picture(tuple(sorted(self.queues)), members, tuple(by_time))

    def apply(self, headers: Mapping[str, str], at_s: float) -> bool:
        """Take in an event; returns whether anything changed."""
        event = headers.get("Event", "")
        event = _OLD_NAMES.get(event, event)
        queue = headers.get("Queue", "")
        if not queue:
            return False
        if event == "QueueParams":
            self.queues.add(queue)
            return True
        if event in ("QueueCallerJoin", "QueueEntry"):
            return self._came(queue, headers, at_s, listed=event == "QueueEntry")
        if event == "QueueCallerLeave":
            return self.callers.pop((queue, headers.get("Uniqueid", "")), None) is not None
        return self._member(event, queue, headers, at_s)

    def remember(self, old: _Building) -> None:
        """Keep from the picture before what a list does not tell: since when."""
        for key, member in self.members.items():
            before = old.members.get(key)
            if before is not None and before.device == member.device:
                self.members[key] = msgspec.structs.replace(member, since_s=before.since_s)
        for place, caller in self.callers.items():
            self.callers[place] = old.callers.get(place, caller)

    def _came(self, queue: str, headers: Mapping[str, str], at_s: float, *, listed: bool) -> bool:
        call_id = headers.get("Uniqueid", "")
        if not call_id:
            return False
        self.queues.add(queue)
        joined_s = at_s - _number(headers, "Wait") if listed else at_s
        known = len(self.callers)
        self.callers.setdefault((queue, call_id), Caller(queue, call_id, joined_s))
        return len(self.callers) > known

    def _member(self, event: str, queue: str, headers: Mapping[str, str], at_s: float) -> bool:
        interface = headers.get("Interface") or headers.get("Location") or ""
        key = (queue, interface)
        before = self.members.get(key)
        if event == "QueueMemberRemoved":
            return self.members.pop(key, None) is not None
        if event in _MEMBER_EVENTS and interface:
            self.queues.add(queue)
            after = _told(queue, interface, headers, before, at_s)
        elif before is not None:
            after = _corrected(event, headers, before)
        else:
            return False
        self.members[key] = after
        return after != before


def _told(
    queue: str, interface: str, headers: Mapping[str, str], before: Member | None, at_s: float
) -> Member:
    """The member whom an event describes whole."""
    device = _device(headers)
    since_s: float | None = None if headers.get("Event") == "QueueMember" else at_s
    if before is not None and before.device == device:
        since_s = before.since_s
    paused = headers.get("Paused") == "1"
    return Member(
        queue=queue,
        interface=interface,
        name=headers.get("MemberName") or headers.get("Name") or interface,
        state_interface=headers.get("StateInterface", ""),
        device=device,
        since_s=since_s,
        in_call=_in_call(headers, before),
        paused=paused,
        # An unpause carries a reason too, the one for going on: that is none for a pause.
        reason=_reason(headers) if paused else "",
        last_pause_s=_number(headers, "LastPause"),
        login_s=_number(headers, "LoginTime"),
        penalty=_number(headers, "Penalty"),
        static=headers.get("Membership") == "static",
    )


def _corrected(event: str, headers: Mapping[str, str], before: Member) -> Member:
    """The member after an event that tells one thing of them.

    The status of a member is sent when a call begins and not again when the count of calls has
    changed: whether it is a call of the queue, the call's own events tell.
    """
    replace = msgspec.structs.replace
    if event in ("AgentConnect", "AgentComplete"):
        return replace(before, in_call=event == "AgentConnect")
    if event == "QueueMemberPaused":
        paused = headers.get("Paused") == "1"
        return replace(before, paused=paused, reason=_reason(headers) if paused else "")
    return before


def _in_call(headers: Mapping[str, str], before: Member | None) -> bool | None:
    if "InCall" in headers:
        return headers["InCall"] == "1"
    return None if before is None else before.in_call


def _reason(headers: Mapping[str, str]) -> str:
    return headers.get("PausedReason") or headers.get("Reason") or ""


def _device(headers: Mapping[str, str]) -> Device:
    number = _number(headers, "Status")
    return Device(number) if number <= max(Device) else Device.UNKNOWN


def _number(headers: Mapping[str, str], key: str) -> int:
    """A whole number, 0 where it is none."""
    said = headers.get(key, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else 0
