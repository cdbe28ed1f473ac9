"""The simulated floor while it is running: its log grows line by line as time goes by."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ops import clock
from ops.errors import SourceError, UsageError
from ops.simulate.lock import only_writer
from ops.simulate.site import Site
from ops.simulate.world import World
from ops.simulate.writer import Appender

_LONGEST_NAP_S = 0.25
_SHORTEST_NAP_S = 0.02


class LiveFloor:
    """Appends lines to a log as their time comes.

    At speed 1 the stamps are the machine's present. At any other speed the floor has a clock of
    its own, which starts at `start` (now, unless said otherwise) and runs `speed` times as fast
    as the wall's: whoever reads such a log must take the last event's stamp, not the machine's
    clock, for the present, or everybody seems to have waited since a moment yet to come. The
    next run on that file starts where it ends, even if that still lies in the future.

    Raises UsageError for a speed that isn't above 0.
    """

    def __init__(self, path: Path | str, *, seed: int, zone: ZoneInfo, speed: float = 1.0,
                 start: datetime | None = None, site: Site | None = None) -> None:  # fmt: skip
        if not 0 < speed < float("inf"):
            raise UsageError(f"speed {speed}: a floor can't run at that", "name a speed above 0")
        self.path = Path(path)
        self.speed = speed
        self._world = World(seed, zone, site)
        self._start_s = None if start is None else clock.epoch_s(start)
        self._begun_s = clock.now_s()
        self._base_s = self._begun_s if self._start_s is None else self._start_s

    def clock_s(self) -> float:
        """The floor's own time, in epoch seconds."""
        return self._base_s + (clock.now_s() - self._begun_s) * self.speed

    def run(self, stop: threading.Event) -> str | None:
        """Write what is missing since the file's end, then live on until `stop` is set.

        Returns None after that; or, at once, why this floor doesn't write: another process
        does, or the file can't be written or isn't this floor's. Each write is whole lines, but
        a reader may see a long one page by page, as with any file that grows.
        """
        try:
            with only_writer(self.path) as mine:
                if not mine:
                    return f"{self.path} is written by another demo; this one only reads it"
                self._live(stop)
        except SourceError as error:
            return f"{error} ({error.hint})"
        except OSError as error:
            return f"{self.path}: {error.strerror}"
        return None

    def _live(self, stop: threading.Event) -> None:
        self._begun_s = clock.now_s()
        self._base_s = self._begun_s if self._start_s is None else self._start_s
        log = Appender(self.path, self._world, self._base_s)
        try:
            self._base_s = max(self._base_s, log.last_s() or 0.0)
            while not stop.is_set():
                now = self.clock_s()
                log.step(now)
                ahead = log.due() - now
                if ahead > 0:  # else a day is over, and the next one's lines are due already
                    stop.wait(min(max(ahead / self.speed, _SHORTEST_NAP_S), _LONGEST_NAP_S))
        finally:
            log.close()
