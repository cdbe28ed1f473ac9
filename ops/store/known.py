"""What the phone systems themselves tell, beside the heartbeat: written by the collector alone.

No number of a caller is in it, and nothing of it is history: where it is old or missing, what
agents do is inferred from the log.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from ops.sources.ami.floor import Picture
from ops.store.access import Access, put


class SourceKnown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one source's phone system tells."""

    is_known: bool = False
    """Whether `picture` is that of `Known.beat_s`; else it is empty."""
    error: str | None = None
    """Why not, or what is wrong although it is; with what to do."""
    heard_s: float | None = None
    """When the last byte came."""
    picture: Picture = Picture()


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """All sources that have a manager interface; `beat_s` is when it was written."""

    beat_s: float = 0.0
    sources: dict[str, SourceKnown] = {}


def write(path: Path, known: Known, access: Access) -> None:
    """Replace the file; readers see the old one or the new one."""
    put(path, msgspec.json.encode(known), access)


def read(path: Path) -> Known | None:
    """What was last told, or None where nobody ever listened or the file can't be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Known)
    except (OSError, msgspec.DecodeError):
        return None
