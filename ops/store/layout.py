"""Where everything of a store lies, and what the names of its files say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SAFE_SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_SEGMENT = re.compile(r"(\d{11})-([0-9a-f]{16})-(\d{13})-(\d{13})\.t(\d)\.parquet")
TOP_TIER = 3


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """Bytes `start`..`end` (uncompressed) of one generation of a log, as one Parquet file."""

    ordinal: int
    head: str
    start: int
    end: int
    tier: int
    path: Path

    @classmethod
    def at(
        cls, folder: Path, ordinal: int, head: str, start: int, end: int, tier: int = 0
    ) -> Segment:
        """The segment of these bytes in `folder`; the name is the ledger."""
        name = f"{ordinal:011d}-{head}-{start:013d}-{end:013d}.t{tier}.parquet"
        return cls(ordinal, head, start, end, tier, folder / name)

    @classmethod
    def parse(cls, path: Path) -> Segment | None:
        """The segment a file's name tells, or None for any other file."""
        if (found := _SEGMENT.fullmatch(path.name)) is None:
            return None
        ordinal, head, start, end, tier = found.groups()
        return cls(int(ordinal), head, int(start), int(end), int(tier), path)

    @property
    def generation(self) -> tuple[int, str]:
        """What tells generations apart: their order and the hash of their first line."""
        return (self.ordinal, self.head)


@dataclass(frozen=True, slots=True)
class Tiling:
    """The segments to read, in order, and where bytes are missing between them."""

    segments: tuple[Segment, ...]
    gaps: tuple[str, ...]

    def generations(self) -> dict[tuple[int, str], list[Segment]]:
        """The tiles of each generation, generations and tiles in order."""
        found: dict[tuple[int, str], list[Segment]] = {}
        for segment in self.segments:
            found.setdefault(segment.generation, []).append(segment)
        return found


def listing(folder: Path) -> list[Segment]:
    """All segments in `folder`, in order; an absent folder has none."""
    try:
        found = [Segment.parse(path) for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    return sorted(segment for segment in found if segment is not None)


def tile(segments: Iterable[Segment]) -> Tiling:
    """Choose the segments that cover every byte once.

    While a compaction is under way the merged segment and its parts stand side by side: at each
    offset the longest wins and what it covers is passed over.
    """
    chosen: list[Segment] = []
    gaps: list[str] = []
    reached: dict[tuple[int, str], int] = {}
    for segment in sorted(segments, key=lambda s: (s.ordinal, s.head, s.start, -s.end)):
        at = reached.get(segment.generation, 0)
        if segment.end <= at:
            continue
        if segment.start != at:
            gaps.append(f"{segment.path.name}: bytes {at:,} to {segment.start:,} are missing")
        chosen.append(segment)
        reached[segment.generation] = segment.end
    return Tiling(tuple(chosen), tuple(gaps))


def whole_listing(folder: Path, tries: int = 5) -> Tiling:
    """The tiling of `folder`; one with a gap is listed again: it may have been caught midway."""
    tiling = tile(listing(folder))
    for _ in range(tries):
        if not tiling.gaps:
            break
        tiling = tile(listing(folder))
    return tiling


@dataclass(frozen=True, slots=True)
class StorePaths:
    """The folders and files of a store under `root`."""

    root: Path

    @property
    def events(self) -> Path:
        """Segments, a folder a source."""
        return self.root / "events"

    @property
    def calls(self) -> Path:
        """Closed calls derived from the segments, a folder a source; can be deleted."""
        return self.root / "calls"

    @property
    def journal(self) -> Path:
        """What people write."""
        return self.root / "journal"

    @property
    def follow_ups(self) -> Path:
        """The journal of follow-ups, one JSON object a line."""
        return self.journal / "followups.ndjson"

    @property
    def lock(self) -> Path:
        """Held by the one collector."""
        return self.root / "collector.lock"

    @property
    def status(self) -> Path:
        """The collector's heartbeat."""
        return self.root / "status.json"

    @property
    def known(self) -> Path:
        """What the phone systems themselves tell of agents and callers at this moment."""
        return self.root / "known.json"

    @property
    def erasures(self) -> Path:
        """Grows by one byte whenever stored lines are rewritten."""
        return self.root / "erasures"

    def source_folder(self, source: str) -> Path:
        """Where the segments of `source` lie."""
        return self.events / source

    def sources(self) -> tuple[str, ...]:
        """The sources that have a folder, by name."""
        try:
            return tuple(sorted(p.name for p in self.events.iterdir() if p.is_dir()))
        except FileNotFoundError:
            return ()

    def stamp(self) -> tuple[object, ...]:
        """Another one after every commit: when names in the sources' folders last changed."""
        sources = map(self.source_folder, self.sources())
        return tuple(map(_state, (*sources, self.follow_ups)))

    def erasure_count(self) -> int:
        """How often stored lines were rewritten so far."""
        try:
            return self.erasures.stat().st_size
        except FileNotFoundError:
            return 0


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


def total_bytes(segments: Sequence[Segment]) -> int:
    """Uncompressed bytes of the log that `segments` hold."""
    return sum(segment.end - segment.start for segment in segments)
