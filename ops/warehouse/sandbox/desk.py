"""Asks the sandbox for somebody who goes on typing: in a thread, from a process started ahead."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from ops.errors import QueryError
from ops.warehouse.sandbox.parent import Answer, Question
from ops.warehouse.sandbox.wire import Job

Make = Callable[[Path], Job]
"""The job, given the folder its process may write into."""

_PATIENCE_S = 0.3


class Desk:
    """One question at a time. `close` leaves no process and no folder; `open` makes it ready.

    What came is told to whoever asked, in a thread of the desk's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stocking = threading.Lock()
        self._spare: Question | None = None
        self._running: Question | None = None
        self._threads: set[threading.Thread] = set()
        self._round = 0
        """Counts what was given up: a thread of an earlier one tells nobody."""
        self._is_open = False

    def open(self) -> None:
        """Start a process ahead of the first question; returns at once."""
        self._is_open = True
        self._start(self._stock)

    @property
    def busy(self) -> bool:
        """Whether a question is being answered."""
        return self._running is not None

    def ask(self, make: Make, told: Callable[[Answer | QueryError], object]) -> None:
        """Ask; returns at once. What is being answered is given up for it."""
        self.cancel()
        self._is_open = True
        self._round += 1
        mine = self._round
        self._start(lambda: self._answer(make, told, mine))

    def cancel(self) -> None:
        """Kill what is being answered; whoever asked is told that it was cancelled."""
        with self._lock:
            running = self._running
        if running is not None:
            running.cancel()

    def close(self) -> None:
        """Kill everything there is, and wait a moment until it is gone."""
        with self._lock:
            self._is_open = False
            self._round += 1
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.cancel()
        self.cancel()
        for thread in list(self._threads):
            thread.join(_PATIENCE_S)

    def _start(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            finally:
                self._threads.discard(thread)

        thread = threading.Thread(target=run, name="floor-sql", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _stock(self) -> None:
        """See that a process is ready, unless the desk was closed meanwhile."""
        with self._stocking:
            if not self._is_open or self._spare is not None:
                return
            made = Question()
            if not self._kept(made):
                made.cancel()

    def _kept(self, spare: Question) -> bool:
        """Keep a process for the next question; not where the desk was closed meanwhile."""
        with self._lock:
            if self._is_open:
                self._spare = spare
            return self._is_open

    def _taken(self, mine: int) -> Question | None:
        """The process that is ready, or a new one; None where nobody waits any more."""
        with self._stocking:
            with self._lock:
                ready, self._spare = self._spare, None
            question = ready or Question()
            with self._lock:
                if self._is_open and mine == self._round:
                    self._running = question
                    return question
            question.cancel()
            return None

    def _answer(self, make: Make, told: Callable[[Answer | QueryError], object], mine: int) -> None:
        question = self._taken(mine)
        if question is None:
            return
        outcome: Answer | QueryError
        try:
            outcome = question.ask(make(question.scratch))
        except QueryError as error:
            outcome = error
        except (OSError, ValueError):  # cancelled before it could be asked
            outcome = QueryError("cancelled", "")
        finally:
            question.cancel()
            with self._lock:
                if self._running is question:
                    self._running = None
        if mine == self._round:
            told(outcome)
        self._stock()
