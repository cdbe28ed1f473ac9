"""Finding under which circumstances the log gives exactly what Asterisk counts.

A circumstance is only taken if with it *all* counters of a kind agree at once, and the fewest
circumstances that do are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ops.reconcile.counters import (
    BRIDGE,
    OUTCALL,
    REMOVED,
    FirstEnd,
    Holds,
    Rules,
    ends_after,
    held,
    hold_next,
    holds_after,
)
from ops.reconcile.moves import Move, before
from ops.reconcile.reading import Value

SECOND = "same second"
VERSION = "older version"


@dataclass(frozen=True, slots=True)
class Solution:
    """Circumstances with which the counters agree; `needed` tells which counter needs which."""

    needed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cuts:
    """How many moves the counters may have made at the asked moment."""

    plain: int
    """Those of seconds that are over."""
    least: int
    most: int

    @classmethod
    def of(cls, moves: Sequence[Move], asked_s: int, ahead_s: int = 0) -> Cuts:
        """From a second before to a second after the asked moment, `ahead_s` more if need be.

        The second before: a line is written before some counters move. The second after: the
        output is taken within it, and other counters move before the line is written.
        """
        return cls(
            plain=before(moves, asked_s),
            least=before(moves, asked_s - 1),
            most=before(moves, asked_s + 1 + ahead_s),
        )

    def nearest_first(self) -> list[int]:
        """All cuts, the plain one first."""
        cuts = range(self.least, self.most + 1)
        return sorted(cuts, key=lambda cut: (abs(cut - self.plain), cut))


def _choices(names: Sequence[str], cuts: Cuts) -> Iterator[tuple[tuple[str, ...], int]]:
    """Circumstances and cuts: first what the log shows, then what a second's edge allows."""
    every = [
        (chosen, cut)
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
        for cut in cuts.nearest_first()
    ]
    yield from sorted(every, key=lambda one: (one[1] != cuts.plain, len(one[0])))


def ends(
    moves: Sequence[Move], told: dict[str, Value], rules: Rules, asked_s: int
) -> Solution | None:
    """Explains the counters of `told` (those of Ended.values), or None."""
    cuts = Cuts.of(moves, asked_s)
    reachable = moves[: cuts.most]
    names = [
        name
        for name, is_there in (
            (REMOVED, any(move.was_removed for move in reachable)),
            (OUTCALL, any(move.kind == "outcall" for move in reachable)),
        )
        if is_there
    ]
    states = {
        chosen: ends_after(reachable, rules.apply(*chosen), cuts.least)
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
    }
    for chosen, cut in _choices(names, cuts):
        if states[chosen][cut].agrees(told):
            break
    else:
        return None
    # A circumstance is the reason for a counter that would differ without it.
    without = {name: states[tuple(n for n in chosen if n != name)][cut].values for name in chosen}
    if cut != cuts.plain:
        without[SECOND] = states[chosen][cuts.plain].values
    plain = states[()][cuts.plain].values
    needed = {}
    for counter, value in told.items():
        if plain[counter] != value:
            alone = tuple(name for name, values in without.items() if values[counter] != value)
            needed[counter] = alone or tuple(without) or (VERSION,)
    texts = {
        REMOVED: _removed(sum(move.was_removed for move in moves[:cut])),
        OUTCALL: _outcalls(sum(move.kind == "outcall" for move in moves[:cut])),
        SECOND: second(cut - cuts.plain),
        VERSION: "before 13.18, 14.7 and 15.1 TalkTime begins anew while just one call was in time",
    }
    return Solution(needed, {name: texts[name] for name in (*without, VERSION)})


def holdtime(
    answers: Sequence[Move],
    first: FirstEnd,
    told: int,
    rules: Rules,
    asked_s: int,
    waiting: Sequence[int] = (),
) -> Solution | None:
    """Explains Holdtime, or None.

    `waiting` are the waits of those who still wait where the log ends: with a memberdelay one of
    them may have been answered already.
    """
    delay = rules.memberdelay_s
    cuts = Cuts.of(answers, asked_s, delay)
    reachable = answers[: cuts.most]
    if told in held(reachable[: cuts.plain], first, rules):
        return Solution()
    states = holds_after(reachable, first, rules.apply(BRIDGE), cuts.least)
    for cut in cuts.nearest_first():
        if told in states[cut]:
            return _held(cut - cuts.plain, answers[:cut], delay)
    if delay and told in _just_answered(states[cuts.most], waiting, delay, first.seq is not None):
        return _held(1, reachable, delay)
    return None


def _just_answered(holds: Holds, waiting: Sequence[int], delay: int, averaged: bool) -> Holds:
    waits = {max(0, wait - late) for wait in waiting for late in range(delay + 1)}
    return hold_next(holds, waits, (averaged,)) if waits else frozenset()


def _held(ahead: int, moved: Sequence[Move], delay: int) -> Solution:
    texts = []
    if given_up := sum(move.kind != "answered" for move in moved):
        texts.append(f"{_calls(given_up, 'answer')} given up before the bridge counted as well")
    if ahead > 0 and delay:
        texts.append(f"{_calls(ahead, 'answer')} counted up to {delay} s before its CONNECT")
    if texts:
        return Solution({"Holdtime": (BRIDGE,)}, {BRIDGE: "memberdelay: " + ", ".join(texts)})
    return Solution({"Holdtime": (SECOND,)}, {SECOND: second(ahead)})


def _removed(count: int) -> str:
    whose = "its member" if count == 1 else "their members"
    return f"not counted (shared_lastcall): {_calls(count, 'talk')}, {whose} removed before the end"


def _outcalls(count: int) -> str:
    return f"counted as well: {_calls(count, 'outbound call')} reported by QueueUpdate()"


def second(ahead: int) -> str:
    """So many events of the seconds around the asked moment are counted early or late."""
    if ahead > 0:
        return f"{_calls(ahead, 'event')} of the asked second counted already"
    return f"{_calls(-ahead, 'event')} of the second before not counted yet"


def _calls(count: int, word: str) -> str:
    return f"{count:,} {word}" + ("" if count == 1 else "s")
