"""What a generation of a log is, and what a follower tells of it.

A log is rotated: its lines lie in *generations*, one after the other. A generation is not a
file. It is told by the hash of its first whole line together with the bytes before a known
offset, so it is found again under another name, gzip'd, copied or restored.
"""

from __future__ import annotations

from dataclasses import dataclass

from ops.sources.reading import Ident
from ops.sources.siblings import Found


@dataclass(frozen=True, slots=True)
class Known:
    """What the store already has of one generation."""

    ordinal: int
    """The order of generations: the epoch second of its first event, raised where that is taken."""
    head: str
    """16 hexadecimal digits: BLAKE2b-64 of its first line without the newline."""
    end: int
    """Uncompressed bytes stored so far: the offset of the next unread byte."""
    lines: int
    tail: str
    """Hash, as `head`, of the last bytes before `end`, at most 4,096."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of one generation: bytes `start` to `end`, uncompressed.

    `data` always ends with a newline. `len(data)` is not always `end - start`: a last line of a
    finished file gets a newline that is not in the file, one that comes later after all is
    passed over, and a line of more than 64 MiB is cut to its first one (and is alone in its
    chunk). So `end`, never `len(data)`, says how far the generation is stored.
    """

    ordinal: int
    head: str
    start: int
    end: int
    first_line: int
    """1-based number of the first line of `data` in its generation."""
    data: bytes
    tail: str
    """Hash of the file's bytes before `end`, at most 4,096."""
    path: str
    """The file it came from, for messages."""
    header: bytes = b""
    """The lines at the beginning of the generation that name its columns, where it has such."""


@dataclass(frozen=True, slots=True)
class State:
    """How a follower stands, for the heartbeat and for `doctor`."""

    path: str
    read_to: int
    """Offset in the generation read last."""
    at_end: bool
    """Nothing more is there to be read, as far as can be told."""
    error: str | None
    """What is wrong now, where, and what to do; it is tried again at every poll."""
    warnings: tuple[str, ...]
    gaps: tuple[str, ...]
    """Lines that are missing, or may be, until they are found again or this follower is closed."""
    pending_bytes: int
    """Bytes of a last line that has no newline yet."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation as it lies on disk now."""

    found: Found
    """The file to read it from: the longest of its copies."""
    head: str
    stamp: int
    """Epoch second of its first event, or of the file's last change where none tells it."""
    packed: bool
    known: Known | None = None
    length: int | None = None
    """Uncompressed bytes; None: gzip'd, not looked into yet."""
    longer: Known | None = None
    """A known generation with this first line that has more bytes than this file."""

    @property
    def live(self) -> bool:
        """Whether it lies under the log's own name."""
        return self.found.live

    @property
    def ident(self) -> Ident:
        """The state of the file to read it from."""
        return self.found.ident

    @property
    def order(self) -> tuple[bool, int, int, int]:
        """Sorts generations from the oldest to the newest; the live one is the newest."""
        return (self.live, self.stamp, self.ident.mtime_ns, self.found.rotation)

    @property
    def unread(self) -> bool:
        """Whether the store lacks bytes of it."""
        return self.known is None or self.length is None or self.length > self.known.end


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that can't be read now."""

    found: Found
    reason: str
    unfinished: bool = False
    """A gzip'd file that may still be growing: it may be the next generation."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All generations of a log, in order, and what stood in the way."""

    generations: tuple[Generation, ...]
    failures: tuple[Failure, ...]
    behind: Found | None = None
    """The live file, if it is but the beginning of a longer generation that lies beside it."""

    @property
    def live(self) -> Generation | None:
        """The generation under the log's own name, once it has a line of its own."""
        return next((g for g in self.generations if g.live), None)


def too_short(generation: Generation) -> str:
    """The warning for a file that has a `longer` namesake which is nowhere to compare it with."""
    return (
        f"{generation.found.path} begins like a stored generation and is shorter: taken for an "
        "older copy, nothing is read from it"
    )
