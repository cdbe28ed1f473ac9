"""The line above the footer that says which question of a screen could not be answered."""

from collections.abc import Sequence

from textual.geometry import Size
from textual.strip import Strip

from ops.tui.judge import Sign
from ops.tui.theme import Looks, looks
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Painted


class Unanswered(Painted):
    """One line, seen only while there is something to say."""

    def draw(self, size: Size) -> list[Strip]:
        style = looks(self.app.theme)
        return [paint_reasons(self.told.answer or (), size.width, style)] * size.height


def paint_reasons(reasons: Sequence[str], width: int, looks: Looks) -> Strip:
    """Draw the reasons, one after the other."""
    line = Line(width, looks.text).gap(1).put(Sign.BAD.value, looks.bad).gap(1)
    return line.put("not read: " + " · ".join(reasons), looks.text, line.left - 1).strip()
