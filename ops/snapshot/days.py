"""One queue's day, one agent's day, and their calls, seen from close."""

from dataclasses import dataclass

from ops.snapshot.share import Share


@dataclass(frozen=True, slots=True)
class Interval:
    """A quarter of an hour of a queue, by when its calls were offered; `s` is its start."""

    s: int
    offered: int
    in_time: int
    late: int
    """Answered after the threshold."""
    abandoned: int
    """The short ones too: they were offered."""
    overflowed: int
    lost: int
    level: Share
    """By the queue's own formula."""
    asa_s: float | None

    @property
    def waiting(self) -> int:
        """Still waiting: what is left of the offered ones."""
        told = self.in_time + self.late + self.abandoned + self.overflowed
        return max(0, self.offered - told)


@dataclass(frozen=True, slots=True)
class WaitStep:
    """How many offered calls waited longer than `from_s`, up to and with `until_s` (None: any)."""

    from_s: float
    until_s: float | None
    answered: int
    abandoned: int
    overflowed: int
    waiting: int

    @property
    def calls(self) -> int:
        """All of them."""
        return self.answered + self.abandoned + self.overflowed + self.waiting


@dataclass(frozen=True, slots=True)
class QueueDay:
    """A queue's day up to the asked moment."""

    queue: str
    since_s: int
    """The local midnight it began with."""
    intervals: tuple[Interval, ...]
    """Those with a call, in their order."""
    waits: tuple[WaitStep, ...]


@dataclass(frozen=True, slots=True)
class DayCall:
    """One call of a list."""

    s: int
    """When it was offered."""
    call_id: str
    queue: str
    caller: str
    """As it may be seen."""
    outcome: str
    left_by: str | None
    wait_s: float | None
    talk_s: float | None
    agent: str | None
    rank: int
    """1: nobody answered it; 2: too late; 3: in time, or gone before anybody could."""
    is_short: bool


@dataclass(frozen=True, slots=True)
class Calls:
    """A list of calls, of which only so many were brought."""

    rows: tuple[DayCall, ...]
    found: int
    """How many there are."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One state of an agent, from `s` to `end_s`."""

    s: int
    end_s: int
    state: str


@dataclass(frozen=True, slots=True)
class Pause:
    """An agent's pauses of one reason."""

    reason: str
    """"": none was given."""
    lasted_s: int
    pauses: int
    longest_s: int


@dataclass(frozen=True, slots=True)
class AgentDay:
    """An agent's day up to the asked moment."""

    agent: str
    since_s: int
    until_s: int
    stretches: tuple[Stretch, ...]
    """One state at a time, without a gap, from the local midnight on."""
    pauses: tuple[Pause, ...]
    """The longest first."""
    unanswered: Share
    """Rings nobody took, of all rings."""
    occupancy: Share
    """Seconds on calls, of those and the ready ones."""

    def lasted_s(self, state: str) -> int:
        """Seconds in a state: its stretches add up to what agent_time.sql says."""
        return sum(one.end_s - one.s for one in self.stretches if one.state == state)
