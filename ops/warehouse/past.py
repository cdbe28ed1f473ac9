"""What a reader takes of the cuts into its memory when it starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from ops.store.cuts import Cut, known_records
from ops.store.derive import CALL_COLUMNS, EVENT_COLUMNS
from ops.store.layout import Tiling
from ops.store.quoting import sql_paths
from ops.warehouse.memory import KINDS, LEFT_IN_MENU


@dataclass(frozen=True, slots=True)
class Past:
    """Reads cuts into the tables of `connection`."""

    connection: duckdb.DuckDBPyConnection

    def last_event_s(self, cuts: Sequence[Cut], tiling: Tiling) -> int | None:
        """The newest stamp of any closed call, from the files' own statistics."""
        run = self.connection.execute
        calls = sql_paths([cut.calls for cut in cuts])
        found = run(
            "SELECT max(CAST(stats_max_value AS BIGINT)) "
            f"FROM parquet_metadata({calls}) WHERE path_in_schema IN ('s', 'end_s')"
        ).fetchone()
        if found and found[0] is not None:
            return int(found[0])
        # a source without calls, of tickets say
        files = sql_paths([tile.path for tile in tiling.segments])
        found = run(
            f"SELECT max(s) FROM read_parquet({files}) WHERE seq <= {cuts[-1].upto}"
        ).fetchone()
        return found[0] if found else None

    def take_open(self, source: str, last: Cut) -> None:
        """Take over the events of what was open at the last cut."""
        self.connection.execute(
            f"INSERT INTO open_events SELECT $1, {EVENT_COLUMNS} "
            f"FROM read_parquet({sql_paths([last.open])})", [source],
        )  # fmt: skip

    def take_superseded(self, source: str, cuts: Sequence[Cut]) -> bool:
        """Take over which records of the cuts are no calls any more; whether there are records."""
        run = self.connection.execute
        some = run(f"SELECT 1 FROM ({known_records(cuts)}) LIMIT 1").fetchone()
        if some:
            files = sql_paths([cut.superseded for cut in cuts])
            run(f"INSERT INTO superseded SELECT $1, seq FROM read_parquet({files})", [source])
        return some is not None

    def take_near(
        self, source: str, cuts: Sequence[Cut], from_s: int, *, has_records: bool
    ) -> set[str]:
        """Take the newest rows, from `from_s` on; returns the names of all queues."""
        run = self.connection.execute
        calls = sql_paths([cut.calls for cut in cuts])
        states = sql_paths([cut.states for cut in cuts])
        for what, files in (("calls", calls), ("states", states)):
            columns, time, _, belongs = KINDS[what]
            run(
                f"INSERT INTO {what}_near SELECT $1, {columns} FROM read_parquet({files}) "
                f"WHERE {time} >= $2 AND {belongs}", [source, from_s],
            )  # fmt: skip
        if has_records:
            run(
                f"INSERT INTO calls_menu SELECT $1, {CALL_COLUMNS} FROM read_parquet({calls}) "
                f"WHERE s >= $2 AND {LEFT_IN_MENU}", [source, from_s],
            )  # fmt: skip
        names = run(f"SELECT DISTINCT queue FROM read_parquet({calls})").fetchall()
        return {name for (name,) in names if name and name != "NONE"}
