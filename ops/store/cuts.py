"""Cuts: calls closed up to a line of a source, derived once and kept, and what was still open.

A cut is a folder `calls/<source>/<after>-<upto>-t<tier>-<lineage>-<fingerprint>` holding
`calls.parquet` and `states.parquet` (closed, sorted by time), `open.parquet` (what the next
derivation must start from), which calls of earlier cuts have been joined by others of their contact
(`rejoined.parquet`, see `ops/store/contacts`), and for sources of records their keys
(`records.parquet`) and which of this and of earlier cuts a newer delivery has superseded
(`superseded.parquet`). It appears by one rename. Anything about it that no longer fits (the model's
SQL, an older generation that came late, an erasure) changes `lineage` or `fingerprint`, and the cut
is ignored and made anew; the whole folder `calls/` can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.sources.events import POSITION_BITS
from ops.store.derive import NO_RECORDS, RECORD_COLUMNS, segment_columns
from ops.store.layout import Segment, StorePaths, Tiling
from ops.store.quoting import sql_paths
from ops.store.tails import read_tail

_NAME = re.compile(r"(\d{19})-(\d{19})-t(\d)-([0-9a-f]{12})-([0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Cut:
    """Closed calls of the lines with `after` < seq <= `upto`."""

    after: int
    upto: int
    tier: int
    lineage: str
    fingerprint: str
    path: Path

    @classmethod
    def at(cls, folder: Path, after: int, upto: int, tier: int, lineage: str, mark: str) -> Cut:
        """The cut of that name in `folder`."""
        name = f"{after:019d}-{upto:019d}-t{tier}-{lineage}-{mark}"
        return cls(after, upto, tier, lineage, mark, folder / name)

    @classmethod
    def parse(cls, path: Path) -> Cut | None:
        """The cut a folder's name tells, or None."""
        if (found := _NAME.fullmatch(path.name)) is None:
            return None
        after, upto, tier, lineage, mark = found.groups()
        return cls(int(after), int(upto), int(tier), lineage, mark, path)

    @property
    def calls(self) -> Path:
        """Closed calls, sorted by the second they were offered."""
        return self.path / "calls.parquet"

    @property
    def states(self) -> Path:
        """Closed agent states, sorted by their end."""
        return self.path / "states.parquet"

    @property
    def open(self) -> Path:
        """The events of what was open at the cut."""
        return self.path / "open.parquet"

    @property
    def rejoined(self) -> Path:
        """The calls of earlier cuts that have a call id of this one's calls."""
        return self.path / "rejoined.parquet"

    @property
    def records(self) -> Path:
        """The keys of its records, superseded ones too."""
        return self.path / "records.parquet"

    @property
    def superseded(self) -> Path:
        """The records, of this cut or of earlier ones, that are no calls any more."""
        return self.path / "superseded.parquet"


def lineage(tiling: Tiling, upto: int, erasures: int) -> str:
    """Which generations a cut up to `upto` was derived from, as 12 hex digits."""
    digest = hashlib.blake2b(str(erasures).encode(), digest_size=6)
    current = upto >> POSITION_BITS
    for (ordinal, head), tiles in tiling.generations().items():
        if ordinal <= current:
            # an older generation may still get late lines: they belong before the cut
            end = tiles[-1].end if ordinal < current else ""
            digest.update(f"{ordinal}-{head}-{end};".encode())
    return digest.hexdigest()


def chain(paths: StorePaths, source: str, tiling: Tiling, mark: str) -> list[Cut]:
    """The cuts of `source` that still hold, one after the other from the first line."""
    folder = paths.calls / source
    try:
        listed = [Cut.parse(path) for path in folder.iterdir()]
    except FileNotFoundError:
        return []
    erasures = paths.erasure_count()
    starting: dict[int, Cut] = {}
    for cut in listed:
        if cut is None or cut.fingerprint != mark:
            continue
        if cut.lineage != lineage(tiling, cut.upto, erasures):
            continue
        known = starting.get(cut.after)
        if known is None or cut.upto > known.upto:
            starting[cut.after] = cut
    found: list[Cut] = []
    at = 0
    while (cut := starting.get(at)) is not None:
        found.append(cut)
        at = cut.upto
    return found


def boots_before(tiling: Tiling) -> dict[int, int]:
    """For each generation's ordinal, how often the phone system had started before it."""
    found: dict[int, int] = {}
    total = 0
    for (ordinal, _), tiles in tiling.generations().items():
        found[ordinal] = total
        total += read_tail(tiles[-1]).restarts
    return found


def events_select(tiles: Sequence[Segment], after: int, boots: Mapping[int, int]) -> str:
    """SELECT of EVENT_COLUMNS: the events of `tiles` behind `after`; empty where there are none."""
    if not tiles:
        return ""
    return (
        f"SELECT {segment_columns(boots)} FROM read_parquet({sql_paths([t.path for t in tiles])}) "
        f"WHERE seq > {after} AND event IS NOT NULL"
    )


def known_records(cuts: Sequence[Cut]) -> str:
    """SELECT of RECORD_COLUMNS: the records that `cuts` hold."""
    if not cuts:
        return NO_RECORDS
    return f"SELECT {RECORD_COLUMNS} FROM read_parquet({sql_paths([c.records for c in cuts])})"


def tiles_behind(tiling: Tiling, after: int) -> list[Segment]:
    """Segments that hold lines behind `after`."""
    ordinal, line = after >> POSITION_BITS, after & ((1 << POSITION_BITS) - 1)
    found = [t for t in tiling.segments if t.ordinal > ordinal]
    current = [t for t in tiling.segments if t.ordinal == ordinal]
    while current and read_tail(current[-1]).lines > line:
        found.insert(0, current.pop())
    return found
