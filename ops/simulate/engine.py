"""The clock of a simulated day: what is due next, what has been logged so far."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, TypeVar

#: A line and the instant (epoch seconds, with a fraction) at which it is written.
Line = tuple[float, str]
T = TypeVar("T")


class Engine:
    """Runs handlers in order of time and collects the lines they log.

    `boot` counts the starts of the phone system; what was begun under an earlier one is gone.
    """

    __slots__ = ("_due", "_order", "boot", "down", "end", "lines", "sequence", "start")

    def __init__(self, start: float, end: float, sequence: int) -> None:
        self.start = start
        self.end = end
        self.boot = 0
        #: until when the phone system is down, or 0
        self.down = 0.0
        self.sequence = sequence
        self.lines: list[Line] = []
        self._due: list[tuple[float, int, Callable[[float, Any], None], Any]] = []
        self._order = 0

    def at(self, s: float, handler: Callable[[float, T], None], what: T) -> None:
        """Call `handler(s, what)` at `s`; equal instants run in the order they were asked."""
        self._order += 1
        heappush(self._due, (s, self._order, handler, what))

    def log(self, s: float, text: str) -> None:
        """Log a line without its stamp; `s` may lie in the future."""
        self.lines.append((s, f"{int(s)}|{text}\n"))

    def unique_id(self, s: float) -> str:
        """A new channel's unique id, made as Asterisk does: second and running number."""
        self.sequence += 1
        return f"{int(s)}.{self.sequence}"

    def run(self) -> None:
        """Run everything that is due, until nothing is."""
        due = self._due
        while due:
            s, _, handler, what = heappop(due)
            handler(s, what)
