"""First-contact resolution by queue and week: a chart of one queue over a table of all."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from ops.formats import NOTHING, percent
from ops.snapshot import About
from ops.snapshot.resolution import Fcr, FcrQueue, FcrWeek
from ops.tui.localtime import day
from ops.tui.order import ordered, words
from ops.tui.question import Told
from ops.tui.scene import Scene, kept
from ops.tui.solving import DAY_S, SCOPES
from ops.tui.theme import Looks
from ops.tui.widgets.bandchart import Mark, band_chart, scale_of
from ops.tui.widgets.columns import Column, fitted, heading, row, stopped, stops
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.looking import Looking
from ops.tui.widgets.pane import Painted, scene_looks
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

ALL = "all queues"
_LABELS, _LEFT_OUT, _LEAST = 12, 9, 7
_HATCHED = "\u2571"


class Weeks(NamedTuple):
    """Which weeks are shown, the first of them at the cell `_LABELS`, each so wide."""

    first: int
    shown: int
    width: int


def weeks_in(width: int, count: int) -> Weeks:
    """As many of the last weeks as fit into a width, as wide as they can be."""
    room = max(_LEAST, width - _LABELS - _LEFT_OUT)
    shown = max(1, min(count, room // _LEAST))
    return Weeks(count - shown, shown, room // shown)


class FcrTable(Looking):
    """The table; the cursor stands on a queue and a week."""

    KIND = "fcr"
    FIGURE = "week7"

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_fcr(self.told, scene, view)

    @property
    def about(self) -> About | None:
        """The week's figure, of that week."""
        about, fcr = super(Looking, self).about, self.told.answer
        if about is None or fcr is None:
            return None
        week = fcr.weeks[int(about.figure.removeprefix("week"))]
        queue = about.queue or None
        return replace(about, figure="fcr_so_far", queue=queue, span=week, asked=fcr.asked)


class FcrChart(Painted):
    """The weeks of one queue, with their bands and what is pending."""

    queue: reactive[str | None] = reactive(None, init=False, repaint=False)

    def watch_queue(self) -> None:
        self.repaint()

    def draw(self, size: Size) -> list[Strip]:
        style = scene_looks(self.app.theme, self.scene)
        return paint_chart(self.told, self.scene, size, style, self.queue)


def paint_chart(
    told: Told[Fcr], scene: Scene | None, size: Size, looks: Looks, queue: str | None
) -> list[Strip]:
    """Draw the chart of a queue (None: all of them): exactly `size.height` lines."""
    fcr = told.answer
    blank = Line(size.width, looks.text).strip()
    view = View(size.width, 0, looks)
    row = next((one for one in fcr.queues if one.queue == queue), None) if fcr else None
    if fcr is None or row is None:
        said = told.words() or "nobody was answered in these weeks"
        head = title("FCR", (), view, 0)
        lines = [head, Line(size.width, looks.dim).gap(1).put(said).strip()]
        return [*lines, *[blank] * size.height][: size.height]
    shown = weeks_in(size.width, len(fcr.weeks))
    marks = _marks(row, shown)
    height = max(0, size.height - 3)
    chart = band_chart(marks, scale_of(marks), size.width, height, looks, _LABELS)
    weeks = row.weeks[shown.first :]
    lines = [
        title("FCR", (queue or ALL, *_conditions(fcr)), view, 0),
        *chart,
        _under("95 % BAND", [_band(week) for week in weeks], shown, size, looks),
        _under("PENDING", [_pending(week, shown) for week in weeks], shown, size, looks),
    ]
    return [*lines, *[blank] * size.height][: size.height]


def _conditions(fcr: Fcr) -> tuple[str, ...]:
    days = fcr.window_s / DAY_S
    within = f"within {days:g} days" if days != 1 else "within a day"
    return (f"{within}, {SCOPES.get(fcr.scope, fcr.scope)}", "~ some pending",
            "≤ may fall")  # fmt: skip


def _marks(row: FcrQueue, shown: Weeks) -> list[Mark]:
    return [
        Mark(week.so_far.value, week.so_far.low, week.so_far.high, week.pending > 0,
             _LABELS + at * shown.width + 1, shown.width - 2)
        for at, week in enumerate(row.weeks[shown.first :])
        if week is not None and week.so_far.value is not None
    ]  # fmt: skip


def _under(name: str, texts: list[str], shown: Weeks, size: Size, looks: Looks) -> Strip:
    line = Line(size.width, looks.dim).gap(1).put(name, looks.dim, _LABELS - 1)
    for text in texts:
        line.gap(1).put(text, looks.dim, shown.width - 1, right=True)
    return line.strip()


def _band(week: FcrWeek | None) -> str:
    if week is None or week.so_far.low is None or week.so_far.high is None:
        return NOTHING
    return f"{100 * week.so_far.low:.0f}–{100 * week.so_far.high:.0f}"


def _pending(week: FcrWeek | None, shown: Weeks) -> str:
    """The share that is pending, as a hatched bar too where there is room."""
    share = week.pending_share.value if week else None
    if not share:
        return NOTHING
    text = f"{max(1, round(100 * share))} %"
    room = shown.width - 7
    return f"{_HATCHED * max(1, round(share * room))} {text:>5}" if room >= 5 else text


class FcrRow(NamedTuple):
    """One queue of the table."""

    queue: FcrQueue
    fcr: Fcr


def paint_fcr(told: Told[Fcr], scene: Scene | None, view: View) -> Sheet:
    """Draw the table, all queues first."""
    fcr, looks = told.answer, view.looks
    if scene is None or fcr is None or not fcr.queues:
        return Sheet((Line(view.width, looks.text).strip(),))
    shown = weeks_in(view.width, len(fcr.weeks))
    fits = fitted(_columns(fcr, scene, shown, view.width), view.width)
    marks = stops(fits)
    rows = (fcr.queues[-1], *_sorted(fcr, scene))
    order = words("fcr", scene).removeprefix("by ")
    head = heading(fits, Line(view.width, looks.head), looks.head,
                   "QUEUE" if order == "name" else None)  # fmt: skip
    body = [
        stopped(
            row(fits, Line(view.width, looks.text), FcrRow(one, fcr), looks).strip(view.under(at)),
            view if at == view.cursor else view._replace(cursor=None),
            marks,
        )
        for at, one in enumerate(rows)
    ]
    items = tuple(Item(f"q{one.queue}" if one.queue is not None else "", one.queue,
                       ALL if one.queue is None else one.queue) for one in rows)  # fmt: skip
    return Sheet((stopped(head.strip(), view, marks),), tuple(body), items, stops=marks)


def _sorted(fcr: Fcr, scene: Scene) -> tuple[FcrQueue, ...]:
    rows = tuple(one for one in fcr.queues if one.queue is not None)
    return ordered("fcr", kept(rows, scene.needle, lambda one: (one.queue or "",)), scene)


def _columns(fcr: Fcr, scene: Scene, shown: Weeks, width: int) -> tuple[Column[FcrRow], ...]:
    weeks = tuple(
        Column((day(fcr.weeks[at][0], scene.snapshot.zone)[4:],), shown.width - 1, _cell(at),
               right=True, gap=1, figure=f"week{at}", rank=len(fcr.weeks) - at)
        for at in range(shown.first, shown.first + shown.shown)
    )  # fmt: skip
    left_out = Column(("LEFT OUT",), _LEFT_OUT - 1, _left_out, right=True, rank=20)
    return (Column(("QUEUE",), _LABELS - 1, _name), *weeks, left_out)


def _name(row: FcrRow, width: int, looks: Looks) -> Pieces:
    queue = row.queue.queue
    return ((ALL if queue is None else queue, looks.text if queue is None else looks.bright),)


def _cell(at: int) -> Callable[[FcrRow, int, Looks], Pieces]:
    def draw(row: FcrRow, width: int, looks: Looks) -> Pieces:
        week = row.queue.weeks[at]
        if week is None or week.so_far.value is None:
            return ((NOTHING, looks.dim),)
        return ((sign_of(week, row.fcr.window_s), looks.dim),
                (percent(week.so_far.value, 1, 0 if width < 8 else 1), looks.text))  # fmt: skip

    return draw


def sign_of(week: FcrWeek, window_s: int) -> str:
    """What to say before a week's figure: nothing for one that is known for good."""
    if not week.pending:
        return ""
    return "~" if (week.watched_s or 0) >= window_s else "≤"


def _left_out(row: FcrRow, width: int, looks: Looks) -> Pieces:
    share = row.queue.left_out
    return ((percent(share.numerator, share.denominator), looks.dim),)
