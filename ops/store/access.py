"""Whose files: 0600 and 0700, or shared with one group. These are people's telephone numbers."""

from __future__ import annotations

import grp
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from ops.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Access:
    """Modes for the files of a store; `gid` is the group that may read, None for nobody else."""

    gid: int | None = None

    @classmethod
    def of(cls, group: str | None) -> Access:
        """Access for the named group; SettingsError where there is no such group."""
        if group is None:
            return cls()
        try:
            return cls(grp.getgrnam(group).gr_gid)
        except KeyError:
            raise SettingsError(
                f"store.group: there is no group {group!r} on this machine",
                f"create it (groupadd {group}) or take the setting out",
            ) from None

    def folder(self, path: Path) -> Path:
        """Make `path` and its parents; the ones made here get the store's mode."""
        missing = [p for p in (path, *path.parents) if not p.exists()]
        for parent in reversed(missing):
            parent.mkdir(mode=0o700, exist_ok=True)
            if self.gid is not None:
                os.chown(parent, -1, self.gid)
                parent.chmod(0o2750)
        return path

    def file(self, path: Path, *, shared_writing: bool = False) -> None:
        """Give a file made by whatever means the store's mode."""
        if self.gid is None:
            path.chmod(0o600)
            return
        os.chown(path, -1, self.gid)
        path.chmod(0o660 if shared_writing else 0o640)


def put(path: Path, data: bytes, access: Access) -> None:
    """Put a small file in the place of another: readers see the one or the other, whole."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    access.file(temporary)
    temporary.replace(path)


def sync_file(path: Path) -> None:
    """Make the bytes of `path` last."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Make the names in `path` last."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def publish(temporary: Path, final: Path) -> None:
    """Rename `temporary` to `final` so that a crash leaves the one or the other, whole."""
    sync_file(temporary)
    temporary.replace(final)
    sync_folder(final.parent)


def temporary_beside(final: Path) -> Path:
    """A name for a file on its way to `final`, of this process and thread."""
    return final.with_name(f".{final.name}.{os.getpid()}.{threading.get_native_id()}.tmp")


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
