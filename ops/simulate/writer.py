"""Writes the simulated floor's log: some weeks of history, or whatever is missing of it.

The log is a pure function of seed, time zone and its first day, so it never matters when or in
how many pieces it was written: a later run goes on at the byte where an earlier one ended, or
was killed. It is only ever appended to, as Asterisk does it.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ops import clock
from ops.errors import SourceError
from ops.simulate.ending import Place, place
from ops.simulate.engine import Line
from ops.simulate.lock import only_writer
from ops.simulate.site import Site
from ops.simulate.world import World

_DAY_S = 86400


class Appender:
    """A log opened at its end. Use it under `only_writer`, close it in the end.

    Raises SourceError where the file can't be written or isn't of this world.
    """

    def __init__(self, path: Path, world: World, begin_s: float) -> None:
        try:
            found = place(path, world)
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise SourceError(f"{path}: {error.strerror}", "choose a file you can write") from error
        if found is None:
            # Half a first line at most: nobody can have read it yet.
            os.ftruncate(self._file, 0)
            begin = world.day_of(begin_s)
            found = Place(begin, begin)
        self._days = world.from_day(found.day, found.first)
        self.day, self._lines = next(self._days)
        self._index = found.index
        if found.begun:
            self._write(self._lines[self._index][1].encode()[found.begun :])
            self._index += 1

    def due(self) -> float:
        """The instant (epoch seconds) at which the next line is due; may simulate a day."""
        while self._index == len(self._lines):
            self.day, self._lines = next(self._days)
            self._index = 0
        return self._lines[self._index][0]

    def last_s(self) -> float | None:
        """The instant of the last line written, None before the first of the day at hand."""
        return self._lines[self._index - 1][0] if self._index else None

    def step(self, until_s: float) -> int:
        """Write what is due until then (inclusive), of one day at most: the number of lines."""
        self.due()
        end = bisect_right(self._lines, until_s, self._index, key=_instant)
        lines = self._lines[self._index : end]
        if lines:
            self._write("".join(text for _, text in lines).encode())
            self._index = end
        return len(lines)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._file, data) :]


def _instant(line: Line) -> float:
    return line[0]


def write_history(
    path: Path | str,
    until: datetime,
    weeks: int = 4,
    *,
    seed: int,
    zone: ZoneInfo,
    progress: Callable[[int, int], None] | None = None,
    site: Site | None = None,
) -> int:
    """Write `weeks` weeks of the floor's log up to `until` (aware): the number of lines written.

    A file that exists is continued from its end, however long ago that was; `weeks` counts for
    a new one only. Nothing is written where it reaches beyond `until` already, or while another
    process writes it. `progress(done, total)` is told days.

    Raises SourceError for a file that can't be written or isn't of this seed, zone and site.
    """
    path = Path(path)
    until_s = clock.epoch_s(until)
    with only_writer(path) as mine:
        if not mine:
            return 0
        log = Appender(path, World(seed, zone, site), until_s - weeks * 7 * _DAY_S)
        try:
            return _fill(log, until_s, progress or (lambda done, total: None))
        except OSError as error:
            raise SourceError(f"{path}: {error.strerror}", "make room and start again") from error
        finally:
            log.close()


def _fill(log: Appender, until_s: float, progress: Callable[[int, int], None]) -> int:
    first, lines = log.due(), 0
    total = max(1, int((until_s - first) // _DAY_S) + 1)
    progress(0, total)
    while (due := log.due()) <= until_s:
        progress(min(total, int((due - first) // _DAY_S)), total)
        lines += log.step(until_s)
    progress(total, total)
    return lines
