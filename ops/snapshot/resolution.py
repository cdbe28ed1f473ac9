"""Whether it was resolved, seen over weeks: by queue, by reason, by who keeps phoning."""

from dataclasses import dataclass

from ops.snapshot.share import Share

Asked = tuple[tuple[str, str | int | None], ...]
"""What a query was asked besides its period and queue, such as scope and window."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % band; all None where there is nothing, the band where it has none."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FcrWeek:
    """First-contact resolution of one queue and week, as far as it is known."""

    resolved: Share
    """Of the contacts whose window is over."""
    pending: int
    """Contacts for which some of the window still lies ahead."""
    already_repeated: int
    """Of these, those who have come back."""
    so_far: Estimate
    """Kaplan and Meier's, over all of them."""
    watched_s: int | None
    """As far as any contact has been watched: before the window is reached, it can yet fall."""

    @property
    def pending_share(self) -> Share:
        """The pending ones of all."""
        return Share(self.pending, self.resolved.denominator + self.pending)


@dataclass(frozen=True, slots=True)
class FcrQueue:
    """A queue's weeks, oldest first, None where it answered nobody; `queue` None: all of them."""

    queue: str | None
    weeks: tuple[FcrWeek | None, ...]
    left_out: Share
    """Contacts of nobody, of all it answered in these weeks."""


@dataclass(frozen=True, slots=True)
class Fcr:
    """First-contact resolution by queue and week."""

    weeks: tuple[tuple[int, int], ...]
    """From when until when, as epoch seconds, half-open."""
    queues: tuple[FcrQueue, ...]
    """The row for all of them last."""
    scope: str
    window_s: int
    asked: Asked


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often one has to phone, how one is handed on, what agents say, how long one waits."""

    span: tuple[int, int]
    asked: Asked
    queue: str | None
    repeat_rate: Share
    left_out: Share
    per_issue: Share
    """Contacts, of issues."""
    transferred: Share
    blind: Share
    deflected: Share
    ping_pong: Share
    longest_chain: int | None
    coded: Share
    """Coded as resolved, of those with a code."""
    measured: Share
    """Of the same contacts, those that stayed resolved."""
    disagreement: float | None
    refused: Share
    uncoded_share: float | None
    patience_s: Estimate
    """The wait within which 10 % have gone."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What contacts were about; `reason` None: nobody said."""

    reason: str | None
    kind: str | None
    contacts: int
    share: float
    customers: int
    spread: str | None
    """One, few or many customers; None: nobody known."""
    per_customer: float | None
    left_out: Share
    is_emerging: bool
    last_week: int | None
    """Its contacts of the last seven days; None where nobody said a reason."""
    expected: float | None
    """What the weeks before lead one to expect of seven days."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of a period, the most contacts first, and who is in none of their customers."""

    span: tuple[int, int]
    asked: Asked
    queue: str | None
    rows: tuple[Reason, ...]
    left_out: Share


@dataclass(frozen=True, slots=True)
class RepeatCaller:
    """A customer with two or more contacts; `customer` is whole, and never for the screen."""

    customer: str
    caller: str
    """As it may be seen."""
    contacts: int
    failed: int
    queues: int
    last_queue: str | None
    last_reason: str | None
    last_s: int
    last_outcome: str


@dataclass(frozen=True, slots=True)
class RepeatCallers:
    """Who keeps phoning, the most contacts first, as many as were brought of those `found`."""

    span: tuple[int, int]
    asked: Asked
    queue: str | None
    rows: tuple[RepeatCaller, ...]
    found: int
    left_out: Share


@dataclass(frozen=True, slots=True)
class FoundContact:
    """One contact of a list."""

    s: int
    key: str
    """Its source, call id and first second, with a zero between them."""
    caller: str
    """As it may be seen."""
    queue: str | None
    outcome: str
    wait_s: float | None
    talk_s: float | None
    transfers: int
    agent: str | None
    reason: str | None
    outcome_code: str | None


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts that were looked for, the newest first, as many as were brought."""

    span: tuple[int, int]
    asked: Asked
    queue: str | None
    rows: tuple[FoundContact, ...]
    found: int
