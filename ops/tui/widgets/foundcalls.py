"""Calls that were looked for, the newest first, and the line that says what was understood."""

from __future__ import annotations

from typing import NamedTuple

from textual.geometry import Size
from textual.strip import Strip

from ops.formats import duration
from ops.snapshot.found import Found, FoundCall
from ops.tui.judge import Sign
from ops.tui.localtime import day, local, time_of_day
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks, looks
from ops.tui.widgets.columns import Column, fitted, heading, row
from ops.tui.widgets.daycalls import LEFT_BY, OUTCOMES
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.pane import Painted, Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

_SIGNS = {
    "abandoned": Sign.BAD, "overflowed": Sign.BAD, "lost": Sign.BAD, "lost?": Sign.BAD,
    "refused": Sign.WARN, "waiting": Sign.WARN,
}  # fmt: skip


class FoundRow(NamedTuple):
    """One stay, and where and when it is seen."""

    call: FoundCall
    zone: str
    at_s: float


class FoundPane(Pane):
    """The list."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_found(self.told, scene, view)

    @property
    def call(self) -> FoundCall | None:
        """The stay the cursor is on."""
        calls: tuple[FoundCall, ...] = self.told.answer.calls if self.told.answer else ()
        chosen = self.chosen
        return next((one for one in calls if chosen and one.key == chosen.key), None)


class Understood(Painted):
    """What the words in the search mean, or why they mean nothing."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.words, self.is_wrong = "", False

    def draw(self, size: Size) -> list[Strip]:
        style = looks(self.app.theme)
        return [paint_understood(self.words, self.is_wrong, size.width, style)] * size.height


def paint_understood(words: str, is_wrong: bool, width: int, style: Looks) -> Strip:
    """Draw the line."""
    line = Line(width, style.text).gap(1)
    sign = (Sign.WARN.value, style.warn) if is_wrong else ("=", style.dim)
    return line.put(*sign).gap(1).put(words, style.warn if is_wrong else style.dim).strip()


def paint_found(told: Told[Found], scene: Scene | None, view: View) -> Sheet:
    """Draw the list under its heading."""
    answer = told.answer
    calls = _kept(answer.calls, scene) if answer and scene else ()
    head = title("CALLS", _count(answer, len(calls)), view, len(calls))
    if scene is None or answer is None or not calls:
        nothing = "no call that matches" if answer and answer.calls else "no such call"
        said = told.words() or nothing
        return Sheet((head,), (Line(view.width, view.looks.dim).gap(1).put(said).strip(),))
    fits = fitted(_COLUMNS, view.width - 1)
    heads = heading(fits, Line(view.width, view.looks.head), view.looks.head).strip()
    zone = scene.snapshot.zone
    body = [
        row(fits, Line(view.width, view.looks.text), FoundRow(one, zone, scene.at_s), view.looks)
        .strip(view.under(at))
        for at, one in enumerate(calls)
    ]  # fmt: skip
    items = tuple(Item(one.key, one.queue, one.caller, figure="found") for one in calls)
    return Sheet((head, heads), tuple(body), items)


def _count(answer: Found | None, seen: int) -> tuple[str, ...]:
    if answer is None:
        return ()
    number = len(answer.calls)
    count = f"{seen:,}" if seen == number else f"{seen:,} of {number:,}"
    return (count if answer.is_all else f"the newest {count}, m brings more",)


def _kept(calls: tuple[FoundCall, ...], scene: Scene) -> tuple[FoundCall, ...]:
    wanted = scene.needle.casefold().split()
    if not wanted:
        return calls
    return tuple(
        one
        for one in calls
        if all(
            word in f"{one.queue} {one.caller} {one.agent or ''} {said(one)}".casefold()
            for word in wanted
        )
    )


def said(call: FoundCall) -> str:
    """What came of a call, in a word or two."""
    if call.outcome == "overflowed":
        return LEFT_BY.get(call.left_by or "", "left unanswered")
    return OUTCOMES.get(call.outcome, call.outcome)


def ended(call: FoundCall) -> str:
    """How a talk ended: who hung up, or where it went."""
    if call.ended_by == "transfer":
        return f"to {call.transferred_to}" if call.transferred_to else "transferred"
    return f"{call.ended_by} hung up" if call.ended_by in ("caller", "agent") else ""


def when(s: float, at_s: float, zone: str) -> str:
    """Day and time; today's the time alone, another year's with the year."""
    then, now = local(s, zone), local(at_s, zone)
    if then.date() == now.date():
        return time_of_day(s, zone)
    year = "" if then.year == now.year else f" {then.year % 100:02}"
    return f"{day(s, zone)[4:]}{year} {time_of_day(s, zone)}"


def _sign(row: FoundRow, width: int, looks: Looks) -> Pieces:
    sign = _SIGNS.get(row.call.outcome)
    return ((sign.value, sign_style(sign, looks)),) if sign else ()


def _at(row: FoundRow, width: int, looks: Looks) -> Pieces:
    return ((when(row.call.s, row.at_s, row.zone), looks.dim),)


def _caller(row: FoundRow, width: int, looks: Looks) -> Pieces:
    return ((row.call.caller, looks.bright),)


def _queue(row: FoundRow, width: int, looks: Looks) -> Pieces:
    return ((row.call.queue, looks.text),)


def _wait(row: FoundRow, width: int, looks: Looks) -> Pieces:
    return ((duration(row.call.wait_s), looks.text),)


def _outcome(row: FoundRow, width: int, looks: Looks) -> Pieces:
    fine = row.call.outcome in ("answered", "talking")
    return ((said(row.call), looks.dim if fine else looks.text),)


def _talk(row: FoundRow, width: int, looks: Looks) -> Pieces:
    return ((duration(row.call.talk_s), looks.dim),)


def _agent(row: FoundRow, width: int, looks: Looks) -> Pieces:
    return ((row.call.agent or "", looks.text),)


def _ended(row: FoundRow, width: int, looks: Looks) -> Pieces:
    return ((ended(row.call), looks.dim),)


def _id(row: FoundRow, width: int, looks: Looks) -> Pieces:
    return ((row.call.call_id, looks.dim),)


_COLUMNS: tuple[Column[FoundRow], ...] = (
    Column((" ",), 1, _sign),
    Column(("OFFERED",), 18, _at),
    Column(("CALLER",), 9, _caller, gap=1, grows=5),
    Column(("QUEUE",), 9, _queue, gap=1, grows=6),
    Column(("WAIT",), 6, _wait, right=True, gap=1),
    Column(("OUTCOME",), 15, _outcome, gap=2),
    Column(("TALK",), 7, _talk, right=True, rank=2),
    Column(("AGENT",), 10, _agent, gap=2, grows=10),
    Column(("ENDED",), 16, _ended, gap=2, rank=3),
    Column(("CALL ID",), 20, _id, gap=2, rank=4, grows=10),
)
STAYS = _COLUMNS[:-1]
"""The columns of one call's stays: its id stands elsewhere."""
