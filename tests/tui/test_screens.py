"""Several screens: going there and back, and what a screen asks for itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ops.errors import QueryError
from ops.feed import Reading
from ops.tui.app import FloorApp
from ops.tui.messages import Open
from ops.tui.places import PLACES, Place
from ops.tui.question import Inquiry
from ops.tui.scene import Scene
from ops.tui.screens.appscreen import AppScreen
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from tests.tui import floors
from tests.tui.driver import Person, at_the_floor
from tests.tui.floors import NOW_S


@dataclass(frozen=True)
class Sum:
    """One and one; the feed's `slow` and `error` make it as bad as a store can be."""

    addend: int = 1

    def answer(self, reading: Reading) -> str:
        feed: Any = reading.warehouse
        feed.asked_in = threading.current_thread().name
        if slow := getattr(feed, "slow", None):
            slow.wait(10)
        if error := getattr(feed, "wrong", None):
            raise error
        return f"the sum is {1 + self.addend} as of {reading.as_of_s}"


class Sums(Pane):
    def paint(self, scene: Scene | None, view: View) -> Sheet:
        words = self.told.words() or str(self.told.answer)
        return Sheet(
            (Line(view.width, view.looks.head).put("SUMS").strip(),),
            (Line(view.width, view.looks.text).put(words).strip(),),
            (Item("sum"),),
        )


class SumScreen(AppScreen, inherit_bindings=False):
    NAME = "sums"
    HEADING = "Sums"
    AUTO_FOCUS = "#sums"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "deeper"), Binding("plus", "more"), Binding("n", "note"),
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        yield Sums("sums").data_bind(SumScreen.scene)

    def action_note(self) -> None:
        self.do(Note())

    def on_mount(self) -> None:
        self.ask(Sum(), "sums", every_s=5.0)

    def action_more(self) -> None:
        self.ask(Sum(41), "sums")

    def action_deeper(self) -> None:
        self.post_message(Open(DeeperScreen(self._keys)))


class DeeperScreen(SumScreen, inherit_bindings=False):
    NAME = "deeper"
    HEADING = "Deeper"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "note")]


class TwoPlaces(FloorApp, inherit_bindings=False):
    PLACES = (*PLACES, Place("sums", "9", "Sums", "One and one", lambda: SumScreen))
    BINDINGS: ClassVar[list[BindingType]] = [*FloorApp.BINDINGS, Binding("9", "go('sums')")]


def two_places() -> Any:  # noqa: ANN401 - an async context manager of a Person
    return at_the_floor(floors.busy, app=TwoPlaces)


@dataclass(frozen=True)
class Note:
    """Something done, which the feed counts; its `wrong` makes it fail."""

    def answer(self, reading: Reading) -> str:
        feed: Any = reading.warehouse
        feed.notes = getattr(feed, "notes", 0) + 1
        if slow := getattr(feed, "slow", None):
            slow.wait(10)
        if error := getattr(feed, "wrong", None):
            raise error
        return "noted"


def asked(person: Person) -> list[int | None]:
    """The moments for which the sum was asked."""
    return [as_of_s for question, as_of_s in person.feed.questions if isinstance(question, Sum)]


async def test_every_place_is_reached_by_its_digit_and_left_with_esc() -> None:
    async with at_the_floor(floors.busy) as person:
        for place in PLACES:
            await person.press(place.digit)
            assert person.app.current_mode == place.id
            assert isinstance(person.app.screen, place.load())
        assert [place.digit for place in PLACES] == sorted({place.digit for place in PLACES})


async def test_a_digit_goes_there_and_esc_comes_back() -> None:
    async with two_places() as person:
        await person.press("down", "9")
        assert person.header.startswith(" Sums · Acme Support") and "live" in person.header
        assert person.sees("the sum is 2 as of None") and not person.sees("QUEUE")
        await person.press("9")  # it is already there
        await person.press("escape")
        assert person.sees("QUEUE") and not person.sees("the sum")
        await person.press("question_mark")  # the cursor is where it was left
        await person.until(lambda: person.sees("Service level, sales"))


async def test_what_was_opened_goes_away_with_esc_or_the_digit() -> None:
    async with two_places() as person:
        await person.press("9", "o")
        assert "Deeper" in person.header
        await person.press("escape")
        assert "Sums" in person.header
        await person.press("o", "1", "9")
        assert "Deeper" in person.header  # as it was left
        await person.press("9")
        assert "Sums" in person.header
        await person.press("escape", "escape")
        assert person.sees("QUEUE")


async def test_a_filter_holds_on_every_screen() -> None:
    async with two_places() as person:
        await person.press("/")
        await person.types("sales")
        await person.press("enter", "9")
        assert "filter sales  Esc all" in person.lines[-1]
        await person.press("escape")
        assert "filter sales" not in person.lines[-1]
        await person.press("escape")
        assert person.sees("71.2 %")


async def test_a_question_is_answered_beside_the_pictures_in_its_own_thread() -> None:
    async with two_places() as person:
        person.feed.slow = threading.Event()
        await person.press_only("9")
        await person.until(lambda: asked(person))
        await person.until(lambda: person.sees("reading …"))
        seen = len(person.feed.asked)
        person.app.ask()
        await person.until(lambda: len(person.feed.asked) > seen)  # the floor goes on
        person.feed.slow.set()
        await person.settles()
        assert person.sees("the sum is 2")
        assert person.feed.asked_in.startswith("floor-asker")


async def test_it_is_asked_again_when_it_is_due_and_only_while_it_is_seen() -> None:
    async with two_places() as person:
        await person.press("9")
        await person.waits(4)
        assert asked(person) == [None]
        await person.press("f1")  # a page over it: it is still seen
        await person.waits(1)
        assert asked(person) == [None] * 2
        await person.press("escape", "1")
        await person.waits(60)
        assert asked(person) == [None] * 2
        await person.press("9")
        assert asked(person) == [None] * 3


async def test_the_past_is_asked_for_once_and_a_pause_holds() -> None:
    async with two_places() as person:
        await person.press("9", "left_square_bracket")
        await person.until(lambda: person.sees(f"as of {NOW_S - 7}"))
        await person.waits(60)
        assert asked(person) == [None, NOW_S - 7]
        await person.press("end")
        await person.until(lambda: person.sees("as of None"))
        await person.press("space")
        await person.waits(60)
        assert asked(person) == [None, NOW_S - 7, None]


async def test_a_failure_is_said_in_place_the_answer_stays_and_asking_slows_down() -> None:
    async with two_places() as person:
        await person.press("9")
        person.feed.wrong = QueryError("calls.sql: no such column", "tell us")
        for _ in range(40):
            await person.refreshes()
            await person.waits(1)
        assert person.sees("the sum is 2", "▲ not read: calls.sql: no such column (tell us)")
        assert 4 <= len(asked(person)) <= 8
        person.feed.wrong = None
        for _ in range(11):
            await person.refreshes()
            await person.waits(1)
        assert not person.sees("not read")


async def test_a_question_that_never_was_answered_says_why() -> None:
    async with two_places() as person:
        person.feed.wrong = QueryError("there is no such column")
        await person.press("9")
        assert person.sees("not read: there is no such column")
        assert person.row("SUMS") and person.sees("\nthere is no such column")


async def test_an_answer_that_comes_after_one_has_left_does_not_count() -> None:
    async with two_places() as person:
        person.feed.slow = threading.Event()
        await person.press_only("9")
        await person.until(lambda: asked(person))
        await person.press_only("1")
        await person.until(person.feed.given_up.is_set)  # the query is interrupted
        person.feed.slow.set()
        await person.settles()
        await person.press("9")
        assert len(asked(person)) == 2 and person.sees("the sum is 2")


async def test_another_question_takes_the_place_of_one_on_its_way() -> None:
    async with two_places() as person:
        person.feed.slow = threading.Event()
        await person.press_only("9")
        await person.until(lambda: asked(person))
        await person.press_only("plus")
        person.feed.slow.set()
        await person.until(lambda: person.sees("the sum is 42"))
        assert not person.sees("the sum is 2 ")


async def test_what_is_done_is_done_once_and_all_is_asked_again() -> None:
    async with two_places() as person:
        await person.press("9")
        assert asked(person) == [None]
        await person.press("n")
        feed: Any = person.feed
        await person.until(lambda: len(asked(person)) == 2)
        await person.press("left_square_bracket", "end", "n", "1", "9")
        await person.settles()
        assert feed.notes == 2


async def test_what_failed_after_one_has_left_is_said() -> None:
    async with two_places() as person:
        feed: Any = person.feed
        await person.press("9", "o")
        feed.slow, feed.wrong = threading.Event(), QueryError("the disk is full", "make room")
        await person.press_only("n")
        await person.until(lambda: getattr(feed, "notes", 0))
        await person.press_only("escape", "1")
        feed.slow.set()
        await person.until(lambda: person.sees("the disk is full (make room)"))
        assert feed.notes == 1 and not feed.given_up.is_set()


async def test_a_hidden_screen_costs_no_drawing() -> None:
    async with two_places() as person:
        drawn: list[str] = []
        await person.press("9", "1")
        panes = [*person.app.screen.query(Pane)]
        panes += person.app._screen_stacks["sums"][0].query(Pane)
        for pane in panes:
            pane.draw = noted(pane.draw, drawn, str(pane.id))
        await person.waits(1)
        assert "queues" in drawn and "sums" not in drawn


def noted(draw: Callable[..., Any], drawn: list[str], id: str) -> Callable[..., Any]:
    def drawing(*args: Any) -> Any:  # noqa: ANN401
        drawn.append(id)
        return draw(*args)

    return drawing


def test_an_inquiry_counts_on_the_scenes_instant() -> None:
    inquiry = Inquiry(Sum(), ("sums",), 5.0)
    assert inquiry.due(0.0, None)
    inquiry.asked(0.0, None)
    assert not inquiry.due(100.0, 7)  # on its way
    inquiry.answered("2", "", 1.0)
    assert not inquiry.due(5.9, None) and inquiry.due(6.0, None)
    assert inquiry.due(1.0, 7)  # another moment
    inquiry.asked(6.0, None)
    inquiry.answered("2", "", 9.0, took_s=2.0)  # it rests ten times as long
    assert not inquiry.due(28.9, None) and inquiry.due(29.0, None)
    for due_s in (1.0, 2.0, 4.0, 8.0, 10.0, 10.0):
        inquiry.asked(0.0, None)
        inquiry.answered(None, "no", 0.0)
        assert not inquiry.due(due_s - 0.1, None) and inquiry.due(due_s, None)
    assert inquiry.told.answer == "2" and inquiry.told.reason == "no"
    inquiry.asked(0.0, None)
    before = inquiry.number
    inquiry.dropped()
    assert inquiry.number > before and inquiry.due(0.0, None) and not inquiry.told.busy
