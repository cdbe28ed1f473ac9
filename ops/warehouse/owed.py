"""What is owed, in a reader's memory: the journal as it grows, and other systems' tickets.

A journal that has not changed costs one `stat`, and what is new in one is only taken into tables
when a question may be about it: the floor's are not. Tickets are lines of sources like any other: a
view finds them where a question is about follow-ups, and only in sources of a kind that has some.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from ops.clock import epoch_s
from ops.numbers import NOBODY, normal_form
from ops.settings import NumberSettings, Settings
from ops.sources.kinds import may_have_tickets
from ops.store.derive import model_sql
from ops.store.journal import Line, Lines, Unread
from ops.store.journal.entry import Wrong
from ops.store.journal.lines import News
from ops.store.layout import StorePaths
from ops.store.origins import DEFAULT_KIND, origin
from ops.store.quoting import sql_text

JOURNAL = "journal"
"""The source that follow-ups of the journal are of."""

DAY_S = 86_400
NEVER_S = 1 << 62

_COLUMNS = {
    "seq": "BIGINT", "s": "BIGINT", "entry_id": "VARCHAR", "id": "VARCHAR", "action": "VARCHAR",
    "undoes": "VARCHAR", "owner": "VARCHAR", "due_s": "BIGINT", "kind": "VARCHAR",
    "customer": "VARCHAR", "caller": "VARCHAR", "call_id": "VARCHAR", "queue": "VARCHAR",
    "title": "VARCHAR", "note": "VARCHAR", "written_by": "VARCHAR", "made_of": "VARCHAR",
}  # fmt: skip
_REJECTS = {
    "position": "BIGINT", "reason": "VARCHAR", "raw": "VARCHAR", "is_torn": "BOOLEAN",
}  # fmt: skip
_TICKETS = "source, seq, s, call_id, queue, agent, p1, p2, p3, p4, p5, more"


def customer_of(text: str | None, rules: NumberSettings) -> str | None:
    """Whose a follow-up is: a number in its normal form; an id with letters in it as it is."""
    if text and any(letter.isalpha() for letter in text):
        return None if text.strip().lower() in NOBODY else text.strip()
    return normal_form(text, rules)


class Owed:
    """Tables and views of follow-ups in the database of `connection`.

    `refresh` looks at the journal, `bring` and `bring_tickets` bring the relations up to date.
    """

    def __init__(
        self, paths: StorePaths, settings: Settings, connection: duckdb.DuckDBPyConnection
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._rules = settings.numbers
        self._connection = connection
        self._lines = Lines(paths.follow_ups)
        self._torn: Unread | None = None
        self._waiting: deque[tuple[News, Unread | None]] = deque()
        self._has_views = False
        self._known_customers: set[str] = set()
        self._ticket_sources: tuple[str, ...] | None = None
        self._journal_from_s = self._tickets_from_s = NEVER_S
        self._unread = 0
        self._make_tables(settings)

    def refresh(self) -> bool:
        """Look at the journal; returns whether it has changed. What is new waits for `bring`."""
        news = self._lines.look()
        torn = None if self._lines.is_being_written else self._lines.torn
        if not news and torn == self._torn:
            return False
        self._torn = torn
        self._waiting.append((news, torn))
        odd = sum(each.wrong is not Wrong.ERASED for each in news.unread)
        self._unread = odd + (0 if news.anew else self._unread)
        return True

    @property
    def unread(self) -> int:
        """Lines of the journal that don't count; see the relation `rejects`."""
        return self._unread + (self._torn is not None)

    def bring(self, connection: duckdb.DuckDBPyConnection, *, views: bool = True) -> None:
        """Take what is new into the tables, on a cursor of one's own: the floor does without.

        The `views` read all others.
        """
        if views and not self._has_views:
            self._make_views(connection)
            self._has_views = True
        while self._waiting:
            connection.execute("BEGIN")
            try:
                self._take(connection, *self._waiting[0])
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            self._waiting.popleft()

    def _take(self, connection: duckdb.DuckDBPyConnection, news: News, torn: Unread | None) -> None:
        run = connection.execute
        if news.anew:
            run("DELETE FROM main.journal_lines")
            run("DELETE FROM main.journal_rejects")
        run("DELETE FROM main.journal_rejects WHERE is_torn")
        rows = [self._row(line) for line in news.lines]
        _insert(connection, "journal_lines", _COLUMNS, rows)
        odd = [(each.number, str(each.wrong), each.raw, False) for each in news.unread]
        odd += [(torn.number, str(torn.wrong), torn.raw, True)] if torn else []
        _insert(connection, "journal_rejects", _REJECTS, odd)
        self._journal_from_s = _least(connection, "journal_lines")

    def _make_views(self, connection: duckdb.DuckDBPyConnection) -> None:
        for name, model in (
            ("tickets", "tickets"),
            ("follow_up_history", "asked_follow_up_history"),
            ("follow_ups", "asked_follow_ups"),
        ):
            connection.execute(f"CREATE OR REPLACE VIEW main.{name} AS {model_sql(model)}")

    def bring_tickets(self, sources: Iterable[str], connection: duckdb.DuckDBPyConnection) -> None:
        """(Re)make the view of tickets' rows, after that of all lines, on a cursor of one's own."""
        some = tuple(source for source in sources if self._may_have_tickets(source))
        if not some and self._ticket_sources == some:
            return
        self._ticket_sources = some
        names = ", ".join(sql_text(source) for source in some)
        where = f"event = 'FOLLOWUP' AND source IN ({names})" if some else "false"
        connection.execute(
            f"CREATE OR REPLACE VIEW main.ticket_lines AS SELECT {_TICKETS} FROM main.all_lines "
            f"WHERE {where}"
        )
        self._tickets_from_s = _least(connection, "ticket_lines") if some else NEVER_S
        if some:
            self._learn_customers(connection)

    @property
    def from_s(self) -> int:
        """Before this second nothing was owed: older calls need not be looked at."""
        return min(self._journal_from_s, self._tickets_from_s) - DAY_S

    def _make_tables(self, settings: Settings) -> None:
        run = self._connection.execute
        for name, columns in (("journal_lines", _COLUMNS), ("journal_rejects", _REJECTS)):
            typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
            run(f"CREATE TABLE {name} ({typed})")
        run("CREATE TABLE ticket_customers (caller VARCHAR, customer VARCHAR)")
        run("CREATE TABLE follow_up_kinds (kind VARCHAR, due_in_s BIGINT)")
        kinds = list(settings.follow_ups.due_in_s().items())
        _insert(
            self._connection, "follow_up_kinds", {"kind": "VARCHAR", "due_in_s": "BIGINT"}, kinds
        )

    def _row(self, line: Line) -> tuple[Any, ...]:
        entry = line.entry
        due = entry.until if entry.do == "snooze" else entry.due
        return (
            line.number, entry.s, entry.id, entry.follow_up, entry.do, entry.undoes, entry.owner,
            None if due is None else int(epoch_s(due) // 1), entry.kind,
            customer_of(entry.customer, self._rules), entry.customer or None, entry.call,
            entry.queue, entry.title or None, entry.note or None, entry.by, entry.key,
        )  # fmt: skip

    def _may_have_tickets(self, source: str) -> bool:
        """By its kind: the default one where none is noted."""
        noted = origin(self._paths.source_folder(source))
        return may_have_tickets(noted.kind if noted else DEFAULT_KIND, self._settings)

    def _learn_customers(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Put the numbers of tickets in their normal form, each once."""
        found = connection.execute(
            "SELECT DISTINCT p4 FROM main.ticket_lines WHERE p4 <> ''"
        ).fetchall()
        fresh = [text for (text,) in found if text not in self._known_customers]
        rows = [(text, customer_of(text, self._rules)) for text in fresh]
        _insert(connection, "ticket_customers", {"caller": "VARCHAR", "customer": "VARCHAR"}, rows)
        self._known_customers.update(fresh)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, str],
    rows: Sequence[tuple[object, ...]],
) -> None:
    if not rows:
        return
    values = ", ".join(
        f"unnest(${number}::{kind}[])" for number, kind in enumerate(columns.values(), 1)
    )
    connection.execute(
        f"INSERT INTO main.{table} SELECT {values}",
        [list(column) for column in zip(*rows, strict=True)],
    )


def _least(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    found = connection.execute(f"SELECT min(s) FROM main.{relation}").fetchone()
    return found[0] if found and found[0] is not None else NEVER_S
