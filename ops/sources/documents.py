"""Files that are no lines, as lines: JSON documents and Parquet become one JSON object a line.

NDJSON is lines already and may grow. Whatever else holds objects (an array, pretty-printed ones,
one right behind the other) is a document: it is read whole, and its n-th object is line n.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

LOOK_BACK = 1 << 17
_SLICE_ROWS = 20_000
_BOM = b"\xef\xbb\xbf"


class EndsTooSoonError(Exception):
    """A document that is not whole: still being written, or cut off."""


def form_of(block: bytes) -> str | None:
    """`parquet` or `json` for the first bytes of a document, None for those of lines."""
    if block.startswith(b"PAR1"):
        return "parquet"
    text = block.removeprefix(_BOM).lstrip()
    if text.startswith(b"["):
        return "json"
    if not text.startswith(b"{"):
        return None
    line, newline, _ = text.partition(b"\n")
    if not newline:
        return "json"
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError:
        # the first line of an object printed over many, several in a line, or a damaged one
        is_whole = line.count(b"{") == line.count(b"}")
        return None if is_whole and b"}{" not in line.replace(b" ", b"") else "json"
    return None


def json_lines(data: bytes) -> Iterator[bytes]:
    """The objects of a JSON document, a line each; what is none is a line as it stands.

    Raises EndsTooSoonError where the last one is not whole.
    """
    text = data.removeprefix(_BOM).decode("utf-8", "surrogateescape")
    decode = json.JSONDecoder().raw_decode
    at = _skip(text, 0)
    while at < len(text):
        try:
            found, at = decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            wrong_at = getattr(error, "pos", at)
            again = text.find("\n{", wrong_at)
            if again < 0 and _is_cut_off(text, error):
                raise EndsTooSoonError from error
            end = again + 1 if again >= 0 else len(text)
            yield " ".join(text[at:end].split()).encode("utf-8", "surrogateescape") + b"\n"
            at = end
        else:
            for each in found if isinstance(found, list) else [found]:
                yield msgspec.json.encode(each) + b"\n"
        at = _skip(text, at)


def parquet_lines(path: Path) -> Iterator[bytes]:
    """The rows of a Parquet file as JSON objects, some thousand lines at a time."""
    import polars as pl

    try:
        stored = pl.scan_parquet(path, glob=False)
        height = stored.select(pl.len()).collect().item()
        for start in range(0, height, _SLICE_ROWS):
            yield stored.slice(start, _SLICE_ROWS).collect().write_ndjson().encode()
    except pl.exceptions.PolarsError as error:
        raise EndsTooSoonError from error


class Unpacked:
    """What a stream of pieces gives, read by offset; going far back starts it over."""

    def __init__(self, begin: Callable[[], Iterator[bytes]]) -> None:
        self._begin = begin
        self._restart()

    def read_at(self, offset: int, size: int) -> bytes:
        """The `size` bytes from `offset` on; fewer only at the end."""
        if offset < self._start:
            self._restart()
        while self._start + len(self._buffer) < offset + size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._buffer += piece
            self._forget(min(offset, self._start + len(self._buffer)) - LOOK_BACK)
        return bytes(self._buffer[max(0, offset - self._start) :][:size])

    def _restart(self) -> None:
        self._pieces = self._begin()
        self._start = 0
        self._buffer = bytearray()

    def _forget(self, before: int) -> None:
        if before - self._start > LOOK_BACK:
            del self._buffer[: before - self._start]
            self._start = before


def _skip(text: str, at: int) -> int:
    """Behind blanks, and commas between objects."""
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _is_cut_off(text: str, error: Exception) -> bool:
    """Whether reading failed for want of text, not for what is there."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
