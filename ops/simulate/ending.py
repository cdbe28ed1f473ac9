"""Where a log written so far ends, so that it can be continued at the very byte."""

from __future__ import annotations

import os
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from ops.errors import SourceError
from ops.simulate.engine import Line
from ops.simulate.world import World

_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Ending:
    """What a log begins and ends with.

    `last` are the whole lines of its last second, `partial` what follows the last newline.
    """

    first: bytes
    last: tuple[bytes, ...]
    partial: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """How to go on: the log's first day (None: not known), the day and the line to go on with.

    `begun` bytes of that line are in the file already.
    """

    first: int | None
    day: int
    index: int = 0
    begun: int = 0


def ending(path: Path) -> Ending | None:
    """The ending of a log; None where there is no file, or no whole line in it."""
    try:
        with path.open("rb") as file:
            first = file.readline(_BLOCK)
            size = file.seek(0, os.SEEK_END)
            back = _BLOCK
            while True:
                file.seek(max(0, size - back))
                *whole, partial = file.read().split(b"\n")
                if back < size:
                    whole = whole[1:]  # begins anywhere in a line
                last = [line for line in whole if whole and _stamp(line) == _stamp(whole[-1])]
                if back >= size or len(last) < len(whole):
                    break
                back *= 2
    except FileNotFoundError:
        return None
    return Ending(first, tuple(last), partial) if last else None


def _stamp(line: bytes) -> bytes:
    return line.split(b"|", 1)[0]


def place(path: Path, world: World) -> Place | None:
    """Where to go on with a log that this world wrote; None for one without a whole line.

    Raises SourceError where the log's last second isn't what this world would have written:
    another seed, zone or site, or not a simulated log at all.
    """
    end = ending(path)
    if end is None:
        return None
    try:
        stamp = int(_stamp(end.last[-1]))
        day = world.day_of(stamp)
    except (ValueError, OverflowError, OSError):
        raise _foreign(path, end.last[-1]) from None
    first = _first_day(end.first, world)
    lines = world.lines(day, first)
    index = bisect_left(lines, float(stamp), key=_instant)
    ours = [_bytes(line) for line in lines[index : index + len(end.last)]]
    if ours != [line + b"\n" for line in end.last]:
        raise _foreign(path, end.last[-1])
    found = Place(first, day, index + len(end.last), len(end.partial))
    if found.index == len(lines):
        found = Place(first, day + 1, 0, len(end.partial))
        lines = world.lines(day + 1, first)
    if not _bytes(lines[found.index]).startswith(end.partial):
        raise _foreign(path, end.partial)
    return found


def _first_day(line: bytes, world: World) -> int | None:
    """The day a log begins with, if its first line is the QUEUESTART of a day's beginning."""
    stamp, _, rest = line.partition(b"|")
    if rest != b"NONE|NONE|NONE|QUEUESTART|\n" or not stamp.isdigit():
        return None
    day = world.day_of(int(stamp))
    return day if world.start(day) == int(stamp) else None


def _instant(line: Line) -> float:
    return line[0]


def _bytes(line: Line) -> bytes:
    return line[1].encode()


def _foreign(path: Path, line: bytes) -> SourceError:
    shown = line[:80].decode(errors="replace")
    return SourceError(
        f"{path}: its last line is not of this simulated floor: {shown!r}",
        "name another file, or the seed and time zone it was begun with, or delete it",
    )
