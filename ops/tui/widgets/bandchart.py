"""Figures over time as short strokes, each in its 95 % band, drawn in braille.

What is known for good has a solid stroke in a band of even dots; what can yet change has a broken
stroke in a hatched band. No colour is needed to tell them apart.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.strip import Strip

from ops.tui.theme import Looks
from ops.tui.widgets.line import Line

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800
_STEP = 0.05


class Mark(NamedTuple):
    """One figure, 0 to 1, with its band and the cells it has."""

    value: float
    low: float | None
    high: float | None
    is_open: bool
    """Whether it can yet change."""
    x: int
    width: int


class Scale(NamedTuple):
    """What the lowest and the highest dot stand for."""

    low: float
    high: float


def scale_of(marks: Iterable[Mark]) -> Scale:
    """From 5 % to 5 %, so that every band is in it, and no flatter than 10 %."""
    ends = [end for m in marks for end in (m.value, m.low, m.high) if end is not None]
    if not ends:
        return Scale(0.0, 1.0)
    low = max(0.0, _STEP * int(min(ends) / _STEP + 1e-9))
    high = min(1.0, -_STEP * int(-max(ends) / _STEP - 1 + 1e-9))
    if high - low < 2 * _STEP - 1e-9:
        low, high = (low, low + 2 * _STEP) if low + 2 * _STEP <= 1 else (1 - 2 * _STEP, 1.0)
    return Scale(low, high)


def band_chart(
    marks: Sequence[Mark], scale: Scale, width: int, height: int, looks: Looks, labels: int
) -> list[Strip]:
    """The chart in `height` lines, with the scale in the first `labels` cells."""
    dots, strokes = _drawn(marks, scale, width, height)
    lines = []
    for row in range(height):
        line = Line(width, looks.rule).put(_label(row, height, scale), looks.dim, labels - 2, True)
        line.gap(1).put("┤" if _label(row, height, scale) else "│", looks.rule)
        run, is_stroke = "", False
        for x in range(labels, width):
            cell = dots.get((x, row), 0)
            text = chr(_BLANK + cell) if cell else " "
            if ((x, row) in strokes) != is_stroke:
                line.put(run, looks.bright if is_stroke else looks.bar)
                run, is_stroke = "", not is_stroke
            run += text
        lines.append(line.put(run, looks.bright if is_stroke else looks.bar).strip())
    return lines


def _label(row: int, height: int, scale: Scale) -> str:
    """The scale's ends, and its middle where there is one."""
    if row not in (0, height - 1) and (height < 5 or row != height // 2):
        return ""
    part = row / max(1, height - 1)
    return f"{100 * (scale.high - part * (scale.high - scale.low)):.3g} %"


def _is_hatched(x: int, off: int) -> bool:
    """Whether a dot is of the hatching, which keeps away from its stroke."""
    return (x + off) % 4 == 0 and abs(off) > 1


def _drawn(
    marks: Sequence[Mark], scale: Scale, width: int, height: int
) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """The dots of every cell, and the cells a stroke goes through."""
    rows = 4 * height
    dots: dict[tuple[int, int], int] = {}
    strokes: set[tuple[int, int]] = set()

    def row_of(value: float) -> int:
        part = (scale.high - value) / max(scale.high - scale.low, 1e-9)
        return max(0, min(rows - 1, round(part * (rows - 1))))

    def dot(x: int, y: int) -> None:
        cell = (x // 2, y // 4)
        dots[cell] = dots.get(cell, 0) | _DOTS[y % 4][x % 2]

    for mark in marks:
        at = row_of(mark.value)
        top, bottom = (row_of(mark.value if end is None else end) for end in (mark.high, mark.low))
        for x in range(2 * mark.x, 2 * min(mark.x + mark.width, width)):
            for y in range(top, bottom + 1):
                if _is_hatched(x, y - at) if mark.is_open else x % 2 == 0 and (y - at) % 2 == 0:
                    dot(x, y)
            if not mark.is_open or x % 6 < 4:
                dot(x, at)
                strokes.add((x // 2, at // 4))
    return dots, strokes
