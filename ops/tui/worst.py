"""The worst thing of the moment, in one sentence, so that nobody has to search."""

import math
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
from ops.tui.scene import Scene


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong: whose, how badly, and what to say; later parts go first when space is."""

    sign: Sign
    weight: float
    about: str
    parts: tuple[str, ...]
    brief: str = ""
    """The first part in fewer words, for narrow screens."""

    def sentence(self, width: int) -> str:
        """As many of the parts as fit into `width` characters, at least the first."""
        lead = f"{self.about}: " if self.about else ""
        text = lead + self.parts[0]
        if self.brief and len(text) > width:
            text = lead + self.brief
        for part in self.parts[1:]:
            if len(text) + 2 + len(part) <= width:
                text = f"{text}; {part}"
        return text


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
    return Complaint(Sign.FINE, 0.0, "", parts)


def _about_source(source: SourceNow) -> Complaint:
    return Complaint(Sign.BAD, math.inf, source.source, (source.error or "",))


def _about_states(states: StatesFrom) -> Complaint:
    what = states.text if states.is_known else f"agents' states are inferred: {states.text}"
    return Complaint(Sign.WARN, 0.0, "", (what,))


def _about_queue(queue: QueueNow, sign: Sign, scene: Scene) -> Complaint:
    waited_s = oldest_s(queue, scene)
    parts = [*_about_level(queue), *_about_pace(queue, scene)]
    brief = _briefly(queue)
    if waited_s is not None and waited_s > queue.threshold_s:
        late = f"the oldest caller waits {duration(waited_s)}"
        # Who waits far too long comes before any account of the day.
        first = not parts or (waited_s > LATE_WARN * queue.threshold_s and not under_target(queue))
        parts.insert(0 if first else 1, late)
    if queue.is_open is False:
        parts.insert(0, f"closed, and {queue.waiting} still waiting")
    weight = (waited_s or 0) / max(queue.threshold_s, 1.0) + max(0.0, -(queue.budget_left or 0.0))
    under = under_target(queue) and queue.is_open is not False
    return Complaint(sign, weight, queue.queue, tuple(parts), brief if under else "")


def _goal(queue: QueueNow) -> str:
    return f"{queue.target * 100:g} %"


def _needed(queue: QueueNow) -> int | None:
    """How many calls in a row have to be answered in time to be back at the target; None: never."""
    if queue.target >= 1:
        return None
    return math.ceil(round(short_of_target(queue) / (1 - queue.target), 6))


def _about_level(queue: QueueNow) -> list[str]:
    """What the day still needs, or that its budget is gone."""
    if not under_target(queue):
        return [f"one more late answer takes it under {_goal(queue)}"] if budget_gone(queue) else []
    needed = _needed(queue)
    if needed is None:
        return [f"{_goal(queue)} can no longer be reached today"]
    calls = "next call has" if needed == 1 else f"next {needed} calls all have"
    within = duration_words(queue.threshold_s)
    return [f"the {calls} to be answered in {within} to reach {_goal(queue)} today"]


def _briefly(queue: QueueNow) -> str:
    within = duration_words(queue.threshold_s)
    return f"next {_needed(queue)} calls all in {within} to reach {_goal(queue)}"


def _about_pace(queue: QueueNow, scene: Scene) -> list[str]:
    if queue.burn is None or queue.burn <= scene.snapshot.alerts.burn:
        return []
    return [f"missing {queue.burn:.1f} × as many calls as the target allows"]


def duration_words(s: float) -> str:
    """A threshold as one says it: `20 s`, `2 min`, `1:30`."""
    if s < 60 or s % 1:
        return f"{s:g} s"
    return f"{s / 60:g} min" if s % 60 == 0 else duration(s)
