"""Where records end: mostly with their line, but a quoted cell may hold newlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_RECORD = 1 << 16
"""A quote that is not closed within so many bytes is a stray one: its line stands alone."""


@dataclass(frozen=True, slots=True)
class Framing:
    """How the lines of a format make records."""

    header_lines: int = 0
    """So many first lines of a generation only name its columns."""
    quoted: bool = False
    """Whether a newline between double quotes belongs to the record."""

    def whole(self, data: bytes, limit: int) -> int:
        """How many bytes of `data[:limit]` are whole records; 0 if there is none."""
        cut = data.rfind(b"\n", 0, limit)
        if not self.quoted or cut < 0:
            return cut + 1
        is_open = data.count(b'"', 0, cut) & 1
        while is_open and cut >= 0:
            before = data.rfind(b"\n", 0, cut)
            is_open ^= data.count(b'"', before + 1, cut) & 1
            cut = before
        if cut < 0 and min(len(data), limit) > LONGEST_RECORD:
            return data.find(b"\n") + 1
        return cut + 1

    def records(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """(number of its first line from 0, bytes without the last newline) of each record."""
        lines = data.split(b"\n")
        lines.pop()
        if not self.quoted or b'"' not in data:
            yield from enumerate(lines)
            return
        at = 0
        while at < len(lines):
            end = _closing(lines, at)
            yield at, b"\n".join(lines[at:end])
            at = end


LINES = Framing()
"""Every line is a record."""


def _closing(lines: list[bytes], start: int) -> int:
    """The line behind the record that begins at `start`; one line where its quote never closes."""
    is_open, size = 0, 0
    for at in range(start, len(lines)):
        is_open ^= lines[at].count(b'"') & 1
        size += len(lines[at])
        if not is_open:
            return at + 1
        if size > LONGEST_RECORD:
            break
    return start + 1
