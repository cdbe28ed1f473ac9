"""What is said beside rows that are not there: which names there are, and until when."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ops.cli.narration import say
from ops.errors import UsageError

if TYPE_CHECKING:
    from ops.periods import Period
    from ops.warehouse.catalog import Query
    from ops.warehouse.warehouse import Moment, Warehouse

_OWED = {"follow_ups", "follow_up_history"}
_FROM_A_LOG = {"calls", "contacts"}


def queues_of(warehouse: Warehouse, at: Moment) -> list[str]:
    """Every queue seen or configured, by name."""
    return _names(warehouse, at, "SELECT queue FROM queues ORDER BY 1")


def meant(queue: str | None, queues: Sequence[str]) -> str | None:
    """The queue of that name; to Asterisk, case makes no other queue of it."""
    if queue is None or queue in queues:
        return queue
    near = [each for each in queues if each.casefold() == queue.casefold()]
    return near[0] if len(near) == 1 else queue


def meant_only(queue: str | None, warehouse: Warehouse, at: Moment) -> str | None:
    """The same for what can't be asked of a queue that is not there: UsageError where none is."""
    queues = queues_of(warehouse, at)
    found = meant(queue, queues)
    if found is not None and found not in queues:
        raise UsageError(f"no queue is called {queue!r}", f"there are: {_listed(queues)}")
    return found


def tell_queue(queue: str | None, queues: Sequence[str]) -> bool:
    """Say so where no queue is called so; returns whether that was said."""
    if queue is None or queue in queues:
        return False
    say(f"no queue is called {queue!r} here; there are: {_listed(queues)}")
    return True


def _listed(queues: Sequence[str]) -> str:
    return ", ".join(queues) or "none yet"


def tell_agent(part: str | None, warehouse: Warehouse, at: Moment) -> bool:
    """The same where nobody with that in their name has answered a call: all calls are asked."""
    from difflib import get_close_matches

    if part is None:
        return False
    sql = "SELECT DISTINCT agent FROM calls WHERE agent IS NOT NULL ORDER BY 1"
    agents = {each.casefold(): each for each in _names(warehouse, at, sql)}
    if any(part.casefold() in each for each in agents):
        return False
    near = [agents[each] for each in get_close_matches(part.casefold(), agents, 3)]
    hint = f"did you mean {' or '.join(near)}?" if near else ""
    say(f"nobody called {part!r} has answered a call here", hint)
    return True


def tell_end(asked: Query, about: Period, warehouse: Warehouse) -> bool:
    """The same where no log goes as far; what is owed goes on without one."""
    from ops.cli.moments import spoken

    last = warehouse.last_event_s
    if _is_of_journal(asked):
        return False
    if last is None:
        say("nothing is stored yet", "store a log with `floorwatch collect LOG`")
    elif "since" in asked.params and last < about.since_s:
        say(
            f"{about.label}: nothing was stored after {spoken(last, warehouse.settings)}",
            "ask about that day with --as-of last, or about another with --since",
        )
    else:
        return False
    return True


def _is_of_journal(asked: Query) -> bool:
    read = set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", asked.sql))
    return not read.isdisjoint(_OWED) and read.isdisjoint(_FROM_A_LOG)


def _names(warehouse: Warehouse, at: Moment, sql: str) -> list[str]:
    with contextlib.closing(warehouse.cursor(at, sql)) as cursor:
        return [row[0] for row in cursor.execute(sql).fetchall()]
