"""Lost callers: who, how often they tried, how long they waited, whether a call-back is made."""

from __future__ import annotations

from typing import NamedTuple

from ops.formats import NOTHING, counted, duration
from ops.snapshot.owed import LostCallers, LostNow
from ops.tui.judge import Sign
from ops.tui.localtime import day
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, heading, row
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title
from ops.tui.widgets.worklist import near


class LostRow(NamedTuple):
    """One of them."""

    one: LostNow
    at_s: float
    zone: str


class LostPane(Pane):
    """The list."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_lost(self.told, scene, view)

    @property
    def lost(self) -> LostNow | None:
        """Whom the cursor is on."""
        rows: tuple[LostNow, ...] = self.told.answer.rows if self.told.answer else ()
        chosen = self.chosen
        return next((one for one in rows if chosen and one.key == chosen.key), None)


def paint_lost(told: Told[LostCallers], scene: Scene | None, view: View) -> Sheet:
    """Draw the list under its heading."""
    answer, looks = told.answer, view.looks
    rows = _kept(answer.rows, scene) if answer and scene else ()
    totals: tuple[str, ...] = ()
    if answer and scene:
        without = sum(one.follow_up is None for one in rows)
        counts = [f"{len(rows)}", f"{without} without a call-back"] if rows else []
        counts.insert(1 if scene.snapshot.ended else 2, _days(answer, scene))
        totals = tuple(counts)
    head = title("LOST CALLERS", totals, view, len(rows))
    if scene is None or answer is None or not rows:
        nobody = "nobody that matches" if answer and answer.rows else "everybody was reached"
        said = told.words() or nobody
        return Sheet((head,), (Line(view.width, looks.dim).gap(1).put(said).strip(),))
    fits = fitted(_COLUMNS, view.width - 1)
    heads = heading(fits, Line(view.width, looks.head), looks.head).strip()
    zone = scene.snapshot.zone
    body = [
        row(fits, Line(view.width, looks.text), LostRow(one, scene.at_s, zone), looks)
        .strip(view.under(at))
        for at, one in enumerate(rows)
    ]  # fmt: skip
    span = (answer.since_s, answer.until_s)
    items = tuple(
        Item(one.key, one.queue, one.caller, figure="lost_callers", span=span) for one in rows
    )
    return Sheet((head, heads), tuple(body), items)


def _days(answer: LostCallers, scene: Scene) -> str:
    """`3 days`; of a log that has ended its last ones, `3 days to Sat 22 Nov`."""
    days = counted((answer.until_s - answer.since_s) // 86_400, "day")
    zone = scene.snapshot.zone
    return f"{days} to {day(answer.until_s - 1, zone)}" if scene.snapshot.ended else days


def _kept(rows: tuple[LostNow, ...], scene: Scene) -> tuple[LostNow, ...]:
    wanted = scene.needle.casefold().split()
    return tuple(
        one
        for one in rows
        if all(word in f"{one.caller} {one.queue} {one.outcome}".casefold() for word in wanted)
    )


def _sign(row: LostRow, width: int, looks: Looks) -> Pieces:
    made = row.one.follow_up is not None
    return ((Sign.FINE.value, looks.dim),) if made else ((Sign.WARN.value, looks.warn),)


def _who(row: LostRow, width: int, looks: Looks) -> Pieces:
    return ((row.one.caller, looks.dim if row.one.follow_up else looks.bright),)


def _tries(row: LostRow, width: int, looks: Looks) -> Pieces:
    return ((f"{row.one.tries}", looks.bright if row.one.tries > 1 else looks.text),)


def _longest(row: LostRow, width: int, looks: Looks) -> Pieces:
    return ((duration(row.one.longest_wait_s), looks.text),)


def _waited(row: LostRow, width: int, looks: Looks) -> Pieces:
    return ((duration(row.one.waited_s), looks.dim),)


def _last(row: LostRow, width: int, looks: Looks) -> Pieces:
    return ((near(row.one.last_s, row.at_s, row.zone), looks.dim),)


def _queue(row: LostRow, width: int, looks: Looks) -> Pieces:
    return ((row.one.queue or "", looks.dim),)


def _made(row: LostRow, width: int, looks: Looks) -> Pieces:
    made = row.one.follow_up
    return ((made[-4:], looks.text),) if made else ((NOTHING, looks.dim),)


_COLUMNS: tuple[Column[LostRow], ...] = (
    Column((" ",), 1, _sign),
    Column(("CALLER",), 9, _who),
    Column(("TRIES",), 5, _tries, right=True),
    Column(("LONGEST",), 7, _longest, right=True, gap=1),
    Column(("IN ALL",), 7, _waited, right=True, gap=1, rank=3),
    Column(("LAST",), 9, _last, gap=2),
    Column(("QUEUE",), 8, _queue, gap=1, rank=2, grows=6),
    Column(("CALL-BACK",), 9, _made, gap=1, rank=1),
)
