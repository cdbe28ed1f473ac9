"""Whole lines from an open log, batch by batch, with bounded memory and true offsets."""

from __future__ import annotations

from dataclasses import dataclass

from ops.sources.framing import LINES, Framing
from ops.sources.reading import PROBE_BYTES, TAIL_BYTES, LogFile

MAX_LINE_BYTES = 64 << 20
"""A longer line is delivered cut to KEPT_BYTES: it is no event, and the offset has to move on."""

KEPT_BYTES = 1 << 20
_LONG_BLOCK_BYTES = 8 << 20


class TruncatedError(Exception):
    """The file no longer holds the bytes that were read from it: truncated in place."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Whole lines, always ending with a newline.

    `end - start` is the true extent in the file. `len(data)` differs from it where a newline was
    added to a last line without one, where such a newline came late (it is passed over) and
    where a line longer than MAX_LINE_BYTES was cut, which then is alone in its batch.
    """

    start: int
    end: int
    data: bytes
    tail: bytes
    """The real bytes, at most TAIL_BYTES, before `end`."""
    cut: int = 0
    """Bytes left out of an over-long line."""


class Lines:
    """Reads whole lines of `file` from offset `start` on.

    `next` gives a batch without moving on, `take` moves on behind it. In between the batch stays
    in memory, so that whoever fails to store it gets it again.
    """

    def __init__(
        self, file: LogFile, start: int, chunk_bytes: int, framing: Framing = LINES
    ) -> None:
        self.file = file
        self._framing = framing
        self.start = start
        """Offset of the next byte not taken."""
        self.tail = file.tail_before(start)
        """The real bytes, at most TAIL_BYTES, before `start`."""
        self.inside_line = False
        """Whether the next batch begins inside a line whose beginning was taken as a line."""
        self._chunk_bytes = chunk_bytes
        self._buffer = b""
        self._seen = self.tail
        # What was stored ended without a newline (see `rest`): it may have come since.
        self._newline_due = start > 0 and not self.tail.endswith(b"\n")
        self._late = False
        self._dropped = 0
        self._long_tail = b""

    @property
    def pending(self) -> int:
        """Bytes of a last line without its newline (once `next` gave None)."""
        return len(self._buffer) + self._dropped

    @property
    def _read_to(self) -> int:
        return self.start + self._late + self._dropped + len(self._buffer)

    def next(self) -> Batch | None:
        """The next whole lines, about `chunk_bytes` of them, or None if there are none.

        Raises TruncatedError, OSError and UnreadableError.
        """
        if self._long_tail:
            cut = KEPT_BYTES
        elif self._dropped:
            cut = self._long_line()
        else:
            self._read(self._stretch())
            self._pass_late_newline()
            cut = self._framing.whole(self._buffer, self._chunk_bytes) - 1
            if cut < 0 and len(self._buffer) >= self._chunk_bytes:
                cut = self._long_line()
        return None if cut < 0 else self._batch(cut + 1)

    def rest(self) -> Batch | None:
        """The last line of a finished file that has no newline: `data` gets one, `end` does not.

        After taking it nothing more is read here; a line that comes later needs a new `Lines`.
        """
        if not self._buffer:
            return None
        # a quote that was never closed keeps whole lines back
        data = self._buffer if self._buffer.endswith(b"\n") else self._buffer + b"\n"
        return Batch(self.start, self._read_to, data, self._seen, self._dropped)

    def take(self, batch: Batch) -> None:
        """Move on behind `batch`, the last one given."""
        self._buffer = self._buffer[len(batch.data) :]
        self.start, self.tail = batch.end, batch.tail
        self._late, self._dropped, self._long_tail = False, 0, b""
        self.inside_line = False

    def _batch(self, size: int) -> Batch:
        data = self._buffer[:size]
        end = self.start + self._late + self._dropped + size
        if self._long_tail:
            return Batch(self.start, end, data, self._long_tail, self._dropped)
        before = self.tail + b"\n" if self._late else self.tail
        return Batch(self.start, end, data, (before + data[-TAIL_BYTES:])[-TAIL_BYTES:])

    def _stretch(self) -> int:
        """How much to read on: just to the last newline in reach, so that nothing is copied."""
        size = self._chunk_bytes - len(self._buffer)
        before = size - PROBE_BYTES
        if self.file.packed or before <= 0:
            return size
        window = self.file.read_at(self._read_to + before, PROBE_BYTES)
        cut = window.rfind(b"\n")
        return before + cut + 1 if cut >= 0 and len(window) == PROBE_BYTES else size

    def _read(self, size: int) -> bytes:
        """Append the next bytes, then prove that those before them still are what they were.

        In this order: a file truncated at any moment before the check never looks right again.
        """
        at = self._read_to
        block = self.file.read_at(at, size) if size > 0 else b""
        if not self.file.packed and self.file.tail_before(at) != self._seen:
            raise TruncatedError
        self._buffer = self._buffer + block if self._buffer else block
        self._seen = (self._seen + block[-TAIL_BYTES:])[-TAIL_BYTES:]
        return block

    def _pass_late_newline(self) -> None:
        if self._newline_due and self._buffer:
            self._newline_due = False
            self._late = self._buffer.startswith(b"\n")
            self.inside_line = not self._late
            self._buffer = self._buffer[int(self._late) :]

    def _long_line(self) -> int:
        """Where in the buffer the newline of a line longer than a chunk stands; -1: not yet."""
        cut = self._buffer.find(b"\n")
        while cut < 0:
            seen = self._seen
            block = self._read(_LONG_BLOCK_BYTES)
            if not block:
                return -1
            at = block.find(b"\n")
            stop = len(self._buffer) - len(block) + at if at >= 0 else len(self._buffer)
            cut = stop if at >= 0 else -1
            if self._dropped or stop > MAX_LINE_BYTES:
                self._dropped += stop - KEPT_BYTES
                self._buffer = self._buffer[:KEPT_BYTES] + self._buffer[stop:]
                if at >= 0:
                    cut = KEPT_BYTES
                    self._long_tail = (seen + block[: at + 1])[-TAIL_BYTES:]
        return cut
