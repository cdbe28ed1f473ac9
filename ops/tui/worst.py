"""The worst thing of the moment, in one sentence, so that nobody has to search."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ops.formats import duration
from ops.snapshot import QueueNow, SourceNow, StatesFrom
from ops.tui.judge import (
    LATE_WARN,
    Sign,
    budget_gone,
    oldest_s,
    queue_sign,
    short_of_target,
    under_target,
)
from ops.tui.localtime import hour_and_minute
from ops.tui.scene import Scene

Part = tuple[str, ...]
"""One thing to say, in full words first, then in fewer."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong: whose, how badly, and what to say of it, the last part goes first."""

    sign: Sign
    weight: float
    about: str
    parts: tuple[Part, ...]

    def sentence(self, width: int) -> str:
        """As many of the parts as fit into `width` characters, at least the first."""
        lead = f"{self.about}: " if self.about else ""
        for count in range(len(self.parts), 0, -1):
            for text in _ways(self.parts[:count]):
                if len(lead) + len(text) <= width:
                    return lead + text
        return lead + self.parts[0][-1]


def _ways(parts: tuple[Part, ...]) -> Iterator[str]:
    """All parts in full words, then in ever fewer, beginning with the last."""
    said = [part[0] for part in parts]
    yield "; ".join(said)
    for at in reversed(range(len(parts))):
        for fewer in parts[at][1:]:
            said[at] = fewer
            yield "; ".join(said)


def complaints(scene: Scene) -> list[Complaint]:
    """Everything that is wrong, the worst first: the header counts them, the sentence names one."""
    found = [_about_source(source) for source in scene.snapshot.sources if source.error]
    states = scene.snapshot.states
    if states is not None and states.is_wrong and not scene.calm:
        found.append(_about_states(states))
    for queue in scene.snapshot.queues:
        sign = queue_sign(queue, scene)
        if sign in (Sign.BAD, Sign.WARN):
            found.append(_about_queue(queue, sign, scene))
    return sorted(found, key=lambda c: (c.sign is not Sign.BAD, -c.weight, c.about))


def calm_words(scene: Scene) -> Complaint:
    """What to say when nothing is wrong."""
    queues = scene.snapshot.queues
    if not queues:
        return _calm("no calls yet", "queues appear with their first call")
    if all(queue_sign(queue, scene) is Sign.NONE for queue in queues):
        return _calm("every queue is closed or has had no calls yet")
    waits = [scene.waited_s(caller.offered_s) for caller in scene.snapshot.waiting]
    who = f"{len(waits)} waiting, the longest {duration(max(waits))}" if waits else "nobody waits"
    return _calm("all queues on target", who)


def _calm(*parts: str) -> Complaint:
    return Complaint(Sign.FINE, 0.0, "", tuple((part,) for part in parts))


def _about_source(source: SourceNow) -> Complaint:
    return Complaint(Sign.BAD, math.inf, source.source, ((source.error or "",),))


def _about_states(states: StatesFrom) -> Complaint:
    what = states.text if states.is_known else f"agents' states are inferred: {states.text}"
    return Complaint(Sign.WARN, 0.0, "", ((what,),))


def _about_queue(queue: QueueNow, sign: Sign, scene: Scene) -> Complaint:
    waited_s = oldest_s(queue, scene)
    level = _about_level(queue, scene.snapshot.zone)
    parts = [*level, *_about_pace(queue, scene)]
    if waited_s is not None and waited_s > queue.threshold_s:
        waits = f"waits {duration(waited_s)}"
        # Who waits far too long comes before any account of the day.
        first = not parts or (waited_s > LATE_WARN * queue.threshold_s and not under_target(queue))
        parts.insert(0 if first else len(level), (f"the oldest caller {waits}", f"oldest {waits}"))
    if queue.is_open is False:
        parts.insert(0, (f"closed, and {queue.waiting} still waiting",))
    weight = (waited_s or 0) / max(queue.threshold_s, 1.0) + max(0.0, -(queue.budget_left or 0.0))
    return Complaint(sign, weight, queue.queue, tuple(parts))


def _goal(queue: QueueNow) -> str:
    return f"{queue.target * 100:g} %"


def _needed(queue: QueueNow) -> int | None:
    """How many calls in a row have to be answered in time to be back at the target; None: never."""
    if queue.target >= 1:
        return None
    return math.ceil(round(short_of_target(queue) / (1 - queue.target), 6))


def _about_level(queue: QueueNow, zone: str) -> list[Part]:
    """Since when the day is under its target and what it still needs, or that it has no room."""
    goal = _goal(queue)
    if not under_target(queue):
        return [(f"one more late answer takes it under {goal}",)] if budget_gone(queue) else []
    needed = _needed(queue)
    if needed is None:
        return [(f"{goal} can no longer be reached today",)]
    calls = "next call has" if needed == 1 else f"next {needed} calls all have"
    full = f"the {calls} to be answered in {duration_words(queue.threshold_s)} to reach"
    brief = f"next {needed} calls all in {duration_words(queue.threshold_s)} to reach"
    if queue.under_since_s is None:
        return [(f"{full} {goal} today", f"{brief} {goal}")]
    since = hour_and_minute(queue.under_since_s, zone)
    return [(f"under {goal} since {since}",), (f"{full} it", f"{brief} it")]


def _about_pace(queue: QueueNow, scene: Scene) -> list[Part]:
    if queue.burn is None or queue.burn <= scene.snapshot.alerts.burn:
        return []
    return [(f"missing {queue.burn:.1f} × as many calls as the target allows",)]


def duration_words(s: float) -> str:
    """A threshold as one says it: `20 s`, `2 min`, `1:30`."""
    if s < 60 or s % 1:
        return f"{s:g} s"
    return f"{s / 60:g} min" if s % 60 == 0 else duration(s)
