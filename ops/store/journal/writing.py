"""Appending to the journal: one writer at a time, whole lines or none, on the disk or an error."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

from ops.errors import StoreError
from ops.store.access import Access, sync_folder
from ops.store.journal.entry import TORN_MARK
from ops.store.layout import StorePaths

PATIENCE_S = 10.0
"""How long a writer waits for the others; each holds the lock for some milliseconds."""


@contextlib.contextmanager
def only_writer(paths: StorePaths, access: Access) -> Iterator[None]:
    """Hold the journal's lock, making the journal first. Raises StoreError.

    The lock is a file of its own: an erasure puts another file in the journal's place.
    """
    lock = paths.journal / "followups.lock"
    try:
        prepare(paths, access)
        descriptor = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        raise unwritable(error, lock) from error
    try:
        _wait_for(descriptor, lock)
        yield
    finally:
        os.close(descriptor)


def prepare(paths: StorePaths, access: Access) -> None:
    """Make the journal's files, empty, where they are missing, so that the group can append."""
    access.folder(paths.journal)
    for path in (paths.journal / "followups.lock", paths.follow_ups):
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            os.close(descriptor)
            access.file(path, shared_writing=True)
            sync_folder(paths.journal)


def append(path: Path, data: bytes) -> None:
    """Add whole lines at the end and see them on the disk. The caller holds the lock.

    A torn line at the end is closed first, so that it stays as it is and stands alone. Raises
    StoreError with the file as it was: nothing half-written counts.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
    except OSError as error:
        raise unwritable(error, path) from error
    try:
        size = os.fstat(descriptor).st_size
        is_torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            _write(descriptor, TORN_MARK + data if is_torn else data)
            os.fsync(descriptor)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, size)
            raise unwritable(error, path) from error
    finally:
        os.close(descriptor)


def unwritable(error: OSError, path: Path) -> StoreError:
    """What to tell of a refusal of the operating system."""
    what = f"{error.filename or path}: cannot write: {error.strerror or error}"
    return StoreError(what, "nothing was written: see that the disk has room and that you may")


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _wait_for(descriptor: int, path: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > end:
                raise StoreError(
                    f"{path}: another process has been writing for {PATIENCE_S:.0f} s",
                    "nothing was written: try again, or see what that process does",
                ) from None
        time.sleep(0.001 + 0.004 * random.random())
