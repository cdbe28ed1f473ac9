"""What a cut knows of contacts and customers, so that no question has to find it out again.

A contact is settled where a cut holds all its calls, each of them ended: then its first call's row
tells what they are together. A cut lists the calls of earlier cuts that its own calls have joined
since (`rejoined.parquet`). Whoever groups calls to contacts groups only those and what is not
settled, and the rows are the same wherever was cut.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from ops.store.arrow import show, taken
from ops.store.cuts import Cut
from ops.store.derive import CONTACT_COLUMNS, CUSTOMER_NO, TOGETHER, model_sql
from ops.store.quoting import sql_paths, sql_text

_FROM_FIRST = {"customer_no": "customer_no", "caller": "caller", "first_queue": "queue", "s": "s"}
"""What a contact has of its first call, and what that calls it."""


def with_contacts(
    connection: duckdb.DuckDBPyConnection,
    calls: pl.DataFrame,
    superseded: pl.DataFrame,
    before: Sequence[Cut],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The `calls` of a cut with CONTACT_COLUMNS, and its `rejoined` (seq).

    `superseded` (seq) are records of this or of earlier cuts that are no calls any more.
    """
    show(connection, "closing_calls", calls)
    show(connection, "closing_superseded", superseded)
    try:
        numbers = taken(
            connection, f"SELECT seq, {CUSTOMER_NO} AS customer_no FROM closing_calls ORDER BY seq"
        )
        joined = taken(connection, _joined_sql(calls, superseded, before))
        place = numbers["seq"].search_sorted(calls["seq"])
        calls = calls.with_columns(numbers["customer_no"].gather(place))
        gone = calls.join(superseded, on="seq", how="semi")["call_id"]
        torn = pl.concat([joined["call_id"], gone]).unique()
        told = _settled(connection, calls, torn)
    finally:
        connection.unregister("closing_calls")
        connection.unregister("closing_superseded")
    return told, joined.select("seq").unique().sort("seq")


def _settled(
    connection: duckdb.DuckDBPyConnection, calls: pl.DataFrame, torn: pl.Series
) -> pl.DataFrame:
    """The calls with CONTACT_COLUMNS; contacts of the call ids in `torn` are not settled."""
    is_whole = ~calls["call_id"].is_in(torn.implode())
    several = calls.filter(is_whole & calls["call_id"].is_duplicated())
    contacts = _together(connection, several)
    is_several = pl.col("call_id").is_in(several["call_id"].unique().implode())
    last_s = pl.max_horizontal("s", "answer_s", "end_s")
    members = several.select("seq", last_s.max().over("call_id").alias("settled_s"), "call_id")
    members = members.join(contacts.select("call_id"), on="call_id", how="semi").drop("call_id")
    return (
        calls.with_columns(is_whole.alias("is_whole"))
        .join(members, on="seq", how="left", maintain_order="left")
        .join(contacts.drop("call_id"), on="seq", how="left", maintain_order="left")
        .with_columns(
            pl.when(is_several | ~pl.col("is_whole")).then("settled_s").otherwise(last_s)
            .alias("settled_s"),
            (~is_several | pl.col("contact_calls").is_not_null()).alias("is_first"),
        )
        .select(*calls.columns, *(name for name in CONTACT_COLUMNS if name != "customer_no"))
    )  # fmt: skip


def _together(connection: duckdb.DuckDBPyConnection, several: pl.DataFrame) -> pl.DataFrame:
    """What those calls are by call id, with the seq of the first; only where it began as that."""
    show(connection, "loose", several.with_columns(pl.lit("").alias("source")))
    try:
        found = taken(connection, model_sql("grouped_contacts"))
    finally:
        connection.unregister("loose")
    began = several.select(
        "seq", *(pl.col(own).alias(f"own_{own}") for own in _FROM_FIRST.values())
    )
    same = [pl.col(name).eq_missing(pl.col(f"own_{own}")) for name, own in _FROM_FIRST.items()]
    return (
        found.join(began, on="seq")
        .filter(*same)
        .select("seq", "call_id", *(pl.col(name).alias(f"contact_{name}") for name in TOGETHER))
    )


def _joined_sql(calls: pl.DataFrame, superseded: pl.DataFrame, before: Sequence[Cut]) -> str:
    """The calls of earlier cuts that have a call id of `calls`, or of a call that is superseded."""
    parts = ["SELECT seq, call_id FROM closing_calls WHERE false"]
    earlier = f"read_parquet({sql_paths([cut.calls for cut in before])})"
    if before and not calls.is_empty():
        # ids mostly grow with time: then only the end of the newest cut is read
        ids = calls["call_id"]
        least, most = sql_text(str(ids.min())), sql_text(str(ids.max()))
        parts.append(
            f"SELECT seq, call_id FROM {earlier} WHERE call_id BETWEEN {least} AND {most} "
            "AND call_id IN (SELECT call_id FROM closing_calls)"
        )
    if before and not superseded.is_empty():
        parts.append(
            f"SELECT seq, call_id FROM {earlier} WHERE call_id IN (SELECT call_id "
            f"FROM {earlier} WHERE seq IN (SELECT seq FROM closing_superseded))"
        )
    return " UNION ALL ".join(parts)
