"""Asterisk's counters, counted again the way app_queue.c does, move by move."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, replace

from ops.reconcile.moves import Move
from ops.reconcile.reading import Value, percent

REMOVED = "member removed"
OUTCALL = "outbound calls"
BRIDGE = "memberdelay"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a queue counts."""

    threshold_s: float
    memberdelay_s: int
    applied: frozenset[str] = frozenset()
    """Which of REMOVED, OUTCALL and BRIDGE are taken into account; without them a counter is what
    the log alone says: talks that ended, callers who left, members who were connected."""

    def apply(self, *names: str) -> Rules:
        """These rules with only `names` taken into account."""
        return replace(self, applied=frozenset(names))


@dataclass(slots=True)
class Ended:
    """The counters that move when a call leaves the queue or its talk ends."""

    completed: int = 0
    completed_in_time: int = 0
    gone: int = 0
    gone_in_time: int = 0
    talktime: int = 0
    old_talktime: int = 0
    """The same by the rule of versions before 13.18, which takes a talk's length as it is while
    one call, and no more, was completed in time."""

    @property
    def values(self) -> dict[str, Value]:
        """As Asterisk prints them, under AMI's names."""
        in_time = self.completed_in_time + self.gone_in_time
        return {
            "Completed": self.completed,
            "Abandoned": self.gone,
            "ServicelevelPerf": percent(self.completed_in_time, self.completed),
            "ServicelevelPerf2": percent(in_time, self.completed + self.gone),
            "TalkTime": self.talktime,
        }

    def agrees(self, told: dict[str, Value]) -> bool:
        """Whether every counter that was told has this value."""
        if told.get("Completed", self.completed) != self.completed:
            return False  # the usual answer, before anything is divided
        values = self.values
        return all(
            values[name] == value or (name == "TalkTime" and self.old_talktime == value)
            for name, value in told.items()
        )

    def add(self, move: Move, rules: Rules) -> None:
        """Count one more of a queue's `ends`."""
        wait_s, talk_s = move.wait_s, move.talk_s
        if move.kind == "gone":
            self.gone += 1
            self.gone_in_time += wait_s is not None and wait_s <= rules.threshold_s
        elif move.kind == "outcall":
            # QueueUpdate(): a missed call is an abandoned one, a talk counts with its own length.
            if OUTCALL in rules.applied and talk_s is None:
                self.gone += 1
            elif OUTCALL in rules.applied and talk_s is not None:
                self._complete(talk_s <= rules.threshold_s, talk_s, first=False)
        elif not (move.was_removed and REMOVED in rules.applied):
            in_time = wait_s is not None and wait_s - rules.memberdelay_s <= rules.threshold_s
            self._complete(in_time, talk_s or 0, first=not self.completed)

    def _complete(self, in_time: bool, talk_s: int, *, first: bool) -> None:
        self.completed += 1
        self.completed_in_time += in_time
        once = self.completed_in_time == 1
        self.talktime = talk_s if first else _averaged(self.talktime, talk_s)
        self.old_talktime = talk_s if once else _averaged(self.old_talktime, talk_s)


def ends_after(ends: Sequence[Move], rules: Rules, least: int | None = None) -> dict[int, Ended]:
    """The counters after so many of `ends`, from `least` (all of them) to all of them."""
    least = len(ends) if least is None else least
    state = Ended()
    for move in ends[:least]:
        state.add(move, rules)
    states = {least: copy(state)}
    for count, move in enumerate(ends[least:], start=least + 1):
        state.add(move, rules)
        states[count] = copy(state)
    return states


def counted(ends: Sequence[Move], rules: Rules) -> Ended:
    """The counters after all of `ends`."""
    return ends_after(ends, rules)[len(ends)]


def _averaged(old: int, new: int) -> int:
    """Asterisk's running average: an integer, rounded down."""
    return (3 * old + new) >> 2


Holds = frozenset[int]
"""What Holdtime can be: where the log leaves a wait open by a second there are two."""

NOTHING: Holds = frozenset({0})


@dataclass(frozen=True, slots=True)
class FirstEnd:
    """The first call that ended: before it an answer's wait is the average."""

    seq: int | None = None
    s: int = 0

    @classmethod
    def of(cls, ends: Sequence[Move]) -> FirstEnd:
        """The first of `ends`."""
        return cls(ends[0].seq, ends[0].s) if ends else cls()

    def was_before(self, move: Move, memberdelay_s: int) -> tuple[bool, ...]:
        """Whether it came before that answer; both where the delay leaves it open."""
        if self.seq is None or move.seq < self.seq:
            return (False,)
        return (False, True) if memberdelay_s and move.s - memberdelay_s <= self.s else (True,)


def holds_after(
    answers: Sequence[Move], first: FirstEnd, rules: Rules, least: int | None = None
) -> dict[int, Holds]:
    """What Holdtime can be after so many of `answers`, from `least` (all) to all of them."""
    least = len(answers) if least is None else least
    holds = NOTHING
    states = {0: holds} if not least else {}
    bridge = BRIDGE in rules.applied
    for count, move in enumerate(answers, start=1):
        if bridge or move.kind == "answered":
            after = first.was_before(move, rules.memberdelay_s)
            holds = hold_next(holds, _waits(move, rules), after)
        if count >= least:
            states[count] = holds
    return states


def held(answers: Sequence[Move], first: FirstEnd, rules: Rules) -> Holds:
    """What Holdtime can be after all of `answers`."""
    return holds_after(answers, first, rules)[len(answers)]


def hold_next(holds: Holds, waits: Collection[int], averaged: tuple[bool, ...] = (True,)) -> Holds:
    """What Holdtime can be after one more answer whose wait is one of `waits`."""
    if len(holds) == len(waits) == 1 and averaged == (True,):  # nearly always: the short way
        (old,), (wait,) = holds, waits
        return frozenset((_averaged(old, wait),))
    found: set[int] = set()
    if True in averaged:
        found.update(_averaged(old, wait) for old in holds for wait in waits)
    if False in averaged:
        found.update(waits)
    return frozenset(found) or holds


def _waits(move: Move, rules: Rules) -> Collection[int]:
    """The caller's possible waits when the member answered, before the memberdelay."""
    if move.wait_s is None:
        return ()
    if move.kind == "dropped":
        # The member hung up some time within the delay.
        return {max(0, move.wait_s - late) for late in range(rules.memberdelay_s + 1)}
    return (max(0, move.wait_s - rules.memberdelay_s),)
