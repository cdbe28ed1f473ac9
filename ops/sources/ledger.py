"""What is known of a log's generations while it is read, and the reading itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ops.sources.framing import LINES, Framing
from ops.sources.generations import Chunk, Generation, Known
from ops.sources.lines import Batch, Lines
from ops.sources.reading import TAIL_BYTES, Ident, LogFile, MovedError, digest, header_of

_NOTES = 20
_LAST_LINES = 3


class Ledger:
    """The known generations, growing with every chunk that was taken."""

    def __init__(
        self,
        known: Iterable[Known],
        stamp_of: Callable[[bytes], int | None],
        chunk_bytes: int,
        framing: Framing = LINES,
    ) -> None:
        self.framing = framing
        self.known = {entry.ordinal: entry for entry in known}
        self.chunk_bytes = chunk_bytes
        self._stamp_of = stamp_of
        self._last_stamps: dict[int, int] = {}
        self._notes: dict[str, None] = {}

    @property
    def newest(self) -> Known | None:
        """The known generation that comes last."""
        return self.known[max(self.known)] if self.known else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd in the lines that were read, the last few of it."""
        return tuple(self._notes)

    def is_newer(self, stamp: int) -> bool:
        """Whether a generation that begins at `stamp` comes after the newest known one.

        Generations of one second were given ordinals in a row, so the newest may have begun as
        early as its row does.
        """
        if not self.known:
            return True
        began = max(self.known)
        while began - 1 in self.known:
            began -= 1
        return stamp >= began

    def ordinal(self, stamp: int, *, newest: bool) -> int:
        """A free ordinal for a generation that begins at `stamp`: behind all, or in its time."""
        ordinal = max(stamp, 1)
        if newest and self.known:
            return max(ordinal, max(self.known) + 1)
        while ordinal in self.known:
            ordinal += 1
        return ordinal

    def note(self, text: str) -> None:
        """Keep a warning."""
        self._notes[text] = None
        while len(self._notes) > _NOTES:
            del self._notes[next(iter(self._notes))]

    def note_overlap(self, generation: Generation, ordinal: int) -> None:
        """Warn if a new generation begins before the one before it ends: lines may be doubled."""
        before = max((known for known in self.known if known < ordinal), default=None)
        if before is None:
            return
        ended = self._last_stamps.get(before, before)
        if generation.stamp < ended:
            self.note(
                f"{generation.found.path} begins at {generation.stamp}, before the generation "
                f"before it ends ({ended}): the same lines twice (a joined archive?), or the "
                "clock was set back"
            )

    def take(self, known: Known, data: bytes) -> None:
        """Lines were taken; `data` ends with the last of them."""
        self.known[known.ordinal] = known
        for line in reversed(data[-TAIL_BYTES:].split(b"\n")[-_LAST_LINES - 1 :]):
            if line and (stamp := self._stamp_of(line + b"\n")) is not None:
                self._last_stamps[known.ordinal] = stamp
                return


class Reader:
    """Reads one generation from one open file, from where the ledger says.

    `newest`: it comes after all that is known. Raises MovedError if the file is no longer what
    the survey saw, OSError and UnreadableError.
    """

    def __init__(self, generation: Generation, ledger: Ledger, *, newest: bool) -> None:
        self.generation = generation
        self.known = generation.known
        self.file = LogFile(generation.found.path, generation.ident)
        self._ledger = ledger
        self._newest = newest
        try:
            start = self.known.end if self.known else 0
            self.lines = Lines(self.file, start, ledger.chunk_bytes, ledger.framing)
            self._header = header_of(self.file, ledger.framing)
            if self.known:
                self._check(digest(self.lines.tail) == self.known.tail)
                ledger.take(self.known, self.lines.tail)
        except BaseException:
            self.file.close()
            raise

    def is_in(self, ident: Ident | None) -> bool:
        """Whether this is the file that `ident` names, whatever its name and state."""
        return ident is not None and ident.file == self.generation.ident.file

    def chunks(self) -> Iterator[Chunk]:
        """All whole lines that are there now. Moves on when asked for the next chunk.

        Raises TruncatedError too.
        """
        while (batch := self.lines.next()) is not None:
            yield from self._deliver(batch)

    def last_line(self) -> Iterator[Chunk]:
        """The last line of a finished file, if it has no newline."""
        if (batch := self.lines.rest()) is not None:
            yield from self._deliver(batch)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def _deliver(self, batch: Batch) -> Iterator[Chunk]:
        head = self.generation.head
        if self.known is None:
            first = batch.data[len(self._header) :].partition(b"\n")[0]
            self._check(batch.cut > 0 or digest(self._header + first) == head)
            stamp = self.generation.stamp
            ordinal, lines = self._ledger.ordinal(stamp, newest=self._newest), 0
            self._ledger.note_overlap(self.generation, ordinal)
        else:
            ordinal, lines = self.known.ordinal, self.known.lines
        self._note_oddities(batch)
        path, tail = str(self.generation.found.path), digest(batch.tail)
        yield Chunk(
            ordinal, head, batch.start, batch.end, lines + 1, batch.data, tail, path, self._header
        )
        self.lines.take(batch)
        self.known = Known(ordinal, head, batch.end, lines + batch.data.count(b"\n"), tail)
        self._ledger.take(self.known, batch.data)

    def _check(self, same: bool) -> None:
        if not same:
            raise MovedError(f"{self.generation.found.path} changed; looking again")

    def _note_oddities(self, batch: Batch) -> None:
        where = f"{self.generation.found.path}, byte {batch.start:,}"
        if batch.cut:
            self._ledger.note(f"{where}: a line of {batch.end - batch.start:,} bytes was cut")
        if self.lines.inside_line:
            self._ledger.note(f"{where}: the line before was taken as whole, here its rest follows")
