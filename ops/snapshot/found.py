"""Calls that were looked for, one call's whole story, and that of its customer."""

from dataclasses import dataclass

NEAR_S = 86_400
"""A call's other stays and events lie no further from one of them."""


@dataclass(frozen=True, slots=True)
class FoundCall:
    """One stay of a caller in a queue. Instants are epoch seconds."""

    source: str
    seq: int
    s: int
    """When it was offered."""
    call_id: str
    queue: str
    caller: str
    """As it may be seen."""
    is_known: bool
    """Whether it is of an identified customer."""
    outcome: str
    left_by: str | None
    wait_s: float | None
    talk_s: float | None
    agent: str | None
    ended_by: str | None
    transferred_to: str | None
    end_s: int | None

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.source}\0{self.seq}"


@dataclass(frozen=True, slots=True)
class Found:
    """The newest calls of those looked for."""

    calls: tuple[FoundCall, ...]
    is_all: bool
    """Whether there are no older ones."""


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One event of a call, as its system told it."""

    s: int
    event: str
    queue: str | None
    agent: str | None
    line: str
    """The line, numbers in it as they may be seen."""
    position: int
    """The line's number in its generation of the log."""


@dataclass(frozen=True, slots=True)
class CallStory:
    """Everything about one call id: its stays in queues, and every event in order."""

    stays: tuple[FoundCall, ...]
    events: tuple[CallEvent, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A contact of a customer, or something owed to them."""

    s: int
    what: str
    """contact, or the kind of a follow-up."""
    outcome: str
    queue: str | None
    agent: str | None
    """Who answered; of a follow-up its owner."""
    wait_s: float | None
    talk_s: float | None
    is_repeat: bool
    due_s: int | None
    title: str | None
    id: str
    """The call id, or the follow-up's."""
    source: str

    @property
    def is_contact(self) -> bool:
        """Whether it is a contact."""
        return self.what == "contact"


@dataclass(frozen=True, slots=True)
class CustomerStory:
    """A customer's contacts and what is or was owed to them, the newest first."""

    caller: str
    """As it may be seen; "" for nobody known."""
    chapters: tuple[Chapter, ...]
    at_s: float
    """As of when."""

    @property
    def contacts(self) -> int:
        """How many contacts."""
        return sum(one.is_contact for one in self.chapters)

    @property
    def owed(self) -> int:
        """How many follow-ups are still open."""
        return sum(not one.is_contact and one.outcome == "open" for one in self.chapters)
