"""One source's way into the store: what is known of it, and new chunks into segments."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from ops.errors import SourceError, StoreError
from ops.sources.events import Kind
from ops.sources.follow import Chunk, Known
from ops.store.access import Access
from ops.store.layout import StorePaths, whole_listing
from ops.store.segments import BULK_BYTES, Written, write
from ops.store.tails import Tail, read_tail

WRITERS = 2
"""Chunks of a bulk load decoded side by side; they are committed in order all the same."""


class Intake:
    """Stores the chunks of one source. For the lock's holder only.

    `again` accepts a generation that another source of the store already has.
    """

    def __init__(
        self,
        paths: StorePaths,
        access: Access,
        source: str,
        kind: Kind,
        *,
        again: bool = False,
    ) -> None:
        self.source = source
        self.kind = kind
        self.lines = 0
        self.last_event_s: int | None = None
        self._paths = paths
        self._access = access
        self._folder = access.folder(paths.source_folder(source))
        self._again = again
        self._tails: dict[tuple[int, str], tuple[int, Tail]] = {}
        self.reload()

    def reload(self) -> None:
        """Learn from the segments what the store has; after a failure too."""
        tiling = whole_listing(self._folder)
        if tiling.gaps:
            raise StoreError(
                f"{self._folder}: {tiling.gaps[0]}",
                "restore the missing file, or move the later files of that log away: "
                "they are read again from the log",
            )
        self._tails = {
            generation: (tiles[-1].end, read_tail(tiles[-1]))
            for generation, tiles in tiling.generations().items()
        }

    def known(self) -> list[Known]:
        """What the follower must not deliver again, in order."""
        return [
            Known(ordinal=ordinal, head=head, end=end, lines=tail.lines, tail=tail.tail)
            for (ordinal, head), (end, tail) in sorted(self._tails.items())
        ]

    def store(
        self, chunks: Iterable[Chunk], committed: Callable[[Written], None] = lambda _: None
    ) -> int:
        """Commit `chunks` in order; returns how many lines were stored.

        `committed` is told of each segment once it is part of the store. Raises StoreError where
        the disk is full: then `reload`, and follow anew from `known`.
        """
        stored = 0
        pending: deque[Future[Written]] = deque()
        with ThreadPoolExecutor(WRITERS, thread_name_prefix="segment") as pool:
            try:
                for chunk in chunks:
                    before, after = self._advance(chunk)
                    pending.append(
                        pool.submit(write, self._folder, chunk, self.kind, before, after)
                    )
                    bulk = len(chunk.data) >= BULK_BYTES
                    while len(pending) >= (WRITERS if bulk else 1):
                        committed(self._commit(pending.popleft()))
                    stored += after.lines + 1 - chunk.first_line
                while pending:
                    committed(self._commit(pending.popleft()))
            except BaseException:
                _abandon(pending)
                raise
        self.lines += stored
        return stored

    def _commit(self, written: Future[Written]) -> Written:
        done = written.result()
        done.commit(self._access)
        return done

    def _advance(self, chunk: Chunk) -> tuple[int, Tail]:
        """Note that `chunk` is under way; returns the starts before it and the state behind it."""
        generation = (chunk.ordinal, chunk.head)
        known = self._tails.get(generation)
        if known is None:
            self._refuse_known_elsewhere(chunk)
        kind = self.kind.opened(chunk.header)
        before = known[1].restarts if known else 0
        lines = chunk.first_line + chunk.data.count(b"\n") - 1
        after = Tail(lines, chunk.tail, before + kind.restarts_in(chunk.data))
        self._tails[generation] = (chunk.end, after)
        if (stamp := kind.stamp_of(_last_line(chunk.data))) is not None:
            self.last_event_s = stamp
        return before, after

    def _refuse_known_elsewhere(self, chunk: Chunk) -> None:
        if self._again:
            return
        for other in self._paths.sources():
            if other == self.source:
                continue
            tiling = whole_listing(self._paths.source_folder(other))
            if any(head == chunk.head for _, head in tiling.generations()):
                raise SourceError(
                    f"{chunk.path}: its lines are already stored as source {other!r}",
                    f"take --source {other}, or --again to store them twice on purpose",
                )


def _last_line(data: bytes) -> bytes:
    return data[data.rfind(b"\n", 0, len(data) - 1) + 1 :]


def _abandon(pending: deque[Future[Written]]) -> None:
    for future in pending:
        try:
            future.result().discard()
        except Exception:
            continue
