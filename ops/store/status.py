"""The collector's heartbeat: a quiet log is not a stale one, and this file tells them apart."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ops.store.access import Access, put


class SourceStatus(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far one source has been read. `last_event_s` is the stamp of its last event."""

    path: str = ""
    read_to: int = 0
    at_end: bool = False
    last_event_s: int | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


class Status(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the collector last said of itself; `beat_s` is when, in epoch seconds."""

    beat_s: float = 0.0
    pid: int = 0
    error: str | None = None
    sources: dict[str, SourceStatus] = {}


def write(path: Path, status: Status, access: Access) -> None:
    """Replace the heartbeat file; readers see the old one or the new one."""
    put(path, msgspec.json.encode(status), access)


def read(path: Path) -> Status | None:
    """The last heartbeat, or None where no collector ever ran or the file can't be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Status)
    except (OSError, msgspec.DecodeError):
        return None
