"""Cuts: calls closed up to a line of a source, derived once and kept, and what was still open.

A cut is a folder `calls/<source>/<after>-<upto>-t<tier>-<lineage>-<fingerprint>` holding
`calls.parquet` and `states.parquet` (closed, sorted by time), `open.parquet` (what the next
derivation must start from), and for sources of records their keys (`records.parquet`) and which of
this and of earlier cuts a newer delivery has superseded (`superseded.parquet`). It appears by one
rename. Anything about it that no longer fits (the model's SQL, an older generation that came late,
an erasure) changes `lineage` or `fingerprint`, and the cut is ignored and made anew; the whole
folder `calls/` can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ops.sources.events import POSITION_BITS
from ops.store.access import Access, sync_file, sync_folder, temporary_beside
from ops.store.derive import (
    CALL_COLUMNS,
    EVENT_COLUMNS,
    NO_RECORDS,
    RECORD_COLUMNS,
    STATE_COLUMNS,
    Identities,
    derive,
    fingerprint,
    segment_columns,
)
from ops.store.layout import Segment, StorePaths, Tiling, total_bytes, whole_listing
from ops.store.tails import read_tail

MERGE = 16
"""So many neighbouring cuts of one tier become one of the next."""

CUT_BYTES = 2 << 30
"""At most about so many bytes of log are derived at once."""

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


def events_select(
    tiles: Sequence[Segment], after: int, boots: Mapping[int, int], carried: Path | None
) -> str:
    """SELECT of EVENT_COLUMNS: what was open at `after`, then the events behind it."""
    parts = []
    if carried is not None:
        parts.append(f"SELECT {EVENT_COLUMNS} FROM read_parquet({sql_paths([carried])})")
    if tiles:
        parts.append(
            f"SELECT {segment_columns(boots)} "
            f"FROM read_parquet({sql_paths([t.path for t in tiles])}) "
            f"WHERE seq > {after} AND event IS NOT NULL"
        )
    return " UNION ALL ".join(parts)


def known_records(cuts: Sequence[Cut]) -> str:
    """SELECT of RECORD_COLUMNS: the records that `cuts` hold."""
    if not cuts:
        return NO_RECORDS
    return f"SELECT {RECORD_COLUMNS} FROM read_parquet({sql_paths([c.records for c in cuts])})"


def sql_paths(paths: Sequence[Path]) -> str:
    """A SQL list of file names."""
    names = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"[{names}]"


@dataclass(frozen=True, slots=True)
class Closer:
    """Makes and merges the cuts of a store. For the lock's holder only."""

    paths: StorePaths
    access: Access
    connection: duckdb.DuckDBPyConnection
    who: Identities

    def close(self, source: str, *, least_bytes: int = 0) -> bool:
        """Make one cut further if at least `least_bytes` of log lie behind the last one.

        Returns whether one was made; call again until it is not.
        """
        tiling = whole_listing(self.paths.source_folder(source))
        mark = fingerprint(self.who)
        cuts = chain(self.paths, source, tiling, mark)
        after = cuts[-1].upto if cuts else 0
        ahead = tiles_behind(tiling, after)
        if not ahead or total_bytes(ahead) < least_bytes:
            return False
        tiles = _first_bytes(ahead, CUT_BYTES)
        upto = (tiles[-1].ordinal << POSITION_BITS) + read_tail(tiles[-1]).lines
        carried = cuts[-1].open if cuts else None
        derive(
            self.connection,
            events_select(tiles, after, boots_before(tiling), carried),
            in_place=True,
            known=known_records(cuts),
        )
        cut = Cut.at(
            self.paths.calls / source, after, upto, _tier(tiles),
            lineage(tiling, upto, self.paths.erasure_count()), mark,
        )  # fmt: skip
        self._publish(cut, _derived_files())
        return True

    def merge(self, source: str) -> bool:
        """Merge the first run of neighbouring cuts of one tier that is long enough."""
        tiling = whole_listing(self.paths.source_folder(source))
        cuts = chain(self.paths, source, tiling, fingerprint(self.who))
        for start in range(len(cuts) - MERGE + 1):
            run = cuts[start : start + MERGE]
            if len({cut.tier for cut in run}) == 1 and run[0].tier < 9:
                last = run[-1]
                merged = Cut.at(
                    last.path.parent, run[0].after, last.upto, last.tier + 1,
                    last.lineage, last.fingerprint,
                )  # fmt: skip
                self._publish(merged, _merged_files(run))
                return True
        return False

    def superseded(self, source: str) -> list[Path]:
        """Folders of cuts that the chain no longer uses."""
        folder = self.paths.calls / source
        if not folder.is_dir():
            return []
        tiling = whole_listing(self.paths.source_folder(source))
        used = {cut.path for cut in chain(self.paths, source, tiling, fingerprint(self.who))}
        return [path for path in folder.iterdir() if path.is_dir() and path not in used]

    def _publish(self, cut: Cut, files: Mapping[str, str]) -> None:
        self.access.folder(cut.path.parent)
        temporary = temporary_beside(cut.path)
        self.access.folder(temporary)
        try:
            for name, select in files.items():
                path = temporary / name
                quoted = str(path).replace("'", "''")
                self.connection.execute(
                    f"COPY ({select}) TO '{quoted}' "
                    "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
                )
                self.access.file(path)
                sync_file(path)
            sync_folder(temporary)
            temporary.replace(cut.path)
            sync_folder(cut.path.parent)
        finally:
            with contextlib.suppress(OSError):
                shutil.rmtree(temporary)


def _derived_files() -> dict[str, str]:
    return {
        "calls.parquet": f"SELECT {CALL_COLUMNS} FROM derived_calls "
        "WHERE end_s IS NOT NULL ORDER BY s, seq",
        "states.parquet": f"SELECT {STATE_COLUMNS} FROM derived_states "
        "WHERE end_s IS NOT NULL ORDER BY end_s, seq",
        "open.parquet": f"SELECT {EVENT_COLUMNS} FROM derived_open ORDER BY seq",
        "records.parquet": f"SELECT {RECORD_COLUMNS} FROM derived_records ORDER BY record_key, seq",
        "superseded.parquet": "SELECT seq FROM derived_superseded ORDER BY seq",
    }


def _merged_files(run: Sequence[Cut]) -> dict[str, str]:
    return {
        "calls.parquet": f"SELECT * FROM read_parquet({sql_paths([c.calls for c in run])}) "
        "ORDER BY s, seq",
        "states.parquet": f"SELECT * FROM read_parquet({sql_paths([c.states for c in run])}) "
        "ORDER BY end_s, seq",
        "open.parquet": f"SELECT * FROM read_parquet({sql_paths([run[-1].open])})",
        "records.parquet": f"{known_records(run)} ORDER BY record_key, seq",
        "superseded.parquet": "SELECT DISTINCT seq "
        f"FROM read_parquet({sql_paths([c.superseded for c in run])}) ORDER BY seq",
    }


def tiles_behind(tiling: Tiling, after: int) -> list[Segment]:
    """Segments that hold lines behind `after`."""
    ordinal, line = after >> POSITION_BITS, after & ((1 << POSITION_BITS) - 1)
    found = [t for t in tiling.segments if t.ordinal > ordinal]
    current = [t for t in tiling.segments if t.ordinal == ordinal]
    while current and read_tail(current[-1]).lines > line:
        found.insert(0, current.pop())
    return found


def _first_bytes(tiles: Sequence[Segment], limit: int) -> list[Segment]:
    taken: list[Segment] = []
    for tile in tiles:
        if taken and total_bytes(taken) + tile.end - tile.start > limit:
            break
        taken.append(tile)
    return taken


def _tier(tiles: Sequence[Segment]) -> int:
    """Cuts of bulk loads are large from the start and need fewer merges."""
    size = total_bytes(tiles)
    return 0 if size < 32 << 20 else 1 if size < 512 << 20 else 2
