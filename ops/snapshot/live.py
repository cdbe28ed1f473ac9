"""What one refresh of the floor says."""

from dataclasses import dataclass, field

from ops.settings import AlertSettings, LongStateSettings
from ops.snapshot.share import Share


@dataclass(frozen=True, slots=True)
class QueueNow:
    """One queue at the asked moment, and its day up to then."""

    queue: str
    waiting: int
    oldest_s: int | None
    """When the oldest call still waiting was offered; None when nobody waits."""
    threshold_s: float
    target: float
    """The share of calls to be answered in time, 0 to 1."""
    formula: str
    level: Share
    offered: int
    answered: int
    abandoned: Share
    """Without the short ones, over offered calls without the short ones."""
    overflowed: int
    lost: int
    asa_s: float | None
    budget_left: float | None
    """Calls that may still miss the target today; below 0 when overspent."""
    burn: float | None
    """The lower of the last 5 and 30 minutes' burn rates: both have to burn for an alarm."""
    trend: tuple[float | None, ...]
    """Service level by quarter of an hour up to the asked moment's own; None: no calls."""
    ready: int
    talking: int
    paused: int
    is_open: bool | None
    """None where the settings name no opening hours."""
    opens_s: int | None = None
    """When a closed queue opens next."""
    burn_5: float | None = None
    burn_30: float | None = None
    """The two burn rates behind `burn`; None without calls in that window."""
    under_since_s: int | None = None
    """When the day's level fell a whole call short of the target; None: it did not, or is back."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One caller who is waiting."""

    queue: str
    call_id: str
    caller: str
    """Already masked for showing, or the whole number where revealed."""
    offered_s: int
    threshold_s: float
    earlier: int | None
    """Calls of the same customer earlier on this local day; None: not an identified customer."""
    yesterday: int | None = None
    """Their calls of the day before."""


@dataclass(frozen=True, slots=True)
class AgentNow:
    """One agent at the asked moment."""

    agent: str
    state: str
    """talking, wrap-up, paused, ready, ringing, out or unknown; where the phone system itself
    tells, also on hold, in use (a call of no queue) and unavailable (a phone out of reach)."""
    since_s: int | None
    queue: str | None
    reason: str | None
    calls: int
    """Calls answered today."""
    talk_s: float | None
    """Mean talk of today's answered calls."""
    known: bool
    """Whether any event has told this agent's state; a static member nobody heard of is not."""
    aht_s: float | None = None
    """Mean talk and wrap-up of today's answered calls."""


@dataclass(frozen=True, slots=True)
class SourceNow:
    """How far one source has been read."""

    source: str
    read_to_s: float | None
    """Stamp of the last event read."""
    heartbeat_s: float | None
    """The collector's last beat; None: it never ran."""
    at_end: bool
    rejected: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that has just happened."""

    s: int
    kind: str
    """abandoned, overflowed, refused, lost, breached or recovered."""
    queue: str
    text: str
    """What happened, without the queue's name: `··· 9021 gave up after 3:07, 2nd time today`."""


@dataclass(frozen=True, slots=True)
class StatesFrom:
    """Where a manager interface is set up: whether states and callers are its word, or inferred."""

    is_known: bool
    text: str
    """Who tells them, or why they are inferred."""
    is_wrong: bool = False
    """Whether somebody has to act for them to be known."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole floor at one moment."""

    taken_s: float
    as_of_s: int | None
    """The asked moment; None: live."""
    ended: bool
    """A finished log: shown as of its last event (`as_of_s`) though nobody asked for the past."""
    site: str
    zone: str
    """IANA name, e.g. `Europe/Berlin`."""
    queues: tuple[QueueNow, ...]
    waiting: tuple[Waiting, ...]
    """Oldest first."""
    agents: tuple[AgentNow, ...]
    happenings: tuple[Happening, ...]
    """Newest first."""
    sources: tuple[SourceNow, ...]
    rejected: int
    long_states: LongStateSettings = field(default_factory=LongStateSettings)
    """From when on an agent's state has lasted long."""
    alerts: AlertSettings = field(default_factory=AlertSettings)
    """When the floor calls for help."""
    states: StatesFrom | None = None
    """None: no manager interface is set up, so everything is inferred from the logs."""
    replayed: float | None = None
    """How many times as fast as it happened a past is being played; None: none is."""
