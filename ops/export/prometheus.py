"""The present as text for Prometheus, by node_exporter's textfile collector.

Format: https://prometheus.io/docs/instrumenting/exposition_formats/ (text, version 0.0.4). A ratio
comes with its numerator and denominator, because only those can be summed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from ops.snapshot import QueueNow, Snapshot

_Value = float | int | None

_QUEUES: tuple[tuple[str, str, Callable[[QueueNow], _Value]], ...] = (
    ("waiting_calls", "Callers who wait now", lambda q: q.waiting),
    ("service_level_ratio", "Service level today by the queue's formula", lambda q: q.level.value),
    ("service_level_numerator", "Calls in time today", lambda q: q.level.numerator),
    ("service_level_denominator", "Calls that count today", lambda q: q.level.denominator),
    ("service_level_target_ratio", "What is asked of the queue", lambda q: q.target),
    ("error_budget_calls", "Calls that may still miss the target today", lambda q: q.budget_left),
    ("burn_ratio", "How fast the error budget burns; 1 just meets the target", lambda q: q.burn),
    ("offered_calls_today", "Calls offered today", lambda q: q.offered),
    ("answered_calls_today", "Calls answered today", lambda q: q.answered),
    ("abandoned_calls_today", "Calls abandoned today, without short ones",
     lambda q: q.abandoned.numerator),
    ("overflowed_calls_today", "Calls that left unanswered today", lambda q: q.overflowed),
    ("lost_calls_today", "Calls lost at a restart today", lambda q: q.lost),
    ("average_speed_of_answer_seconds", "Mean wait of calls answered today", lambda q: q.asa_s),
    ("ready_agents", "Agents of the queue who are ready", lambda q: q.ready),
    ("talking_agents", "Agents who talk with a caller of the queue", lambda q: q.talking),
    ("paused_agents", "Agents of the queue who are paused", lambda q: q.paused),
)  # fmt: skip


def exposition(snapshot: Snapshot) -> str:
    """All of it, ending with a newline; what has no value has no line."""
    at_s = snapshot.taken_s if snapshot.as_of_s is None else float(snapshot.as_of_s)
    lines = [*_queues(snapshot, at_s), *_agents(snapshot), *_sources(snapshot, at_s)]
    return "\n".join(lines) + "\n"


def _queues(snapshot: Snapshot, at_s: float) -> Iterator[str]:
    for name, says, value in _QUEUES:
        yield from _family(name, says, ((("queue", q.queue), value(q)) for q in snapshot.queues))
    waits = ((("queue", q.queue), None if q.oldest_s is None else max(0.0, at_s - q.oldest_s))
             for q in snapshot.queues)  # fmt: skip
    yield from _family("longest_wait_seconds", "How long the oldest caller waits", waits)


def _agents(snapshot: Snapshot) -> Iterator[str]:
    states = Counter(agent.state for agent in snapshot.agents)
    counted = ((("state", state), count) for state, count in sorted(states.items()))
    yield from _family("agents", "Agents by state", counted)


def _sources(snapshot: Snapshot, at_s: float) -> Iterator[str]:
    each = snapshot.sources
    rejected = ((("source", one.source), one.rejected) for one in each)
    yield from _family("rejected_lines", "Lines that could not be read", rejected)
    beats = ((("source", one.source), _age(one.heartbeat_s, snapshot.taken_s)) for one in each)
    yield from _family("heartbeat_age_seconds", "Since the collector's last beat", beats)
    events = ((("source", one.source), _age(one.read_to_s, at_s)) for one in each)
    yield from _family("last_event_age_seconds", "Since the last event that was read", events)


def _age(then_s: float | None, now_s: float) -> float | None:
    return None if then_s is None else round(max(0.0, now_s - then_s), 3)


def _family(
    name: str, says: str, values: Iterator[tuple[tuple[str, str], _Value]]
) -> Iterator[str]:
    known = [(label, value) for label, value in values if value is not None]
    if not known:
        return
    yield f"# HELP floorwatch_{name} {says}"
    yield f"# TYPE floorwatch_{name} gauge"
    for (label, text), value in known:
        yield f'floorwatch_{name}{{{label}="{_escaped(text)}"}} {_plain(value)}'


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(round(value, 6))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
