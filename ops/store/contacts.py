"""What a cut knows of contacts and customers, so that no question has to find it out again.

Nearly every contact is one call. A cut marks the calls that share their call id with no other one
up to its end (`is_alone`), and lists the calls of earlier cuts that its own calls have joined since
(`rejoined.parquet`). Whoever groups calls to contacts groups only the rest, and the rows are the
same wherever was cut.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from ops.store.arrow import show, taken
from ops.store.cuts import Cut, sql_paths

CUSTOMER_NO = (
    "CASE WHEN length(customer) <= 18 THEN TRY_CAST('1' || customer AS BIGINT) "
    "ELSE -1 - CAST(md5_number_lower(customer) >> 1 AS BIGINT) END"
)
"""SQL: a customer as a number, which is sorted and compared at half the cost of a text.

Up to 18 digits it is the digits themselves behind a 1 (a leading zero counts); no telephone number
has more than 15. Longer ones are below 0 and told apart by 63 bits of their MD5.
"""


def with_contacts(
    connection: duckdb.DuckDBPyConnection, calls: pl.DataFrame, before: Sequence[Cut]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The `calls` of a cut with `customer_no` and `is_alone`, and its `rejoined` (seq)."""
    show(connection, "closing_calls", calls.select("seq", "call_id", "customer"))
    try:
        numbers = taken(
            connection, f"SELECT seq, {CUSTOMER_NO} AS customer_no FROM closing_calls ORDER BY seq"
        )
        joined = taken(connection, _joined_sql(calls, before))
    finally:
        connection.unregister("closing_calls")
    place = numbers["seq"].search_sorted(calls["seq"])
    is_alone = calls["call_id"].is_unique() & ~calls["call_id"].is_in(joined["call_id"].implode())
    told = calls.with_columns(numbers["customer_no"].gather(place), is_alone.alias("is_alone"))
    return told, joined.select("seq").unique().sort("seq")


def _joined_sql(calls: pl.DataFrame, before: Sequence[Cut]) -> str:
    """The calls of earlier cuts that have a call id of `calls`."""
    if not before or calls.is_empty():
        return "SELECT seq, call_id FROM closing_calls WHERE false"
    # ids mostly grow with time: then only the end of the newest cut is read
    least, most = (
        "'" + str(end).replace("'", "''") + "'"
        for end in (calls["call_id"].min(), calls["call_id"].max())
    )
    return (
        f"SELECT seq, call_id FROM read_parquet({sql_paths([cut.calls for cut in before])}) "
        f"WHERE call_id BETWEEN {least} AND {most} "
        "AND call_id IN (SELECT call_id FROM closing_calls)"
    )
