"""What is known of a customer: contacts and what is owed to them; one follow-up's history."""

from __future__ import annotations

from typing import NamedTuple

from ops.formats import NOTHING, counted, duration
from ops.snapshot.found import Chapter, CustomerStory
from ops.snapshot.owed import Deed, FollowUpStory
from ops.tui.judge import Sign
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, heading, row
from ops.tui.widgets.daycalls import OUTCOMES
from ops.tui.widgets.foundcalls import when
from ops.tui.widgets.line import Line, Pieces
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.story import instead
from ops.tui.widgets.titles import of_now, title
from ops.tui.widgets.worklist import near


class CustomerPane(Pane):
    """Contacts of a customer, and what is or was owed to them."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_customer(self.told, scene, view)

    @property
    def chapter(self) -> Chapter | None:
        """What the cursor is on."""
        chapters: tuple[Chapter, ...] = self.told.answer.chapters if self.told.answer else ()
        chosen = self.chosen
        return next((one for one in chapters if chosen and _key(one) == chosen.key), None)


class DeedsPane(Pane):
    """A follow-up, and all that was done to it."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_deeds(self.told, scene, view)


class ChapterRow(NamedTuple):
    """One contact or follow-up."""

    chapter: Chapter
    at_s: float
    zone: str


def _key(one: Chapter) -> str:
    return f"{one.what}\0{one.source}\0{one.id}"


def paint_customer(told: Told[CustomerStory], scene: Scene | None, view: View) -> Sheet:
    """Draw the story."""
    story = told.answer
    if scene is None or story is None or not story.chapters:
        nobody = "nobody is known by that number: it can't be told from others"
        return instead("CUSTOMER", told.words() or nobody, view)
    contacts = counted(story.contacts, "contact")
    totals = (story.caller, contacts, f"{story.owed} owed", *of_now(scene, story.at_s))
    fits = fitted(_CHAPTERS, view.width - 1)
    heads = heading(fits, Line(view.width, view.looks.head), view.looks.head).strip()
    body = [
        row(fits, Line(view.width, view.looks.text),
            ChapterRow(one, story.at_s, scene.snapshot.zone), view.looks).strip(view.under(at))
        for at, one in enumerate(story.chapters)
    ]  # fmt: skip
    items = tuple(
        Item(_key(one), one.queue, one.title or one.what, figure="customer")
        for one in story.chapters
    )
    head = title("CUSTOMER", totals, view, len(story.chapters))
    return Sheet((head, heads), tuple(body), items)


class DeedRow(NamedTuple):
    """One thing that was done."""

    deed: Deed
    at_s: float
    zone: str


def paint_deeds(told: Told[FollowUpStory], scene: Scene | None, view: View) -> Sheet:
    """Draw a follow-up's history, under what it is about."""
    story = told.answer
    if scene is None or story is None or story.now is None:
        return instead("FOLLOW-UP", told.words() or "it is not there (any more)", view)
    one, looks = story.now, view.looks
    totals = tuple(filter(None, (one.id, one.kind, one.caller, one.title)))
    fits = fitted(_DEEDS, view.width - 1)
    heads = heading(fits, Line(view.width, looks.head), looks.head).strip()
    body = [
        row(fits, Line(view.width, looks.text), DeedRow(deed, story.at_s, scene.snapshot.zone),
            looks).strip(view.under(at))
        for at, deed in enumerate(story.deeds)
    ]  # fmt: skip
    items = tuple(
        Item(f"{at}", one.queue, deed.action, figure="deeds") for at, deed in enumerate(story.deeds)
    )
    head = title("FOLLOW-UP", totals, view, len(story.deeds))
    return Sheet((head, heads), tuple(body), items)


def _chapter_sign(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    one = row.chapter
    if not one.is_contact:
        sign = Sign.WARN if one.outcome == "open" else Sign.NONE
        if one.outcome == "open" and one.due_s is not None and one.due_s < row.at_s:
            sign = Sign.BAD
        return ((sign.value, sign_style(sign, looks)),)
    fine = one.outcome in ("answered", "talking", "waiting")
    return () if fine else ((Sign.BAD.value, sign_style(Sign.BAD, looks)),)


def _chapter_at(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    return ((when(row.chapter.s, row.at_s, row.zone), looks.dim),)


def _chapter_what(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    repeat = row.chapter.is_repeat
    what = "called again" if repeat else "called" if row.chapter.is_contact else row.chapter.what
    return ((what, looks.dim if row.chapter.is_contact and not repeat else looks.bright),)


def _chapter_outcome(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    one = row.chapter
    if one.is_contact:
        return ((OUTCOMES.get(one.outcome, one.outcome), looks.text),)
    if one.outcome == "open" and one.due_s is not None:
        return ((f"due {near(one.due_s, row.at_s, row.zone)}", looks.text),)
    return ((one.outcome, looks.text),)


def _chapter_queue(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    return ((row.chapter.queue or "", looks.text),)


def _chapter_agent(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    return ((row.chapter.agent or "", looks.text),)


def _chapter_wait(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    said = duration(row.chapter.wait_s) if row.chapter.is_contact else ""
    return ((said, looks.text),)


def _chapter_talk(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    said = duration(row.chapter.talk_s) if row.chapter.is_contact else ""
    return ((said, looks.dim),)


def _chapter_title(row: ChapterRow, width: int, looks: Looks) -> Pieces:
    return ((row.chapter.title or "", looks.text),)


def _deed_at(row: DeedRow, width: int, looks: Looks) -> Pieces:
    return ((when(row.deed.s, row.at_s, row.zone), looks.dim),)


def _deed_what(row: DeedRow, width: int, looks: Looks) -> Pieces:
    return ((row.deed.action, looks.bright),)


def _deed_by(row: DeedRow, width: int, looks: Looks) -> Pieces:
    return ((row.deed.by or NOTHING, looks.text),)


def _deed_said(row: DeedRow, width: int, looks: Looks) -> Pieces:
    deed = row.deed
    said = []
    if deed.owner:
        said.append(f"to {deed.owner}")
    if deed.due_s is not None:
        word = "until" if deed.action == "snooze" else "due"
        said.append(f"{word} {near(deed.due_s, row.at_s, row.zone)}")
    if deed.note:
        said.append(deed.note)
    return ((", ".join(said), looks.text),)


_CHAPTERS: tuple[Column[ChapterRow], ...] = (
    Column((" ",), 1, _chapter_sign),
    Column(("AT",), 18, _chapter_at),
    Column(("WHAT",), 12, _chapter_what),
    Column(("OUTCOME, DUE", "OUTCOME"), 15, _chapter_outcome),
    Column(("WAIT",), 6, _chapter_wait, right=True),
    Column(("TALK",), 7, _chapter_talk, right=True, rank=3),
    Column(("QUEUE",), 9, _chapter_queue, gap=2, rank=2, grows=6),
    Column(("AGENT, OWNER", "WHO"), 10, _chapter_agent, rank=1, grows=6),
    Column(("TITLE",), 12, _chapter_title, gap=2, rank=4, grows=50),
)
_DEEDS: tuple[Column[DeedRow], ...] = (
    Column(("AT",), 18, _deed_at),
    Column(("DONE",), 9, _deed_what),
    Column(("BY",), 12, _deed_by, gap=2),
    Column(("OWNER, TIME, NOTE",), 20, _deed_said, gap=2, grows=120),
)
