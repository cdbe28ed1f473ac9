"""Queues as tiles, where few of them meet a large screen: big figures and a day's chart."""

from textual.strip import Strip

from ops.formats import NOTHING, duration, percent
from ops.tui.judge import LATE_WARN, Sign, oldest_s, queue_sign, under_target
from ops.tui.scene import Scene
from ops.tui.widgets.bigfigures import figures, width_of_figures
from ops.tui.widgets.daychart import day_chart
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.queuecolumns import (
    Day,
    QueueRow,
    away_words,
    budget_words,
    goal_of,
    shared_trend,
    sign_style,
)
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import fitting

_SCREEN, _LEAST, _MOST = 160, 48, 66
_AROUND = 10
"""Lines of a tile besides its chart, with the blank one after it."""
_CHART = (4, 12)


def across(queues: int, width: int) -> int:
    """How many tiles stand side by side."""
    return max(1, min(queues, width // _LEAST))


def _deep(queues: int, width: int, height: int) -> int:
    """Lines of a tile: as high as there is room for, within reason."""
    rows = max(1, -(-queues // across(queues, width)))
    return max(_AROUND, min(height // rows, _AROUND + _CHART[1]))


def tiles_fit(queues: int, width: int, height: int) -> bool:
    """Whether all queues fit as tiles into so much space."""
    if not queues or width < _SCREEN:
        return False
    return _deep(queues, width, height) >= _AROUND + _CHART[0]


def paint_tiles(scene: Scene, view: View, height: int) -> Sheet:
    """Draw the tiles into at most so many lines."""
    day, queues = Day.of(scene), scene.queues
    total = len(scene.snapshot.queues)
    abreast, deep = across(total, view.width), _deep(total, view.width, height)
    wide = min(_MOST, view.width // abreast)
    body: list[Strip] = []
    for start in range(0, len(queues), abreast):
        tiles = [
            _tile(
                QueueRow(queue, queue_sign(queue, scene), scene, day), wide, deep, view, start + at
            )
            for at, queue in enumerate(queues[start : start + abreast])
        ]
        lines = zip(*tiles, strict=True)
        body += [Strip.join(line).adjust_cell_length(view.width, view.looks.text) for line in lines]
    items = tuple(Item(q.queue, q.queue, q.queue, figure="level") for q in queues)
    return Sheet((), tuple(body), items, abreast, wide, deep)


def _tile(row: QueueRow, width: int, deep: int, view: View, at: int) -> list[Strip]:
    looks, inner = view.looks, width - 3
    lines = [_title(row, inner, view), *_figures(row, inner, view)]
    trend = shared_trend(row.queue.trend, row.day.quarters)
    lines += day_chart(trend, row.queue.target, inner, deep - _AROUND, looks)
    lines += [_since(row, inner, view), *_counts(row, inner, view)]
    under = view.under(at)
    made = [
        Strip.join([_margin(1, view), line.strip(under if y == 0 else None), _margin(2, view)])
        for y, line in enumerate(lines)
    ]
    return made + [_margin(width, view)] * (deep - len(made))


def _margin(width: int, view: View) -> Strip:
    return Line(width, view.looks.text).strip()


def _title(row: QueueRow, width: int, view: View) -> Line:
    looks, goal = view.looks, goal_of(row.queue)
    line = Line(width, looks.text).put(row.sign.value, sign_style(row.sign, looks)).gap(1)
    line.put(
        row.queue.queue, looks.bright, min(width_of(row.queue.queue), line.left - len(goal) - 2)
    )
    line.gap(1)
    line.put("─" * (line.left - len(goal) - 1), looks.rule).gap(1)
    return line.put(goal, looks.dim)


def _figures(row: QueueRow, width: int, view: View) -> list[Line]:
    """Waiting, longest and level, three lines high, and a line that says so."""
    looks, queue = view.looks, row.queue
    waited_s = oldest_s(queue, row.scene)
    late = (waited_s or 0) / max(queue.threshold_s, 1.0)
    level = percent(queue.level.numerator, queue.level.denominator, 0).replace(" ", "")
    state = sign_style(row.sign, looks) if under_target(queue) else looks.text
    parts = (
        (f"{queue.waiting}", looks.bright if queue.waiting else looks.dim, "waiting", 13),
        (
            NOTHING if waited_s is None else duration(waited_s),
            looks.bad if late > LATE_WARN else looks.warn if late > 1 else looks.text,
            "longest",
            19,
        ),
        (NOTHING if queue.level.value is None else level, state, "in time today", width),
    )
    lines = [Line(width, looks.text) for _ in range(4)]
    for text, style, label, wide in parts:
        drawn = figures(text, 1) if width_of_figures(text, 1) < wide else (" ", text, " ")
        for line, pixels in zip(lines, drawn, strict=False):
            line.put(pixels, style, wide)
        lines[3].put(label, looks.dim, wide)
    return lines


def _since(row: QueueRow, width: int, view: View) -> Line:
    looks = view.looks
    words = row.day.since
    if row.sign is Sign.NONE:
        words = away_words(row)[0]
    return Line(width, looks.dim).put(f"{words} · by 15 min · ╌ {row.queue.target * 100:g} %")


def _counts(row: QueueRow, width: int, view: View) -> list[Line]:
    queue, looks = row.queue, view.looks
    rate = percent(queue.abandoned.numerator, queue.abandoned.denominator)
    first = (
        f"{queue.offered} offered", f"{queue.answered} answered", f"{queue.overflowed} overflowed",
    )  # fmt: skip
    burn = NOTHING if queue.burn is None else f"{queue.burn:.1f} ×"
    second = (
        f"{queue.abandoned.numerator:g} abandoned {rate}", f"ASA {duration(queue.asa_s)}",
        f"budget {budget_words(queue)}",
    )  # fmt: skip
    third = (
        f"burn {burn}", f"{queue.ready} ready", f"{queue.talking} talking",
        f"{queue.paused} paused",
    )  # fmt: skip
    return [Line(width, looks.text).put(fitting(parts, width)) for parts in (first, second, third)]
