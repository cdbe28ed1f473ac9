"""A list of calls of a queue or an agent: when, who, what came of it, how long it took."""

from typing import NamedTuple

from ops.formats import NOTHING, duration
from ops.snapshot import Calls, DayCall
from ops.tui.judge import Sign
from ops.tui.localtime import time_of_day
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, heading, row
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

_RANKS = {1: Sign.BAD, 2: Sign.WARN}
LEFT_BY = {
    "timeout": "timed out", "empty": "queue was empty", "key": "left by a key",
    "withdrawn": "was withdrawn", "incompatible": "incompatible",
}  # fmt: skip
OUTCOMES = {"abandoned": "gave up", "left_in_menu": "left in menu"}


class CallRow(NamedTuple):
    """One call, and where it is seen."""

    call: DayCall
    zone: str


class DayCalls(Pane):
    """The list; `name_of_list` is its heading, `says` what it holds."""

    def __init__(self, id: str, *, of_agent: bool = False) -> None:
        super().__init__(id)
        self.heading = ("CALLS", "the worst first", "calls")
        """The heading, what the order is, and the figure `?` explains."""
        self._of_agent = of_agent

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_calls(self.told, scene, view, self.heading, of_agent=self._of_agent)


def paint_calls(
    told: Told[Calls],
    scene: Scene | None,
    view: View,
    about: tuple[str, str, str],
    *,
    of_agent: bool = False,
) -> Sheet:
    """Draw the list under its heading."""
    name, order, figure = about
    calls = told.answer
    rows = kept(calls.rows, scene) if calls and scene else ()
    count = _count(calls, len(rows)) if calls else ""
    top = title(name, tuple(filter(None, (count, order))), view, len(rows))
    if scene is None or not rows:
        words = told.words() or ("no call that matches" if calls and calls.rows else "none")
        return Sheet((top,), (Line(view.width, view.looks.dim).gap(1).put(words).strip(),))
    fits = fitted(_columns(of_agent, figure == "abandons"), view.width - 1)
    heads = heading(fits, Line(view.width, view.looks.head), view.looks.head).strip()
    body = [
        row(fits, Line(view.width, view.looks.text), CallRow(call, scene.snapshot.zone), view.looks)
        .strip(view.under(at))
        for at, call in enumerate(rows)
    ]  # fmt: skip
    items = tuple(
        Item(
            f"{c.call_id}\0{c.queue}\0{c.s}",
            c.queue,
            c.caller,
            agent=None if of_agent else c.agent,
            figure=figure,
        )
        for c in rows
    )
    return Sheet((top, heads), tuple(body), items)


def kept(rows: tuple[DayCall, ...], scene: Scene) -> tuple[DayCall, ...]:
    """The calls the filter lets through."""
    words = scene.needle.casefold().split()
    if not words:
        return rows
    return tuple(
        call
        for call in rows
        if all(
            word in f"{call.queue} {call.caller} {call.agent or ''} {said(call)}".casefold()
            for word in words
        )
    )


def _count(calls: Calls, seen: int) -> str:
    return f"{calls.found}" if seen == calls.found else f"{seen} of {calls.found}"


def said(call: DayCall) -> str:
    """What came of a call, in a word or two."""
    if call.outcome == "overflowed":
        return LEFT_BY.get(call.left_by or "", "left unanswered")
    word = OUTCOMES.get(call.outcome, call.outcome)
    return f"{word}, short" if call.is_short else word


def _columns(of_agent: bool, only_abandons: bool) -> tuple[Column[CallRow], ...]:
    columns = [
        Column((" ",), 1, _sign),
        Column(("AT",), 8, _at),
        Column(("CALLER",), 9, _caller, gap=2),
        Column(("WAIT",), 7, _wait, right=True),
        Column(("OUTCOME",), 15, _outcome, gap=2),
    ]
    if not only_abandons:
        columns.append(Column(("TALK",), 7, _talk, right=True, rank=2))
        whose = _queue if of_agent else _agent
        name = "QUEUE" if of_agent else "AGENT"
        columns.append(Column((name,), 9, whose, gap=2, rank=1, grows=12))
    return tuple(columns)


def _sign(row: CallRow, width: int, looks: Looks) -> Pieces:
    sign = _RANKS.get(row.call.rank)
    return ((sign.value, sign_style(sign, looks)),) if sign else ()


def _at(row: CallRow, width: int, looks: Looks) -> Pieces:
    return ((time_of_day(row.call.s, row.zone), looks.dim),)


def _caller(row: CallRow, width: int, looks: Looks) -> Pieces:
    return ((row.call.caller, looks.text),)


def _wait(row: CallRow, width: int, looks: Looks) -> Pieces:
    sign = _RANKS.get(row.call.rank, Sign.NONE)
    style = looks.text if sign is Sign.NONE else sign_style(sign, looks)
    return ((duration(row.call.wait_s), style),)


def _outcome(row: CallRow, width: int, looks: Looks) -> Pieces:
    return ((said(row.call), looks.dim if row.call.rank == 3 else looks.text),)


def _talk(row: CallRow, width: int, looks: Looks) -> Pieces:
    talked = row.call.talk_s
    return ((NOTHING if talked is None else duration(talked), looks.dim),)


def _agent(row: CallRow, width: int, looks: Looks) -> Pieces:
    return ((row.call.agent or "", looks.text),)


def _queue(row: CallRow, width: int, looks: Looks) -> Pieces:
    return ((row.call.queue, looks.text),)
