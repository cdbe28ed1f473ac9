"""An agent's pauses of today, by reason, the longest first."""

from ops.formats import NO_REASON, duration
from ops.snapshot import AgentDay, Pause
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, heading, row
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title


class Pauses(Pane):
    """The list."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_pauses(self.told, view)


def paint_pauses(told: Told[AgentDay], view: View) -> Sheet:
    """Draw the list."""
    day, looks = told.answer, view.looks
    pauses = day.pauses if day else ()
    total = duration(sum(pause.lasted_s for pause in pauses))
    top = title("PAUSES", (total,) if pauses else (), view, len(pauses))
    if day is None or not pauses:
        words = told.words() or "none today"
        return Sheet((top,), (Line(view.width, looks.dim).gap(1).put(words).strip(),))
    fits = fitted(_COLUMNS, view.width - 1)
    heads = heading(fits, Line(view.width, looks.head), looks.head).strip()
    body = [
        row(fits, Line(view.width, looks.text), pause, looks).strip(view.under(at))
        for at, pause in enumerate(pauses)
    ]
    items = tuple(
        Item(pause.reason, None, pause.reason, agent=day.agent, figure="pauses") for pause in pauses
    )
    return Sheet((top, heads), tuple(body), items)


def _reason(row: Pause, width: int, looks: Looks) -> Pieces:
    return ((row.reason or NO_REASON, looks.text if row.reason else looks.dim),)


def _lasted(row: Pause, width: int, looks: Looks) -> Pieces:
    return ((duration(row.lasted_s), looks.text),)


def _times(row: Pause, width: int, looks: Looks) -> Pieces:
    return ((f"{row.pauses}", looks.text),)


def _longest(row: Pause, width: int, looks: Looks) -> Pieces:
    return ((duration(row.longest_s), looks.dim),)


_COLUMNS: tuple[Column[Pause], ...] = (
    Column(("REASON",), 9, _reason, gap=1, grows=12),
    Column(("TIME",), 7, _lasted, right=True),
    Column(("TIMES",), 5, _times, right=True),
    Column(("LONGEST",), 8, _longest, right=True, rank=1),
)
