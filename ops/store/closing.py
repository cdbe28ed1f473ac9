"""Making cuts: what has closed is derived once and kept, neighbouring cuts are merged."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from ops.errors import StoreError
from ops.store.access import Access, sync_file, sync_folder, temporary_beside
from ops.store.contacts import with_contacts
from ops.store.cuts import (
    Cut,
    boots_before,
    chain,
    known_records,
    lineage,
    tiles_behind,
)
from ops.store.derive import Identities, fingerprint
from ops.store.layout import StorePaths, whole_listing
from ops.store.quoting import sql_paths, sql_text
from ops.store.rolling import Rolling, bytes_behind, pieces

MERGE = 16
"""So many neighbouring cuts of one tier become one of the next."""

CUT_LINES = 1_500_000
"""A cut holds at most about so many lines: its calls are in memory until it is written."""

ROW_GROUP = 122_880
"""As DuckDB has it: what a query need not look at is passed over by so many rows."""


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
        cuts = chain(self.paths, source, tiling, fingerprint(self.who))
        after = upto = cuts[-1].upto if cuts else 0
        ahead = tiles_behind(tiling, after)
        if not ahead or bytes_behind(ahead, after) < least_bytes:
            return False
        rolling = self.rolling(cuts)
        lines = 0
        for piece in pieces(ahead, after, boots_before(tiling)):
            rolling.add(piece.events)
            upto = piece.upto
            lines += piece.lines
            if lines >= CUT_LINES:
                break
        descent = lineage(tiling, upto, self.paths.erasure_count())
        self.publish(self.next_cut(source, after, upto, lines, descent), rolling, cuts)
        return True

    def chain(self, source: str) -> list[Cut]:
        """The cuts of `source` that still hold."""
        tiling = whole_listing(self.paths.source_folder(source))
        return chain(self.paths, source, tiling, fingerprint(self.who))

    def rolling(self, cuts: Sequence[Cut]) -> Rolling:
        """A derivation of what comes behind `cuts`."""
        carried = pl.read_parquet(cuts[-1].open) if cuts else None
        return Rolling(self.connection, carried, known_records(cuts))

    def next_cut(self, source: str, after: int, upto: int, lines: int, descent: str) -> Cut:
        """The cut of these lines, about `lines` of them."""
        folder = self.paths.calls / source
        return Cut.at(folder, after, upto, _tier(lines), descent, fingerprint(self.who))

    def publish(self, cut: Cut, rolling: Rolling, before: Sequence[Cut]) -> None:
        """Write what `rolling` closed as `cut`, behind `before`. Raises StoreError, OSError."""
        frames = rolling.take()
        frames["calls"], frames["rejoined"] = with_contacts(
            self.connection, frames["calls"], frames["superseded"], before
        )

        def write(name: str, path: Path) -> None:
            frames[name].write_parquet(
                path, compression="zstd", compression_level=1, row_group_size=ROW_GROUP
            )

        self._publish(cut, list(frames), write)

    def merge(self, source: str) -> bool:
        """Merge the first run of neighbouring cuts of one tier that is long enough."""
        cuts = self.chain(source)
        for start in range(len(cuts) - MERGE + 1):
            run = cuts[start : start + MERGE]
            if len({cut.tier for cut in run}) == 1 and run[0].tier < 9:
                last = run[-1]
                merged = Cut.at(
                    last.path.parent, run[0].after, last.upto, last.tier + 1,
                    last.lineage, last.fingerprint,
                )  # fmt: skip
                self._merge(run, merged)
                return True
        return False

    def superseded(self, source: str) -> list[Path]:
        """Folders of cuts that the chain no longer uses."""
        folder = self.paths.calls / source
        if not folder.is_dir():
            return []
        used = {cut.path for cut in self.chain(source)}
        return [path for path in folder.iterdir() if path.is_dir() and path not in used]

    def _merge(self, run: Sequence[Cut], merged: Cut) -> None:
        selects = _merged_files(run)

        def write(name: str, path: Path) -> None:
            self.connection.execute(
                f"COPY ({selects[name]}) TO {sql_text(path)} "
                "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
            )

        self._publish(merged, list(selects), write)

    def _publish(self, cut: Cut, names: Sequence[str], write: Callable[[str, Path], None]) -> None:
        """Have every file of `cut` written beside it, then make them appear at once."""
        self.access.folder(cut.path.parent)
        temporary = temporary_beside(cut.path)
        self.access.folder(temporary)
        try:
            for name in names:
                path = temporary / f"{name}.parquet"
                write(name, path)
                self.access.file(path)
                sync_file(path)
            sync_folder(temporary)
            temporary.replace(cut.path)
            sync_folder(cut.path.parent)
        except pl.exceptions.PolarsError as error:
            raise StoreError(
                f"{cut.path.parent}: cannot write: {error}", "see that the disk has room"
            ) from error
        finally:
            with contextlib.suppress(OSError):
                shutil.rmtree(temporary)


def _merged_files(run: Sequence[Cut]) -> dict[str, str]:
    return {
        "calls": f"SELECT * FROM read_parquet({sql_paths([c.calls for c in run])}) ORDER BY s, seq",
        "states": f"SELECT * FROM read_parquet({sql_paths([c.states for c in run])}) "
        "ORDER BY end_s, seq",
        "open": f"SELECT * FROM read_parquet({sql_paths([run[-1].open])})",
        "rejoined": "SELECT DISTINCT seq "
        f"FROM read_parquet({sql_paths([c.rejoined for c in run])}) ORDER BY seq",
        "records": f"{known_records(run)} ORDER BY record_key, seq",
        "superseded": "SELECT DISTINCT seq "
        f"FROM read_parquet({sql_paths([c.superseded for c in run])}) ORDER BY seq",
    }


def _tier(lines: int) -> int:
    """Cuts of bulk loads are large from the start and need fewer merges."""
    return 0 if lines < 500_000 else 1
