"""Our numbers beside Asterisk's, a row a counter, each difference with its reason or without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ops.reconcile import hints, solve, waiting
from ops.reconcile.counters import BRIDGE, FirstEnd, Rules, counted, held
from ops.reconcile.moves import Log, QueueMoves, before
from ops.reconcile.reading import QueueReading, Reading, Value, counters, percent
from ops.reconcile.reset import find as find_reset
from ops.reconcile.solve import Solution
from ops.warehouse.warehouse import Moment, Warehouse

AGREES, EXPLAINED, UNEXPLAINED = "agrees", "explained", "unexplained"
RESET = "reset"
WHOLE_SECONDS = "whole seconds"
LIKELY_DELAYS = range(6)
DELAYED = ("ServicelevelPerf", "ServicelevelPerf2", "Holdtime")
"""The counters a memberdelay matters to."""


@dataclass(frozen=True, slots=True)
class Row:
    """One counter of one queue. Times are seconds, shares percent, as Asterisk prints them."""

    queue: str
    counter: str
    """Named as in AMI's QueueParams; Calls are the waiting callers, Wait is the longest wait."""
    ours: Value | None
    asterisk: Value | None
    difference: Value | None
    """Ours less Asterisk's; of Wait the largest difference of any caller."""
    status: str
    """agrees, explained or unexplained."""
    reasons: tuple[str, ...] = ()
    """What explains it, in a word or two each."""
    reason: str = ""
    """The same in a sentence; of an unexplained difference what may be behind it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reading is compared with: one source's log as of `asked_s`."""

    log: Log
    metric: Mapping[tuple[str, float | None], Mapping[str, Any]]
    """Rows of queries/metrics/asterisk_counters.sql by queue and threshold."""
    zone: ZoneInfo

    def clock(self, s: int) -> str:
        """A second as local time of day."""
        return datetime.fromtimestamp(s, self.zone).strftime("%H:%M:%S")


def compare(warehouse: Warehouse, source: str, reading: Reading, log: Log) -> list[Row]:
    """Every counter the reading tells, queue by queue in its order. Raises QueryError.

    `log` is the moves of `source` as of the moment of the reading.
    """
    metric: dict[tuple[str, float | None], dict[str, Any]] = {}
    for threshold in {queue.threshold_s for queue in reading.queues}:
        rows = warehouse.run("asterisk_counters", {"threshold": threshold}, Moment(log.asked_s))
        for row in rows.iter_rows(named=True):
            if row["source"] == source:
                metric[row["queue"], threshold] = row
    asked = Asked(log, metric, warehouse.settings.zone)
    found: list[Row] = []
    for told in reading.queues:
        policy = warehouse.settings.queue(told.queue)
        threshold_s = policy.threshold_s if told.threshold_s is None else told.threshold_s
        rules = Rules(threshold_s, int(policy.memberdelay_s))
        found += _queue(asked, told, rules)
    return found


def _queue(asked: Asked, told: QueueReading, rules: Rules) -> list[Row]:
    moves = asked.log.queue(told.queue)
    moves = replace(moves, waits=waiting.recent(moves.waits, asked.log.asked_s))
    ours = _ours(asked, told, moves, rules)
    rows = [
        Row(told.queue, counter, ours[counter], value, _less(ours[counter], value), AGREES)
        for counter, value in counters(told)
        if counter not in ("Calls", "Wait")
    ]
    differ = [row.counter for row in rows if row.difference]
    solutions = list(_solutions(asked, told, moves, rules)) if differ else []
    explained = [_explain(row, solutions) if row.difference else row for row in rows]
    if any(row.status == UNEXPLAINED for row in explained):
        hint = hints.hint(asked.log, told, rules, asked.clock)
        explained = [replace(r, reason=hint) if r.status == UNEXPLAINED else r for r in explained]
    return [*_waiting(asked, told, moves, ours), *explained]


def _ours(
    asked: Asked, told: QueueReading, moves: QueueMoves, rules: Rules
) -> dict[str, Value | None]:
    """What the log alone says, rounded as Asterisk rounds."""
    row = asked.metric.get((told.queue, told.threshold_s), {})
    completed, gone = row.get("completed", 0), row.get("abandoned", 0)
    in_time, gone_in_time = row.get("completed_in_time", 0), row.get("abandoned_in_time", 0)
    log = asked.log
    ends = moves.ends[: before(moves.ends, log.asked_s)]
    answers = moves.answers[: before(moves.answers, log.asked_s)]
    longest = row.get("longest_wait_s")
    return {
        "Calls": row.get("waiting", 0),
        "Wait": None if longest is None else int(longest),
        "Completed": completed,
        "Abandoned": gone,
        "ServicelevelPerf": percent(in_time, completed),
        "ServicelevelPerf2": percent(in_time + gone_in_time, completed + gone),
        "TalkTime": counted(ends, rules).talktime,
        "Holdtime": min(held(answers, FirstEnd.of(moves.ends), rules)),
    }


def _solutions(
    asked: Asked, told: QueueReading, moves: QueueMoves, rules: Rules
) -> Iterator[Solution]:
    """What explains the counters: first what the log shows, then what it only allows."""
    seen = _seen(asked, told, moves, rules)
    if None not in seen:
        yield from (solution for solution in seen if solution)
        return
    for delay in LIKELY_DELAYS if _counts_agree(asked, told, moves, rules) else ():
        if delay != rules.memberdelay_s:
            other = _seen(asked, told, moves, replace(rules, memberdelay_s=delay))
            if None not in other:
                yield _with_delay(told, [one for one in other if one], delay, rules)
                return
    if reset := find_reset(moves, told, rules, asked.log.asked_s):
        after, until = asked.clock(reset.after_s), asked.clock(reset.until_s)
        text = f"counters reset between {after} and {until} would explain it"
        yield _for_all(told, RESET, text)
        return
    yield from (solution for solution in seen if solution)


def _seen(
    asked: Asked, told: QueueReading, moves: QueueMoves, rules: Rules
) -> tuple[Solution | None, Solution | None]:
    """The explanations of the counters of ended calls and of Holdtime."""
    asked_s = asked.log.asked_s
    ends = solve.ends(moves.ends, told.ends, rules, asked_s)
    if told.holdtime is None:
        return ends, Solution()
    now = waiting.present(moves.waits, len(moves.waits)).values()
    waits = [max(0, asked_s - s) for s in now]
    first = FirstEnd.of(moves.ends)
    return ends, solve.holdtime(moves.answers, first, told.holdtime, rules, asked_s, waits)


def _counts_agree(asked: Asked, told: QueueReading, moves: QueueMoves, rules: Rules) -> bool:
    """Whether what no memberdelay changes can be explained."""
    others = {name: value for name, value in told.ends.items() if name not in DELAYED}
    return solve.ends(moves.ends, others, rules, asked.log.asked_s) is not None


def _with_delay(told: QueueReading, found: list[Solution], delay: int, rules: Rules) -> Solution:
    """What explains the counters with another memberdelay than the settings'."""
    texts = {name: text for solution in found for name, text in solution.texts.items()}
    said = f"the settings say {rules.memberdelay_s} s"
    texts[BRIDGE] = f"a memberdelay of {delay} s would explain it; {said}"
    needed = {}
    for counter, _ in counters(told):
        names = [name for one in found for name in one.needed.get(counter, ())]
        if counter in DELAYED or not names:
            names = [BRIDGE, *names]
        needed[counter] = tuple(dict.fromkeys(names))
    return Solution(needed, texts)


def _for_all(told: QueueReading, name: str, text: str) -> Solution:
    return Solution({counter: (name,) for counter, _ in counters(told)}, {name: text})


def _explain(row: Row, solutions: list[Solution]) -> Row:
    for solution in solutions:
        if names := solution.needed.get(row.counter):
            text = "; ".join(solution.texts[name] for name in names)
            return replace(row, status=EXPLAINED, reasons=names, reason=text)
    return replace(row, status=UNEXPLAINED)


def _waiting(
    asked: Asked, told: QueueReading, moves: QueueMoves, ours: Mapping[str, Value | None]
) -> Iterator[Row]:
    """The rows of the waiting callers and of their waits."""
    if told.calls is None:
        return
    found = waiting.match(moves.waits, told, asked.log.asked_s)
    difference = _less(ours["Calls"], told.calls)
    calls = Row(told.queue, "Calls", ours["Calls"], told.calls, difference, AGREES)
    if calls.difference:
        calls = _second(calls, found)
    yield calls
    mine, theirs = ours["Wait"], told.longest
    if mine is None and theirs is None:
        return
    largest = max(found.differences, key=abs, default=None) if found else _less(mine, theirs)
    wait = Row(told.queue, "Wait", mine, theirs, largest, AGREES)
    if found is None or found.ahead:
        yield _second(wait, found)
    elif largest:
        text = "whole seconds, begun at different fractions of one"
        yield replace(wait, status=EXPLAINED, reasons=(WHOLE_SECONDS,), reason=text)
    else:
        yield wait


def _second(row: Row, found: waiting.Match | None) -> Row:
    """`row`, explained by callers who came or went within the asked second, or not at all."""
    if found is None:
        return replace(row, status=UNEXPLAINED, reason="not the same callers")
    text = solve.second(found.ahead)
    return replace(row, status=EXPLAINED, reasons=(solve.SECOND,), reason=text)


def _less(ours: Value | None, asterisk: Value | None) -> Value | None:
    if ours is None or asterisk is None:
        return None
    return round(ours - asterisk, 1)
