"""What the sandbox's two processes say to each other."""

from __future__ import annotations

import msgspec

from ops.settings import SqlSettings

FAILED, ROWS = b"E", b"R"
"""The first byte of an answer: a Failure as JSON follows, or the number of rows the statement had
more than asked for (0 or 1, a byte) and the rows, as an Arrow IPC stream."""

MEGABYTE = 1 << 20

TOO_LONG = (
    "stopped: this takes longer than it may",
    "ask for less at once, or raise [sql] seconds in the settings",
)
TOO_MUCH = (
    "stopped: this needs more memory than it may take",
    "ask for less at once, or raise [sql] memory_mb in the settings",
)


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One question, and where it is asked."""

    store: str
    settings: str | None
    """The settings' file; None: there is none."""
    scratch: str
    sql: str
    params: dict[str, str | int | float | None] = {}
    asked_s: int | None = None
    limit: int | None = None
    reveal: bool = False
    limits: SqlSettings = SqlSettings()


class Failure(msgspec.Struct, frozen=True):
    """Why there are no rows, and what to do."""

    message: str
    hint: str = ""
