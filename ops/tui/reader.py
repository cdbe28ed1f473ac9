"""The threads that talk to the feed: one for pictures, two for the questions of screens.

Apart, because a report of a year must not keep the floor from being seen for as long; two, because
a screen asks several questions at a time, most of which keep no more than one core busy. But what
is asked first, which is what one came to see, is answered by itself, and sooner for that.

Why threads of our own and not Textual's thread workers: those run in asyncio's executor, and both
the event loop and the interpreter wait for its threads before they end. A snapshot that hangs on a
dead disk would then hold the exit. These are daemons: `stop` asks the feed to give up, waits a
moment, and leaves; `leave` ends the process even if a thread never comes back.
"""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from textual.message import Message

from ops.errors import FloorwatchError
from ops.snapshot import About
from ops.tui.feed import Feed
from ops.tui.messages import Answered, Ask, Explained, News, NotPictured, Pictured

_PATIENCE_S = 0.15
"""How long quitting waits for the threads; half a second is the budget for all of it."""

_LOOK_S = 0.05
"""How often an idle reader looks whether there is something new."""

_REST_S = 0.15
"""The least between two pictures; one that took longer is followed by as long a rest."""

_AT_ONCE = 2
"""So many questions are answered at a time."""

Job = Callable[[], Message | None]


class _Lane:
    """A thread that does one job after the other; a job's message is posted.

    While there is none it does `idle`, where it has one, every `_LOOK_S`.
    """

    def __init__(
        self, name: str, post: Callable[[Message], object], idle: Job | None = None
    ) -> None:
        self.thread = threading.Thread(target=self._work, name=name, daemon=True)
        self.stopping = False
        self._post = post
        self._idle = idle
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._given = self._done = 0

    @property
    def left(self) -> int:
        """How much of what was given has not been done yet."""
        return self._given - self._done

    def give(self, job: Job) -> None:
        """Have a job done, after those given before."""
        self._given += 1
        self._jobs.put(job)

    def stop(self) -> None:
        """Begin nothing more, post nothing more."""
        self.stopping = True
        self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._next()) is not None and not self.stopping:
            message = job()
            if message is not None and not self.stopping:
                self._post(message)
            self._done += job is not self._idle

    def _next(self) -> Job | None:
        try:
            return self._jobs.get(timeout=_LOOK_S if self._idle else None)
        except Empty:
            return self._idle


class Reader:
    """Runs the feed's calls and posts what they bring.

    `post` has to be safe to call from another thread, as Textual's `post_message` is.
    """

    def __init__(self, feed: Feed, post: Callable[[Message], object]) -> None:
        self._feed = feed
        self._pictures = _Lane("floor-reader", post, self._look)
        self._questions = [_Lane(f"floor-asker-{at}", post) for at in range(_AT_ONCE)]
        self._opened = threading.Event()
        self._led = threading.Event()
        """Cleared while what was asked first is being answered."""
        self._running: list[Ask] = []
        self._between = threading.Lock()
        """Held while what is running changes: no other than dropped ones are interrupted."""
        self._look_from: float | None = None
        """When it may be looked for news again; None: not before the next picture."""

    def start(self) -> None:
        """Begin; the feed is opened by the first picture asked for."""
        for lane in self._lanes:
            lane.thread.start()

    @property
    def busy(self) -> bool:
        """Whether something asked for has not been answered yet."""
        return any(lane.left for lane in self._lanes)

    @property
    def _lanes(self) -> list[_Lane]:
        return [self._pictures, *self._questions]

    def picture(self, as_of_s: int | None) -> None:
        """Ask for a snapshot; answered by `Pictured` or `NotPictured`."""
        self._pictures.give(lambda: self._picture(as_of_s))

    def explain(self, about: About, as_of_s: int | None) -> None:
        """Ask what stands behind a number; answered by `Explained`."""
        self._free.give(lambda: self._explain(about, as_of_s))

    def ask(self, ask: Ask) -> None:
        """Take a screen's question to the feed; answered by `Answered`, while it is wanted.

        What is to be done is done in the order it came.
        """
        self.drop_unwanted()
        leads = not any(lane.left for lane in self._questions)
        if leads:
            self._led.clear()
        lane = self._questions[0] if ask.deed else self._free
        lane.give(lambda: self._leading(ask) if leads else self._after(ask))

    @property
    def _free(self) -> _Lane:
        """The thread that has least to do."""
        return min(self._questions, key=lambda lane: lane.left)

    def drop_unwanted(self) -> None:
        """Interrupt what is being answered once nobody wants any of it: one can't be told apart."""
        with self._between:
            if self._running and not any(ask.wanted() for ask in self._running):
                self._feed.give_up()

    def stop(self) -> bool:
        """Close the feed and wait a moment; whether the threads have ended."""
        for lane in self._lanes:
            lane.stop()
        self._opened.set()  # a question waits for it
        self._led.set()
        closing = threading.Thread(target=self._close, name="floor-closer", daemon=True)
        closing.start()
        threads = [closing, *(lane.thread for lane in self._lanes if lane.thread.is_alive())]
        until = time.monotonic() + _PATIENCE_S
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _picture(self, as_of_s: int | None) -> Message:
        began = time.monotonic()
        try:
            if not self._opened.is_set():
                self._feed.open()
                self._opened.set()
            return Pictured(self._feed.snapshot(as_of_s), as_of_s)
        except BaseException as error:  # a panic too: the last picture stays and says why
            return NotPictured(reason_of(error), as_of_s)
        finally:
            ended = time.monotonic()
            self._look_from = ended + max(_REST_S, ended - began)

    def _look(self) -> Message | None:
        """Between two pictures: tell, once, that there is something new to be seen."""
        if self._look_from is None or time.monotonic() < self._look_from:
            return None
        try:
            news = self._feed.has_news()
        except Exception:  # the next picture will tell what is wrong
            return None
        if news:
            self._look_from = None
        return News() if news else None

    def _explain(self, about: About, as_of_s: int | None) -> Message:
        try:
            return Explained(about, self._feed.explain(about, as_of_s))
        except BaseException as error:
            return Explained(about, None, reason_of(error))

    def _leading(self, ask: Ask) -> Message | None:
        try:
            return self._ask(ask)
        finally:
            self._led.set()

    def _after(self, ask: Ask) -> Message | None:
        self._led.wait()
        return self._ask(ask)

    def _ask(self, ask: Ask) -> Message | None:
        self._opened.wait()
        if not ask.wanted() or self._pictures.stopping:
            return None
        with self._between:
            self._running.append(ask)
        began = time.monotonic()
        try:
            answer = self._feed.ask(ask.question, ask.as_of_s)
            return Answered(ask, answer, took_s=time.monotonic() - began)
        except BaseException as error:
            return Answered(ask, None, reason_of(error))
        finally:
            with self._between:
                self._running.remove(ask)
            self.drop_unwanted()

    def _close(self) -> None:
        # The app is gone by now: nobody is left to tell, and nothing unwritten to lose.
        with contextlib.suppress(Exception):
            self._feed.close()


def reason_of(error: BaseException) -> str:
    """One line that says what went wrong and, where it is known, what to do."""
    if isinstance(error, FloorwatchError):
        return f"{error} ({error.hint})" if error.hint else str(error)
    return f"{type(error).__name__}: {error}"


def leave(stopped: bool, code: int = 0) -> None:
    """The last statement of a command that ran the app: end now, whatever hangs.

    Where the reader has `stopped` this returns and the interpreter ends as usual. Where it has
    not, Python would tear itself down around a thread that is inside a library's C++ code, which
    can abort or hang: flush what is written and end the process at once.
    """
    if stopped:
        return
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
