"""What is owed to customers: the list one works from, the backlog's age and trend, lost callers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FollowUpNow:
    """One follow-up. Instants are epoch seconds."""

    source: str
    id: str
    kind: str
    caller: str
    """As it may be seen; "" for nobody named."""
    queue: str | None
    owner: str | None
    title: str | None
    last_note: str | None
    opened_s: int
    opened_by: str | None
    due_s: int
    is_slipped: bool
    """Whether the customer has phoned again before it was done."""
    called_again: int
    """How often they have."""
    snoozed_until_s: int | None
    reopened: int
    closed_s: int | None
    closed_how: str | None

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.source}\0{self.id}"

    @property
    def is_ours(self) -> bool:
        """Whether it is kept in the journal, and can be worked here."""
        return self.source == "journal"

    def is_overdue(self, at_s: float) -> bool:
        """Whether it is open and its due instant is past."""
        return self.closed_s is None and self.due_s < at_s

    def is_snoozed(self, at_s: float) -> bool:
        """Whether it rests until later."""
        return self.snoozed_until_s is not None and self.snoozed_until_s > at_s


@dataclass(frozen=True, slots=True)
class Worklist:
    """Follow-ups, the most urgent first."""

    rows: tuple[FollowUpNow, ...]
    at_s: float
    """As of when."""
    until_s: int
    """The end of the local day: what is due before is due today."""


@dataclass(frozen=True, slots=True)
class AgeStep:
    """Open follow-ups of one age."""

    name: str
    open: int
    overdue: int
    slipped: int


@dataclass(frozen=True, slots=True)
class BacklogDay:
    """What a day did to the backlog, and what was open and overdue at its end; `s` is its start."""

    s: int
    opened: int
    closed: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How old what is owed is, and how that came about."""

    ages: tuple[AgeStep, ...]
    """The youngest first; every age, also those of nothing."""
    total: AgeStep
    days: tuple[BacklogDay, ...]
    """In their order; the last one goes on."""
    since_s: int
    until_s: int
    at_s: float
    """As of when."""


@dataclass(frozen=True, slots=True)
class LostNow:
    """A customer who was not reached, and has not been answered or called back since."""

    key: str
    """Of what a call-back is made once."""
    caller: str
    """As it may be seen."""
    queue: str | None
    outcome: str
    last_s: int
    tries: int
    longest_wait_s: float
    waited_s: float
    """All tries together."""
    follow_up: str | None
    """An open call-back to them."""


@dataclass(frozen=True, slots=True)
class LostCallers:
    """Who was lost in a period (epoch seconds, half-open), those who tried most often first."""

    rows: tuple[LostNow, ...]
    since_s: int
    until_s: int


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done to a follow-up. `due_s` of a snooze is until when."""

    s: int
    action: str
    by: str | None
    owner: str | None
    due_s: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class FollowUpStory:
    """One follow-up, and all that was done to it, in order; None where there is none (yet)."""

    now: FollowUpNow | None
    deeds: tuple[Deed, ...]
    at_s: float
    """As of when."""


@dataclass(frozen=True, slots=True)
class Written:
    """A line that was written in the journal."""

    entry: str
    """Its id: what takes it back."""
    follow_up: str
    do: str
