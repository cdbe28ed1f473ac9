"""The log under its own name, and how long files have been left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ops import clock as wall
from ops.sources.reading import Ident, LogFile, MovedError, UnreadableError, identify, opening_of
from ops.sources.siblings import explain


class LiveLog:
    """What stands under the log's name now; `look` costs one stat."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ident: Ident | None = None
        self.missing: str | None = None
        """Why there is no log, and whether that may be waited for."""
        self.trouble: str | None = None
        """Why its first line can't be read."""
        self._lines: tuple[Ident, bool] | None = None

    def look(self) -> None:
        """Look again; never raises."""
        self.ident = self.missing = self.trouble = None
        try:
            self.ident = identify(self.path)
        except FileNotFoundError:
            self.missing = f"waiting for {self.path}: there is no such file yet"
        except (OSError, UnreadableError) as error:
            self.missing = explain(self.path, error)

    def has_line(self) -> bool:
        """Whether it has a whole line, as of the last look. Raises MovedError."""
        if self.ident is None or self.ident.size == 0:
            return False
        if self._lines is None or self._lines[0] != self.ident:
            try:
                with LogFile(self.path, self.ident) as file:
                    opening = opening_of(file)
            except MovedError:
                raise
            except (OSError, UnreadableError) as error:
                self.trouble = explain(self.path, error)
                return False
            self._lines = (self.ident, opening is not None and opening.whole)
        return self._lines[1]


class Quiet:
    """Whether a file has been left alone for `quiet_s`: by its own word, or since we look."""

    def __init__(self, quiet_s: float, clock: Callable[[], float]) -> None:
        self._quiet_s = quiet_s
        self._clock = clock
        self._seen: dict[tuple[int, int], tuple[Ident, float]] = {}

    def note(self, ident: Ident) -> float:
        """Since when, by our clock, the file has been in this state."""
        seen, at = self._seen.get(ident.file, (None, 0.0))
        if seen != ident:
            at = self._clock()
            self._seen[ident.file] = (ident, at)
        return at

    def __call__(self, ident: Ident) -> bool:
        """Whether the file in this state is finished, as far as its silence tells."""
        age_s = wall.now_s() - ident.mtime_ns / 1e9
        return max(age_s, self._clock() - self.note(ident)) >= self._quiet_s
