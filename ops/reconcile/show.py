"""The text of `queue show`, as Asterisk 1.8 to 23 print it.

A queue is one line (SL2 is told since version 15), then its members and its waiting callers:
support has 1 calls (max 10) in 'rrmemory' strategy (5s holdtime, 8s talktime), W:5, C:477, A:65,
SL:80.3%, SL2:81.0% within 6s
   Members:
      Farah Aziz (Local/106@agents/n from hint:106@ext-local) (ringinuse disabled) (In use) ...
   Callers:
      1. Local/5552000@from-trunk-00000ad2;2 (wait: 0:02, prio: 0)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ops.reconcile.reading import Caller, Place, QueueReading, Reading

_HEAD = re.compile(
    r"(?P<queue>\S.*?) +has (?P<calls>\d+) calls \(max (?:\d+|unlimited)\) in '[^']*' strategy "
    r"\((?P<holdtime>\d+)s holdtime(?:, (?P<talktime>\d+)s talktime)?\), W:-?\d+, "
    r"C:(?P<completed>\d+), A:(?P<abandoned>\d+), SL:(?P<perf>\d+\.\d)%"
    r"(?:, SL2:(?P<perf2>\d+\.\d)%)? within (?P<threshold_s>\d+)s"
)
_LIKE_HEAD = re.compile(r"\S.* has \d+ calls?\b")
_CALLER = re.compile(r"\d+\. (?P<channel>\S.*) \(wait: (?P<m>\d+):(?P<s>\d\d), prio: -?\d+\)")
_PARTS = {"Members:": "members", "No Members": "", "Callers:": "callers", "No Callers": "done"}
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# What stands around the output of a console or an AMI `Command`, and says nothing.
_AROUND = re.compile(r"\S*\*CLI>|Response: |Message: |Privilege: |ActionID: |--END COMMAND--")


@dataclass(slots=True)
class _Open:
    """A queue whose lines are still being read."""

    reading: QueueReading
    part: str = ""
    callers: list[Caller] = field(default_factory=list)


def looks_like(text: str) -> bool:
    """Whether some line begins like a queue of `queue show`."""
    return any(_LIKE_HEAD.match(line) for _, line in _lines(text))


def parse(text: str, file: str) -> Reading:
    """The queues in `text`; raises SourceError with file and line for damaged output."""
    found: list[QueueReading] = []
    current: _Open | None = None
    for number, line in _lines(text):
        place = Place(file, number)
        if head := _HEAD.fullmatch(line):
            found += _closed(current, file)
            current = _Open(_head(head, number))
        elif _LIKE_HEAD.match(line):
            raise place.error(f"a queue that can't be read: {line[:60]!r}")
        elif current is not None and line.startswith("   "):
            _take(current, line.strip(), place)
        elif not _AROUND.match(line) and current is not None:
            raise place.error(f"not a line of `queue show`: {line[:60]!r}")
    found += _closed(current, file)
    return Reading("queue show", tuple(found))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that say something, with their numbers, without colours and AMI's `Output:`."""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = _COLOUR.sub("", raw).rstrip()
        line = line.removeprefix("Output: ").removeprefix("Output:")
        if line:
            yield number, line


def _head(head: re.Match[str], line: int) -> QueueReading:
    def whole(name: str) -> int | None:
        return int(head[name]) if head[name] is not None else None

    def share(name: str) -> float | None:
        return float(head[name]) if head[name] is not None else None

    return QueueReading(
        queue=head["queue"],
        line=line,
        calls=whole("calls"),
        completed=whole("completed"),
        abandoned=whole("abandoned"),
        perf=share("perf"),
        perf2=share("perf2"),
        holdtime=whole("holdtime"),
        talktime=whole("talktime"),
        threshold_s=whole("threshold_s"),
    )


def _take(current: _Open, line: str, place: Place) -> None:
    if line in _PARTS:
        current.part = _PARTS[line]
    elif current.part == "callers":
        caller = _CALLER.fullmatch(line)
        if caller is None:
            raise place.error(f"not a caller of `queue show`: {line[:60]!r}")
        wait_s = 60 * int(caller["m"]) + int(caller["s"])
        current.callers.append(Caller(None, caller["channel"], wait_s))
    elif current.part != "members":
        raise place.error(f"neither a member nor a caller: {line[:60]!r}")


def _closed(current: _Open | None, file: str) -> list[QueueReading]:
    """The queue with its callers, once all its lines are read."""
    if current is None:
        return []
    reading = current.reading
    place = Place(file, reading.line)
    if current.part not in ("callers", "done"):
        raise place.error(f"{reading.queue} ends before its callers are listed")
    if len(current.callers) != reading.calls:
        listed = len(current.callers)
        raise place.error(f"{reading.queue} has {reading.calls} calls, but {listed} are listed")
    return [replace(reading, callers=tuple(current.callers))]
