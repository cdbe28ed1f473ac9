"""A result's rows: as many as there are, of which only those that are seen are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from ops.tui.sql.result import Result, is_figure, text, widths
from ops.tui.theme import looks
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Pane, scene_looks
from ops.tui.widgets.sheet import Item, Sheet, Stop, View

if TYPE_CHECKING:
    import polars as pl

_GAP = 2
_MARKED = Style(underline=True, bold=True)


class Grid(Pane):
    """The rows of one result, with a cursor on a row and a column."""

    DEFAULT_CSS = "Grid { height: 1fr; }"

    result: reactive[Result | None] = reactive(None, init=False, repaint=False)

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.at = 0
        """The row under the cursor."""
        self.column = 0
        self._first = self._left = 0
        self._widths: tuple[int, ...] = ()

    def watch_result(self, before: Result | None, result: Result | None) -> None:
        """Another result is seen from its start; more rows of the same, from where one was."""
        self._widths = widths(result.frame) if result else ()
        if before is None or result is None or before.asked.question != result.asked.question:
            self.at = self.column = self._first = self._left = 0
        self.repaint()

    def draw(self, size: Size) -> list[Strip]:
        style = scene_looks(self.app.theme, self.scene)
        plain = looks(self.app.theme)
        cursor = self.at if self.has_focus else None
        view = View(size.width, max(0, size.height - 1), style, 0, cursor)
        if self.result is None:
            self._sheet = Sheet()
        else:
            self._keep_seen(view)
            place = (self._first, self._left, self.column)
            self._sheet = paint_grid(self.result.frame, self._widths, view, place)
        lines = self._sheet.window(0, size.height, Strip.blank(size.width, plain.text))
        return self._labelled(lines) if self.labels else lines

    def _keep_seen(self, view: View) -> None:
        """Scroll so that the cursor is seen."""
        assert self.result is not None
        rows = self.result.frame.height
        self.at = max(0, min(self.at, rows - 1))
        self._first = max(self.at - view.height + 1, min(self._first, self.at))
        self._first = max(0, min(self._first, rows - view.height))
        self._left = min(self._left, self.column)
        while self._left < self.column and self._taken() > view.width:
            self._left += 1

    def _taken(self) -> int:
        return sum(w + _GAP for w in self._widths[self._left : self.column + 1])

    # ---- what a pane is asked

    @property
    def chosen(self) -> Item | None:
        if self.result is None or not self.result.frame.height:
            return None
        return Item(f"{self.at}", name=f"row {self.at + 1:,}")

    def figures(self, item: Item) -> tuple[tuple[str, str], ...]:
        return self.values(int(item.key))

    def line_of(self, item: Item) -> str:
        return "\t".join(value for _, value in self.values(int(item.key)))

    def values(self, row: int) -> tuple[tuple[str, str], ...]:
        """A row's values by column, whole."""
        frame = self.result.frame if self.result else None
        if frame is None or row >= frame.height:
            return ()
        found = frame.row(row)
        return tuple((name, text(v)) for name, v in zip(frame.columns, found, strict=True))

    # ---- moving

    def action_move(self, across: int, down: int) -> None:
        columns = len(self._widths)
        self.column = max(0, min(self.column + across, columns - 1))
        self.at += down
        self.repaint()

    def action_page(self, pages: int) -> None:
        self.action_move(0, pages * max(1, self.size.height - 1))

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, or the last there is."""
        self.at = row
        self.repaint()

    def _go(self, item: int) -> None:
        """To an item of those that are seen."""
        self.go_to(self._first + item)

    def on_mouse_scroll_down(self) -> None:
        self.action_move(0, 3)

    def on_mouse_scroll_up(self) -> None:
        self.action_move(0, -3)


def paint_grid(
    frame: pl.DataFrame, wide: tuple[int, ...], view: View, place: tuple[int, int, int]
) -> Sheet:
    """Draw the rows that are seen; `place` is the first row, the first column, the cursor's."""
    first, left, column = place
    columns = _seen(wide, left, view.width)
    names = frame.columns[left : left + columns]
    right = [is_figure(kind) for kind in frame.dtypes[left : left + columns]]
    head = Line(view.width, view.looks.head)
    stops = []
    for at, name in enumerate(names):
        stops.append(Stop(name, head.used, wide[left + at]))
        style = view.looks.bright if left + at == column else view.looks.head
        head.put(name, style, wide[left + at], right[at]).gap(_GAP)
    body = []
    rows = frame.slice(first, view.height).select(names).rows()
    for number, row in enumerate(rows):
        line = Line(view.width, view.looks.text)
        under = first + number == view.cursor
        for at, value in enumerate(row):
            style = view.looks.dim if value is None else view.looks.text
            if under and left + at == column:
                style = style + _MARKED
            line.pieces(((text(value), style),), wide[left + at], right[at]).gap(_GAP)
        body.append(line.strip(view.looks.focus if under else None))
    if not rows:
        words = "no rows" if frame.width else "no columns"
        body.append(Line(view.width, view.looks.dim).put(words).strip())
    items = tuple(Item(f"{first + n}", name=f"row {first + n + 1:,}") for n in range(len(rows)))
    return Sheet((head.strip(),), tuple(body), items, stops=tuple(stops))


def _seen(wide: tuple[int, ...], left: int, width: int) -> int:
    """How many columns are seen from `left` on, the last one perhaps cut."""
    used = count = 0
    for cells in wide[left:]:
        if used >= width:
            break
        used += cells + _GAP
        count += 1
    return count
