"""Small segments become large ones, so that a folder never holds too many to list."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from ops.store.access import Access, publish, temporary_beside
from ops.store.layout import TOP_TIER, Segment, listing, tile, total_bytes, whole_listing
from ops.store.quoting import sql_paths, sql_text
from ops.store.tails import read_tail

RUN = 64
"""So many neighbours of one tier become one segment of the next."""

FINISHED_BYTES = 1 << 30
"""A finished generation becomes segments of at most about so many bytes of log."""

GRACE_S = 60.0
"""A merged segment's parts stay this long: a reader may still be on its way to them."""


@dataclass(frozen=True, slots=True)
class Compactor:
    """Merges the segments of one source. For the lock's holder only."""

    folder: Path
    access: Access
    connection: duckdb.DuckDBPyConnection

    def step(self) -> bool:
        """Merge one run, if there is one; returns whether it did."""
        generations = list(whole_listing(self.folder).generations().values())
        for number, tiles in enumerate(generations):
            finished = number < len(generations) - 1
            run = _finished_run(tiles) if finished else _tier_run(tiles)
            if run:
                self._merge(run, TOP_TIER if finished else run[0].tier + 1)
                return True
        return False

    def sweep(self) -> int:
        """Unlink segments that a merged one has covered for a while; returns how many."""
        segments = listing(self.folder)
        used = tile(segments)
        if used.gaps:
            return 0
        kept = {segment.path for segment in used.segments}
        removed = 0
        for segment in segments:
            if segment.path in kept:
                continue
            covering = next(
                (k for k in used.segments if k.generation == segment.generation
                 and k.start <= segment.start and segment.end <= k.end), None,
            )  # fmt: skip
            if covering is not None and _age_s(covering.path) > GRACE_S:
                with contextlib.suppress(FileNotFoundError):
                    segment.path.unlink()
                    removed += 1
        return removed

    def _merge(self, run: Sequence[Segment], tier: int) -> None:
        first, last = run[0], run[-1]
        merged = Segment.at(self.folder, first.ordinal, first.head, first.start, last.end, tier)
        temporary = temporary_beside(merged.path)
        metadata = {
            "first_line": pl.read_parquet_metadata(first.path)["first_line"],
            "lines": str((tail := read_tail(last)).lines),
            "tail": tail.tail,
            "restarts": str(tail.restarts),
        }
        pairs = ", ".join(f"{key}: '{value}'" for key, value in metadata.items())
        try:
            self.connection.execute(
                f"COPY (SELECT * FROM read_parquet({sql_paths([s.path for s in run])})) "
                f"TO {sql_text(temporary)} "
                f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})"
            )
            self.access.file(temporary)
            publish(temporary, merged.path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()


def remove_temporaries(folder: Path) -> None:
    """Take away what a killed collector left half written."""
    with contextlib.suppress(FileNotFoundError):
        for path in folder.glob(".*.tmp"):
            with contextlib.suppress(OSError):
                path.unlink()


def _tier_run(tiles: Sequence[Segment]) -> list[Segment]:
    run: list[Segment] = []
    for segment in tiles:
        if run and run[-1].tier != segment.tier:
            run = []
        if segment.tier < TOP_TIER:
            run.append(segment)
        if len(run) == RUN:
            return run
    return []


def _finished_run(tiles: Sequence[Segment]) -> list[Segment]:
    run: list[Segment] = []
    for segment in tiles:
        if segment.tier == TOP_TIER or total_bytes([*run, segment]) > FINISHED_BYTES:
            if len(run) > 1:
                return run
            run = []
        if segment.tier < TOP_TIER:
            run.append(segment)
    return run if len(run) > 1 else []


def _age_s(path: Path) -> float:
    with contextlib.suppress(FileNotFoundError):
        return time.time() - path.stat().st_mtime
    return 0.0
