"""The follow-ups one works from: slipped, overdue, due today, later; what rests stands last."""

from __future__ import annotations

from typing import NamedTuple

from ops.formats import NOTHING
from ops.snapshot.owed import FollowUpNow, Worklist
from ops.tui.judge import Sign
from ops.tui.localtime import day, hour_and_minute, local
from ops.tui.order import ordered, words
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, heading, row
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import of_now, title

_HEADINGS = {"open": "FOLLOW-UPS", "closed": "FOLLOW-UPS, SETTLED", "all": "FOLLOW-UPS, ALL"}
_DAY_S = 86_400


class WorkRow(NamedTuple):
    """One follow-up, and what it is judged by."""

    one: FollowUpNow
    at_s: float
    until_s: int
    zone: str


class WorklistPane(Pane):
    """The list."""

    KIND = "owed"

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.state = "open"

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_worklist(self.told, scene, view, self.state)

    @property
    def working(self) -> FollowUpNow | None:
        """The follow-up the cursor is on."""
        rows: tuple[FollowUpNow, ...] = self.told.answer.rows if self.told.answer else ()
        chosen = self.chosen
        return next((one for one in rows if chosen and one.key == chosen.key), None)


def paint_worklist(
    told: Told[Worklist], scene: Scene | None, view: View, state: str = "open"
) -> Sheet:
    """Draw the list under its heading."""
    answer = told.answer
    rows = kept(answer.rows, scene) if answer and scene else ()
    totals: tuple[str, ...] = ()
    if answer and scene:
        totals = (*_totals(rows, answer.at_s, answer.until_s), *of_now(scene, answer.at_s))
    head = title(
        _HEADINGS[state], (*totals, *filter(None, [words("owed", scene)])), view, len(rows)
    )
    if scene is None or answer is None or not rows:
        nothing = "nothing that matches" if answer and answer.rows else _nothing(state)
        said = told.words() or nothing
        return Sheet((head,), (Line(view.width, view.looks.dim).gap(1).put(said).strip(),))
    zone = scene.snapshot.zone
    fits = fitted(_COLUMNS, view.width - 1)
    heads = heading(fits, Line(view.width, view.looks.head), view.looks.head).strip()
    judged = [WorkRow(one, answer.at_s, answer.until_s, zone) for one in rows]
    body = [
        row(fits, Line(view.width, view.looks.text), one, view.looks).strip(view.under(at))
        for at, one in enumerate(judged)
    ]
    items = tuple(
        Item(one.key, one.queue, one.caller or one.title or one.kind, figure="owed") for one in rows
    )
    return Sheet((head, heads), tuple(body), items)


def _nothing(state: str) -> str:
    return "nothing is owed" if state == "open" else "none"


def kept(rows: tuple[FollowUpNow, ...], scene: Scene) -> tuple[FollowUpNow, ...]:
    """Those the filter lets through, sorted as somebody wants them."""
    wanted = scene.needle.casefold().split()
    if wanted:
        rows = tuple(one for one in rows if all(word in _texts(one) for word in wanted))
    return ordered("owed", rows, scene)


def _texts(one: FollowUpNow) -> str:
    texts = (one.kind, one.caller, one.queue, one.owner or "nobody", one.title, one.last_note,
             one.id, "slipped" if one.is_slipped else "")  # fmt: skip
    return " ".join(filter(None, texts)).casefold()


def _totals(rows: tuple[FollowUpNow, ...], at_s: float, until_s: int) -> tuple[str, ...]:
    """How many of each, of those that are seen."""
    still = [one for one in rows if one.closed_s is None]
    slipped = sum(one.is_slipped for one in still)
    overdue = sum(one.is_overdue(at_s) for one in still)
    today = sum(at_s <= one.due_s < until_s for one in still)
    told = (f"{len(rows)}", f"{slipped} slipped", f"{overdue} overdue", f"{today} due today")
    return told if still else told[:1]


def sign_of(one: FollowUpNow, at_s: float, until_s: int) -> Sign:
    """How urgent it is."""
    if one.closed_s is not None or one.is_snoozed(at_s):
        return Sign.NONE
    if one.is_slipped:
        return Sign.BAD
    if one.is_overdue(at_s):
        return Sign.WARN
    return Sign.FINE if one.due_s < until_s else Sign.NONE


def due_words(one: FollowUpNow, at_s: float, until_s: int, zone: str) -> str:
    """When it is due, as one says it: `2 h late`, `17:30`, `Thu 10:00`, `3 Dec`; how it ended."""
    if one.closed_s is not None:
        return f"{one.closed_how} {near(one.closed_s, at_s, zone)}"
    if one.is_snoozed(at_s) and one.snoozed_until_s is not None:
        return f"rests {near(one.snoozed_until_s, at_s, zone)}"
    if one.due_s < at_s:
        return f"{length(at_s - one.due_s)} late"
    return near(one.due_s, at_s, zone)


def near(s: float, at_s: float, zone: str) -> str:
    """An instant as short as it is clear: the time today, else the day as well, else the date."""
    then, now = local(s, zone), local(at_s, zone)
    if then.date() == now.date():
        return hour_and_minute(s, zone)
    if abs(s - at_s) < 6 * _DAY_S:
        return f"{day(s, zone).split()[0]} {hour_and_minute(s, zone)}"
    date = day(s, zone).split(" ", 1)[1]
    return date if then.year == now.year else f"{date} {then.year}"


def length(s: float) -> str:
    """How long, roughly: `12 min`, `3 h`, `2 d`."""
    if s < 3600:
        return f"{int(s // 60)} min"
    return f"{int(s // 3600)} h" if s < 2 * _DAY_S else f"{int(s // _DAY_S)} d"


def _sign(row: WorkRow, width: int, looks: Looks) -> Pieces:
    sign = sign_of(row.one, row.at_s, row.until_s)
    return ((sign.value, sign_style(sign, looks)),)


def _who(row: WorkRow, width: int, looks: Looks) -> Pieces:
    style = looks.dim if row.one.closed_s is not None else looks.bright
    return ((row.one.caller or NOTHING, style),)


def _kind(row: WorkRow, width: int, looks: Looks) -> Pieces:
    return ((row.one.kind, looks.text),)


def _due(row: WorkRow, width: int, looks: Looks) -> Pieces:
    sign = sign_of(row.one, row.at_s, row.until_s)
    late = row.one.is_overdue(row.at_s) and sign in (Sign.BAD, Sign.WARN)
    said = due_words(row.one, row.at_s, row.until_s, row.zone)
    return ((said, sign_style(sign, looks) if late else looks.text),)


def _again(row: WorkRow, width: int, looks: Looks) -> Pieces:
    times = row.one.called_again
    return ((f"{times} ×", looks.text),) if times else ((NOTHING, looks.dim),)


def _owner(row: WorkRow, width: int, looks: Looks) -> Pieces:
    return ((row.one.owner, looks.text),) if row.one.owner else (("nobody", looks.dim),)


def _queue(row: WorkRow, width: int, looks: Looks) -> Pieces:
    return ((row.one.queue or "", looks.dim),)


def _what(row: WorkRow, width: int, looks: Looks) -> Pieces:
    return ((row.one.title or "", looks.text),)


def _note(row: WorkRow, width: int, looks: Looks) -> Pieces:
    return ((row.one.last_note or "", looks.dim),)


_COLUMNS: tuple[Column[WorkRow], ...] = (
    Column((" ",), 1, _sign),
    Column(("WHO",), 9, _who),
    Column(("KIND",), 9, _kind, gap=2, rank=2),
    Column(("DUE",), 12, _due, gap=2),
    Column(("AGAIN",), 5, _again, gap=1, right=True, rank=3),
    Column(("OWNER",), 10, _owner, gap=2, grows=6),
    Column(("QUEUE",), 8, _queue, gap=2, rank=1, grows=4),
    Column(("WHAT",), 26, _what, gap=2, grows=18),
    Column(("LAST NOTE",), 20, _note, gap=2, rank=4, grows=60),
)
