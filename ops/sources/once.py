"""Finished logs, read once: the files a person names, in the order they are named in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops import clock as wall
from ops.sources.framing import LINES, Framing
from ops.sources.generations import Chunk, Generation, Known, State, Survey, too_short
from ops.sources.ledger import Ledger, Reader
from ops.sources.lines import TruncatedError
from ops.sources.reading import LogFile, MovedError, UnreadableError, identify, opening_of
from ops.sources.siblings import Found, explain
from ops.sources.survey import Surveyor

_SETTLE_S = 0.5
"""A last line without a newline is taken as whole once its file was left alone for so long."""

_TRIES = 3


@dataclass(slots=True)
class _Outcome:
    read_to: int = 0
    done: bool = False
    pending: int = 0
    error: str | None = None
    warnings: tuple[str, ...] = ()


class Once:
    """Delivers what the store lacks of `paths`: rotated files, gzip'd or not.

    Files are recognised as a `Follower` does it: what is known is skipped or gone on with, and
    copies among the files are read once. A new generation is placed by its first event's time.
    A last line without a newline counts as a line once its file was left alone for `settle_s`:
    it is waited for, or left for another time (`waits`). What can't be read is in `states`, the
    other files are read all the same.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        known: Sequence[Known],
        *,
        stamp_of: Callable[[bytes], int | None],
        framing: Framing = LINES,
        chunk_bytes: int = 32 << 20,
        settle_s: float = _SETTLE_S,
        waits: bool = True,
    ) -> None:
        self._settle_s, self._waits = settle_s, waits
        self._paths = tuple(dict.fromkeys(paths))
        self._ledger = Ledger(known, stamp_of, chunk_bytes, framing)
        self._surveyor = Surveyor(stamp_of, framing)
        self._outcomes = {path: _Outcome() for path in self._paths}
        self._heads: dict[Path, str | None] = {}
        self._by_head: dict[str | None, list[Path]] = {}

    def chunks(self) -> Iterator[Chunk]:
        """The chunks of all files. A chunk counts as delivered when the next one is asked for."""
        for path, outcome in self._outcomes.items():
            for _ in range(_TRIES):
                outcome.error = None
                try:
                    yield from self._file(path, outcome)
                except (MovedError, TruncatedError):
                    outcome.error = f"{path} changed while it was read; run this again"
                    continue
                except (OSError, UnreadableError) as error:
                    outcome.error = explain(path, error)
                break

    @property
    def known(self) -> Iterable[Known]:
        """What the store has, with what was delivered."""
        return self._ledger.known.values()

    def states(self) -> tuple[State, ...]:
        """How each of the files was read, in their order; what was odd stands with the last."""
        notes = self._ledger.notes
        last = next(reversed(self._outcomes), None)
        return tuple(
            State(
                path=str(path),
                read_to=outcome.read_to,
                at_end=outcome.done,
                error=outcome.error,
                warnings=(*outcome.warnings, *(notes if path == last else ())),
                gaps=(),
                pending_bytes=outcome.pending,
            )
            for path, outcome in self._outcomes.items()
        )

    def _file(self, path: Path, outcome: _Outcome) -> Iterator[Chunk]:
        survey = self._survey(path)
        own = next((g for g in survey.generations if g.found.path == path), None)
        failure = next((f for f in survey.failures if f.found.path == path), None)
        if own is not None and own.packed and own.length is None:
            failure = self._surveyor.prove_whole(own)
        if failure is not None:
            outcome.error = failure.reason
            return
        if own is not None and own.longer is None:
            outcome.read_to = own.known.end if own.known else 0
            for chunk in self._generation(own, outcome):
                yield chunk
                outcome.read_to = chunk.end
        elif own is not None:
            outcome.warnings = (too_short(own),)
        outcome.done = True  # where it is no generation of its own: empty, or a copy of another

    def _alike(self, path: Path) -> list[Path]:
        """The files that begin like `path`: no others can be copies of it."""
        if not self._by_head:
            for each in self._paths:
                self._heads[each] = head = _head(each, self._ledger.framing)
                self._by_head.setdefault(head, []).append(each)
        head = self._heads[path]
        return self._by_head[head] if head is not None else []

    def _survey(self, path: Path) -> Survey:
        """All the files, so that copies among them are told from generations that look alike."""
        files: dict[tuple[int, int], Found] = {}
        for each in (path, *self._alike(path)):
            try:
                found = Found(each, identify(each))
            except (OSError, UnreadableError):
                if each == path:
                    raise
                continue
            files.setdefault(found.ident.file, found)
        return self._surveyor.survey(tuple(files.values()), self._ledger.known.values())

    def _generation(self, generation: Generation, outcome: _Outcome) -> Iterator[Chunk]:
        if not generation.unread:
            return
        reader = Reader(generation, self._ledger, newest=False)
        try:
            yield from reader.chunks()
            age_s = wall.now_s() - reader.file.ident().mtime_ns / 1e9
            if reader.lines.pending and not reader.file.packed and 0 <= age_s < self._settle_s:
                if not self._waits:
                    outcome.pending = reader.lines.pending
                    return
                time.sleep(self._settle_s - age_s)
                yield from reader.chunks()
            yield from reader.last_line()
        finally:
            reader.close()


def _head(path: Path, framing: Framing) -> str | None:
    """The hash a generation in `path` is told by; None where it can't be read, told later."""
    try:
        with LogFile(path) as file:
            opening = opening_of(file, framing)
    except (OSError, UnreadableError):
        return None
    return opening.head if opening else None
