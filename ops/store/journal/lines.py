"""Reading the journal as it grows: what is new since the last look, and nothing twice.

A line counts from its end on. Looking at a file that has not changed costs one `stat`.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from ops.errors import StoreError
from ops.store.journal.entry import Entry, Unread, Wrong, decode

WRITING_S = 2.0
"""Writing a line takes some milliseconds; what is unfinished longer is torn."""

_WITNESS = 256
"""So many bytes before the place reached must still be the same, or the file is another."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that counts: its number in the file, from 1, and what it says."""

    number: int
    entry: Entry


@dataclass(slots=True)
class News:
    """What a look has brought. `anew`: the file is another than before, all of it is here."""

    anew: bool = False
    lines: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.anew or bool(self.lines or self.unread)


class Lines:
    """The lines of the journal at `path`, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int, int] | None = None
        self._number = 0
        self._offset = 0
        self._witness = b""
        self.tail = b""
        """What stands behind the last line's end: a line being written, or a torn one."""

    @property
    def next_number(self) -> int:
        """The number that the next line to count will have."""
        return self._number + 1

    @property
    def torn(self) -> Unread | None:
        """The unfinished line at the end, if there is one; see `is_being_written`."""
        if not self.tail:
            return None
        return Unread(self.next_number, Wrong.TORN, self.tail.decode("utf-8", "backslashreplace"))

    @property
    def is_being_written(self) -> bool:
        """Whether the file has changed so lately that somebody may be at its last line."""
        return self._seen is not None and time.time() - self._seen[3] / 1e9 < WRITING_S

    def look(self) -> News:
        """What is new. Raises StoreError where the file can't be read."""
        try:
            found = os.stat(self._path)
            seen = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
            if seen == self._seen:
                return News()
            news = self._read()
        except FileNotFoundError:
            news = News(anew=self._offset > 0)
            self._start_over()
            return news
        except OSError as error:
            what = f"{self._path}: {error.strerror or error}"
            raise StoreError(what, "whoever owns the store has to let you read it") from error
        self._seen = seen
        return news

    def _read(self) -> News:
        with self._path.open("rb") as file:
            file.seek(max(0, self._offset - len(self._witness)))
            same = file.read(len(self._witness)) == self._witness
            news = News(anew=not same)
            if not same:
                self._start_over()
                file.seek(0)
            data = file.read()
        end = data.rfind(b"\n") + 1
        self.tail = data[end:]
        if not end:
            return news
        for text in data[: end - 1].split(b"\n"):
            self._number += 1
            told = decode(text, self._number)
            if isinstance(told, Entry):
                news.lines.append(Line(self._number, told))
            else:
                news.unread.append(told)
        self._offset += end
        self._witness = (self._witness + data[:end])[-_WITNESS:]
        return news

    def _start_over(self) -> None:
        self._number = self._offset = 0
        self._witness = self.tail = b""
        self._seen = None
