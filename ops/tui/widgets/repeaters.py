"""Who keeps phoning, and one customer's or one reason's contacts."""

from typing import NamedTuple

from ops.formats import NOTHING, duration, percent
from ops.snapshot.resolution import Contacts, FoundContact, RepeatCaller, RepeatCallers
from ops.tui.localtime import day, hour_and_minute
from ops.tui.order import ordered, words
from ops.tui.question import Told
from ops.tui.scene import Scene, kept
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column
from ops.tui.widgets.line import Pieces
from ops.tui.widgets.listing import Listed, listing
from ops.tui.widgets.looking import Looking
from ops.tui.widgets.sheet import Item, Sheet, View

_OUTCOMES = {"abandoned": "gave up", "overflowed": "unanswered", "left_in_menu": "in menu"}


class RepeatersPane(Looking):
    """The list of those who keep phoning."""

    KIND = "repeaters"

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_repeaters(self.told, scene, view)


class ContactsPane(Looking):
    """The list of contacts; `heading` says whose."""

    def __init__(self, id: str, heading: str) -> None:
        super().__init__(id)
        self.heading = heading

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_contacts(self.told, scene, view, self.heading)


class Dated(NamedTuple):
    """A row, and the zone its instants are shown in."""

    caller: RepeatCaller
    zone: str


class DatedContact(NamedTuple):
    """The same for a contact."""

    contact: FoundContact
    zone: str


def paint_repeaters(told: Told[RepeatCallers], scene: Scene | None, view: View) -> Sheet:
    """Draw who keeps phoning."""
    found = told.answer
    rows: tuple[Dated, ...] = ()
    totals: tuple[str, ...] = ()
    if found is not None and scene is not None:
        named = kept(
            found.rows,
            scene.needle,
            lambda one: (
                one.caller,
                one.last_queue or "",
                one.last_reason or "",
                said(one.last_outcome),
            ),
        )
        seen = ordered("repeaters", named, scene)
        rows = tuple(Dated(one, scene.snapshot.zone) for one in seen)
        share = percent(found.left_out.numerator, found.left_out.denominator)
        count = _count(len(rows), found.found)
        totals = (words("repeaters", scene), count, f"{share} left out")

    def item(row: Dated) -> Item:
        queue = found.queue if found else None
        return Item(row.caller.customer, queue, row.caller.caller, figure="repeat_callers")

    listed = Listed("REPEAT CALLERS", totals, _CALLERS, item, "nobody phoned twice")
    return listing(listed, rows, told, view)


def paint_contacts(told: Told[Contacts], scene: Scene | None, view: View, heading_: str) -> Sheet:
    """Draw contacts, the newest first."""
    found = told.answer
    rows: tuple[DatedContact, ...] = ()
    totals: tuple[str, ...] = ()
    if found is not None and scene is not None:
        named = kept(
            found.rows,
            scene.needle,
            lambda one: (
                one.caller,
                one.queue or "",
                one.agent or "",
                one.reason or "",
                one.outcome_code or "",
                said(one.outcome),
            ),
        )
        rows = tuple(DatedContact(one, scene.snapshot.zone) for one in named)
        count = _count(len(rows), found.found)
        totals = (f"{count} contacts", "the newest first")

    def item(row: DatedContact) -> Item:
        one = row.contact
        queue = found.queue if found else None
        return Item(one.key, queue, one.caller, agent=one.agent, figure="contacts")

    return listing(Listed(heading_, totals, _CONTACTS, item), rows, told, view)


def said(outcome: str) -> str:
    """What came of a contact, in a word or two."""
    return _OUTCOMES.get(outcome, outcome)


def _count(listed: int, found: int) -> str:
    return f"{listed} of {found:,}" if listed < found else f"{found}"


def _when(s: int, zone: str) -> str:
    return f"{day(s, zone)[4:]} {hour_and_minute(s, zone)}"


def _caller(row: Dated, width: int, looks: Looks) -> Pieces:
    return ((row.caller.caller, looks.bright),)


def _contacts(row: Dated, width: int, looks: Looks) -> Pieces:
    return ((f"{row.caller.contacts:,}", looks.text),)


def _failed(row: Dated, width: int, looks: Looks) -> Pieces:
    return ((f"{row.caller.failed:,}", looks.text if row.caller.failed else looks.dim),)


def _queues(row: Dated, width: int, looks: Looks) -> Pieces:
    return ((f"{row.caller.queues:,}", looks.dim),)


def _last(row: Dated, width: int, looks: Looks) -> Pieces:
    return ((_when(row.caller.last_s, row.zone), looks.dim),)


def _ended(row: Dated, width: int, looks: Looks) -> Pieces:
    return ((said(row.caller.last_outcome), looks.text),)


def _about(row: Dated, width: int, looks: Looks) -> Pieces:
    return ((row.caller.last_reason or NOTHING, looks.text),)


_CALLERS: tuple[Column[Dated], ...] = (
    Column(("CALLER",), 9, _caller, grows=5),
    Column(("TIMES",), 5, _contacts, right=True),
    Column(("MISSED",), 6, _failed, right=True),
    Column(("QUEUES",), 6, _queues, right=True, rank=2),
    Column(("LAST",), 12, _last, gap=2, rank=1),
    Column(("ENDED",), 10, _ended, gap=2, rank=3),
    Column(("ABOUT",), 14, _about, gap=2, grows=20),
)


def _at(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((_when(row.contact.s, row.zone), looks.dim),)


def _who(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((row.contact.caller, looks.text),)


def _queue(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((row.contact.queue or NOTHING, looks.text),)


def _outcome(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((said(row.contact.outcome), looks.text),)


def _wait(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((duration(row.contact.wait_s), looks.text),)


def _talk(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((duration(row.contact.talk_s), looks.dim),)


def _handed(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((f"{row.contact.transfers}" if row.contact.transfers else NOTHING, looks.dim),)


def _agent(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((row.contact.agent or NOTHING, looks.text),)


def _reason(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((row.contact.reason or NOTHING, looks.text),)


def _code(row: DatedContact, width: int, looks: Looks) -> Pieces:
    return ((row.contact.outcome_code or NOTHING, looks.text),)


_CONTACTS: tuple[Column[DatedContact], ...] = (
    Column(("WHEN",), 12, _at),
    Column(("CALLER",), 9, _who, gap=2, grows=5),
    Column(("QUEUE",), 9, _queue, gap=2, grows=8),
    Column(("ENDED",), 10, _outcome, gap=2),
    Column(("WAIT",), 6, _wait, right=True),
    Column(("TALK",), 7, _talk, right=True, rank=2),
    Column(("PASSED ON",), 9, _handed, right=True, rank=5),
    Column(("AGENT",), 12, _agent, gap=2, rank=1, grows=10),
    Column(("REASON",), 14, _reason, gap=2, rank=3, grows=14),
    Column(("CODE",), 10, _code, gap=2, rank=4, grows=6),
)
