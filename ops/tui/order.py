"""In which order rows stand: the ways to sort each pane, gone through with one key. No Textual.

The first way of each is how rows stand of their own accord; the others are said in the heading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ops.tui.judge import Sign, agent_sign, queue_sign, short_of_target

if TYPE_CHECKING:
    from ops.snapshot import AgentNow, QueueNow, Waiting
    from ops.snapshot.resolution import FcrQueue
    from ops.tui.scene import Scene

T = TypeVar("T")
_STATES = ("ready", "ringing", "talking", "wrap-up", "paused", "unknown", "out")
_WORST_FIRST = (Sign.BAD, Sign.WARN, Sign.FINE, Sign.UNKNOWN, Sign.NONE)


class Order(NamedTuple):
    """One way to sort; a smaller key stands higher, equal ones as they stood."""

    name: str
    key: Callable[[Any, Scene], Any] | None = None
    """None: as they come."""


def _trouble(queue: QueueNow, scene: Scene) -> tuple[int, float]:
    return _WORST_FIRST.index(queue_sign(queue, scene)), -short_of_target(queue)


def _oldest(queue: QueueNow, scene: Scene) -> tuple[bool, int]:
    return queue.oldest_s is None, queue.oldest_s or 0


def _level(queue: QueueNow, scene: Scene) -> tuple[bool, float]:
    return queue.level.value is None, queue.level.value or 0.0


def _by_queue(waiting: Waiting, scene: Scene) -> str:
    return waiting.queue.casefold()


def _by_state(agent: AgentNow, scene: Scene) -> tuple[int, int]:
    state = agent.state if agent.known else "unknown"
    return _STATES.index(state) if state in _STATES else len(_STATES), agent.since_s or 0


def _longest_in_state(agent: AgentNow, scene: Scene) -> tuple[int, bool, int]:
    """Who needs a look first, then by how long; who is out or unknown last."""
    sign = _WORST_FIRST.index(agent_sign(agent, scene))
    return sign, agent.since_s is None, agent.since_s or 0


def _last_week(one: FcrQueue, scene: Scene) -> float:
    week = one.weeks[-1]
    return 2.0 if week is None or week.so_far.value is None else week.so_far.value


def _pending(one: FcrQueue, scene: Scene) -> int:
    return -sum(week.pending for week in one.weeks if week is not None)


ORDERS: Mapping[str, tuple[Order, ...]] = {
    "queues": (
        Order("place"),
        Order("trouble", _trouble),
        Order("longest wait", _oldest),
        Order("waiting", lambda queue, scene: -queue.waiting),
        Order("level", _level),
        Order("name", lambda queue, scene: queue.queue.casefold()),
    ),
    "callers": (
        Order("longest wait"),
        Order("queue", _by_queue),
        Order("calls today", lambda waiting, scene: -(waiting.earlier or 0)),
    ),
    "agents": (
        Order("name"),
        Order("state", _by_state),
        Order("time in state", _longest_in_state),
        Order("queue", lambda agent, scene: (not agent.queue, (agent.queue or "").casefold())),
        Order("calls", lambda agent, scene: -agent.calls),
    ),
    "owed": (
        Order("urgency"),
        Order("due", lambda one, scene: one.due_s),
        Order("owner", lambda one, scene: (not one.owner, (one.owner or "").casefold())),
        Order("queue", lambda one, scene: (not one.queue, (one.queue or "").casefold())),
        Order("kind", lambda one, scene: one.kind.casefold()),
        Order("the newest", lambda one, scene: -one.opened_s),
    ),
    "fcr": (Order("name"), Order("this week", _last_week), Order("pending", _pending)),
    "reasons": (
        Order("contacts"),
        Order("customers", lambda one, scene: -one.customers),
        Order("contacts each", lambda one, scene: -(one.per_customer or 0)),
        Order("emerging", lambda one, scene: (not one.is_emerging, -(one.last_week or 0))),
        Order("name", lambda one, scene: (one.reason is None, (one.reason or "").casefold())),
    ),
    "team": (
        Order("name"),
        Order("calls", lambda one, scene: -one.handled.denominator),
        Order("FCR", lambda one, scene: -(one.fcr.value or 0)),
        Order("AHT", lambda one, scene: one.aht_s.value or 0),
        Order("paused", lambda one, scene: -(one.paused.value or 0)),
        Order("missed", lambda one, scene: -(one.unanswered.value or 0)),
    ),
    "repeaters": (
        Order("times"),
        Order("missed", lambda one, scene: -one.failed),
        Order("the newest", lambda one, scene: -one.last_s),
        Order("reason", lambda one, scene: (not one.last_reason, (one.last_reason or ""))),
    ),
}


def ordered(kind: str, rows: Sequence[T], scene: Scene) -> tuple[T, ...]:
    """The rows of a pane as somebody wants them sorted."""
    key = _chosen(kind, scene.orders).key
    if key is None:
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: key(row, scene)))


def next_order(kind: str, orders: Mapping[str, str]) -> dict[str, str]:
    """The choices after going to the next way of sorting a pane."""
    ways = ORDERS.get(kind, ())
    at = ways.index(_chosen(kind, orders)) if ways else 0
    rest = {key: name for key, name in orders.items() if key != kind}
    following = (at + 1) % max(1, len(ways))
    return rest | {kind: ways[following].name} if following else rest


def known(orders: Mapping[str, str]) -> dict[str, str]:
    """The choices that mean something, of those remembered from another version."""
    return {
        kind: name
        for kind, name in orders.items()
        if any(way.name == name for way in ORDERS.get(kind, ())[1:])
    }


def words(kind: str, scene: Scene | None) -> str:
    """`by level` where a pane is not sorted as it is of its own accord, else ""."""
    if scene is None or kind not in scene.orders:
        return ""
    return f"by {_chosen(kind, scene.orders).name}"


def _chosen(kind: str, orders: Mapping[str, str]) -> Order:
    ways = ORDERS.get(kind) or (Order(""),)
    return next((way for way in ways if way.name == orders.get(kind)), ways[0])
