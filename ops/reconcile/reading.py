"""What Asterisk said of its queues at one moment, whichever way it was asked."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ops.errors import SourceError

Value = int | float


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller who waits, as Asterisk lists it."""

    call_id: str | None
    """The channel's unique id, which is queue_log's call id; `queue show` does not tell it."""
    channel: str
    wait_s: int


@dataclass(frozen=True, slots=True)
class QueueReading:
    """One queue's counters; None is what this kind or version of output does not tell.

    The names of `values` are those of AMI's QueueParams, times are seconds.
    """

    queue: str
    line: int
    """Where it stands in the file, counted from 1."""
    calls: int | None = None
    """Callers waiting."""
    longest_s: int | None = None
    """The longest wait of a caller, where only that is told (QueueSummary)."""
    callers: tuple[Caller, ...] | None = None
    completed: int | None = None
    abandoned: int | None = None
    perf: float | None = None
    """ServicelevelPerf, percent, one decimal."""
    perf2: float | None = None
    holdtime: int | None = None
    talktime: int | None = None
    threshold_s: int | None = None
    """The queue's servicelevel."""

    @property
    def ends(self) -> dict[str, Value]:
        """The counters that move when a call leaves the queue or its talk ends."""
        told: dict[str, Value | None] = {
            "Completed": self.completed,
            "Abandoned": self.abandoned,
            "ServicelevelPerf": self.perf,
            "ServicelevelPerf2": self.perf2,
            "TalkTime": self.talktime,
        }
        return {name: value for name, value in told.items() if value is not None}

    @property
    def longest(self) -> int | None:
        """The longest wait told, by either way; None: nobody waits, or nothing is told of it."""
        if self.callers is not None:
            return max((caller.wait_s for caller in self.callers), default=None)
        return self.longest_s if self.calls else None


@dataclass(frozen=True, slots=True)
class Reading:
    """All queues at one moment."""

    form: str
    """`queue show`, `AMI` or `JSON`."""
    queues: tuple[QueueReading, ...]
    at_s: float | None = None
    """When, where the output tells it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, to say what is wrong there."""

    file: str
    line: int

    def error(self, what: str, to_do: str = "take the output again, whole") -> SourceError:
        """The error to raise for this line."""
        return SourceError(f"{self.file}:{self.line}: {what}", to_do)


def percent(part: int, whole: int) -> float:
    """A share as Asterisk prints it: 100 * a / b in single precision, one decimal; 0 of 0 is 0."""
    if not whole:
        return 0.0
    return float(f"{_single(100 * _single(part / whole)):.1f}")


def counters(reading: QueueReading) -> Iterator[tuple[str, Value]]:
    """Every counter that is told, in the order in which they are shown."""
    if reading.calls is not None:
        yield "Calls", reading.calls
    if reading.longest is not None:
        yield "Wait", reading.longest
    yield from reading.ends.items()
    if reading.holdtime is not None:
        yield "Holdtime", reading.holdtime


def _single(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])
