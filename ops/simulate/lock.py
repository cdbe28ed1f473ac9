"""One writer a log: a lock that the kernel takes back when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.errors import SourceError


@contextmanager
def only_writer(path: Path) -> Iterator[bool]:
    """Hold `PATH.lock` meanwhile; yields False, at once, where somebody else holds it.

    Raises SourceError where the lock file can't be made.
    """
    lock = path.with_name(path.name + ".lock")
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        hint = "choose a folder you can write to"
        raise SourceError(f"{error.filename}: {error.strerror}", hint) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)  # and with it the lock
