"""What may be behind a difference that nothing explains: something to try."""

from __future__ import annotations

from collections.abc import Callable

from ops.reconcile.counters import REMOVED, Ended, Rules, counted
from ops.reconcile.moves import Log, before
from ops.reconcile.reading import QueueReading


def hint(log: Log, told: QueueReading, rules: Rules, clock: Callable[[int], str]) -> str:
    """A sentence to go on with, or "" if there is none; `clock` writes an epoch second."""
    moves = log.queue(told.queue)
    if span := _as_of(log, told, rules):
        first, last = clock(span[0]), clock(span[1])
        when = first if first == last else f"{first} to {last}"
        return f"the log agrees as of {when}: was the output taken then? Try --at"
    ours = counted(moves.ends[: before(moves.ends, log.asked_s)], rules)
    more = (told.completed or 0) > ours.completed or (told.abandoned or 0) > ours.gone
    if more and log.started_s is None:
        return "the log begins after Asterisk's start: give the rotated files before it as well"
    if more:
        return "the log has fewer calls: is it whole, and this system's?"
    return ""


def _as_of(log: Log, told: QueueReading, rules: Rules) -> tuple[int, int] | None:
    """The latest stretch of time at which the log gives all the counters of ended calls."""
    ends = log.queue(told.queue).ends
    upto = before(ends, log.asked_s)
    numbers = told.ends
    for names in ((), (REMOVED,)):
        state, applied, found = Ended(), rules.apply(*names), None
        for count, move in enumerate(ends[:upto], start=1):
            state.add(move, applied)
            if state.agrees(numbers):
                until = ends[count].s if count < len(ends) else log.asked_s
                found = move.s + 1, max(until, move.s + 1)
        if found:
            return found
    return None
