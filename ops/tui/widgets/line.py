"""One line of the screen, put together cell by cell.

Every text goes through `cell`, and so through `formats.safe`: what a line holds is harmless and
exactly as wide as it says, whoever named the queue. Nothing is ever parsed as markup.
"""

from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from ops.formats import safe

Piece = tuple[str, Style]
Pieces = tuple[Piece, ...]
"""Text and style, one after the other."""


@lru_cache(maxsize=16_384)
def cell(text: str, width: int, right: bool = False) -> str:
    """The text made harmless, cut with "…" and padded: exactly `width` cells."""
    if width <= 0:
        return ""
    shown = safe(text, width)
    blank = " " * (width - cell_len(shown))
    padded = blank + shown if right else shown + blank
    # A last guard: should the two ever measure a character differently, the column still holds.
    return padded if cell_len(padded) == width else set_cell_size(padded, width)


def width_of(text: str) -> int:
    """The cells a text takes once it is safe."""
    return cell_len(safe(text))


class Line:
    """A line being written, left to right; what does not fit is cut."""

    def __init__(self, width: int, style: Style) -> None:
        self._width = max(0, width)
        self._style = style
        self._used = 0
        self._segments: list[Segment] = []

    @property
    def left(self) -> int:
        """Cells still free."""
        return self._width - self._used

    @property
    def used(self) -> int:
        """Cells written so far."""
        return self._used

    def put(
        self, text: str, style: Style | None = None, width: int | None = None, right: bool = False
    ) -> "Line":
        """Write a text into a column of `width` cells (as wide as it is: None)."""
        room = min(width_of(text) if width is None else width, self.left)
        if room > 0:
            self._add(cell(text, room, right), style or self._style)
            self._used += room
        return self

    def _add(self, text: str, style: Style) -> None:
        """Neighbours of one style become one segment: fewer for Textual to carry about."""
        if self._segments and self._segments[-1].style is style:
            text = self._segments.pop().text + text
        self._segments.append(Segment(text, style))

    def pieces(self, pieces: Pieces, width: int, right: bool = False) -> "Line":
        """Write several texts into one column; the last one that does not fit is cut."""
        room = min(width, self.left)
        blank = max(0, room - sum(width_of(text) for text, _ in pieces))
        if right:
            self.gap(blank)
        end = self._used + room - (blank if right else 0)
        for text, style in pieces:
            self.put(text, style, min(width_of(text), end - self._used))
        return self.gap(end - self._used)

    def gap(self, width: int) -> "Line":
        """Leave cells blank."""
        room = min(width, self.left)
        if room > 0:
            self._add(" " * room, self._style)
            self._used += room
        return self

    def rule(self, style: Style) -> "Line":
        """A thin rule to the end of the line."""
        return self.put("─" * self.left, style)

    def strip(self, under: Style | None = None) -> Strip:
        """The finished line, padded to its width; `under` is another background."""
        self.gap(self.left)
        if under is not None:
            self._segments = list(Segment.apply_style(self._segments, post_style=under))
        return Strip(self._segments, self._width)


def spread(width: int, style: Style, left: Iterable[Piece], right: Iterable[Piece]) -> Strip:
    """A line with something at both ends; where they meet, the right one wins."""
    right = tuple(right)
    right_width = min(width, sum(width_of(text) for text, _ in right))
    line = Line(width, style)
    line.pieces(tuple(left), width - right_width - (1 if right_width < width else 0))
    line.gap(width - right_width - line.used)
    return line.pieces(right, right_width).strip()
