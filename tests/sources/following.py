"""A store that keeps what a follower delivers, and checks what every chunk must be."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from ops.sources.follow import Chunk, Follower, Known, Once

_STAMP = re.compile(rb"^(\d{5,11})\|", re.MULTILINE)
QUIET_S = 10.0


def stamp_of(lines: bytes) -> int | None:
    """The epoch second of the first line that has one."""
    found = _STAMP.search(lines)
    return int(found.group(1)) if found else None


def digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def event(second: int, text: str = "x") -> bytes:
    return f"{second}|NONE|NONE|NONE|{text}|\n".encode()


A, B, C, D = (event(1700000000 + n, f"event {n}") for n in range(4))
LATER = [event(1700001000 + n, f"later {n}") for n in range(4)]


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def sibling(log: Path, suffix: str) -> Path:
    return log.with_name(log.name + suffix)


def pack(path: Path) -> Path:
    """As gzip does it: beside the file, with its time, then the file goes."""
    packed = sibling(path, ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    times = path.stat()
    os.utime(packed, ns=(times.st_atime_ns, times.st_mtime_ns))
    path.unlink()
    return packed


@dataclass
class Stored:
    """What is stored: `known` is derived from the chunks as the real store derives it."""

    known: dict[int, Known] = field(default_factory=dict)
    chunks: list[Chunk] = field(default_factory=list)

    def add(self, chunk: Chunk) -> None:
        before = self.known.get(chunk.ordinal)
        assert chunk.data.endswith(b"\n")
        assert chunk.start == (before.end if before else 0)
        assert chunk.first_line == (before.lines if before else 0) + 1
        assert before is None or before.head == chunk.head
        lines = chunk.first_line + chunk.data.count(b"\n") - 1
        self.known[chunk.ordinal] = Known(
            ordinal=chunk.ordinal, head=chunk.head, end=chunk.end, lines=lines, tail=chunk.tail
        )
        self.chunks.append(chunk)

    def take(self, chunks: Iterable[Chunk]) -> bytes:
        """Store the chunks; returns their bytes."""
        taken = b""
        for chunk in chunks:
            self.add(chunk)
            taken += chunk.data
        return taken

    @property
    def data(self) -> bytes:
        return b"".join(chunk.data for chunk in self.chunks)

    def entries(self) -> list[Known]:
        return list(self.known.values())

    def once(self, *paths: Path, chunk_bytes: int = 1 << 20) -> Once:
        return Once(paths, self.entries(), stamp_of=stamp_of, chunk_bytes=chunk_bytes)


@dataclass
class Following:
    """A follower of `path` with a clock that is set by hand."""

    path: Path
    stored: Stored = field(default_factory=Stored)
    now: float = 100.0
    chunk_bytes: int = 1 << 20

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new follower that knows only what is stored."""
        self.follower = Follower(
            self.path,
            self.stored.entries(),
            stamp_of=stamp_of,
            chunk_bytes=self.chunk_bytes,
            quiet_s=QUIET_S,
            clock=lambda: self.now,
        )

    def poll(self) -> bytes:
        return self.stored.take(self.follower.poll())

    def later(self, seconds: float = QUIET_S) -> bytes:
        self.now += seconds
        return self.poll()

    @property
    def error(self) -> str | None:
        return self.follower.state().error
