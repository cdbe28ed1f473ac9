"""A floor of a few hand-written rows: exactly the relations that queries may read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import duckdb
import polars as pl

from ops.numbers import normal_form
from ops.settings import FollowUpSettings, NumberSettings
from ops.store.derive import CUSTOMER_NO, TOGETHER, model_sql
from ops.warehouse.catalog import catalog
from ops.warehouse.relations import REPEATS, contacts_sql

DAY = 86_400
Row = dict[str, Any]

RELATIONS = {
    "calls": "source VARCHAR, seq BIGINT, call_id VARCHAR, queue VARCHAR, caller VARCHAR,"
    " customer VARCHAR, s BIGINT,"
    " offered_at TIMESTAMP, answer_s BIGINT, answered_at TIMESTAMP, end_s BIGINT,"
    " ended_at TIMESTAMP, wait_s DOUBLE, talk_s DOUBLE, ring_s DOUBLE, outcome VARCHAR,"
    " ended_by VARCHAR, left_by VARCHAR, agent VARCHAR, transfer VARCHAR, transferred_to VARCHAR,"
    " hold_s DOUBLE, wrapup_s DOUBLE",
    "agent_states": "source VARCHAR, agent VARCHAR, state VARCHAR, queue VARCHAR, reason VARCHAR,"
    " s BIGINT, end_s BIGINT, started_at TIMESTAMP, ended_at TIMESTAMP",
    "rings": "source VARCHAR, seq BIGINT, s BIGINT, call_id VARCHAR, queue VARCHAR, agent VARCHAR,"
    " ring_s DOUBLE, result VARCHAR",
    "queues": "queue VARCHAR, threshold_s DOUBLE, target DOUBLE, short_abandon_s DOUBLE,"
    " wrapup_s DOUBLE, memberdelay_s DOUBLE, formula VARCHAR",
    "static_members": "queue VARCHAR, agent VARCHAR",
    "zone_offsets": "since_s BIGINT, until_s BIGINT, offset_s BIGINT",
    "events": "source VARCHAR, generation BIGINT, position BIGINT, seq BIGINT, s BIGINT,"
    " occurred_at TIMESTAMP, call_id VARCHAR, queue VARCHAR, agent VARCHAR, event VARCHAR,"
    " p1 VARCHAR, p2 VARCHAR, p3 VARCHAR, p4 VARCHAR, p5 VARCHAR, more VARCHAR[]",
    "surveys": "source VARCHAR, seq BIGINT, call_id VARCHAR, queue VARCHAR, agent VARCHAR,"
    " caller VARCHAR, customer VARCHAR, s BIGINT, asked_at TIMESTAMP, answer_s BIGINT,"
    " answered_at TIMESTAMP, csat DOUBLE, nps DOUBLE, ces DOUBLE, empathy DOUBLE, comment VARCHAR",
    "menu_leavers": "source VARCHAR, seq BIGINT, call_id VARCHAR, queue VARCHAR, caller VARCHAR,"
    " customer VARCHAR, s BIGINT, end_s BIGINT",
    "codes": "source VARCHAR, call_id VARCHAR, seq BIGINT, s BIGINT, kind VARCHAR, code VARCHAR",
    "follow_up_history": "source VARCHAR, id VARCHAR, seq BIGINT, s BIGINT, action VARCHAR,"
    " owner VARCHAR, due_s BIGINT, kind VARCHAR, customer VARCHAR, caller VARCHAR,"
    " call_id VARCHAR, queue VARCHAR, title VARCHAR, note VARCHAR, written_by VARCHAR,"
    " place BIGINT",
    "follow_up_kinds": "kind VARCHAR, due_in_s BIGINT",
    "resolution": "window_s BIGINT, few_from BIGINT, many_from BIGINT, week_start BIGINT",
    "code_meanings": "code VARCHAR, meaning VARCHAR",
    "reason_kinds": "kind VARCHAR, place BIGINT",
    "rejects": "source VARCHAR, generation BIGINT, position BIGINT, seq BIGINT, reason VARCHAR,"
    " raw VARCHAR",
}

DEFAULTS: Row = {
    "since": 0,
    "until": DAY,
    "as_of": DAY,
    "queue": None,
    "queue_has": None,
    "agent": None,
    "agent_has": None,
    "formula": None,
    "threshold": None,
    "interval_s": None,
    "scope": None,
    "window_s": None,
    "step_s": None,
    "heard_s": DAY,
    "short_s": 300,
    "long_s": 1800,
    "limit": 100,
    "most": 100,
    "owner": None,
    "kind": None,
    "state": None,
    "within_s": None,
    "id": "F1",
    "source": None,
    "number": None,
    "outcome": None,
    "least_wait_s": None,
    "most_wait_s": None,
    "call_id": None,
    "customer": "0301234",
    "reason": None,
}

ANSWERED = ("answered", "talking")
UTC = (-(10**11), 10**11, 0)


class Floor:
    """Rows go in through `call`, `queue`, `span` and the like; `ask` runs a query over them.

    Instants (`s`, `end`) are epoch seconds, by default within the first day of 1970, which is
    the period asked for.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in RELATIONS}
        self.zone(UTC)
        self.rows["follow_up_kinds"] = [
            {"kind": kind, "due_in_s": due_in_s}
            for kind, due_in_s in FollowUpSettings().due_in_s().items()
        ]
        self.resolution()

    def queue(
        self,
        queue: str = "support",
        *,
        threshold: float = 20,
        target: float = 0.8,
        short: float = 5,
        wrapup: float = 0,
        memberdelay: float = 0,
        formula: str = "standard",
    ) -> None:
        """The settings of one queue; that of a call gets these defaults unasked."""
        others = [row for row in self.rows["queues"] if row["queue"] != queue]
        own: Row = {"queue": queue, "threshold_s": threshold, "target": target}
        own |= {"short_abandon_s": short, "wrapup_s": wrapup, "memberdelay_s": memberdelay}
        self.rows["queues"] = [*others, own | {"formula": formula}]

    def call(
        self,
        queue: str = "support",
        s: int = 10,
        wait: float | None = 12,
        outcome: str = "answered",
        *,
        talk: float = 60,
        end: int | None = None,
        agent: str = "Ana",
        source: str = "pbx",
        call_id: str | None = None,
        seq: int | None = None,
        times: int = 1,
        **others: str | float | None,
    ) -> None:
        """`times` equal stays; `end` only where it isn't offered + wait (+ talk)."""
        if not any(row["queue"] == queue for row in self.rows["queues"]):
            self.queue(queue)
        row: Row = {"queue": queue, "s": s, "wait_s": wait, "outcome": outcome, "source": source}
        if outcome in ANSWERED and wait is not None:
            row |= {"answer_s": s + int(wait), "talk_s": talk, "agent": agent}
        if outcome == "answered" and end is None:
            end = row["answer_s"] + int(talk)
        if outcome in ("abandoned", "overflowed", "refused"):
            end = s + int(wait or 0)
        row |= {"end_s": end, "caller": "0301234", **others}
        if row.get("transfer"):
            row.setdefault("ended_by", "transfer")
        row.setdefault("customer", normal_form(row["caller"], NumberSettings()))
        for _ in range(times):
            order = len(self.rows["calls"]) + 1 if seq is None else seq
            self.rows["calls"].append(row | {"seq": order, "call_id": call_id or f"c{order}"})

    def lost(self, s: int = 10, end: int = 100, *, answer: int | None = None) -> None:
        """A call that the restart at `end` cut off, in its talk where it has an `answer`."""
        wait = None if answer is None else answer - s
        self.call(s=s, wait=wait, outcome="lost", end=end)
        if answer is not None:
            self.rows["calls"][-1] |= {"answer_s": answer, "talk_s": end - answer, "agent": "Ana"}

    def talk(self, agent: str, s: int, end: int | None = None, *, queue: str = "support") -> None:
        """A talk from `s` to `end` (None: it goes on): a call answered at once."""
        outcome = "talking" if end is None else "answered"
        self.call(queue, s, 0, outcome, talk=0 if end is None else end - s, agent=agent)

    def span(
        self,
        agent: str,
        state: str,
        s: int,
        end: int | None = None,
        *,
        queue: str = "support",
        reason: str | None = None,
    ) -> None:
        """A span of in, out or paused; `end` None: it lasts."""
        row: Row = {"source": "pbx", "agent": agent, "state": state, "queue": queue}
        self.rows["agent_states"].append(row | {"reason": reason, "s": s, "end_s": end})

    def ring(
        self, agent: str, result: str, s: int = 10, *, queue: str = "support", ring_s: float = 5
    ) -> None:
        seq = len(self.rows["rings"]) + 1
        row: Row = {"source": "pbx", "seq": seq, "s": s, "call_id": f"c{seq}", "queue": queue}
        self.rows["rings"].append(row | {"agent": agent, "ring_s": ring_s, "result": result})

    def code(self, call_id: str, code: str, kind: str = "outcome", s: int = 10) -> None:
        """A code of a contact: its outcome, reason, info or did."""
        row: Row = {"source": "pbx", "call_id": call_id, "seq": len(self.rows["codes"]) + 1}
        self.rows["codes"].append(row | {"s": s, "kind": kind, "code": code})

    def resolution(
        self,
        window: int = 1000,
        resolved: tuple[str, ...] = ("SOLVED",),
        refused: tuple[str, ...] = ("CANT",),
        reasons: tuple[str, ...] = ("reason", "did"),
    ) -> None:
        """The settings of [resolution]; a few from 2 customers, many from 4."""
        row: Row = {"window_s": window, "few_from": 2, "many_from": 4, "week_start": 1}
        self.rows["resolution"] = [row]
        self.rows["code_meanings"] = [{"code": c, "meaning": "resolved"} for c in resolved]
        self.rows["code_meanings"] += [{"code": c, "meaning": "refused"} for c in refused]
        kinds = enumerate(reasons)
        self.rows["reason_kinds"] = [{"kind": kind, "place": place} for place, kind in kinds]

    def member(self, queue: str, agent: str) -> None:
        """A static member."""
        self.rows["static_members"].append({"queue": queue, "agent": agent})

    def owe(
        self,
        s: int,
        action: str = "open",
        id: str = "F1",
        *,
        kind: str | None = None,
        caller: str | None = "0301234",
        source: str = "journal",
        **said: str | int | None,
    ) -> None:
        """Something done to a follow-up at `s`, after what was said of it before."""
        is_first = action == "open"
        place = 1 + sum(row["id"] == id for row in self.rows["follow_up_history"])
        row: Row = {"source": source, "id": id, "s": s, "action": action, "place": 2 * place}
        row |= {"seq": len(self.rows["follow_up_history"]) + 1, "written_by": "ana"}
        if is_first:
            row |= {"kind": kind or "promise", "caller": caller, "queue": "support"}
            row["customer"] = normal_form(caller, NumberSettings())
        row |= {"due_s": said.pop("due", None)} | said
        self.rows["follow_up_history"].append(row)

    def survey(self, s: int = 10, *, answered: bool = True, **others: str | float | None) -> None:
        """A customer was asked at `s` and answered at once, or not at all."""
        seq = len(self.rows["surveys"]) + 1
        row: Row = {"source": "crm", "seq": seq, "s": s, "queue": "support", "customer": "301234"}
        row |= {"answer_s": s if answered else None}
        self.rows["surveys"].append(row | others)

    def left_in_menu(
        self, queue: str | None = "support", s: int = 10, caller: str | None = None
    ) -> None:
        """Somebody hung up in the voice menu, on the way to `queue`, five seconds after `s`."""
        seq = 1_000_000 + len(self.rows["menu_leavers"])
        row: Row = {"source": "pbx", "seq": seq, "call_id": f"m{seq}", "queue": queue, "s": s}
        row |= {"caller": caller, "customer": normal_form(caller, NumberSettings())}
        self.rows["menu_leavers"].append(row | {"end_s": s + 5})

    def start(self, s: int, *, source: str = "pbx", silent_since: int | None = None) -> None:
        """The phone system starts at `s`; before that nothing was logged since then."""
        for at, event in ((silent_since, "ENTERQUEUE"), (s, "QUEUESTART")):
            if at is not None:
                row: Row = {"source": source, "seq": at, "s": at, "event": event}
                self.rows["events"].append(row | {"call_id": "NONE"})

    def reject(self, position: int, *, source: str = "pbx", generation: int = 1) -> None:
        row: Row = {"source": source, "generation": generation, "position": position}
        row |= {"seq": position, "reason": "too few fields", "raw": "?|?"}
        self.rows["rejects"].append(row)

    def event(
        self, position: int, s: int, call_id: str, event: str, **said: str | list[str]
    ) -> None:
        """A line of the first generation of a log, about support."""
        row: Row = {"source": "pbx", "generation": 1, "position": position, "seq": position}
        row |= {"s": s, "call_id": call_id, "event": event, "queue": "support"}
        self.rows["events"].append(row | said)

    def zone(self, *offsets: tuple[int, int, int]) -> None:
        """The zone, as (since_s, until_s, offset_s)."""
        names = ("since_s", "until_s", "offset_s")
        self.rows["zone_offsets"] = [dict(zip(names, row, strict=True)) for row in offsets]

    def ask(self, name: str, **params: object) -> list[Row]:
        """The rows of a query of the catalog; its params not given here are `DEFAULTS`."""
        return self.frame(name, **params).to_dicts()

    def frame(self, name: str, **params: object) -> pl.DataFrame:
        """The same as a frame, for those who look at its types."""
        db, filled = database()
        for table, rows in self.rows.items():
            if rows != filled[table]:
                fill(db, table, rows)
                filled[table] = list(rows)
        return answer(db, name, **params)

    def row(self, name: str, queue: str | None = "support", **params: object) -> Row:
        """The one row of `queue`; None is the row for all queues."""
        return only(row for row in self.ask(name, **params) if row["queue"] == queue)


@cache
def database() -> tuple[duckdb.DuckDBPyConnection, dict[str, list[Row]]]:
    """One database for all tests of a process, and the rows that are in it now."""
    db = duckdb.connect(config={"threads": 1})
    for name, columns in RELATIONS.items():
        db.execute(f"CREATE TABLE {name} ({columns})")
    make_contact_calls(db)
    db.execute(f"CREATE VIEW contacts AS {contacts_sql()}")
    for name in ("asked_contact_codes", *REPEATS, "asked_repeats", "asked_follow_ups"):
        db.execute(f"CREATE VIEW {name.removeprefix('asked_')} AS {model_sql(name)}")
    return db, {name: [] for name in RELATIONS}


def make_contact_calls(db: duckdb.DuckDBPyConnection) -> None:
    """As from cuts: of the contacts that they can settle two thirds are settled."""
    together = ", ".join(
        f"CASE WHEN g.calls > 1 THEN g.{name} END AS contact_{name}" for name in TOGETHER
    )
    db.execute(
        f"CREATE VIEW all_calls AS SELECT *, {CUSTOMER_NO} AS customer_no FROM (FROM calls "
        "UNION ALL BY NAME SELECT *, 'left_in_menu' AS outcome FROM menu_leavers)"
    )
    db.execute(
        "CREATE VIEW whole_contacts AS WITH loose AS (FROM all_calls) "
        f"{model_sql('grouped_contacts')}"
    )
    db.execute(
        f"CREATE VIEW settled_calls AS SELECT c.*, {together} "
        "FROM all_calls AS c JOIN whole_contacts AS g ON g.source = c.source AND g.seq = c.seq "
        "WHERE mod(c.seq, 3) < 2 AND NOT EXISTS (FROM calls AS o WHERE o.source = c.source "
        "AND o.call_id = c.call_id AND o.outcome IN ('waiting', 'talking', 'lost?')) "
        "AND (c.customer, c.caller, c.queue) IS NOT DISTINCT FROM "
        "(g.customer, g.caller, g.first_queue)"
    )
    db.execute(
        "CREATE VIEW loose_calls AS FROM all_calls "
        "WHERE (source, call_id) NOT IN (SELECT (source, call_id) FROM settled_calls)"
    )


def fill(db: duckdb.DuckDBPyConnection, name: str, rows: list[Row]) -> None:
    """Put `rows` in the place of what `name` holds; `offered_at` and such come from seconds."""
    seconds = {"offered_at": "s", "answered_at": "answer_s", "ended_at": "end_s"}
    seconds |= {"started_at": "s", "occurred_at": "s"}
    values, params = [], {}
    for column, kind in (column.split() for column in RELATIONS[name].split(", ")):
        stored = seconds.get(column, column)
        params[stored] = [row.get(stored) for row in rows]
        if kind == "TIMESTAMP":
            values.append(f"make_timestamp(unnest(${stored}::BIGINT[]) * 1000000)")
        else:
            values.append(f"unnest(${stored}::{kind}[])")
    db.execute(f"DELETE FROM {name}")
    if rows:
        db.execute(f"INSERT INTO {name} SELECT {', '.join(values)}", params)


def answer(db: duckdb.DuckDBPyConnection, name: str, **params: object) -> pl.DataFrame:
    """The rows of a query of the catalog, bound with exactly its params."""
    query = catalog()[name]
    strange = set(params) - set(query.params)
    assert not strange, f"{name} has no params {strange}"
    bound = {param: params.get(param, DEFAULTS[param]) for param in query.params}
    found = db.sql(query.sql, params=bound) if bound else db.sql(query.sql)
    return pl.DataFrame(found)


def only(rows: Iterable[Row]) -> Row:
    """The one of `rows`; fails for none and for more."""
    found = list(rows)
    assert len(found) == 1, f"one row expected: {found}"
    return found[0]


def pick(rows: Iterable[Row], *columns: str) -> list[tuple[Any, ...]]:
    """Those columns of all rows, as tuples."""
    return [tuple(row[column] for column in columns) for row in rows]
