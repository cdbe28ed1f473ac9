"""Columns of a table of lines: which fit, how wide they are, what stands in them."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from rich.style import Style
from textual.strip import Strip

from ops.tui.theme import Looks
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.sheet import Stop, View

R = TypeVar("R")
SORTED = "▾"
"""Stands at the title of what rows are sorted by."""
_STOPPED = Style(underline=True, bold=True)


class Column(NamedTuple, Generic[R]):
    """One column: its heading, and how a row's cell is drawn into `width` cells.

    Of several `titles` the first that fits stands over it: a heading is never clipped. `gap`
    blank cells stand before it. Columns of a higher `rank` go first when space is short, those of
    rank 0 never. What is left over makes the column wider, up to `grows` more cells. `figure` is
    what `?` explains of it, `mark` how many cells of it are that figure's (0: all).
    """

    titles: tuple[str, ...]
    width: int
    draw: Callable[[R, int, Looks], Pieces]
    right: bool = False
    gap: int = 1
    rank: int = 0
    grows: int = 0
    figure: str = ""
    mark: int = 0


def fitted(columns: Sequence[Column[R]], width: int) -> tuple[Column[R], ...]:
    """The columns that fit into `width` cells, the growing ones grown."""
    kept = list(columns)
    while _taken(kept) > width and any(column.rank for column in kept):
        kept.remove(max(kept, key=lambda column: column.rank))
    spare = max(0, width - _taken(kept))
    for at, column in enumerate(kept):
        more = min(spare, column.grows)
        kept[at] = column._replace(width=column.width + more)
        spare -= more
    return tuple(kept)


def stops(columns: Sequence[Column[R]]) -> tuple[Stop, ...]:
    """The columns with a figure, and where they stand."""
    found, x = [], 0
    for column in columns:
        x += column.gap
        if column.figure:
            found.append(Stop(column.figure, x, column.mark or column.width))
        x += column.width
    return tuple(found)


def stopped(strip: Strip, view: View, stops: Sequence[Stop]) -> Strip:
    """The line with the figure underlined that the cursor stands on."""
    stop = next((stop for stop in stops if stop.figure == view.figure), None)
    if stop is None or view.cursor is None:
        return strip
    text = strip.crop(stop.x, stop.x + stop.width).text
    start = stop.x + len(text) - len(text.lstrip())
    end = stop.x + len(text.rstrip())
    if start >= end:
        return strip
    middle = strip.crop(start, end).apply_style(_STOPPED)
    return Strip.join([strip.crop(0, start), middle, strip.crop(end)])


def heading(
    columns: Sequence[Column[R]], line: Line, style: Style, mark: str | None = None
) -> Line:
    """The titles, each over its column; `▾` stands at the one rows are sorted by (its last)."""
    for column in columns:
        title = next((t for t in column.titles if len(t) <= column.width), "")
        sorted_by = column.titles[-1].strip() == mark
        marked = _marked(title, column) if sorted_by else title
        taken = len(marked) > column.width
        line.gap(column.gap - taken).put(marked, style, column.width + taken, column.right)
    return line


def _marked(title: str, column: Column[R]) -> str:
    """The title with its mark, in a blank of its own, beside it, or in the gap before it."""
    at = len(title) - len(title.lstrip())
    if at:
        return f"{title[: at - 1]}{SORTED}{title[at:]}"
    return f"{SORTED}{title}" if column.right or len(title) == column.width else title + SORTED


def row(columns: Sequence[Column[R]], line: Line, item: R, looks: Looks) -> Line:
    """One row's cells."""
    for column in columns:
        line.gap(column.gap)
        line.pieces(column.draw(item, column.width, looks), column.width, column.right)
    return line


def _taken(columns: Sequence[Column[R]]) -> int:
    return sum(column.gap + column.width for column in columns)
