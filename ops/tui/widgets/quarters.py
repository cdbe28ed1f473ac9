"""A queue's day by quarters of an hour: service level against its target, and what came of calls.

Two charts over one axis, and a line that says the quarter under the cursor in figures. What came
of the calls is told by the pattern as well as by the colour.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from ops.formats import duration, percent
from ops.snapshot import Interval, QueueDay, QueueNow
from ops.tui.localtime import hour_and_minute
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import fitting, title

QUARTER_S = 900
_AXIS = 7
"""Cells for the scale, left of the bars."""
_WIDEST = 8
_RULE = "╌"
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_MOST_QUARTERS = 100
_APART_FROM = 7
"""Lines of both charts from which one is left blank between them."""
_LEGEND = ("█ in time", "▒ late", "░ gave up", "┊ other")


class Quarter(NamedTuple):
    """A quarter of an hour, with or without calls."""

    s: int
    interval: Interval | None


class Frame(NamedTuple):
    """How the quarters are laid out: the first one seen, how many, cells and lines of each."""

    first: int
    seen: int
    wide: int
    levels: int
    """Lines of the chart of levels."""
    volumes: int
    """Lines of the chart of calls; 0 where there is no room."""
    gap: int = 0
    """Blank lines between the two, so that nobody takes them for one."""


class Quarters(Pane):
    """The charts, and a cursor that goes from quarter to quarter."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._first = 0
        self._stays = False
        """Whether somebody has left the newest quarter: else the cursor goes along with it."""

    def draw(self, size: Size) -> list[Strip]:
        quarters = quarters_of(self.told.answer, self.scene)
        if quarters and not self._stays:
            self._cursor.go(len(quarters) - 1, items_of(quarters, self.told.answer))
        return super().draw(size)

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        quarters = quarters_of(self.told.answer, scene)
        self._first = first_seen(self._first, self._cursor.at, len(quarters), view)
        return paint_quarters(self.told, scene, view, self._cursor.at, self._first)

    def action_move(self, across: int, down: int) -> None:
        """Only left and right mean something here."""
        if across:
            self._stays = True
            super().action_move(across, 0)
            self._noted()

    def action_page(self, pages: int) -> None:
        """An hour further."""
        self.action_move(4 * pages, 0)

    def on_click(self, event: events.Click) -> None:
        self._stays = True
        super().on_click(event)
        self._noted()

    def _noted(self) -> None:
        """On the newest quarter it goes along again."""
        self._stays = self._cursor.at < len(self._sheet.items) - 1


def quarters_of(day: QueueDay | None, scene: Scene | None) -> list[Quarter]:
    """The quarters from the first with a call to the scene's own, without a gap."""
    if day is None or scene is None or not day.intervals:
        return []
    known = {interval.s: interval for interval in day.intervals}
    first, last = min(known), max(known)
    at_s = int(scene.at_s)
    if last < at_s < last + _MOST_QUARTERS * QUARTER_S:
        last += (at_s - last - 1) // QUARTER_S * QUARTER_S
    count = min((last - first) // QUARTER_S, _MOST_QUARTERS)
    return [
        Quarter(s, known.get(s)) for s in range(first, first + count * QUARTER_S + 1, QUARTER_S)
    ]


def items_of(quarters: Sequence[Quarter], day: QueueDay | None) -> tuple[Item, ...]:
    """What the cursor can be on."""
    queue = day.queue if day else None
    return tuple(
        Item(f"{q.s}", queue, queue or "", figure="interval", span=(q.s, q.s + QUARTER_S))
        for q in quarters
    )


def first_seen(first: int, at: int, quarters: int, view: View) -> int:
    """The first quarter to draw, so that the one under the cursor is seen."""
    seen = max(1, view.width - _AXIS - 1)
    first = max(min(first, at), at - seen + 1)
    return max(0, min(first, quarters - seen))


def paint_quarters(
    told: Told[QueueDay], scene: Scene | None, view: View, at: int, first: int
) -> Sheet:
    """Draw both charts; `at` is the quarter under the cursor, `first` the first one seen."""
    quarters = quarters_of(told.answer, scene)
    queue = _queue(told.answer, scene)
    goal = "" if queue is None else f"{_RULE} target {queue.target * 100:g} %"
    head = (title("BY 15 MINUTES", (goal, *_LEGEND) if quarters else (), view, 0),)
    if scene is None or not quarters:
        words = told.words() or "no calls yet today"
        return Sheet(head, (Line(view.width, view.looks.dim).gap(1).put(words).strip(),))
    frame = _framed(len(quarters), first, view)
    seen = quarters[frame.first : frame.first + frame.seen]
    at = min(at, len(quarters) - 1)
    body = [
        *_levels(seen, at - frame.first, queue, frame, view),
        *_between(len(seen), at - frame.first, frame, view),
        *_volumes(seen, at - frame.first, frame, view),
        _hours(seen, scene, frame, view),
        _said(quarters[at], queue, scene, view),
    ]
    return Sheet(
        head, tuple(body[: max(1, view.height)]), items_of(quarters, told.answer),
        across=len(quarters), item_width=frame.wide, deep=max(1, len(body)),
        left=_AXIS - frame.first * frame.wide,
    )  # fmt: skip


def _queue(day: QueueDay | None, scene: Scene | None) -> QueueNow | None:
    queues = scene.snapshot.queues if scene is not None else ()
    return next((q for q in queues if day is not None and q.queue == day.queue), None)


def _framed(quarters: int, first: int, view: View) -> Frame:
    room = max(1, view.width - _AXIS - 1)
    wide = max(1, min(_WIDEST, room // quarters))
    lines = max(1, view.height - 2)
    gap = 1 if lines >= _APART_FROM else 0
    lines -= gap
    levels = lines if lines < 5 else max(2, lines * 2 // 5)
    return Frame(first, min(quarters - first, room // wide), wide, levels, lines - levels, gap)


def _bar(frame: Frame) -> int:
    """Cells of a bar: one is left blank between two where there is room."""
    return max(1, frame.wide - 1)


def _drawn(cells: list[tuple[str, Style]], label: str, at: int, frame: Frame, view: View) -> Strip:
    """A line of a chart: its label, and for each quarter a character as wide as a bar."""
    line = Line(view.width, view.looks.text).put(label, view.looks.dim, _AXIS - 1, right=True)
    line.gap(1)
    bar, blank = _bar(frame), frame.wide - _bar(frame)
    for number, (character, style) in enumerate(cells):
        under = style + view.looks.focus if number == at else style
        line.put(character * bar, under)
        if blank:
            between = _RULE if character == _RULE else " "
            line.put(between * blank, view.looks.rule)
    return line.strip()


def _levels(
    quarters: Sequence[Quarter], at: int, queue: QueueNow | None, frame: Frame, view: View
) -> list[Strip]:
    """Service level from 0 to 100 %; where it was below the target it warns."""
    target = 0.8 if queue is None else queue.target
    rule_at = min(frame.levels - 1, int(target * frame.levels))
    made = []
    for row in reversed(range(frame.levels)):
        blank = (_RULE if row == rule_at else " ", view.looks.rule)
        cells = [_level(q.interval, target, row, frame.levels, view.looks, blank) for q in quarters]
        label = "100 %" if row == frame.levels - 1 else "level" if row == 0 else ""
        made.append(_drawn(cells, label, at, frame, view))
    return made


def _level(
    interval: Interval | None,
    target: float,
    row: int,
    rows: int,
    looks: Looks,
    blank: tuple[str, Style],
) -> tuple[str, Style]:
    value = interval.level.value if interval is not None else None
    if value is None:
        return blank
    eighths = max(1, round(min(1.0, value) * rows * 8)) - row * 8
    if eighths <= 0:
        return blank
    return _EIGHTHS[min(8, eighths)], looks.warn if value < target else looks.bar


def _between(quarters: int, at: int, frame: Frame, view: View) -> list[Strip]:
    blank = [(" ", view.looks.text)] * quarters
    return [_drawn(blank, "", at, frame, view)] * frame.gap


def _volumes(quarters: Sequence[Quarter], at: int, frame: Frame, view: View) -> list[Strip]:
    """Offered calls, each quarter split into what came of them, the good ones at the bottom."""
    most = max((q.interval.offered for q in quarters if q.interval), default=0)
    stacks = [stack(q.interval, most, frame.volumes, view.looks) for q in quarters]
    made = []
    for row in reversed(range(frame.volumes)):
        blank = (" ", view.looks.text)
        cells = [stack[row] if row < len(stack) else blank for stack in stacks]
        label = f"{most}" if row == frame.volumes - 1 else "calls" if row == 0 else ""
        made.append(_drawn(cells, label, at, frame, view))
    return made


def stack(interval: Interval | None, most: int, rows: int, looks: Looks) -> list[tuple[str, Style]]:
    """The lines of one bar, bottom first; where it is high, what there is has a line at least."""
    if interval is None or not most:
        return []
    kinds = (
        (interval.in_time, "█", looks.bar),
        (interval.late, "▒", looks.warn),
        (interval.abandoned, "░", looks.bad),
        (interval.overflowed + interval.waiting, "┊", looks.text),
    )
    wanted = max(1, round(interval.offered / most * rows))
    least = 1 if wanted >= 2 * len(kinds) else 0
    high = [max(least, round(n / most * rows)) if n else 0 for n, _, _ in kinds]
    while sum(high) > wanted:
        high[high.index(max(high))] -= 1
    if sum(high) < wanted:
        largest = max(range(len(kinds)), key=lambda kind: kinds[kind][0])
        high[largest] += wanted - sum(high)
    return [
        (character, style)
        for lines, (_, character, style) in zip(high, kinds, strict=True)
        for _ in range(lines)
    ][:rows]


def _hours(quarters: Sequence[Quarter], scene: Scene, frame: Frame, view: View) -> Strip:
    """The axis: full hours, or each quarter where its bar is as wide as its time."""
    line = Line(view.width, view.looks.dim)
    for number, quarter in enumerate(quarters):
        x = _AXIS + number * frame.wide
        text = hour_and_minute(quarter.s, scene.snapshot.zone)
        told = text.endswith(":00") or not number or frame.wide > len(text)
        if told and x >= line.used + (1 if number else 0):
            line.gap(x - line.used).put(text, view.looks.dim)
    return line.strip()


def _said(quarter: Quarter, queue: QueueNow | None, scene: Scene, view: View) -> Strip:
    """The quarter under the cursor in figures."""
    looks, zone = view.looks, scene.snapshot.zone
    until = hour_and_minute(quarter.s + QUARTER_S, zone)
    line = Line(view.width, looks.text).gap(1)
    line.put(f"{hour_and_minute(quarter.s, zone)}–{until}", looks.bright).gap(2)
    one = quarter.interval
    if one is None:
        return line.put("no calls", looks.dim).strip()
    level = percent(one.level.numerator, one.level.denominator)
    short = queue is not None and (one.level.value or 0) < queue.target
    line.put(level, looks.warn if short and one.level.value is not None else looks.bright)
    parts = [f"{one.offered} offered", f"{one.in_time} in time", f"{one.late} late",
             f"{one.abandoned} gave up"]  # fmt: skip
    parts += [f"{one.waiting} waiting"] if one.waiting else []
    parts += [f"{one.overflowed} overflowed"] if one.overflowed else []
    parts += [f"{one.lost} lost"] if one.lost else []
    parts.append(f"ASA {duration(one.asa_s)}")
    return line.put(" · ", looks.dim).put(fitting(parts, line.left - 1), looks.text).strip()
