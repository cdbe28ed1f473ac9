"""Who is waiting now, the oldest first, each wait counting every second."""

from typing import NamedTuple

from ops.formats import duration, ordinal
from ops.snapshot import Waiting
from ops.tui.judge import Sign, caller_sign
from ops.tui.order import words
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, row
from ops.tui.widgets.figures import caller_figures
from ops.tui.widgets.line import Line, Pieces, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

_MASKED, _WHOLE, _QUEUE_LEAST = 9, 16, 11
"""Cells of a number, masked or whole; where it is whole the queue's name has to give way."""


class CallerRow(NamedTuple):
    """One caller, judged."""

    caller: Waiting
    waited_s: int
    sign: Sign


class Callers(Pane):
    """The list of waiting callers."""

    KIND = "callers"

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_callers(scene, view)

    def figures(self, item: Item) -> tuple[tuple[str, str], ...]:
        waiting = self.scene.waiting if self.scene else ()
        found = (caller_figures(w, self.scene) for w in waiting if self.scene and _item(w) == item)
        return next(found, ())


def paint_callers(scene: Scene | None, view: View) -> Sheet:
    """Draw the list."""
    waiting = () if scene is None else scene.waiting
    totals = (f"{len(waiting)}" if waiting else "", words("callers", scene))
    head = (title("WAITING NOW", tuple(filter(None, totals)), view, len(waiting)),)
    if scene is None or not waiting:
        none = "" if scene is None else "nobody that matches" if scene.needle else "nobody"
        return Sheet(head, (Line(view.width, view.looks.dim).gap(1).put(none).strip(),))
    widest = max(width_of(queue.queue) for queue in scene.snapshot.queues or waiting)
    queue, number = max(8, min(18, widest)), _MASKED
    if scene.revealed:
        queue, number = min(queue, _QUEUE_LEAST), _WHOLE
    fits = fitted(_columns(queue, number), view.width)
    body = []
    for at, caller in enumerate(waiting):
        item = CallerRow(caller, scene.waited_s(caller.offered_s), caller_sign(caller, scene))
        line = row(fits, Line(view.width, view.looks.text), item, view.looks)
        body.append(line.strip(view.under(at)))
    return Sheet(head, tuple(body), tuple(map(_item, waiting)))


def _item(caller: Waiting) -> Item:
    key = f"{caller.call_id}\0{caller.queue}\0{caller.offered_s}"
    return Item(key, caller.queue, caller.caller, figure="callers")


def _columns(queue_width: int, caller_width: int) -> tuple[Column[CallerRow], ...]:
    return (
        Column(("",), queue_width, _queue),
        Column(("",), caller_width, _caller, gap=2),
        Column(("",), 7, _waited, right=True),
        Column(("",), 1, _sign),
        Column(("",), 9, _earlier, gap=2, rank=1, grows=8),
    )


def _queue(row: CallerRow, width: int, looks: Looks) -> Pieces:
    return ((row.caller.queue, looks.text),)


def _caller(row: CallerRow, width: int, looks: Looks) -> Pieces:
    return ((row.caller.caller, looks.text),)


def _waited(row: CallerRow, width: int, looks: Looks) -> Pieces:
    style = looks.bright if row.sign is Sign.FINE else sign_style(row.sign, looks)
    return ((duration(row.waited_s), style),)


def _sign(row: CallerRow, width: int, looks: Looks) -> Pieces:
    # Within the threshold is what a wait is for: no sign.
    return ((" " if row.sign is Sign.FINE else row.sign.value, sign_style(row.sign, looks)),)


def _earlier(row: CallerRow, width: int, looks: Looks) -> Pieces:
    """How often they called before, in as many words as fit; today's calls before yesterday's."""
    earlier, yesterday = row.caller.earlier or 0, row.caller.yesterday
    if not earlier:
        words = ("called yesterday", "yesterday") if yesterday else ()
        return tuple((text, looks.dim) for text in words if len(text) <= width)[:1]
    call = f"{ordinal(earlier + 1)} call"
    words = (f"{call} today", call)
    return ((next((w for w in words if len(w) <= width), call), looks.text),)
