"""A team over weeks, agent by agent: for coaching, so each with how sure one can be."""

from dataclasses import dataclass

from ops.snapshot.days import Pause
from ops.snapshot.resolution import Asked, Estimate
from ops.snapshot.share import Share


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """One agent's weeks; `agent` None: the team's."""

    agent: str | None
    resolved: Share
    """Contacts that stayed resolved, of those whose window is over."""
    pending: int
    fcr: Estimate
    """The same drawn towards the team's, with its band."""
    fcr_weight: float | None
    """How much of it is the agent's own, 0 to 1."""
    handled: Share
    """Seconds of talk, hold and wrap-up, of answered calls."""
    aht_s: Estimate
    aht_weight: float | None
    transferred: int
    blind: int
    pauses: tuple[Pause, ...]
    """By reason, the longest first."""
    in_s: int
    """Seconds in a queue: on calls, in wrap-up, paused or ready."""
    unanswered: Share
    """Rings nobody took, of all rings."""
    trend: tuple[float | None, ...]
    """The drawn share by week, oldest first."""
    aht_trend: tuple[float | None, ...]
    today: int | None = None
    """Calls handled today, where they are of one queue; of all the floor knows."""

    @property
    def paused(self) -> Share:
        """Seconds paused, of those in a queue."""
        return Share(sum(pause.lasted_s for pause in self.pauses), self.in_s)


@dataclass(frozen=True, slots=True)
class Team:
    """The agents by name, and all of them together."""

    span: tuple[int, int]
    today: tuple[int, int]
    asked: Asked
    queue: str | None
    """Which queue it is of; None: all. Pauses and the time in are always of all."""
    scope: str
    window_s: int
    agents: tuple[AgentFigures, ...]
    whole: AgentFigures
    left_out: Share
    """Contacts of nobody, of all that somebody answered."""
