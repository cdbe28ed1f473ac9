"""What was asked before: the last statements with their parameters, the newest first, in a file.

One line of JSON each, for this user only; read whole, rewritten whole, never larger than it may be.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from ops.tui.remembered import state_folder, written

MOST = 200
_LONGEST = 20_000
_LARGEST = 4 << 20


class Asked(msgspec.Struct, frozen=True):
    """One question that was asked."""

    sql: str
    params: str = ""
    """As they were typed."""
    at_s: int = 0
    """Epoch second."""

    @property
    def question(self) -> tuple[str, str]:
        """What makes it the same question as another."""
        return self.sql, self.params


class History:
    """The questions of one who sits here; `path` None keeps them for this run only."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.complaint = ""
        """Why it can't be read or kept; "" where it can."""
        self.asked: tuple[Asked, ...] = ()
        self.asked = self._read()

    @classmethod
    def of_user(cls) -> History:
        """The one in the user's state folder."""
        return cls(state_folder() / "sql-history.ndjson")

    def add(self, asked: Asked) -> None:
        """Note a question; one that is there already moves to the front."""
        if len(asked.sql) + len(asked.params) > _LONGEST:
            return
        rest = [a for a in self._read() if a.question != asked.question]
        self.asked = (asked, *rest)[:MOST]
        if self._path is not None:
            data = b"".join(msgspec.json.encode(one) + b"\n" for one in self.asked)
            self.complaint = written(self._path, data)

    def _read(self) -> tuple[Asked, ...]:
        """What the file says now (another app may have written); lines that say nothing are not."""
        if self._path is None:
            return self.asked
        try:
            with self._path.open("rb") as file:
                data = file.read(_LARGEST)
        except FileNotFoundError:
            return ()
        except OSError as error:
            self.complaint = f"{self._path}: {error.strerror}"
            return ()
        found = []
        for line in data.splitlines()[:MOST]:
            with contextlib.suppress(msgspec.MsgspecError):
                found.append(msgspec.json.decode(line, type=Asked))
        return tuple(found)
