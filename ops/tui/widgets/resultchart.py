"""A result as a chart: a line in braille, or a bar for each row or step."""

from __future__ import annotations

from textual.reactive import reactive
from textual.strip import Strip

from ops.tui.scene import Scene
from ops.tui.sql.charting import Bars, Dots, bars, dots, histogram
from ops.tui.sql.result import Result
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View

_EIGHTHS = "▏▎▍▌▋▊▉█"
_LABEL = 28
_AXIS = 10
_BRAILLE = 0x2800
_DOT = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bits of a braille character by line and column of its dots."""


class ResultChart(Pane):
    """The chart of one result; `column` is what it is of, where that can be measured."""

    result: reactive[Result | None] = reactive(None, init=False, repaint=False)
    kind: reactive[str] = reactive("", init=False, repaint=False)
    column: str = ""

    def watch_result(self) -> None:
        self.repaint()

    def watch_kind(self) -> None:
        self.top = 0
        self.repaint()

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        if self.result is None or not self.kind:
            return Sheet()
        return paint_chart(self.result, self.kind, self.column, view)


def paint_chart(result: Result, kind: str, column: str, view: View) -> Sheet:
    """Draw the chart of a kind."""
    if kind == "line":
        return _line_sheet(dots(result.frame, column, 2 * _plot_width(view)), view)
    made = histogram(result.frame, column) if kind == "histogram" else bars(result.frame, column)
    return paint_bars(made, view)


def paint_bars(told: Bars, view: View) -> Sheet:
    """Draw a bar a line: its label, its figure, and its length from zero."""
    looks = view.looks
    head = Line(view.width, looks.head).put(told.of, looks.bright).put(" by ").put(told.by)
    if told.left_out:
        head.put(f" · {told.left_out:,} rows left out", looks.warn)
    figures = [f"{value:,.10g}" if value is not None else "–" for value in told.values]
    label = min(_LABEL, view.width // 3, max(map(width_of, told.labels), default=1))
    figure = min(14, max(map(len, figures), default=1))
    room = max(1, view.width - label - figure - 3)
    most = max((abs(value) for value in told.values if value is not None), default=0.0)
    body = []
    for at, (name, value) in enumerate(zip(told.labels, told.values, strict=True)):
        line = Line(view.width, looks.text).put(name, looks.dim, label).gap(1)
        line.put(figures[at], looks.text, figure, right=True).gap(1)
        style = looks.warn if (value or 0.0) < 0 else looks.bar
        line.put(bar(abs(value or 0.0), most, room), style)
        body.append(line.strip(view.under(at)))
    if not body:
        body.append(Line(view.width, looks.dim).put("no values").strip())
    items = tuple(Item(f"{at}", name=name) for at, name in enumerate(told.labels))
    return Sheet((head.strip(),), tuple(body), items)


def bar(value: float, most: float, room: int) -> str:
    """A bar of at most `room` cells, in eighths; what is not zero is seen."""
    eighths = round(value / most * room * 8) if most else 0
    if value and not eighths:
        eighths = 1
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest - 1] if rest else "")


def _plot_width(view: View) -> int:
    return max(1, view.width - _AXIS - 1)


def _line_sheet(told: Dots | None, view: View) -> Sheet:
    looks = view.looks
    if told is None:
        return Sheet((), (Line(view.width, looks.dim).put("no values").strip(),))
    head = Line(view.width, looks.head).put(told.of, looks.bright).put(" over ").put(told.by)
    height, wide = max(1, view.height - 1), _plot_width(view)
    rows = braille(told, wide, height)
    body = []
    for at, row in enumerate(rows):
        edge = told.most if at == 0 else told.least if at == height - 1 else None
        shown = "" if edge is None else f"{edge:,.6g}"
        line = Line(view.width, looks.text).put(shown, looks.dim, _AXIS, right=True).gap(1)
        body.append(line.put(row, looks.key).strip())
    body.append(_ends(told, view, wide))
    return Sheet((head.strip(),), tuple(body), (Item("line", name=told.of),), deep=len(body))


def _ends(told: Dots, view: View, wide: int) -> Strip:
    line = Line(view.width, view.looks.dim).gap(_AXIS + 1)
    last = min(width_of(told.last), wide // 2)
    line.put(told.first, None, wide - last - 1).gap(1)
    return line.put(told.last, None, last, right=True).strip()


def braille(told: Dots, width: int, height: int) -> list[str]:
    """The line in `height` rows of `width` characters, each of 2 × 4 dots."""
    bits = [[0] * width for _ in range(height)]
    span = (told.most - told.least) or 1.0
    levels = height * 4 - 1

    def level(value: float) -> int:
        return round((value - told.least) / span * levels)

    def mark(x: int, low: int, high: int) -> None:
        for y in range(min(low, high), max(low, high) + 1):
            row, dot = divmod(levels - y, 4)
            bits[row][x // 2] |= _DOT[dot][x % 2]

    before: tuple[int, int] | None = None
    for step, first, least, most, last in told.steps:
        here = level(first)
        if before is not None:
            _join(before, (step, here), mark)
        mark(step, level(least), level(most))
        before = (step, level(last))
    return ["".join(chr(_BRAILLE + cell) for cell in row) for row in bits]


def _join(one: tuple[int, int], other: tuple[int, int], mark: object) -> None:
    """Dots on the straight line between two places, each step reaching up to the next one."""
    (x0, y0), (x1, y1) = one, other
    before = y0
    for x in range(x0 + 1, x1 + 1):
        y = y0 + round((y1 - y0) * (x - x0) / (x1 - x0))
        mark(x, y if x == x1 else before, y)  # type: ignore[operator]
        before = y
