"""A real journal, tickets and calls by hand, and the relations of what is owed over them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

from ops import clock
from ops.settings import NumberSettings, Settings
from ops.store.access import Access
from ops.store.journal import Entry, Journal, Opening
from ops.store.layout import StorePaths
from ops.store.segments import SCHEMA
from ops.warehouse.moment import Moment, set_moment
from ops.warehouse.owed import Owed

Row = dict[str, Any]
SOURCES = ("desk", "other")
NOON = 1_800_000_000
"""Second 0 of these tests."""

SETTINGS = Settings(numbers=NumberSettings(country_prefix="49", trunk_prefix="0"))

CALLS = """
CREATE TABLE stored (source VARCHAR, seq BIGINT, call_id VARCHAR, queue VARCHAR, customer VARCHAR,
    agent VARCHAR, s BIGINT, answer_s BIGINT);
CREATE VIEW calls AS SELECT * REPLACE
    (CASE WHEN answer_s < getvariable('asked_s') THEN answer_s END AS answer_s)
FROM stored WHERE s < getvariable('asked_s')
"""


def at(s: int) -> datetime:
    """So many seconds after noon."""
    return datetime.fromtimestamp(NOON + s, UTC)


class Owing:
    """Instants are seconds after NOON."""

    def __init__(self, store: Path) -> None:
        self.paths = StorePaths(store)
        self.db = duckdb.connect()
        self.db.execute(CALLS)
        columns = ", ".join(
            f"{name} {'BIGINT' if name in ('seq', 's') else 'VARCHAR'}" for name in SCHEMA
        )
        self.db.execute(f"CREATE TABLE all_lines (source VARCHAR, {columns})")
        self.db.execute("CREATE TABLE aliases (raw VARCHAR, agent VARCHAR)")
        self.db.execute("INSERT INTO aliases VALUES ('PJSIP/201', 'Ana Ruiz')")
        for source in SOURCES:
            self.note(source, "incident-tickets")
        self.owed = Owed(self.paths, SETTINGS, self.db)
        self.owed.bring_tickets(["desk"], self.db)
        self._seq = 0

    def note(self, source: str, kind: str) -> None:
        """Note of what kind a source is, as whoever collects does."""
        folder = self.paths.source_folder(source)
        folder.mkdir(parents=True, exist_ok=True)
        note = {"kind": kind, "folder": "/var/lib/desk", "stem": source}
        (folder / "source.json").write_text(json.dumps(note))

    def journal(self, by: str = "ana") -> Journal:
        return Journal(self.paths, Access(), by)

    def open(
        self,
        s: int,
        kind: str = "promise",
        customer: str | None = "0301",
        due: int | None = None,
        **more: str,
    ) -> str:
        """Open a follow-up then; its id."""
        wanted = Opening(kind=kind, customer=customer, due=None if due is None else at(due), **more)
        with mock.patch.object(clock, "now", return_value=at(s)):
            return self.journal().open(wanted).id

    def act(
        self,
        s: int,
        do: str,
        on: str,
        by: str = "ana",
        due: int | None = None,
        until: int | None = None,
        **more: str,
    ) -> Entry:
        """Do something to it then."""
        with mock.patch.object(clock, "now", return_value=at(s)):
            return self.journal(by).act(
                do,
                on,
                due=None if due is None else at(due),
                until=None if until is None else at(until),
                owner=more.get("owner"),
                note=more.get("note"),
            )

    def undo(self, s: int, entry: str) -> None:
        with mock.patch.object(clock, "now", return_value=at(s)):
            self.journal().undo(entry)

    def call(
        self, s: int, answer: int | None = None, customer: str = "301", call_id: str | None = None
    ) -> None:
        """A call offered then, and when it was answered."""
        self._seq += 1
        self.db.execute(
            "INSERT INTO stored VALUES ('pbx', $1, $2, 'support', $3, 'Ben', $4, $5)",
            [self._seq, call_id or f"c{self._seq}", customer, NOON + s,
             None if answer is None else NOON + answer],
        )  # fmt: skip

    def ticket(
        self,
        s: int,
        state: str = "open",
        *,
        id: str = "T1",
        due: int | None = None,
        closed: int | None = None,
        owner: str = "NONE",
        kind: str = "",
        customer: str = "",
        title: str | None = None,
        source: str = "desk",
    ) -> None:
        """A row of a ticket, as `docs/adding-a-source.md` lays it out."""
        self._seq += 1
        p2 = "" if due is None else str(NOON + due)
        p5 = "" if closed is None else str(NOON + closed)
        row = [source, self._seq, NOON + s, id, "billing", owner, state, p2, kind, customer, p5]
        self.db.execute(
            "INSERT INTO all_lines (source, seq, s, call_id, queue, agent, event, p1, p2, p3, p4, "
            "p5, more) VALUES ($1, $2, $3, $4, $5, $6, 'FOLLOWUP', $7, $8, $9, $10, $11, $12)",
            [*row, title],
        )
        self.owed.bring_tickets(SOURCES, self.db)

    def ask(self, relation: str, as_of: int | None = None, columns: str = "*") -> list[Row]:
        """The rows of a relation as of then; instants come back as seconds after noon."""
        self.owed.refresh()
        self.owed.bring(self.db)
        cursor = self.db.cursor()
        set_moment(cursor, Moment(None if as_of is None else NOON + as_of), SETTINGS)
        cursor.execute(f"SET VARIABLE owed_from_s = {self.owed.from_s}::BIGINT")
        found = cursor.execute(f"SELECT {columns} FROM {relation} ORDER BY ALL")
        names = [column[0] for column in found.description]
        return [
            {
                name: value - NOON if value and (name == "s" or name.endswith("_s")) else value
                for name, value in zip(names, row, strict=True)
            }
            for row in found.fetchall()
        ]

    def one(self, as_of: int | None = None, **where: object) -> Row:
        """The one follow-up there is, as of then."""
        found = [
            row for row in self.ask("follow_ups", as_of)
            if all(row[name] == value for name, value in where.items())
        ]  # fmt: skip
        assert len(found) == 1, found
        return found[0]

    def history(self, as_of: int | None = None) -> list[tuple[int, str]]:
        """(second, action) of everything that was done, in order."""
        rows = self.ask("follow_up_history", as_of, "source, id, place, s, action")
        return [(row["s"], row["action"]) for row in rows]
