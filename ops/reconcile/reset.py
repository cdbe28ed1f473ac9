"""Whether counters that began anew after the last start give what Asterisk counts.

`queue reset stats` leaves no line in the log. Where Asterisk counts fewer calls than the log has
since the start, a moment is looked for from which on the log gives all its numbers exactly.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ops.reconcile import solve
from ops.reconcile.counters import FirstEnd, Rules
from ops.reconcile.moves import Move, QueueMoves, before
from ops.reconcile.reading import QueueReading


@dataclass(frozen=True, slots=True)
class Reset:
    """The counters began anew after second `after_s` and not after `until_s`."""

    after_s: int
    until_s: int


def find(moves: QueueMoves, told: QueueReading, rules: Rules, asked_s: int) -> Reset | None:
    """The latest stretch of time in which a reset explains every counter of the queue."""
    ends = moves.ends[: before(moves.ends, asked_s)]
    answers = moves.answers[: before(moves.answers, asked_s)]
    if not ends or told.completed is None or told.abandoned is None:
        return None
    counted = [move for move in ends if not move.was_removed]
    if told.completed + told.abandoned >= len(counted):
        return None
    stamps = sorted({move.s for move in (*ends, *answers)})
    for begun in (_answered_since, _ended_since):
        near = _near(stamps, counted, told, begun)
        fits = [s for s in near if _fits(s, moves, told, rules, asked_s, begun)]
        if fits:
            # The reset lies before `fits`' seconds and after the last event that is not counted.
            earlier = bisect_left(stamps, fits[0])
            return Reset(stamps[earlier - 1] if earlier else fits[0] - 1, fits[-1])
    return None


_Begun = Callable[[Move, int], bool]


def _answered_since(move: Move, s: int) -> bool:
    """A talk under way at the reset is not counted when it ends (13.18 and later)."""
    return (move.s if move.answer_s is None else move.answer_s) >= s


def _ended_since(move: Move, s: int) -> bool:
    """Older versions count it."""
    return move.s >= s


def _near(
    stamps: Sequence[int], ends: Sequence[Move], told: QueueReading, begun: _Begun
) -> list[int]:
    """The seconds from which on as many calls were completed and abandoned as Asterisk says."""
    at = [m.answer_s if begun is _answered_since and m.answer_s else m.s for m in ends]
    completed = sorted(s for s, m in zip(at, ends, strict=True) if m.kind == "completed")
    gone = sorted(m.s for m in ends if m.kind == "gone")
    return [
        s
        for s in (*stamps, stamps[-1] + 1)
        if len(completed) - bisect_left(completed, s) == told.completed
        and len(gone) - bisect_left(gone, s) == told.abandoned
    ]


def _fits(
    s: int, moves: QueueMoves, told: QueueReading, rules: Rules, asked_s: int, begun: _Begun
) -> bool:
    since = [move for move in moves.ends if begun(move, s)]
    if solve.ends(since, told.ends, rules, asked_s) is None:
        return False
    if told.holdtime is None:
        return True
    answered = [move for move in moves.answers if move.s - rules.memberdelay_s >= s]
    first = FirstEnd.of(since)
    return solve.holdtime(answered, first, told.holdtime, rules, asked_s) is not None
