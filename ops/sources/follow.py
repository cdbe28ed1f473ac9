"""Following a log that grows and is rotated, so that every line is delivered once, in order.

The position is the store's: `Known` says what it has, and a `Follower` made from that goes on
exactly there, whatever happened to the files meanwhile. These are the rules:

- A generation is told by its first line and the bytes before its known end (`generations`), so
  a renamed, gzip'd, copied or restored file is gone on with or left alone. Files with one first
  line are compared byte by byte: the beginning of another is a copy of it, one that differs is
  a generation of its own. A shorter file whose longer original is gone can't be told from an
  old copy: nothing is read from it, and a warning says so; the live log is then waited for.
- After a rename the old file is read on until the new one has a line and the old one has been
  left alone for `quiet_s`: the phone system may still be writing to it. Only then its last line
  counts even without a newline. What is written to it later still is drained all the same.
- Truncation in place shows by the bytes before the place reached; what was unread is drained
  from the copy before the new generation is begun.
- A gzip'd file is read once it can be unpacked to its end. While one is still being written that
  may hold the next generation, newer ones wait for it.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ops.sources.choice import Choice, Chooser
from ops.sources.framing import LINES, Framing
from ops.sources.generations import Chunk, Known, State
from ops.sources.ledger import Ledger, Reader
from ops.sources.lines import TruncatedError
from ops.sources.live import LiveLog, Quiet
from ops.sources.once import Once
from ops.sources.reading import Ident, MovedError, UnreadableError
from ops.sources.siblings import explain, list_log
from ops.sources.survey import Surveyor

__all__ = ["CHUNK_BYTES", "Chunk", "Follower", "Known", "Once", "State"]

CHUNK_BYTES = 32 << 20
_LOOK_S = 5.0
"""How often the folder is listed while nothing asks for it sooner."""

_HELD_UP_S = 1.0
_MOVES = 3
"""A file may be renamed under our hands so often in a row before that is called an error."""

_HOPS = 10_000
"""Files read in one poll at most: a log that is truncated without end can't keep it busy."""


class Follower:
    """Follows the log `path`, which may not exist yet, from what the store has (`known`).

    `stamp_of` gives the epoch second of the first event in whole lines, or None (then the file's
    last change counts). Never raises for what may happen to files: `state` says what is wrong.
    """

    def __init__(
        self,
        path: Path,
        known: Sequence[Known],
        *,
        stamp_of: Callable[[bytes], int | None],
        framing: Framing = LINES,
        chunk_bytes: int = CHUNK_BYTES,
        quiet_s: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._live = LiveLog(path)
        self._quiet = Quiet(quiet_s, clock)
        self._ledger = Ledger(known, stamp_of, chunk_bytes, framing)
        self._chooser = Chooser(path, self._ledger, Surveyor(stamp_of, framing), self._quiet)
        self._reader: Reader | None = None
        self._choice: Choice | None = None
        self._read_state: Ident | None = None  # of the reader's file, when it was last read
        self._chosen_for: Ident | None = None  # the live log's state at the last listing
        self._rotated: frozenset[Ident] = frozenset()
        self._look_at = clock()
        self._moves = 0
        self._trouble: str | None = None
        self._at_end = False

    def poll(self) -> Iterator[Chunk]:
        """All chunks there are now, oldest generation first; never waits for more.

        A chunk counts as delivered when the next one is asked for; one that was not is given
        again by the next `poll`. One iterator at a time.
        """
        self._trouble, self._at_end = None, False
        self._live.look()
        try:
            yield from self._follow()
        except MovedError as error:
            self._look_at = self._clock()
            self._moves += 1
            self._trouble = str(error) if self._moves > _MOVES else None
        except (OSError, UnreadableError) as error:
            path = self._reader.file.path if self._reader else self._live.path
            self._trouble = explain(path, error)

    def state(self) -> State:
        """How the last poll left things."""
        errors = (self._live.missing, *self._chooser.errors, self._live.trouble, self._trouble)
        newest = self._ledger.newest
        read_to, pending = newest.end if newest else 0, 0
        if self._reader is not None:
            read_to, pending = self._reader.lines.start, self._reader.lines.pending
        elif self._at_end and self._live.ident is not None:
            pending = self._live.ident.size  # a new log, its first line not whole yet
        return State(
            path=str(self._live.path),
            read_to=read_to,
            at_end=self._at_end,
            error="; ".join(dict.fromkeys(text for text in errors if text)) or None,
            warnings=(*self._chooser.warnings, *self._ledger.notes),
            gaps=self._chooser.gaps,
            pending_bytes=pending,
        )

    def close(self) -> None:
        """Let go of the files. What was delivered is all there is to keep."""
        self._drop()

    def _follow(self) -> Iterator[Chunk]:
        if self._is_due():
            self._choose()
        for _ in range(_HOPS):
            if self._reader is None:
                chooser = self._chooser
                self._at_end = not (chooser.waiting or chooser.errors or self._live.missing)
                return
            try:
                yield from self._read(self._reader)
            except TruncatedError:
                self._note_truncation(self._reader)
            except (OSError, UnreadableError) as error:
                # Else the open file stays: it may be the only way to lines that were deleted.
                if not isinstance(error, OSError) or error.errno == errno.ESTALE:
                    self._drop()
                raise
            else:
                if not self._is_over(self._reader):
                    self._at_end = self._is_live or not self._live.has_line()
                    return
                yield from self._reader.last_line()
                self._finish()
            self._choose()

    @property
    def _is_live(self) -> bool:
        return self._reader is not None and self._reader.is_in(self._live.ident)

    def _is_due(self) -> bool:
        """Whether to look at all files of the log: never while a renamed one may still grow."""
        late = self._clock() >= self._look_at
        if self._reader is None:
            return late or (self._live.ident != self._chosen_for and not self._chooser.waiting)
        return late and self._is_live

    def _choose(self) -> None:
        """Look at all files of the log, and open what is to be read next."""
        listing = list_log(self._live.path)
        self._chosen_for = self._live.ident
        self._look_at = self._clock() + (_LOOK_S if listing.steady else 0.0)
        unchanged = listing.rotated == self._rotated and not self._chooser.errors
        if not listing.steady or (self._reader is not None and unchanged):
            return
        choice = self._chooser.choose(listing, self._live.has_line)
        self._rotated = listing.rotated
        if self._chooser.waiting:
            self._look_at = self._clock() + _HELD_UP_S
        if choice is not None and not (
            self._reader and self._reader.is_in(choice.generation.ident)
        ):
            self._drop()
            self._reader = Reader(choice.generation, self._ledger, newest=choice.newest)
            self._choice = choice
        self._moves = 0

    def _read(self, reader: Reader) -> Iterator[Chunk]:
        live = self._live.ident
        state = live if live is not None and reader.is_in(live) else reader.file.ident()
        if state != self._read_state:
            yield from reader.chunks()
            self._read_state = state
            self._quiet.note(state)

    def _is_over(self, reader: Reader) -> bool:
        """Whether a file that was read to its end will not grow any more."""
        if self._is_live or self._choice is None:
            return False
        known = reader.known
        if reader.file.packed or (known and self._chooser.is_truncated(known.ordinal)):
            return True
        if self._choice.hold and not self._live.has_line():
            return False
        # Seen under the log's name it may be the phone system's still; found renamed hardly so.
        is_settled = not (self._choice.generation.live or reader.lines.pending)
        return is_settled or self._quiet(reader.file.ident())

    def _note_truncation(self, reader: Reader) -> None:
        if reader.known is not None:
            largest = self._read_state.size if self._read_state else reader.generation.ident.size
            self._chooser.truncated(reader.known.ordinal, largest > reader.known.end)
        self._drop()

    def _finish(self) -> None:
        """The reader's file is read for good."""
        if self._reader is not None:
            self._chooser.finished(self._read_state or self._reader.generation.ident)
        self._drop()

    def _drop(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = self._choice = self._read_state = None
