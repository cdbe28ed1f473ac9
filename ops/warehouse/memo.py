"""When the answer of a live query must be what it was: its inputs are.

A refresh of the floor comes every second, most lines tell of one call. What a live query reads
of the past is fixed until a call closes (`Versions.closed`) or an agent's state changes; of open
calls and of the clock it reads what stands here, query by query. A query not named here is asked
every time. `tests/warehouse/test_memo.py` compares with asking every time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

BURN_S = (300, 1800)
"""The windows of queues_now's burn rates."""

OPEN_SQL = (
    "SELECT m.source, m.seq, m.queue, m.outcome, m.agent, m.s, m.answer_s, "
    "m.wait_s > q.threshold_s AS is_late FROM moving AS m JOIN queues AS q ON q.queue = m.queue"
)
RECENT_SQL = (
    "SELECT c.s, CASE WHEN c.outcome = 'answered' "
    "THEN c.end_s + CAST(floor(q.wrapup_s + 0.5) AS BIGINT) END AS wrapup_end_s "
    "FROM main.calls_near AS c JOIN queues AS q ON q.queue = c.queue "
    f"WHERE c.s >= CAST($as_of AS BIGINT) - {BURN_S[-1]} "
    "OR (c.outcome = 'answered' AND c.end_s + floor(q.wrapup_s + 0.5) > CAST($as_of AS BIGINT))"
)


@dataclass(frozen=True, slots=True)
class Open:
    """A call that is not over, as `OPEN_SQL` tells it."""

    source: str
    seq: int
    queue: str
    outcome: str
    agent: str | None
    s: int
    answer_s: int | None
    is_late: bool | None


class Recent:
    """The closed calls that the clock alone can bring into or out of an answer."""

    def __init__(self, as_of: int, rows: list[tuple[int, int | None]]) -> None:
        self.as_of = as_of
        """Good from this second on."""
        self._begun = sorted(s for s, _ in rows)
        self._wrapped_up = sorted(end for _, end in rows if end is not None)

    def windows(self, as_of: int) -> Hashable:
        """How many lie in each window: of fixed calls the number says which."""
        return tuple(bisect_left(self._begun, as_of - window) for window in (*BURN_S, 0))

    def wrapping_up(self, as_of: int) -> int:
        """How many wrap-ups are not over."""
        return len(self._wrapped_up) - bisect_right(self._wrapped_up, as_of)


@dataclass(frozen=True, slots=True)
class Facts:
    """What live answers at one moment are made of."""

    fixed: Hashable
    """Versions of the closed calls, the agents' states and the settings."""
    open: tuple[Open, ...]
    recent: Recent
    as_of: int

    def outcome(self, outcome: str) -> frozenset[Open]:
        """The open calls of this outcome."""
        return frozenset(one for one in self.open if one.outcome == outcome)


def _agents(facts: Facts) -> Hashable:
    return facts.outcome("talking"), facts.recent.wrapping_up(facts.as_of)


def _counted(facts: Facts) -> Hashable:
    return frozenset(one for one in facts.open if one.is_late or one.outcome != "waiting")


def _queues(facts: Facts) -> Hashable:
    def windows(s: int) -> tuple[bool, ...]:
        return tuple(s >= facts.as_of - window for window in (*BURN_S, 0))

    calls = frozenset((one, windows(one.s)) for one in facts.open)
    return calls, facts.recent.windows(facts.as_of)


def _waiting(facts: Facts) -> Hashable | None:
    """Waits grow all the time: only that nobody waits stays the same."""
    return None if facts.outcome("waiting") else ()


_INPUTS: Mapping[str, Callable[[Facts], Hashable | None]] = {
    "agents_now": _agents,
    "breaches_now": _counted,
    "happenings_now": lambda facts: facts.outcome("lost?"),
    "members_now": _agents,
    "queues_now": _queues,
    "trend_now": _counted,
    "waiting_now": _waiting,
}


def inputs(name: str, params: Mapping[str, Any], facts: Facts) -> Hashable | None:
    """What the answer depends on, to be compared with another time's; None: ask."""
    told = _INPUTS[name](facts) if name in _INPUTS else None
    if told is None:
        return None
    asked = tuple(sorted((k, v) for k, v in params.items() if k != "as_of" and v is not None))
    return facts.fixed, asked, told
