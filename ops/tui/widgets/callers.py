"""Who is waiting now, the oldest first, each wait counting every second."""

from typing import NamedTuple

from ops.formats import duration, ordinal
from ops.snapshot import Waiting
from ops.tui.judge import Sign, caller_sign
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, row
from ops.tui.widgets.line import Line, Pieces, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title


class CallerRow(NamedTuple):
    """One caller, judged."""

    caller: Waiting
    waited_s: int
    sign: Sign


class Callers(Pane):
    """The list of waiting callers."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_callers(scene, view)


def paint_callers(scene: Scene | None, view: View) -> Sheet:
    """Draw the list."""
    waiting = () if scene is None else scene.waiting
    head = (title("WAITING NOW", (f"{len(waiting)}",) if waiting else (), view, len(waiting)),)
    if scene is None or not waiting:
        words = "" if scene is None else "nobody that matches" if scene.needle else "nobody"
        return Sheet(head, (Line(view.width, view.looks.dim).gap(1).put(words).strip(),))
    widest = max(width_of(queue.queue) for queue in scene.snapshot.queues or waiting)
    fits = fitted(_columns(max(8, min(18, widest))), view.width)
    body = []
    for at, caller in enumerate(waiting):
        item = CallerRow(caller, scene.waited_s(caller.offered_s), caller_sign(caller, scene))
        line = row(fits, Line(view.width, view.looks.text), item, view.looks)
        body.append(line.strip(view.under(at)))
    items = tuple(Item(f"{w.call_id}\0{w.queue}\0{w.offered_s}", w.queue) for w in waiting)
    return Sheet(head, tuple(body), items)


def _columns(queue_width: int) -> tuple[Column[CallerRow], ...]:
    return (
        Column(("",), queue_width, _queue),
        Column(("",), 9, _caller, gap=2),
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
