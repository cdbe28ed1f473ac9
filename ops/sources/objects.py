"""What kinds have in common whose records are JSON objects, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

import msgspec

from ops.sources.events import Rows
from ops.sources.framing import LINES
from ops.sources.layout import nothing, reject

if TYPE_CHECKING:
    import polars as pl

Record = TypeVar("Record")


class Objects(Generic[Record]):
    """A kind whose objects are decoded into `Record`; `put` makes one event of each."""

    name: str
    framing = LINES
    follows = False
    has_tickets = False

    def __init__(self, record: type[Record]) -> None:
        self._decode = msgspec.json.Decoder(record).decode

    def put(self, rows: Rows, seq: int, record: Record) -> None:
        """Append the event of `record`; ValueError says why it is none."""
        raise NotImplementedError

    def opened(self, header: bytes) -> Self:
        """Itself: an object names its own fields."""
        return self

    def stamp_of(self, lines: bytes) -> int | None:
        """Epoch second of the first object that has a time."""
        found = self.decode(lines[: lines.rfind(b"\n") + 1], 0, 0).s
        return next((s for s in found if s is not None), None)

    def restarts_in(self, data: bytes) -> int:
        """None: records know of no starts."""
        return 0

    def decode(self, data: bytes, first_seq: int, restarts: int) -> Rows:
        """Every line as one row, what is no such object as a reject."""
        rows = Rows()
        lines = data.split(b"\n")
        lines.pop()
        for seq, line in enumerate(lines, first_seq):
            if not line.strip():
                nothing(rows, seq)
                continue
            try:
                self.put(rows, seq, self._decode(line))
            except (ValueError, UnicodeDecodeError, RecursionError) as error:
                reject(rows, seq, str(error) or "nested too deeply", line)
        return rows

    def bulk(self, data: bytes, first_seq: int, restarts: int) -> pl.DataFrame | None:
        """None: objects are decoded one by one."""
        return None
