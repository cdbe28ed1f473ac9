"""What a segment's own metadata says of its generation, read without a Parquet library.

A refresh reads a tail or two and every command needs some; importing a library that can takes a
third of a second, and asking DuckDB a millisecond a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ops.errors import StoreError
from ops.store.layout import Segment

_MAGIC = b"PAR1"
_END = 8  # the footer's length and the magic end the file
_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Tail:
    """What a segment's metadata says of the generation up to the segment's end."""

    lines: int
    tail: str
    restarts: int

    def metadata(self, first_line: int) -> dict[str, str]:
        """As Parquet key-value metadata."""
        return {
            "first_line": str(first_line),
            "lines": str(self.lines),
            "tail": self.tail,
            "restarts": str(self.restarts),
        }


def read_tail(segment: Segment) -> Tail:
    """The metadata of a segment; StoreError where it is damaged."""
    return _read_tail(segment.path)


@lru_cache(4096)
def _read_tail(path: Path) -> Tail:
    try:
        footer = _footer(path)
        return Tail(
            int(_value(footer, b"lines")), _value(footer, b"tail"), int(_value(footer, b"restarts"))
        )
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{path}: not a segment of this store ({error})",
            "move the file away; its lines are read again if the log still has them",
        ) from error


def _footer(path: Path) -> bytes:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _AT_ONCE))
        end = file.read()
        length = int.from_bytes(end[-_END:-4], "little")
        if end[-4:] != _MAGIC or length + _END > size:
            raise ValueError("no Parquet file")
        if length + _END > len(end):
            file.seek(size - _END - length)
            end = file.read()
        return end[-_END - length : -_END]


def _value(footer: bytes, key: bytes) -> str:
    """The value of `key`: two short strings of Thrift's compact protocol, one after the other.

    The last such pair is it: what stands before the metadata (the least and greatest values of
    columns, which a log can choose) may look like one, what stands behind can't. ValueError where
    there is none.
    """
    mark = b"\x18" + bytes([len(key)]) + key + b"\x18"
    at = footer.rindex(mark) + len(mark)
    return footer[at + 1 : at + 1 + footer[at]].decode()
