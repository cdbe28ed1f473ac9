"""From a query's rows to rows that may leave the house: numbers masked, instants as instants."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ops.privacy import Privacy

if TYPE_CHECKING:
    import polars as pl

FREE_TEXT = frozenset({"raw", "title", "note", "last_note"})
"""Columns in which a number may stand anywhere."""


def shaped(frame: pl.DataFrame, privacy: Privacy) -> pl.DataFrame:
    """`frame` as this reader may see it.

    `caller` is masked unless revealed, and `customer`, a keyed id that stays the same, is added
    right after it, or takes the place of the normal form a query calls so; `raw`
    lines are masked, and why they were rejected; epoch seconds become instants; decimals plain
    numbers.
    """
    import polars as pl
    import polars.selectors as cs

    from ops.warehouse.dictionary import EPOCHS

    # DuckDB's sums of whole numbers come as wide decimals, which JSON would write as text.
    whole = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Decimal)
             and kind.scale == 0]  # fmt: skip
    frame = frame.with_columns(pl.col(whole).cast(pl.Int64)).with_columns(
        cs.decimal().cast(pl.Float64)
    )
    for name in EPOCHS:
        if name in frame.columns and frame[name].dtype.is_integer():
            frame = frame.with_columns(pl.from_epoch(name, time_unit="s"))
    for name in frame.columns:
        if name in FREE_TEXT:
            frame = frame.with_columns(_each(frame[name], privacy.raw))
    if {"raw", "reason"} <= set(frame.columns):  # why a line was rejected quotes a cell of it
        frame = frame.with_columns(_each(frame["reason"], lambda why: why and privacy.told(why)))
    if "customer" in frame.columns:
        frame = frame.with_columns(_each(frame["customer"], privacy.known))
    if "caller" in frame.columns:
        callers = frame["caller"]
        if "customer" not in frame.columns:
            customers = _each(callers, privacy.customer).alias("customer")
            frame = frame.insert_column(frame.columns.index("caller") + 1, customers)
        frame = frame.with_columns(_each(callers, privacy.caller))
    return frame


def _each(texts: pl.Series, change: Callable[[str | None], str | None]) -> pl.Series:
    """`change` of every value, worked out once a distinct one."""
    import polars as pl

    texts = texts.cast(pl.String)
    found = {text: change(text) for text in texts.unique().to_list()}
    return pl.Series(texts.name, [found[text] for text in texts.to_list()], dtype=pl.String)
