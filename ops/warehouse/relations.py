"""The relations a query reads, as views over a reader's memory and the store's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from zoneinfo import ZoneInfo

import duckdb

from ops.periods import zone_offsets
from ops.settings import ResolutionSettings, Settings
from ops.sources.events import COLUMNS, POSITION_BITS, REJECT_COLUMNS
from ops.store.derive import CALL_COLUMNS, CONTACT_COLUMNS, CUSTOMER_NO, STATE_COLUMNS, model_sql
from ops.store.quoting import sql_paths
from ops.warehouse.memory import LEFT_IN_MENU, Loaded, past_calls

SCOPES = ("any", "queue", "reason")
"""Which later contacts of a customer `repeats` may count as a return."""

_NO_CONTACT = ", ".join(f"CAST(NULL AS {kind}) AS {n}" for n, kind in CONTACT_COLUMNS.items())

REPEATS = tuple(f"repeats_{scope}" for scope in SCOPES)

_MASK = (1 << POSITION_BITS) - 1


def file_views(loaded: Mapping[str, Loaded]) -> dict[str, str]:
    """The SELECTs of the views that name the store's files, by name."""
    found = {"all_lines": _lines_sql(loaded)}
    for what, columns, time in (("calls", CALL_COLUMNS, "s"), ("states", STATE_COLUMNS, "end_s")):
        parts = [
            f"SELECT source, {columns} FROM main.{what}_{place}"
            for place in ("near", "far", "open")
        ]
        parts += [
            f"SELECT '{source}' AS source, {columns} "
            f"FROM read_parquet({sql_paths(files)}) WHERE {time} < {from_s}"
            f"{_but_no_calls(source, loaded) if what == 'calls' else ''}"
            for source, from_s, files in past_calls(loaded, what)
        ]
        found[f"stored_{what}"] = " UNION ALL ".join(parts)
    return found | _contact_views(loaded)


@cache
def model_views() -> Mapping[str, str]:
    """The SELECTs of the views over those and over each other, in the order to make them in."""
    codes = ("codes", "contact_codes")
    return {
        "events": _EVENTS,
        "rejects": _REJECTS,
        "calls": model_sql("asked_calls"),
        "agent_states": model_sql("asked_states"),
        "rings": model_sql("asked_rings"),
        "loose_calls": loose_calls_sql(),
        "contacts": contacts_sql(),
        **{name: model_sql(f"asked_{name}") for name in codes},
        **{name: model_sql(name) for name in REPEATS},
        "repeats": model_sql("asked_repeats"),
        "menu_leavers": model_sql("asked_menu_leavers"),
        "surveys": model_sql("asked_surveys").replace("/* customers */", model_sql("customers")),
    }


def _contact_views(loaded: Mapping[str, Loaded]) -> dict[str, str]:
    """`settled_calls`, first calls of contacts that need not be grouped any more; and the others.

    No contact is settled that a call in memory or in a later cut has joined.
    """
    loose = [
        f"SELECT source, {CALL_COLUMNS}, {CUSTOMER_NO} AS customer_no FROM main.calls_{place}"
        for place in ("near", "far", "open", "menu")
    ]
    menu = [f"SELECT source, {CALL_COLUMNS} FROM main.calls_menu"]
    columns = ", ".join(CONTACT_COLUMNS)
    settled = [f"SELECT source, {CALL_COLUMNS}, {_NO_CONTACT} FROM main.calls_open WHERE false"]
    for source, from_s, files in past_calls(loaded, "calls"):
        cut = f"FROM read_parquet({sql_paths(files)}) WHERE s < {from_s}"
        cut += _but_superseded(source, loaded)
        if loaded[source].has_records:
            menu.append(f"SELECT '{source}' AS source, {CALL_COLUMNS} {cut} AND {LEFT_IN_MENU}")
        joined = _joined_since_sql(source, from_s, loaded[source])
        settled.append(
            f"SELECT '{source}' AS source, {CALL_COLUMNS}, {columns} {cut} AND is_first "
            f"AND settled_s < getvariable('asked_s') AND seq NOT IN ({joined})"
        )
        loose += [
            f"SELECT '{source}' AS source, {CALL_COLUMNS}, customer_no {cut} AND {which}"
            for which in (
                "(settled_s IS NULL OR settled_s >= getvariable('asked_s'))",
                f"settled_s < getvariable('asked_s') AND seq IN ({joined})",
            )
        ]
    return {
        "settled_calls": " UNION ALL ".join(settled),
        "stored_loose_calls": " UNION ALL ".join(loose),
        "stored_menu_leavers": " UNION ALL ".join(menu),
    }


def _joined_since_sql(source: str, from_s: int, one: Loaded) -> str:
    """SELECT seq: the calls in cuts whose contact has changed since their cut."""
    calls = f"read_parquet({sql_paths([cut.calls for cut in one.cuts])})"
    ids = " UNION ALL ".join(
        f"SELECT call_id FROM main.calls_{place} WHERE source = '{source}'"
        for place in ("near", "far", "open", "menu")
    )
    if one.has_records:
        gone = f"SELECT seq FROM main.superseded WHERE source = '{source}'"
        ids += f" UNION ALL SELECT call_id FROM {calls} WHERE seq IN ({gone})"
    return (
        f"SELECT seq FROM read_parquet({sql_paths([cut.rejoined for cut in one.cuts])}) UNION ALL "
        f"SELECT seq FROM {calls} WHERE s < {from_s} AND call_id IN ({ids})"
    )


@cache
def contacts_sql() -> str:
    """The file of the relation `contacts`, with the grouping that it shares with cuts."""
    return model_sql("asked_contacts").replace("/* grouped */", model_sql("grouped_contacts"))


def loose_calls_sql() -> str:
    """Calls to be grouped, as of the asked moment as asked_calls.sql has it, with customer_no."""
    sql = model_sql("asked_calls").replace("FROM stored_calls", "FROM stored_loose_calls")
    return sql.replace("/* contact columns */", "customer_no,")


def _but_superseded(source: str, loaded: Mapping[str, Loaded]) -> str:
    """AND ...: without the records that a newer delivery has taken the place of."""
    if not loaded[source].has_records:
        return ""
    return f" AND seq NOT IN (SELECT seq FROM main.superseded WHERE source = '{source}')"


def _but_no_calls(source: str, loaded: Mapping[str, Loaded]) -> str:
    """AND ...: nor those who were in no queue."""
    superseded = _but_superseded(source, loaded)
    return superseded and f"{superseded} AND NOT ({LEFT_IN_MENU})"


def _lines_sql(loaded: Mapping[str, Loaded]) -> str:
    parts = [
        f"SELECT '{source}' AS source, * "
        f"FROM read_parquet({sql_paths([s.path for s in one.segments])})"
        for source, one in loaded.items()
        if one.segments
    ]
    if not parts:
        integers = {"seq": "BIGINT", "s": "BIGINT", "restarts": "INTEGER"}
        names = (*COLUMNS, *REJECT_COLUMNS)
        columns = ", ".join(f"NULL::{integers.get(c, 'VARCHAR')} AS {c}" for c in names)
        parts = [f"SELECT NULL::VARCHAR AS source, {columns} WHERE false"]
    lines = " UNION ALL ".join(parts)
    place = f"seq >> {POSITION_BITS} AS generation, seq & {_MASK} AS position"
    return f"SELECT *, {place} FROM ({lines})"


_EVENTS = (
    "SELECT source, generation, position, seq, s, make_timestamp(s * 1000000) AS occurred_at, "
    "call_id, queue, agent, event, p1, p2, p3, p4, p5, more FROM main.all_lines "
    "WHERE event IS NOT NULL AND s < getvariable('asked_s')"
)
_REJECTS = (
    "SELECT source, generation, position, seq, reason, "
    "raw FROM main.all_lines WHERE reason IS NOT NULL AND reason <> 'erased' UNION ALL "
    "SELECT 'journal', 0, position, position, reason, raw FROM main.journal_rejects "
    "WHERE reason <> 'erased'"
)


def make_settings_tables(
    connection: duckdb.DuckDBPyConnection, settings: Settings, seen: Sequence[str]
) -> None:
    """(Re)make `queues` and `static_members` for every queue seen or configured."""
    run = connection.execute
    run(
        "CREATE OR REPLACE TABLE queues (queue VARCHAR, threshold_s DOUBLE, target DOUBLE, "
        "short_abandon_s DOUBLE, wrapup_s DOUBLE, memberdelay_s DOUBLE, formula VARCHAR)"
    )
    names = sorted({*seen, *settings.queue_names()})
    for name in names:
        policy = settings.queue(name)
        run(
            "INSERT INTO queues VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [name, policy.threshold_s, policy.target, policy.short_abandon_s, policy.wrapup_s,
             policy.memberdelay_s, policy.formula],
        )  # fmt: skip
    run("CREATE OR REPLACE TABLE static_members (queue VARCHAR, agent VARCHAR)")
    for queue, agent in settings.static_members():
        run("INSERT INTO static_members VALUES ($1, $2)", [queue, agent])


def make_resolution_tables(
    connection: duckdb.DuckDBPyConnection, settings: ResolutionSettings, week_start: int
) -> None:
    """Make `resolution`, `code_meanings` and `reason_kinds`: what [resolution] says."""
    run = connection.execute
    run(
        "CREATE OR REPLACE TABLE resolution AS SELECT $1::BIGINT AS window_s, "
        "$2::BIGINT AS few_from, $3::BIGINT AS many_from, $4::BIGINT AS week_start",
        [settings.window_s, settings.few_from, settings.many_from, week_start],
    )
    run(
        "CREATE OR REPLACE TABLE code_meanings AS SELECT unnest($1::VARCHAR[]) AS code, "
        "'resolved' AS meaning UNION ALL SELECT unnest($2::VARCHAR[]), 'refused'",
        [list(settings.resolved_codes), list(settings.refused_codes)],
    )
    run(
        "CREATE OR REPLACE TABLE reason_kinds AS SELECT unnest($1::VARCHAR[]) AS kind, "
        "unnest(range(len($1))) AS place",
        [list(settings.reasons)],
    )


def make_zone_table(connection: duckdb.DuckDBPyConnection, zone: ZoneInfo) -> None:
    """Make `zone_offsets` from 1970 to 2100."""
    rows = zone_offsets(zone, 0, 4_102_444_800)
    connection.execute(
        "CREATE OR REPLACE TABLE zone_offsets (since_s BIGINT, until_s BIGINT, offset_s BIGINT)"
    )
    connection.execute(
        "INSERT INTO zone_offsets SELECT unnest($1::BIGINT[]), unnest($2::BIGINT[]), "
        "unnest($3::BIGINT[])", [list(column) for column in zip(*rows, strict=True)],
    )  # fmt: skip
