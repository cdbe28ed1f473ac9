"""Events of one source become calls and agent states: runs `queries/model/*.sql` in DuckDB.

The same derivation serves a reader's refresh, the collector's cuts and a rebuild. What is open
at the end is left in `derived_open`; fed in again before the events that follow, it gives the
rows of one derivation of everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import duckdb

from ops.numbers import digits, national
from ops.resources import queries_dir
from ops.settings import NumberSettings, Settings
from ops.sources.events import POSITION_BITS

FORMAT = "4"
"""Changes with the layout of `calls/`; an older one is rebuilt."""

MODEL = (
    "steps", "pairs", "tangled", "stays", "calls", "customers", "records", "record_keys",
    "superseded", "agent_states", "open_calls", "open_states", "grouped_contacts",
)  # fmt: skip
EVENT_COLUMNS = "seq, s, boot, call_id, queue, agent, event, p1, p2, p3, p4, p5, carried"
CALL_COLUMNS = (
    "seq, call_id, queue, caller, customer, s, answer_s, end_s, wait_s, talk_s, ring_s, outcome, "
    "ended_by, left_by, agent, transfer, transferred_to, hold_s, wrapup_s"
)
CUSTOMER_NO = (
    "CASE WHEN length(customer) <= 18 THEN TRY_CAST('1' || customer AS BIGINT) "
    "ELSE -1 - CAST(md5_number_lower(customer) >> 1 AS BIGINT) END"
)
"""SQL: a customer as a number, which is sorted and compared at half the cost of a text.

Up to 18 digits it is the digits themselves behind a 1 (a leading zero counts); no telephone number
has more than 15. Longer ones are below 0 and told apart by 63 bits of their MD5.
"""

TOGETHER = {
    "answer_s": "BIGINT", "end_s": "BIGINT", "outcome": "VARCHAR", "last_queue": "VARCHAR",
    "answered_queue": "VARCHAR", "queues": "BIGINT", "calls": "BIGINT", "returns": "BIGINT",
    "agent": "VARCHAR", "transfers": "BIGINT", "blind_transfers": "BIGINT",
    "attended_transfers": "BIGINT", "wait_s": "DOUBLE",
    "talk_s": "DOUBLE",
}  # fmt: skip
"""What several calls of a contact are together: columns of grouped_contacts.sql and their types."""

CONTACT_COLUMNS = {
    "customer_no": "BIGINT", "settled_s": "BIGINT", "is_first": "BOOLEAN",
    **{f"contact_{name}": kind for name, kind in TOGETHER.items()},
}  # fmt: skip
"""What cuts add to calls. settled_s: the last second of anything of its contact, null where it is
not settled; contact_…: only in the first of a settled contact's several calls."""

KEYS = "seq, connect_seq, exit_seq"
"""The lines that began, answered and ended a stay."""

RECORD_EVENTS = ("RECORD", "CALLEND")
"""Events that tell a whole call in one line."""

RECORD_COLUMNS = "record_key, version, seq"
NO_RECORDS = (
    "SELECT NULL::VARCHAR AS record_key, NULL::BIGINT AS version, NULL::BIGINT AS seq WHERE false"
)
STATE_COLUMNS = "seq, agent, state, queue, reason, s, end_s"
OPEN_EVENTS = (
    f"SELECT {EVENT_COLUMNS} FROM open_calls UNION ALL SELECT {EVENT_COLUMNS} FROM open_states"
)


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is who by the settings: what derived rows depend on besides the events."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    """Known identity in a log to the agent's name."""
    numbers: NumberSettings = field(default_factory=NumberSettings)

    @classmethod
    def of(cls, settings: Settings) -> Identities:
        """As the settings say."""
        return cls(settings.aliases(), settings.numbers)


@cache
def model_sql(name: str) -> str:
    """The text of one file of `queries/model`."""
    return (queries_dir() / "model" / f"{name}.sql").read_text(encoding="utf-8")


def fingerprint(who: Identities) -> str:
    """What derived rows depend on besides the events: 12 hex digits."""
    digest = hashlib.blake2b(digest_size=6)
    digest.update(FORMAT.encode())
    for name in MODEL:
        digest.update(model_sql(name).encode())
    for raw, agent in sorted(who.aliases.items()):
        digest.update(f"{raw}\0{agent}\0".encode())
    digest.update(repr(who.numbers).encode())
    return digest.hexdigest()


def set_identities(connection: duckdb.DuckDBPyConnection, who: Identities) -> None:
    """(Re)make the table `aliases(raw, agent)`, and set what numbers are compared without."""
    aliases, numbers = who.aliases, who.numbers
    connection.execute("CREATE OR REPLACE TABLE aliases (raw VARCHAR, agent VARCHAR)")
    if aliases:
        connection.execute(
            "INSERT INTO aliases SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])",
            [list(aliases), list(aliases.values())],
        )
    own = [form for number in numbers.own_numbers if (form := national(number, numbers))]
    for name, value in {
        "country_prefix": digits(numbers.country_prefix) or None,
        "trunk_prefix": digits(numbers.trunk_prefix) or None,
        "own_numbers": own or None,
    }.items():
        connection.execute(f"SET VARIABLE {name} = $1", [value])


def derive(connection: duckdb.DuckDBPyConnection, events: str, *, known: str = NO_RECORDS) -> None:
    """Fill derived_calls, derived_states and derived_open (temporary) from `events`.

    `events` is a SELECT of EVENT_COLUMNS of one source, few enough to be copied. `known` is a
    SELECT of RECORD_COLUMNS: the records of earlier lines, which those of `events` may supersede.
    """
    derive_calls(connection, events, known=known)
    derive_states(connection)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW derived_open AS {OPEN_EVENTS}")


def derive_calls(
    connection: duckdb.DuckDBPyConnection, events: str, *, known: str = NO_RECORDS
) -> None:
    """Fill the temporary model_events, derived_calls and open_calls; see `derive`.

    And derived_records and derived_superseded, which nothing but records puts rows into.

    Most of the cost for few rows is planning, so the steps are small statements, and the windows
    that untangle re-entries are planned only where there are any.
    """
    run = connection.execute
    run(f"CREATE OR REPLACE TEMP TABLE model_rows AS {events}")
    run("CREATE OR REPLACE TEMP VIEW model_events AS SELECT * FROM model_rows")
    make_table(connection, "steps_rows", model_sql("steps"))
    run("CREATE OR REPLACE TEMP VIEW steps AS SELECT * FROM steps_rows")
    group_steps(connection)
    make_table(connection, "derived_stays", model_sql("stays"))
    make_table(connection, "derived_calls", calls_sql("calls"))
    make_table(connection, "open_calls", model_sql("open_calls"))
    if derive_records(connection, known):
        run(f"INSERT INTO derived_calls BY NAME {calls_sql('records')}")


Narrowed = Callable[[str, Collection[Any]], AbstractContextManager[None]]
"""Shows, for a while, only the model_events that have one of those values in that column."""


def group_steps(
    connection: duckdb.DuckDBPyConnection, narrowed: Narrowed = lambda *_: nullcontext()
) -> None:
    """Find which steps make a stay: fill derived_keys from the relation steps.

    Where model_events is large, `narrowed` spares reading it all again for a few of its rows.
    """
    run = connection.execute
    make_table(connection, "derived_pairs", model_sql("pairs"))
    keys = f"SELECT {KEYS} FROM derived_pairs WHERE is_simple"
    some = run("SELECT DISTINCT call_id FROM derived_pairs WHERE NOT is_simple").fetchall()
    if some:
        with narrowed("call_id", [call_id for (call_id,) in some]):
            make_table(connection, "derived_tangled", model_sql("tangled"))
        keys += f" UNION ALL SELECT {KEYS} FROM derived_tangled"
    run(f"CREATE OR REPLACE TEMP VIEW derived_keys AS {keys}")


def calls_sql(name: str) -> str:
    """SELECT of the calls of that file of `queries/model`, each with whose it is."""
    return f"WITH model_calls AS ({model_sql(name)}) {model_sql('customers')}"


def derive_records(connection: duckdb.DuckDBPyConnection, known: str) -> bool:
    """Fill derived_records and derived_superseded; returns whether records tell any calls."""
    run = connection.execute
    some = run(f"SELECT 1 FROM model_events WHERE event IN {RECORD_EVENTS} LIMIT 1").fetchone()
    keys = model_sql("record_keys") if some else NO_RECORDS
    make_table(connection, "derived_records", keys)
    superseded = "SELECT seq FROM derived_records"
    if some:
        run(f"CREATE OR REPLACE TEMP VIEW known_records AS {known}")
        superseded = model_sql("superseded")
    make_table(connection, "derived_superseded", superseded)
    return some is not None


_PARSED: dict[str, duckdb.Statement] = {}


def make_table(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    """(Re)make a temporary table of one of the model's selects.

    It is parsed once a process: that is a fifth of what it costs to derive from few rows.
    """
    text = f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}"
    if text not in _PARSED:
        [_PARSED[text]] = connection.extract_statements(text)
    connection.execute(_PARSED[text])


def derive_states(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the temporary derived_states and open_states from model_events."""
    make_table(connection, "derived_states", model_sql("agent_states"))
    make_table(connection, "open_states", model_sql("open_states"))


def segment_columns(boots_before: Mapping[int, int]) -> str:
    """EVENT_COLUMNS as they are made from the rows of a segment."""
    columns = EVENT_COLUMNS.replace("boot", f"{boots_sql(boots_before)} AS boot", 1)
    return columns.replace("carried", "false AS carried")


def boots_sql(boots_before: Mapping[int, int]) -> str:
    """SQL for the boot of a row of a segment: starts in older generations plus those in its own."""
    if not any(boots_before.values()):
        return "restarts"
    cases = " ".join(
        f"WHEN {ordinal} THEN {count}" for ordinal, count in boots_before.items() if count
    )
    return f"restarts + CASE seq >> {POSITION_BITS} {cases} ELSE 0 END"
