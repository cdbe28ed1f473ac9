"""The vocabulary every kind of source speaks: a line of a log is one row of these columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ops.sources.framing import Framing

if TYPE_CHECKING:
    import polars as pl

POSITION_BITS = 30
"""`seq` = generation's ordinal x 2^30 + line number: it orders all lines of a source."""

MAX_LINES = (1 << POSITION_BITS) - 1
MAX_STAMP = 1 << 33
"""Epoch seconds from here on (the year 2242) are no time stamp of a telephone call."""

PARAMS = ("p1", "p2", "p3", "p4", "p5")
COLUMNS = ("seq", "s", "restarts", "call_id", "queue", "agent", "event", *PARAMS, "more")
REJECT_COLUMNS = ("reason", "raw")


def seq_of(ordinal: int, line: int) -> int:
    """The order of line `line` (1-based) of generation `ordinal` among all lines of its source."""
    return (ordinal << POSITION_BITS) + line


@dataclass(slots=True)
class Rows:
    """Decoded lines, column by column, every list of the same length, in the order of the file.

    A rejected line has `event` None, `reason` why and `raw` its text, escaped. `restarts` counts
    the phone system's starts within the generation up to and including the line.
    """

    seq: list[int] = field(default_factory=list)
    s: list[int | None] = field(default_factory=list)
    restarts: list[int] = field(default_factory=list)
    call_id: list[str | None] = field(default_factory=list)
    queue: list[str | None] = field(default_factory=list)
    agent: list[str | None] = field(default_factory=list)
    event: list[str | None] = field(default_factory=list)
    p1: list[str | None] = field(default_factory=list)
    p2: list[str | None] = field(default_factory=list)
    p3: list[str | None] = field(default_factory=list)
    p4: list[str | None] = field(default_factory=list)
    p5: list[str | None] = field(default_factory=list)
    more: list[str | None] = field(default_factory=list)
    reason: list[str | None] = field(default_factory=list)
    raw: list[str | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.seq)


class Kind(Protocol):
    """A log format. It turns lines into events and knows nothing of metrics."""

    name: str
    says: str
    """What it is, in a few words."""

    framing: Framing
    """How lines make records, and how many of the first ones are a header."""

    follows: bool
    """Whether a log of it grows and is rotated; else its files are finished documents or tables,
    in any number, and a source is all of them."""

    has_tickets: bool
    """Whether some of its lines are follow-ups of another system (FOLLOWUP)."""

    def opened(self, header: bytes) -> Kind:
        """The kind for a generation that begins with the lines `header` (as `framing` says)."""

    def stamp_of(self, lines: bytes) -> int | None:
        """Epoch second of the first event in `lines`, or None if none tells its time."""

    def decode(self, data: bytes, first_seq: int, restarts: int) -> Rows:
        """Every line of `data` as a row; never raises, a line it cannot read is a reject.

        A line that belongs to the record above it, or to the header, is a row of nothing.
        """

    def restarts_in(self, data: bytes) -> int:
        """How many lines of `data` report a start of the phone system."""

    def bulk(self, data: bytes, first_seq: int, restarts: int) -> pl.DataFrame | None:
        """What `decode` would give, as a frame of COLUMNS, made by something much faster.

        None where `data` is not proved clean enough for that.
        """
