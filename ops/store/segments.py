"""A chunk of a log becomes one immutable Parquet segment: rows and offset in one rename."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ops.errors import StoreError
from ops.sources.events import COLUMNS, MAX_LINES, REJECT_COLUMNS, Kind, Rows, seq_of
from ops.store.access import Access, publish, temporary_beside
from ops.store.layout import Segment
from ops.store.tails import Tail

if TYPE_CHECKING:
    from ops.sources.follow import Chunk

BULK_BYTES = 1 << 20
"""Chunks from here on go column by column; smaller ones line by line."""

BULK_TIER = 2
_INTEGERS = {"seq": pl.Int64, "s": pl.Int64, "restarts": pl.Int32}
SCHEMA = {name: _INTEGERS.get(name, pl.String) for name in (*COLUMNS, *REJECT_COLUMNS)}


@dataclass(frozen=True, slots=True)
class Written:
    """A segment under its temporary name, complete; `commit` makes it part of the store."""

    temporary: Path
    segment: Segment
    tail: Tail
    lines: pl.DataFrame
    """As they were decoded: what is derived from them at once need not be read again."""

    def commit(self, access: Access) -> Segment:
        """Rename into place: from here on its lines are stored."""
        access.file(self.temporary)
        publish(self.temporary, self.segment.path)
        return self.segment

    def discard(self) -> None:
        """Take the temporary file away."""
        with contextlib.suppress(FileNotFoundError):
            self.temporary.unlink()


def write(folder: Path, chunk: Chunk, kind: Kind, restarts: int, tail: Tail) -> Written:
    """Decode `chunk` into a temporary segment file in `folder`.

    `restarts` counts the starts of the phone system in the generation before the chunk, `tail`
    is the generation's state behind it. Raises StoreError where the disk is full or cannot be
    written; nothing of it stays then.
    """
    if tail.lines >= MAX_LINES:
        raise StoreError(
            f"{chunk.path}: more than {MAX_LINES:,} lines in one file", "rotate the log"
        )
    tier = BULK_TIER if len(chunk.data) >= BULK_BYTES else 0
    segment = Segment.at(folder, chunk.ordinal, chunk.head, chunk.start, chunk.end, tier)
    temporary = temporary_beside(segment.path)
    first_seq = seq_of(chunk.ordinal, chunk.first_line)
    kind = kind.opened(chunk.header)
    try:
        metadata = tail.metadata(chunk.first_line)
        decoded = kind.bulk(chunk.data, first_seq, restarts) if tier == BULK_TIER else None
        if decoded is None:
            decoded = frame(kind.decode(chunk.data, first_seq, restarts))
        _complete(decoded).write_parquet(
            temporary, compression="zstd", compression_level=1, metadata=metadata
        )
        return Written(temporary, segment, tail, decoded)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(error, (OSError, pl.exceptions.PolarsError)):
            raise StoreError(
                f"{folder}: cannot write: {error}", "see that the disk has room"
            ) from error
        raise


def _complete(decoded: pl.DataFrame) -> pl.DataFrame:
    """With every column of a segment: lines that all are events have no reasons."""
    return decoded.with_columns(
        pl.lit(None, pl.String).alias(name) for name in SCHEMA if name not in decoded.columns
    )


def frame(rows: Rows) -> pl.DataFrame:
    """Decoded lines as a frame with the columns of a segment."""
    return pl.DataFrame({name: getattr(rows, name) for name in SCHEMA}, schema=SCHEMA)
