"""The one thread that talks to the feed.

Why a thread of our own and not a Textual thread worker: those run in asyncio's executor, and both
the event loop and the interpreter wait for its threads before they end. A snapshot that hangs on a
dead disk would then hold the exit. This one is a daemon: `stop` asks the feed to give up, waits a
moment, and leaves; `leave` ends the process even if the thread never comes back.
"""

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue

from textual.message import Message

from ops.errors import FloorwatchError
from ops.tui.feed import Feed
from ops.tui.messages import Explained, NotPictured, Pictured

_PATIENCE_S = 0.1
"""How long quitting waits for the thread; half a second is the budget for all of it."""


class Reader:
    """Runs the feed's calls one after the other and posts what they bring.

    `post` has to be safe to call from another thread, as Textual's `post_message` is.
    """

    def __init__(self, feed: Feed, post: Callable[[Message], object]) -> None:
        self._feed = feed
        self._post = post
        self._jobs: SimpleQueue[Callable[[], Message] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="floor-reader", daemon=True)
        self._opened = False
        self._asked = self._answered = 0
        self._stopping = False

    def start(self) -> None:
        """Begin; the feed is opened by the first picture asked for."""
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether something asked for has not been answered yet."""
        return self._asked > self._answered

    def picture(self, as_of_s: int | None) -> None:
        """Ask for a snapshot; answered by `Pictured` or `NotPictured`."""
        self._ask(lambda: self._picture(as_of_s))

    def explain(self, query: str, queue: str | None, as_of_s: int | None) -> None:
        """Ask what stands behind a number; answered by `Explained`."""
        self._ask(lambda: self._explain(query, queue, as_of_s))

    def stop(self) -> bool:
        """Close the feed and wait a moment; whether the thread has ended."""
        self._stopping = True
        self._jobs.put(None)
        closing = threading.Thread(target=self._close, name="floor-closer", daemon=True)
        closing.start()
        closing.join(_PATIENCE_S)
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)
        return not (self._thread.is_alive() or closing.is_alive())

    def _ask(self, job: Callable[[], Message]) -> None:
        self._asked += 1
        self._jobs.put(job)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None and not self._stopping:
            message = job()
            if not self._stopping:
                self._post(message)
            self._answered += 1

    def _picture(self, as_of_s: int | None) -> Message:
        try:
            if not self._opened:
                self._feed.open()
                self._opened = True
            return Pictured(self._feed.snapshot(as_of_s), as_of_s)
        except BaseException as error:  # a panic too: the last picture stays and says why
            return NotPictured(reason_of(error), as_of_s)

    def _explain(self, query: str, queue: str | None, as_of_s: int | None) -> Message:
        try:
            return Explained(self._feed.explain(query, queue, as_of_s))
        except BaseException as error:
            return Explained(None, reason_of(error))

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
