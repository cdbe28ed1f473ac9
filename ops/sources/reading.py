"""One log file, plain or gzip'd, read by its uncompressed offsets."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from ops.sources.documents import (
    EndsTooSoonError,
    Unpacked,
    form_of,
    json_lines,
    parquet_lines,
)
from ops.sources.framing import LINES, Framing

TAIL_BYTES = 4096
PROBE_BYTES = 64 << 10
BLOCK_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"
_MAY_BE_DOCUMENT = (b"{", b"[", b"P", b" ", b"\t", b"\r", b"\n", b"\xef")
_FOREIGN = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


class UnreadableError(Exception):
    """A file that can't be read as a log; the text says why and what to do."""


class UnfinishedError(UnreadableError):
    """A gzip'd file that ends too soon: still being written, or cut off."""


class MovedError(UnreadableError):
    """A name that meanwhile stands for another file: rotation at this very moment."""


class Ident(NamedTuple):
    """Tells one state of one file from another without reading it; only a hint."""

    device: int
    inode: int
    size: int
    mtime_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> Ident:
        """The identity in what `stat` found."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    @property
    def file(self) -> tuple[int, int]:
        """Which file, whatever its state."""
        return (self.device, self.inode)


def digest(data: bytes) -> str:
    """16 hexadecimal digits: BLAKE2b of 64 bits."""
    return blake2b(data, digest_size=8).hexdigest()


def identify(path: Path) -> Ident:
    """The identity of a regular file.

    Raises OSError, and UnreadableError for what is no regular file (a FIFO is never opened).
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        kind = "a directory" if stat.S_ISDIR(found.st_mode) else "a pipe, socket or device"
        raise UnreadableError(f"{path} is {kind}, not a log file; name the log itself")
    return Ident.of(found)


class LogFile:
    """An open log. Offsets are uncompressed; bytes before an offset once read may be read again.

    A gzip'd file (told by its first bytes, not by its name) is streamed, and going backwards
    in it starts over; so is a document that is no lines (`documents`). Raises OSError and
    UnreadableError; MovedError if it isn't `expected`.
    """

    def __init__(self, path: Path, expected: Ident | None = None) -> None:
        identify(path)
        self.path = path
        self._raw = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb", 0)
        try:
            if expected is not None and self.ident().file != expected.file:
                raise MovedError(f"{path} was replaced while it was looked at; trying again")
            magic = os.pread(self._raw.fileno(), 6, 0)
            self._is_gzip = self.packed = self._is_packed(magic)
            self._gzip: gzip.GzipFile | None = None
            self._document = self._as_document(magic)
            self.packed = self._is_gzip or self._document is not None
        except BaseException:
            self._raw.close()
            raise

    def _as_document(self, magic: bytes) -> Unpacked | None:
        """The lines made of a JSON document or of Parquet; None for a file of lines."""
        if not self.packed and magic[:1] not in _MAY_BE_DOCUMENT:
            return None
        try:
            form = form_of(self._bytes_at(0, PROBE_BYTES))
        except UnreadableError:  # told when it is read
            return None
        if form == "parquet" and self.packed:
            raise UnreadableError(f"{self.path}: Parquet inside gzip: unpack it")
        if form == "parquet":
            return Unpacked(lambda: parquet_lines(self.path))
        return Unpacked(self._json) if form == "json" else None

    def _json(self) -> Iterator[bytes]:
        data = bytearray()
        while block := self._bytes_at(len(data), BLOCK_BYTES):
            data += block
        yield from json_lines(bytes(data))

    def _is_packed(self, magic: bytes) -> bool:
        for foreign, name in _FOREIGN.items():
            if magic.startswith(foreign):
                raise UnreadableError(f"{self.path} is compressed with {name}: unpack it")
        if self.path.suffix == ".gz" and len(magic) < len(_GZIP):
            raise UnfinishedError(f"{self.path} is empty; a gzip'd log is not whole yet")
        return magic.startswith(_GZIP)

    def ident(self) -> Ident:
        """The present identity of the open file, renamed or deleted as it may be."""
        return Ident.of(os.fstat(self._raw.fileno()))

    def read_at(self, offset: int, size: int) -> bytes:
        """The `size` bytes from `offset` on; fewer only at the end."""
        if self._document is None:
            return self._bytes_at(offset, size)
        try:
            return self._document.read_at(offset, size) if size > 0 else b""
        except EndsTooSoonError as error:
            raise UnfinishedError(
                f"{self.path} ends before what it holds does (still being written, or cut off); "
                "nothing is taken from it until it is whole"
            ) from error

    def _bytes_at(self, offset: int, size: int) -> bytes:
        """The same of the file's own bytes, unpacked where they are gzip'd."""
        if self._is_gzip:
            return self._unpack_at(offset, size)
        parts: list[bytes] = []
        while size > 0 and (part := os.pread(self._raw.fileno(), size, offset)):
            parts.append(part)
            offset += len(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _unpack_at(self, offset: int, size: int) -> bytes:
        if size <= 0:
            return b""
        try:
            if self._gzip is None or self._gzip.tell() > offset:
                self._raw.seek(0)
                self._gzip = gzip.GzipFile(fileobj=self._raw, mode="rb")
            self._gzip.seek(offset)
            # A seek beyond the end stops there without a word.
            return self._gzip.read(size) if self._gzip.tell() == offset else b""
        except EOFError as error:
            raise UnfinishedError(
                f"{self.path} ends before its gzip stream does (still being compressed, or cut "
                "off); nothing is taken from it until it is whole"
            ) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableError(
                f"{self.path} is damaged ({error}); restore it, nothing is taken from it"
            ) from error

    def length(self) -> int:
        """Uncompressed bytes; reads a gzip'd file to its end, which also proves it whole."""
        if not self.packed:
            return self.ident().size
        at = self._gzip.tell() if self._gzip is not None and self._document is None else 0
        while block := self.read_at(at, BLOCK_BYTES):
            at += len(block)
        return at

    def likely_length(self) -> int:
        """Uncompressed bytes without unpacking: what the last gzip member says, modulo 4 GiB."""
        size = self.ident().size
        if not self._is_gzip or self._document is not None:
            return size
        return int.from_bytes(os.pread(self._raw.fileno(), 4, max(0, size - 4)), "little")

    def tail_before(self, end: int) -> bytes:
        """The last bytes, at most TAIL_BYTES, before `end`; fewer where the file ends earlier."""
        start = max(0, end - TAIL_BYTES)
        return self.read_at(start, end - start)

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def __enter__(self) -> LogFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Opening:
    """How a log begins: its first line's hash, and the whole lines of its first 64 KiB."""

    head: str
    """The hash of its first line; of its header and first record's line, where it has a header."""
    whole: bool
    """Whether that line has its newline; else `head` is that of all there is so far."""
    lines: bytes


def header_of(file: LogFile, framing: Framing) -> bytes:
    """The header lines of `file` with their newlines; empty where it has none or not all yet."""
    if not framing.header_lines:
        return b""
    lines = file.read_at(0, PROBE_BYTES).split(b"\n", framing.header_lines)
    if len(lines) <= framing.header_lines:
        return b""
    return b"".join(line + b"\n" for line in lines[:-1])


def opening_of(file: LogFile, framing: Framing = LINES) -> Opening | None:
    """How `file` begins, or None if it is empty. A first line of any length costs no memory."""
    header = header_of(file, framing)
    block = file.read_at(0, PROBE_BYTES)
    if not block:
        return None
    lines = block[: block.rfind(b"\n") + 1]
    hasher, at = blake2b(header, digest_size=8), len(header)
    block = block[at:]
    while block:
        cut = block.find(b"\n")
        if cut >= 0:
            hasher.update(block[:cut])
            return Opening(hasher.hexdigest(), True, lines)
        hasher.update(block)
        at += len(block)
        block = file.read_at(at, BLOCK_BYTES)
    return Opening(hasher.hexdigest(), False, lines)


def compare(a: LogFile, b: LogFile) -> int | None:
    """The sign of `a`'s length minus `b`'s where one is the beginning of the other, else None.

    One that can't be read on counts as far as it goes.
    """
    at = 0
    while True:
        one, other = _readable(a, at), _readable(b, at)
        shared = min(len(one), len(other))
        if one[:shared] != other[:shared]:
            return None
        if len(one) != len(other) or not one:
            return (len(one) > len(other)) - (len(one) < len(other))
        at += shared


def _readable(file: LogFile, at: int) -> bytes:
    try:
        return file.read_at(at, BLOCK_BYTES)
    except (OSError, UnreadableError):
        return b""
