"""The reader's threads: how many questions are answered at a time, and which are interrupted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue

from textual.message import Message

from ops.feed import Reading
from ops.tui.messages import Answered, Ask
from ops.tui.reader import Reader
from tests.tui import floors
from tests.tui.feeds import FloorFeed

_PATIENCE_S = 10.0


@dataclass(eq=False)
class Slow:
    """A question that takes until it is let go; `begun` once it is being answered."""

    begun: threading.Event = field(default_factory=threading.Event)
    free: threading.Event = field(default_factory=threading.Event)

    def answer(self, reading: Reading) -> str:
        self.begun.set()
        assert self.free.wait(_PATIENCE_S)
        return "done"


@contextmanager
def reading() -> Iterator[tuple[Reader, FloorFeed, Queue[Message]]]:
    """A reader over a feed that is open, and what it posts."""
    feed: FloorFeed = FloorFeed(floors.busy)
    posted: Queue[Message] = Queue()
    reader = Reader(feed, posted.put)
    reader.start()
    reader.picture(None)
    posted.get(timeout=_PATIENCE_S)
    try:
        yield reader, feed, posted
    finally:
        reader.stop()


def asked(question: Slow, wanted: list[bool], *, deed: bool = False) -> Ask:
    """A question that is wanted as long as the list says so."""
    return Ask(None, question, ("x",), 1, None, lambda: wanted[0], deed)  # type: ignore[arg-type]


def test_two_questions_are_answered_at_a_time_once_the_first_is() -> None:
    first, second, third, fourth = Slow(), Slow(), Slow(), Slow()
    with reading() as (reader, _, posted):
        for question in (first, second, third, fourth):
            reader.ask(asked(question, [True]))
        assert first.begun.wait(_PATIENCE_S) and not second.begun.wait(0.05)
        first.free.set()
        assert second.begun.wait(_PATIENCE_S) and third.begun.wait(_PATIENCE_S)
        assert not fourth.begun.is_set() and reader.busy
        for question in (second, third, fourth):
            question.free.set()
        messages = [posted.get(timeout=_PATIENCE_S) for _ in range(4)]
        assert all(isinstance(one, Answered) and one.answer == "done" for one in messages)


def test_what_comes_first_and_is_not_wanted_any_more_holds_up_nothing() -> None:
    dropped, kept = Slow(), Slow()
    kept.free.set()
    with reading() as (reader, _, posted):
        reader.ask(asked(dropped, [False]))
        reader.ask(asked(kept, [True]))
        message = posted.get(timeout=_PATIENCE_S)
        assert isinstance(message, Answered) and message.ask.question is kept
        assert not dropped.begun.is_set()


def test_what_is_to_be_done_is_done_in_its_order() -> None:
    first, second = Slow(), Slow()
    with reading() as (reader, _, posted):
        reader.ask(asked(first, [True], deed=True))
        reader.ask(asked(second, [True], deed=True))
        assert first.begun.wait(_PATIENCE_S)
        assert not second.begun.wait(0.05)
        second.free.set()
        first.free.set()
        done = [posted.get(timeout=_PATIENCE_S) for _ in range(2)]
        assert [one.ask.question for one in done if isinstance(one, Answered)] == [first, second]


def test_nothing_is_interrupted_while_somebody_wants_any_of_it() -> None:
    first, dropped, kept = Slow(), Slow(), Slow()
    first.free.set()
    wanted = [True]
    with reading() as (reader, feed, posted):
        for question, while_ in ((first, [True]), (dropped, wanted), (kept, [True])):
            reader.ask(asked(question, while_))
        assert dropped.begun.wait(_PATIENCE_S) and kept.begun.wait(_PATIENCE_S)
        posted.get(timeout=_PATIENCE_S)
        wanted[0] = False
        reader.drop_unwanted()
        assert not feed.given_up.is_set()
        kept.free.set()
        message = posted.get(timeout=_PATIENCE_S)
        assert isinstance(message, Answered) and message.ask.question is kept
        assert feed.given_up.wait(_PATIENCE_S)  # nobody wants what is left
        dropped.free.set()
