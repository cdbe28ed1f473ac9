"""What the screen shows at one second: the last picture, judged, filtered, and a clock.

A new scene is made every second and with every picture; widgets are bound to it and draw it. It
is frozen, so a widget can keep the last one and see what changed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from ops.snapshot import AgentNow, Happening, QueueNow, Snapshot, Waiting
from ops.tui.alerts import Alert
from ops.tui.freshness import Freshness, Mood
from ops.tui.order import ordered

T = TypeVar("T")
_QUIET_MOODS = (Mood.PAST, Mood.ENDED)


@dataclass(frozen=True, slots=True)
class Scene:
    """One second of the floor."""

    snapshot: Snapshot
    fresh: Freshness
    needle: str = ""
    orders: Mapping[str, str] = field(default_factory=dict)
    """How panes are sorted, where not as they are of their own accord."""
    revealed: bool = False
    """Whether callers' numbers are shown whole."""
    alerts: tuple[Alert, ...] = ()
    """What is raised, those nobody has seen first."""
    ended_alerts: tuple[Alert, ...] = ()
    """What was raised and has ended, the youngest first."""

    @property
    def mood(self) -> Mood:
        """How the screen as a whole behaves."""
        return self.fresh.mood

    @property
    def at_s(self) -> float:
        """The instant waits and times in state are counted to."""
        return self.fresh.at_s

    @property
    def calm(self) -> bool:
        """Whether nothing may alarm: what is shown is over."""
        return self.mood in _QUIET_MOODS

    @property
    def queues(self) -> tuple[QueueNow, ...]:
        """The queues the filter lets through, in their places unless they are sorted."""
        shown = kept(self.snapshot.queues, self.needle, lambda q: (q.queue,))
        return ordered("queues", shown, self)

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """The callers the filter lets through, oldest first unless they are sorted."""
        shown = kept(self.snapshot.waiting, self.needle, lambda w: (w.queue, w.caller))
        return ordered("callers", shown, self)

    @property
    def agents(self) -> tuple[AgentNow, ...]:
        """The agents the filter lets through, in their places unless they are sorted."""
        shown = kept(
            self.snapshot.agents,
            self.needle,
            lambda a: (a.agent, a.queue or "", a.state, a.reason or ""),
        )
        return ordered("agents", shown, self)

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """What happened, newest first, of what the filter lets through."""
        return kept(self.snapshot.happenings, self.needle, lambda h: (h.queue, h.text))

    def waited_s(self, since_s: float) -> int:
        """Whole seconds from then to the scene's instant, never below 0."""
        return max(0, int(self.at_s) - int(since_s))


def kept(rows: tuple[T, ...], needle: str, texts: Callable[[T], tuple[str, ...]]) -> tuple[T, ...]:
    """The rows one of whose texts has every word of the filter in it, whatever the case."""
    words = _words(needle)
    if not words:
        return rows
    return tuple(row for row in rows if all(w in " ".join(texts(row)).casefold() for w in words))


@lru_cache(maxsize=8)
def _words(needle: str) -> tuple[str, ...]:
    return tuple(needle.casefold().split())
