"""Who waits: our callers beside Asterisk's, and their waits within a second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ops.reconcile.moves import Log, Move, before
from ops.reconcile.reading import QueueReading, Reading
from ops.reconcile.solve import Cuts

LONG_S = 10
TOLERANCE_S = 1
"""Both are whole seconds, begun at different fractions of one."""


@dataclass(frozen=True, slots=True)
class Match:
    """Our callers and Asterisk's are the same."""

    ahead: int
    """Callers who came or went within the asked second, as Asterisk sees it."""
    differences: tuple[int, ...]
    """Ours less Asterisk's wait of every caller, seconds, each within the tolerance."""


def present(moves: Sequence[Move], cut: int) -> dict[str, int]:
    """Call id and when it entered, of those who wait after the first `cut` moves.

    A call transferred back into its queue can enter it before it has left: the older stay ends.
    """
    found: dict[str, list[int]] = {}
    for move in moves[:cut]:
        if move.kind == "entered":
            found.setdefault(move.call_id, []).append(move.s)
        elif stays := found.get(move.call_id):
            stays.pop(0)
    return {call_id: stays[-1] for call_id, stays in found.items() if stays}


def recent(moves: Sequence[Move], asked_s: int) -> tuple[Move, ...]:
    """Without the callers who had long gone by the asked moment."""
    left: Counter[str] = Counter()
    kept: list[Move] = []
    old = before(moves, asked_s - LONG_S)
    for move in reversed(moves[:old]):
        if move.kind != "entered":
            left[move.call_id] += 1
        elif left[move.call_id]:
            left[move.call_id] -= 1
        else:
            kept.append(move)
    return (*reversed(kept), *moves[old:])


def match(moves: Sequence[Move], told: QueueReading, asked_s: int) -> Match | None:
    """How our callers are Asterisk's, or None if they are not."""
    cuts = Cuts.of(moves, asked_s)
    for cut in cuts.nearest_first():
        ours = present(moves, cut)
        differences = _differences({c: max(0, asked_s - s) for c, s in ours.items()}, told)
        if differences is not None and all(abs(d) <= TOLERANCE_S for d in differences):
            return Match(cut - cuts.plain, differences)
    return None


def _differences(ours: dict[str, int], told: QueueReading) -> tuple[int, ...] | None:
    """Ours less Asterisk's wait of each caller; None where the callers are not the same."""
    if told.callers is None:
        if len(ours) != told.calls:
            return None
        longest = told.longest
        return () if longest is None else (max(ours.values()) - longest,)
    if len(ours) != len(told.callers):
        return None
    if all(caller.call_id for caller in told.callers):
        theirs = {str(caller.call_id): caller.wait_s for caller in told.callers}
        if theirs.keys() != ours.keys():
            return None
        return tuple(ours[call_id] - wait_s for call_id, wait_s in theirs.items())
    waits = sorted(caller.wait_s for caller in told.callers)
    return tuple(a - b for a, b in zip(sorted(ours.values()), waits, strict=True))


def seconds_later(log: Log, reading: Reading) -> int:
    """How long after `log.asked_s`, where the log ends, the reading was taken, by its waits.

    Nothing moves behind the end of a log, so the callers are the same and have waited longer by
    the same time in every queue; 0 where they have not.
    """
    told = [queue for queue in reading.queues if queue.calls]
    waits = {q.queue: recent(log.queue(q.queue).waits, log.asked_s) for q in told}
    candidates = {0}
    for queue in told:
        moves = waits[queue.queue]
        ours = present(moves, len(moves)).values()
        if ours and queue.longest is not None:
            least = queue.longest - (log.asked_s - min(ours))
            candidates.update(range(max(0, least), max(0, least + TOLERANCE_S + 1)))
    for later in sorted(candidates):
        at_s = log.asked_s + later
        if all(match(waits[queue.queue], queue, at_s) for queue in told):
            return later
    return 0
