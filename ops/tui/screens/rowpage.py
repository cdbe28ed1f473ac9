"""One row of a result, every value whole: below each other, with what the column means."""

from collections.abc import Sequence
from textwrap import wrap

from textual.strip import Strip

from ops.formats import safe
from ops.tui.screens.paper import Paper
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line, width_of

_NAME = 24
_LONGEST = 10_000


class RowScreen(Paper):
    """The page."""

    def __init__(self, title: str, values: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._title = title
        self._values = values
        """Column, value, and what the column means ("": nobody knows)."""

    def lines(self, width: int, style: Looks) -> list[Strip]:
        return row_lines(self._title, self._values, width, style)


def row_lines(
    title: str, values: Sequence[tuple[str, str, str]], width: int, style: Looks
) -> list[Strip]:
    """Draw the row, `width` cells wide."""
    made = [Line(width, style.bright).put(title).strip(), Line(width, style.text).strip()]
    name = min(_NAME, width // 3, max((width_of(name) for name, _, _ in values), default=1))
    for column, value, says in values:
        lines = wrap(safe(value[:_LONGEST]), max(8, width - name - 2)) or [""]
        line = Line(width, style.text).put(column, style.dim, name).gap(2)
        line.put(lines[0], style.text)
        if says and len(lines) == 1 and line.left > width_of(says) + 4:
            line.gap(3).put(says, style.dim)
        made.append(line.strip())
        made += [Line(width, style.text).gap(name + 2).put(more).strip() for more in lines[1:]]
    return made
