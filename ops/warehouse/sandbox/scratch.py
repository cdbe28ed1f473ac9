"""The folder a question's process may write into, and what becomes of it after a killed one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from ops.clock import now_s

_PREFIX = "floorwatch-sql-"
_LEFT_S = 3600


class Scratch:
    """A new folder, this process's until `remove`; those that killed ones have left are swept.

    Its owner holds a lock on it, which the system takes away with the owner.
    """

    def __init__(self) -> None:
        sweep()
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._held: int | None = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self._held, fcntl.LOCK_SH)

    def remove(self) -> None:
        """Take the folder away, with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        held, self._held = self._held, None
        if held is not None:
            os.close(held)


def sweep() -> None:
    """Take away this user's folders of an hour ago that nobody holds any more."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another's, or held, or gone meanwhile
            _take_away(path)


def _take_away(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        seen = os.fstat(folder)
        if seen.st_uid == os.getuid() and seen.st_mtime < now_s() - _LEFT_S:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path)
    finally:
        os.close(folder)
