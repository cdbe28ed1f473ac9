"""The columns of the queues' table: titles, widths, order of leaving, and what stands in them."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style

from ops.formats import MINUS, NOTHING, duration, percent, safe
from ops.snapshot import QueueNow
from ops.tui.judge import LATE_WARN, Sign, oldest_s, under_target
from ops.tui.localtime import day, hour_and_minute
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column
from ops.tui.widgets.line import Pieces, cell, width_of
from ops.tui.widgets.spark import Trend, silent_before, spark

_QUARTER_S = 900
_NAME = (9, 18)
_LEVEL, _GAP, _SPARK, _SPARK_MORE = 7, 2, 14, 50
_GOAL_MOST = 24


class Day(NamedTuple):
    """What all rows share: as much of the goal as is the same for all, and where trends begin."""

    shared: str
    """`80/20 standard`, or `standard` where only thresholds differ, or ""; rows say the rest."""
    own_width: int
    """Cells of what rows have to say of their own goal; 0 where there is nothing left to say."""
    since: str
    quarters: int
    name_width: int

    @classmethod
    def of(cls, scene: Scene | None) -> "Day":
        """Of all queues, not only the filtered ones: a filter must not move columns."""
        queues = () if scene is None else scene.snapshot.queues
        trends = [queue.trend for queue in queues]
        quarters = max(map(len, trends), default=0) - silent_before(trends)
        since = ""
        if scene is not None and quarters:
            shot = scene.snapshot
            at_s = int(shot.taken_s if shot.as_of_s is None else shot.as_of_s)
            start_s = at_s // _QUARTER_S * _QUARTER_S - (quarters - 1) * _QUARTER_S
            since = f"since {hour_and_minute(start_s, shot.zone)}"
        widest = max((width_of(queue.queue) for queue in queues), default=0)
        shared = _shared_goal(queues)
        own = (len(safe(_own_goal(queue, shared))) for queue in queues)
        return cls(
            shared=shared,
            own_width=min(_GOAL_MOST, max(own, default=0)),
            since=since,
            quarters=quarters,
            name_width=max(_NAME[0], min(_NAME[1], widest)),
        )


class QueueRow(NamedTuple):
    """One queue, judged."""

    queue: QueueNow
    sign: Sign
    scene: Scene
    day: Day


def _shared_goal(queues: Sequence[QueueNow]) -> str:
    goals = {goal_of(queue) for queue in queues}
    formulas = {queue.formula for queue in queues}
    return next(iter(goals)) if len(goals) == 1 else formulas.pop() if len(formulas) == 1 else ""


def _own_goal(queue: QueueNow, shared: str) -> str:
    """What of a queue's goal the heading has not said yet."""
    goal = goal_of(queue)
    return goal.removesuffix(shared).rstrip()


def goal_of(queue: QueueNow) -> str:
    """The target, the threshold and the formula: `80/20 standard`."""
    return f"{queue.target * 100:g}/{queue.threshold_s:g} {queue.formula}"


def sign_style(sign: Sign, looks: Looks) -> Style:
    """The colour that goes with a sign."""
    styles = {Sign.BAD: looks.bad, Sign.WARN: looks.warn, Sign.FINE: looks.good}
    return styles.get(sign, looks.dim)


def columns(about: Day) -> tuple[Column[QueueRow], ...]:
    """All columns, for the widest screen; `fitted` takes away what has no room."""
    least = _LEVEL + _GAP + max(_SPARK, about.own_width)
    start = f"{'LEVEL':>{_LEVEL}}{'':{_GAP}}"
    shared = " ".join(filter(None, (about.shared, about.since)))
    titles = (start + shared, f"{start}{about.shared or about.since}", start)
    return (
        Column((" ",), 1, _sign),
        Column(("QUEUE",), about.name_width, _name),
        Column(("WAIT",), 4, _waiting, right=True, figure="waiting"),
        Column(("LONGEST",), 8, _longest, right=True, figure="longest"),
        Column(titles, least, _level, gap=2, grows=_SPARK_MORE, figure="level", mark=_LEVEL),
        Column(("BUDGET",), 6, _budget, right=True, gap=2, rank=1, figure="budget"),
        Column(("BURN",), 6, _burn, right=True, rank=4, figure="burn"),
        Column(("OFFERED",), 8, _offered, right=True, rank=5, figure="offered"),
        Column(("ANSWERED",), 9, _answered, right=True, rank=6, figure="answered"),
        Column(("ABANDONED",), 13, _abandoned, right=True, rank=2, figure="abandoned"),
        Column(("ASA",), 6, _asa, right=True, rank=7, figure="asa"),
        Column(("OVERFLOWED",), 11, _overflowed, right=True, rank=10, figure="overflowed"),
        Column(("LOST",), 5, _lost, right=True, rank=11, figure="lost"),
        Column(("READY TALKING PAUSED",), 20, _staff, right=True, gap=3, rank=8, figure="staff"),
    )


def _sign(row: QueueRow, width: int, looks: Looks) -> Pieces:
    return ((row.sign.value, sign_style(row.sign, looks)),)


def _name(row: QueueRow, width: int, looks: Looks) -> Pieces:
    return ((row.queue.queue, looks.dim if _away(row) else looks.bright),)


def _waiting(row: QueueRow, width: int, looks: Looks) -> Pieces:
    count = row.queue.waiting
    if not count:
        return ((NOTHING if _away(row) else "0", looks.dim),)
    return ((f"{count}", looks.bright),)


def _longest(row: QueueRow, width: int, looks: Looks) -> Pieces:
    waited_s = oldest_s(row.queue, row.scene)
    if waited_s is None:
        return ((NOTHING, looks.dim),)
    late = waited_s / max(row.queue.threshold_s, 1.0)
    style = looks.bad if late > LATE_WARN else looks.warn if late > 1 else looks.text
    return ((duration(waited_s), style),)


def _level(row: QueueRow, width: int, looks: Looks) -> Pieces:
    queue, about = row.queue, row.day
    value = percent(queue.level.numerator, queue.level.denominator)
    style = looks.text
    if queue.level.value is None:
        style = looks.dim
    elif under_target(queue):
        style = sign_style(row.sign, looks)
    goal = cell(_own_goal(queue, about.shared), about.own_width)
    own = f"{goal} " if about.own_width else ""
    room = width - _LEVEL - _GAP - width_of(own)
    start: Pieces = ((f"{value:>{_LEVEL}}{'':{_GAP}}", style), (own, looks.dim))
    if _away(row):
        words = next((w for w in away_words(row) if len(w) <= room), "")
        return (*start, (words, looks.dim))
    return (*start, *spark(shared_trend(queue.trend, about.quarters), queue.target, room, looks))


def away_words(row: QueueRow) -> tuple[str, ...]:
    """Why there is nothing to see of a queue, and until when; the longest first."""
    queue, shot = row.queue, row.scene.snapshot
    if queue.is_open is not False:
        return ("no calls yet", "no calls")
    if queue.opens_s is None:
        return ("closed",)
    until = hour_and_minute(queue.opens_s, shot.zone)
    date = day(queue.opens_s, shot.zone)
    far = "" if date == day(row.scene.at_s, shot.zone) else f"{date[:3]} "
    return (f"closed until {far}{until}", f"until {far}{until}", "closed")


def shared_trend(trend: Trend, quarters: int) -> Trend:
    """The last so many quarters, so that all rows' bars stand under one another."""
    return (*([None] * (quarters - len(trend))), *trend[max(0, len(trend) - quarters) :])


def _budget(row: QueueRow, width: int, looks: Looks) -> Pieces:
    left = row.queue.budget_left
    style = looks.dim if left is None else looks.text
    if left is not None and left < 0:
        style = sign_style(row.sign, looks)
    return ((budget_words(row.queue), style),)


def budget_words(queue: QueueNow) -> str:
    """`+15`, `0`, `−36`: overspent rounds away from zero, half a call too many is one too many."""
    if queue.budget_left is None:
        return NOTHING
    whole = math.floor(round(queue.budget_left, 6))
    if whole < 0:
        return f"{MINUS}{-whole}"
    return f"+{whole}" if whole else "0"


def _burn(row: QueueRow, width: int, looks: Looks) -> Pieces:
    burn = row.queue.burn
    if burn is None:
        return ((NOTHING, looks.dim),)
    return ((f"{burn:.1f} ×", looks.warn if burn > row.scene.snapshot.alerts.burn else looks.text),)


def _count(count: int, looks: Looks) -> Pieces:
    return ((f"{count}", looks.text if count else looks.dim),)


def _offered(row: QueueRow, width: int, looks: Looks) -> Pieces:
    return _count(row.queue.offered, looks)


def _answered(row: QueueRow, width: int, looks: Looks) -> Pieces:
    return _count(row.queue.answered, looks)


def _abandoned(row: QueueRow, width: int, looks: Looks) -> Pieces:
    share = row.queue.abandoned
    if not share.denominator:
        return ((NOTHING, looks.dim),)
    style = looks.text if share.numerator else looks.dim
    return ((f"{share.numerator:g} {percent(share.numerator, share.denominator):>7}", style),)


def _asa(row: QueueRow, width: int, looks: Looks) -> Pieces:
    return ((duration(row.queue.asa_s), looks.dim if row.queue.asa_s is None else looks.text),)


def _overflowed(row: QueueRow, width: int, looks: Looks) -> Pieces:
    return _count(row.queue.overflowed, looks)


def _lost(row: QueueRow, width: int, looks: Looks) -> Pieces:
    return _count(row.queue.lost, looks)


def _staff(row: QueueRow, width: int, looks: Looks) -> Pieces:
    queue = row.queue
    counts = ((queue.ready, 5), (queue.talking, 8), (queue.paused, 7))
    return tuple((f"{n:>{wide}}", looks.text if n else looks.dim) for n, wide in counts)


def _away(row: QueueRow) -> bool:
    return row.sign is Sign.NONE
