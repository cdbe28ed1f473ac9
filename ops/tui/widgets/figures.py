"""The figures of a row by name, as text to take along; the same roundings as on the screen."""

from ops.formats import NOTHING, duration, percent
from ops.snapshot import AgentNow, QueueNow, Waiting
from ops.tui.judge import oldest_s
from ops.tui.scene import Scene
from ops.tui.widgets.queuecolumns import budget_words, goal_of

Figures = tuple[tuple[str, str], ...]
NAMES = {
    "longest": "longest wait", "level": "service level", "budget": "budget left",
    "burn": "burn rate", "asa": "ASA", "staff": "agents",
}  # fmt: skip
"""What a figure of the columns is called, where it has another name than its own."""


def figures_of_queue(name: str | None, scene: Scene | None) -> Figures:
    """Those of a queue by its name; none where there is no such queue."""
    queues = scene.snapshot.queues if scene else ()
    found = (queue_figures(queue, scene) for queue in queues if scene and queue.queue == name)
    return next(found, ())


def queue_figures(queue: QueueNow, scene: Scene) -> Figures:
    """A queue's moment and its day."""
    abandoned = queue.abandoned
    rate = percent(abandoned.numerator, abandoned.denominator)
    return (
        ("waiting", f"{queue.waiting}"),
        ("longest wait", duration(oldest_s(queue, scene))),
        ("service level", percent(queue.level.numerator, queue.level.denominator)),
        ("goal", goal_of(queue)),
        ("budget left", budget_words(queue)),
        ("burn rate", NOTHING if queue.burn is None else f"{queue.burn:.1f} ×"),
        ("offered", f"{queue.offered}"),
        ("answered", f"{queue.answered}"),
        ("abandoned", f"{abandoned.numerator:g} ({rate})"),
        ("overflowed", f"{queue.overflowed}"),
        ("lost", f"{queue.lost}"),
        ("ASA", duration(queue.asa_s)),
        ("agents", f"{queue.ready} ready, {queue.talking} talking, {queue.paused} paused"),
    )


def caller_figures(caller: Waiting, scene: Scene) -> Figures:
    """One who waits; the number as it is shown, masked or not."""
    earlier = NOTHING if caller.earlier is None else f"{caller.earlier}"
    return (
        ("caller", caller.caller),
        ("queue", caller.queue),
        ("waited", duration(scene.waited_s(caller.offered_s))),
        ("earlier calls today", earlier),
    )


def agent_figures(agent: AgentNow, scene: Scene) -> Figures:
    """An agent's state and day."""
    since_s = agent.since_s
    lasted = NOTHING if since_s is None else duration(scene.waited_s(since_s))
    return (
        ("state", f"{agent.state} ({agent.reason})" if agent.reason else agent.state),
        ("for", lasted),
        ("queue", agent.queue or NOTHING),
        ("calls today", f"{agent.calls}"),
        ("mean talk", duration(agent.talk_s)),
        ("AHT", duration(agent.aht_s)),
    )
