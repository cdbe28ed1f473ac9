"""What needs a look, and how badly: one sign for a queue, a wait, an agent.

The signs stand beside the colours, so that a state survives colour blindness and NO_COLOR.
Thresholds that the settings do not name are constants here and nowhere else.
"""

from __future__ import annotations

import enum
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ops.settings import LongStateSettings
    from ops.snapshot import AgentNow, QueueNow, Waiting
    from ops.tui.scene import Scene


class Sign(enum.Enum):
    """How something is; the value is what the screen prints."""

    BAD = "▲"
    WARN = "△"
    FINE = "●"
    NONE = "○"
    UNKNOWN = "?"


WORDS = {
    Sign.BAD: "breached, act now",
    Sign.WARN: "warning, keep an eye on it",
    Sign.FINE: "fine",
    Sign.NONE: "closed, away or no data",
    Sign.UNKNOWN: "nothing has told its state yet",
}
LATE_WARN, LATE_BAD = 3.0, 6.0
"""Thresholds a queue's oldest caller may wait before the queue shows it."""
_CALLER_BAD = 3.0


def oldest_s(queue: QueueNow, scene: Scene) -> int | None:
    """How long the queue's oldest caller has waited; None when nobody does."""
    return None if queue.oldest_s is None else scene.waited_s(queue.oldest_s)


def queue_sign(queue: QueueNow, scene: Scene) -> Sign:
    """A queue's state: its day against the target, and the oldest caller now."""
    late = (oldest_s(queue, scene) or 0) / max(queue.threshold_s, 1.0)
    level = queue.level.value
    if queue.is_open is False:
        return Sign.WARN if queue.waiting else Sign.NONE
    if level is None and not queue.waiting:
        return Sign.NONE
    losing = late > 1 or (queue.burn is not None and queue.burn >= 1)
    if (short_of_target(queue) >= 1 and losing) or late > LATE_BAD:
        return Sign.BAD
    burning = queue.burn is not None and queue.burn > scene.snapshot.alerts.burn
    worried = under_target(queue) or budget_gone(queue) or burning or late > LATE_WARN
    return Sign.WARN if worried else Sign.FINE


def under_target(queue: QueueNow) -> bool:
    """Whether the day's level is below the target by now."""
    level = queue.level.value
    return level is not None and level < queue.target


def short_of_target(queue: QueueNow) -> float:
    """How many more calls should have been answered in time; one bad call at eight is not yet 1."""
    return queue.target * queue.level.denominator - queue.level.numerator


def budget_gone(queue: QueueNow) -> bool:
    """Whether the next miss breaks the day's target; a day without a miss has not spent any."""
    missed = queue.level.denominator - queue.level.numerator
    return queue.budget_left is not None and queue.budget_left < 1 and missed > 0


def caller_sign(caller: Waiting, scene: Scene) -> Sign:
    """A waiting caller's state, by how often the threshold has passed."""
    late = scene.waited_s(caller.offered_s) / max(caller.threshold_s, 1.0)
    if late > _CALLER_BAD:
        return Sign.BAD
    return Sign.WARN if late > 1 else Sign.FINE


def agent_sign(agent: AgentNow, scene: Scene) -> Sign:
    """An agent's state, by how long it has lasted for what it is."""
    if not agent.known or agent.state == "unknown":
        return Sign.UNKNOWN
    if agent.state in ("out", "unavailable"):
        return Sign.NONE
    limits = scene.snapshot.long_states
    long_s = _long_s(agent, limits)
    lasted_s = 0 if agent.since_s is None else scene.waited_s(agent.since_s)
    if lasted_s >= long_s * max(1.0, limits.far_times):
        return Sign.BAD
    return Sign.WARN if lasted_s >= long_s else Sign.FINE


def _long_s(agent: AgentNow, limits: LongStateSettings) -> float:
    """From when on the agent's state has lasted long."""
    if agent.state == "talking" and agent.talk_s:
        return max(limits.talking_times * agent.talk_s, limits.talking_least_s)
    named = {
        "paused": limits.paused_s,
        "wrap-up": limits.wrapup_s,
        "ringing": limits.ringing_s,
        "talking": limits.talking_s,
        "on hold": limits.talking_s,
    }
    return named.get(agent.state, math.inf)
