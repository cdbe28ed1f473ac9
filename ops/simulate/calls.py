"""A call of a simulated day."""

from __future__ import annotations

from enum import IntEnum

from ops.simulate.crew import Member
from ops.simulate.plan import Contact
from ops.simulate.site import QueueSpec


class At(IntEnum):
    """Where a call is."""

    WAITING, RINGING, TALKING, GONE = range(4)


class Call:
    """One stay of a caller in a queue."""

    __slots__ = ("at", "boot", "contact", "entered", "member", "position", "queue", "rang", "talks",
                 "uid", "waited")  # fmt: skip

    def __init__(self, uid: str, queue: QueueSpec, contact: Contact, boot: int) -> None:
        self.uid = uid
        self.queue = queue
        self.contact = contact
        self.boot = boot
        self.at = At.WAITING
        self.entered = 0
        self.position = 0
        self.waited = 0
        self.rang = 0.0
        self.talks = 0.0
        self.member: Member | None = None
