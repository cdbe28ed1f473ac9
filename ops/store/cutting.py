"""Cuts made while a load goes on, from its lines as they were decoded: none is read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Self

import duckdb
import polars as pl

from ops.errors import FloorwatchError
from ops.sources.events import POSITION_BITS
from ops.store.closing import CUT_LINES, Closer
from ops.store.cuts import boots_before, known_records, lineage, tiles_behind
from ops.store.layout import Tiling, whole_listing
from ops.store.rolling import Piece, Rolling, last_seq, pieces
from ops.store.segments import Written

LEAST_LINES = 16_000
"""Fewer lines than these get no cut of their own: a reader derives them in no time."""


class Cutting:
    """Does beside a load what `Closer.close` would do after it; has the closer's connection then.

    It goes on while every segment stands right behind the last one. Where one does not, or
    anything else is in the way, it ends, and what it has not cut is left to `Closer.close`.
    """

    def __init__(self, closer: Closer, source: str) -> None:
        self._closer = closer
        self._source = source
        self._folder = closer.paths.source_folder(source)
        self._cuts = closer.chain(source)
        self._tiling = whole_listing(self._folder)
        behind = tiles_behind(self._tiling, self._cut_to)
        self._behind = pieces(behind, self._cut_to, boots_before(self._tiling))
        self._at = last_seq(behind[-1]) if behind else self._cut_to
        self._rolling: Rolling | None = None
        self._lines = self._upto = 0
        self._lineage = ""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="cutting")
        self._running: Future[None] | None = None
        self._ended = False

    def __enter__(self) -> Self:
        # the other half of the processors decodes what comes next
        threads = max(1, (os.cpu_count() or 1) // 2)
        self._closer.connection.execute(f"SET threads = {threads}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        """Cut what is derived by now, unless the load has failed."""
        if kind is None:
            self._go_on(self._publish_rest)
            self._wait()
        self._worker.shutdown(cancel_futures=True)
        self._closer.connection.execute("RESET threads")

    def take(self, written: Written) -> None:
        """Derive from a segment that has just become part of the store."""
        lines, ordinal = written.lines, written.segment.ordinal
        if not self._stands_behind(written):
            self._ended = True
        if self._ended:
            return
        self._at = last_seq(written.segment)
        # as the store is now: when its turn comes, older lines may have come late
        tiling = whole_listing(self._folder)
        boots = boots_before(tiling)[ordinal]
        self._go_on(
            partial(self._derive, lines, boots, self._at, self._lineage_at(tiling, self._at))
        )

    def _stands_behind(self, written: Written) -> bool:
        if written.segment.start == 0:
            return written.segment.ordinal > self._at >> POSITION_BITS
        seqs = written.lines["seq"]
        return not seqs.is_empty() and int(seqs.item(0)) == self._at + 1

    def _go_on(self, job: Callable[[], None]) -> None:
        """Have `job` done when what is under way is."""
        self._wait()
        if not self._ended:
            self._running = self._worker.submit(job)

    def _wait(self) -> None:
        if self._running is not None:
            try:
                self._running.result()
            except (duckdb.Error, pl.exceptions.PolarsError, OSError, FloorwatchError):
                self._ended = True  # whoever closes the rest meets it too, and says so
        self._running = None

    def _derive(self, lines: pl.DataFrame, boots: int, upto: int, lineage_then: str) -> None:
        if self._rolling is None:
            self._rolling = self._closer.rolling(self._cuts)
        for piece in self._behind:
            self._add(piece, self._lineage_at(self._tiling, piece.upto))
        self._add(Piece.of([(lines, boots)], upto), lineage_then)

    def _add(self, piece: Piece, lineage_then: str) -> None:
        assert self._rolling is not None
        self._rolling.add(piece.events)
        self._lines += piece.lines
        self._upto, self._lineage = piece.upto, lineage_then
        if self._lines >= CUT_LINES:
            self._publish()

    def _publish_rest(self) -> None:
        if self._lines >= LEAST_LINES:
            self._publish()

    def _publish(self) -> None:
        assert self._rolling is not None
        cut = self._closer.next_cut(
            self._source, self._cut_to, self._upto, self._lines, self._lineage
        )
        self._closer.publish(cut, self._rolling, self._cuts)
        self._cuts.append(cut)
        self._rolling.known = known_records(self._cuts)
        self._lines = 0

    @property
    def _cut_to(self) -> int:
        return self._cuts[-1].upto if self._cuts else 0

    def _lineage_at(self, tiling: Tiling, upto: int) -> str:
        return lineage(tiling, upto, self._closer.paths.erasure_count())
