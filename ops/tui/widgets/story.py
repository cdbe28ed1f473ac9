"""One call from close: its stays in queues, its events with their lines."""

from __future__ import annotations

from typing import NamedTuple

from ops.formats import duration
from ops.snapshot.found import CallEvent, CallStory
from ops.tui.localtime import time_of_day
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, heading, row
from ops.tui.widgets.foundcalls import STAYS, FoundRow
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title


class StaysPane(Pane):
    """The stays of one call in queues."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_stays(self.told, scene, view)


class EventsPane(Pane):
    """Every event of a call, in order."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_events(self.told, scene, view)

    def figures(self, item: Item) -> tuple[tuple[str, str], ...]:
        """The whole line, to copy."""
        events: tuple[CallEvent, ...] = self.told.answer.events if self.told.answer else ()
        return tuple(("line", one.line) for at, one in enumerate(events) if f"{at}" == item.key)


def instead(name: str, words: str, view: View) -> Sheet:
    """A heading, and words in the place of what is not there."""
    line = Line(view.width, view.looks.dim).gap(1).put(words).strip()
    return Sheet((title(name, (), view, 0),), (line,))


def paint_stays(told: Told[CallStory], scene: Scene | None, view: View) -> Sheet:
    """Draw the stays."""
    stays = told.answer.stays if told.answer else ()
    if scene is None or not stays:
        return instead("CALL", told.words() or "nothing is known of it (yet)", view)
    first = stays[0]
    queues = len({stay.queue for stay in stays})
    totals = (first.caller, f"{len(stays)} in {queues} queues" if queues > 1 else first.queue,
              f"id {first.call_id}", first.source)  # fmt: skip
    fits = fitted(STAYS, view.width - 1)
    heads = heading(fits, Line(view.width, view.looks.head), view.looks.head).strip()
    zone = scene.snapshot.zone
    body = [
        row(fits, Line(view.width, view.looks.text), FoundRow(stay, zone, scene.at_s), view.looks)
        .strip(view.under(at))
        for at, stay in enumerate(stays)
    ]  # fmt: skip
    items = tuple(
        Item(stay.key, stay.queue, stay.caller, agent=stay.agent, figure="found") for stay in stays
    )
    return Sheet((title("CALL", totals, view, len(stays)), heads), tuple(body), items)


class EventRow(NamedTuple):
    """One event, and how long after the first one."""

    event: CallEvent
    first_s: int
    zone: str


def paint_events(told: Told[CallStory], scene: Scene | None, view: View) -> Sheet:
    """Draw the events: two lines each, the second one its line as it was logged."""
    events, looks = told.answer.events if told.answer else (), view.looks
    if scene is None or not events:
        return instead("EVENTS", told.words() or "none is stored", view)
    fits = fitted(_EVENTS, view.width - 1)
    heads = heading(fits, Line(view.width, looks.head), looks.head).strip()
    first_s, zone = events[0].s, scene.snapshot.zone
    body = []
    for at, event in enumerate(events):
        told_of = EventRow(event, first_s, zone)
        body.append(row(fits, Line(view.width, looks.text), told_of, looks).strip(view.under(at)))
        line = Line(view.width, looks.dim).gap(_INDENT).put(event.line, looks.dim)
        body.append(line.strip(view.under(at)))
    items = tuple(
        Item(f"{at}", event.queue, event.event, figure="events") for at, event in enumerate(events)
    )
    totals = (f"{len(events)}", "each with its line as it was logged")
    seen = view._replace(height=view.height // 2, top=view.top // 2)
    head = title("EVENTS", totals, seen, len(events))
    return Sheet((head, heads), tuple(body), items, deep=2)


# ---- cells


def _event_at(row: EventRow, width: int, looks: Looks) -> Pieces:
    return ((time_of_day(row.event.s, row.zone), looks.dim),)


def _event_after(row: EventRow, width: int, looks: Looks) -> Pieces:
    return ((f"+{duration(row.event.s - row.first_s)}", looks.text),)


def _event_name(row: EventRow, width: int, looks: Looks) -> Pieces:
    return ((row.event.event, looks.bright),)


def _event_queue(row: EventRow, width: int, looks: Looks) -> Pieces:
    return ((row.event.queue or "", looks.text),)


def _event_agent(row: EventRow, width: int, looks: Looks) -> Pieces:
    return ((row.event.agent or "", looks.text),)


def _event_place(row: EventRow, width: int, looks: Looks) -> Pieces:
    return ((f"{row.event.position}", looks.dim),)


_INDENT = 3
_EVENTS: tuple[Column[EventRow], ...] = (
    Column(("AT",), 8, _event_at),
    Column(("AFTER",), 8, _event_after, right=True),
    Column(("EVENT",), 16, _event_name, gap=2),
    Column(("QUEUE",), 9, _event_queue, gap=2, grows=6),
    Column(("AGENT",), 16, _event_agent, gap=2, grows=10),
    Column(("NUMBER OF LINE",), 14, _event_place, right=True, rank=1),
)
