"""What the SQL screen asks the store: where it is, and the words of its catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ops.tui.sql.completion import Column, Words
from ops.tui.sql.statement import Statement

if TYPE_CHECKING:
    from ops.feed import Reading
    from ops.settings import SqlSettings
    from ops.warehouse.binding import Value
    from ops.warehouse.sandbox.wire import Job


@dataclass(frozen=True, slots=True)
class Where:
    """Where a question goes: everything of a job but the question."""

    store: str
    settings: str | None
    limits: SqlSettings
    reveal: bool
    asked_s: int | None
    given: Mapping[str, Value]
    """What the store itself says of the moment: `as_of`, `heard_s`, epoch seconds."""
    zone: ZoneInfo

    def job(self, sql: str, params: Mapping[str, Value], limit: int | None, scratch: Path) -> Job:
        """The job that asks it there."""
        from ops.warehouse.sandbox.wire import Job

        return Job(
            store=self.store, settings=self.settings, scratch=str(scratch), sql=sql,
            params=dict(params), asked_s=self.asked_s, limit=limit, reveal=self.reveal,
            limits=self.limits,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskWhere:
    """Where the store is, as of which moment, and how callers may be seen."""

    def answer(self, reading: Reading) -> Where:
        """Find it out."""
        from ops.warehouse.moment import Moment
        from ops.warehouse.reach import heard_s

        warehouse = reading.warehouse
        settings, clock_s = warehouse.settings, Moment(reading.as_of_s).clock_s
        return Where(
            store=str(warehouse.paths.root.absolute()),
            settings=str(settings.path) if settings.path else None,
            limits=settings.sql,
            reveal=reading.privacy.reveal,
            asked_s=reading.as_of_s,
            given={"as_of": int(clock_s), "heard_s": heard_s(clock_s, warehouse.last_event_s)},
            zone=settings.zone,
        )


@dataclass(frozen=True, slots=True)
class AskWords:
    """The words of the catalog: relations, columns, functions, queries."""

    def answer(self, reading: Reading) -> Words:
        """Find them."""
        from ops.warehouse.dictionary import COLUMNS, relations
        from ops.warehouse.own import all_queries
        from ops.warehouse.sandbox.grammar import TABLE_FUNCTIONS

        cursor = reading.warehouse.cursor(reading.moment)
        try:
            columns = {
                name: tuple(
                    Column(row[0], row[1], COLUMNS.get(row[0], ""))
                    for row in cursor.execute(f"DESCRIBE {name}").fetchall()
                )
                for name in relations()
            }
            functions = cursor.execute(
                "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN "
                "('scalar', 'aggregate', 'macro', 'window') AND regexp_full_match(function_name, "
                "'[a-z][a-z0-9_]*') AND NOT regexp_matches(function_name, 'collate_|^__') "
                "ORDER BY 1"
            ).fetchall()
        finally:
            cursor.close()
        queries = {q.name: (q.says, q.sql) for q in all_queries() if q.folder != "model"}
        return Words(
            relations(), columns, tuple(f"{row[0]}(" for row in functions),
            tuple(f"{name}(" for name in sorted(TABLE_FUNCTIONS)), queries,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run(AskWhere):
    """A statement on its way to the sandbox, by where the store is."""

    statement: Statement
    params: str
    """As they were typed."""
    limit: int | None
    way: str = ""
    """How to take the result along once it has come (`taking.WAYS`)."""
