"""Columns as a file's format wants them, in SQL; and cells that no spreadsheet runs.

A spreadsheet takes what begins with =, +, -, @, a tab or a line end for a formula and runs it; in
CSV such text gets an apostrophe in front (OWASP, "CSV Injection"), a number with its country's "+"
does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ops.store.quoting import sql_name
from ops.warehouse.dictionary import EPOCHS

if TYPE_CHECKING:
    import polars as pl

_Cell = Callable[[str, str], str]

_RISKY = r"^[=+@\t\r\n-]"
_PHONE = r"\+[0-9][0-9 ]*"
"""What begins like a formula and is none."""


def for_parquet(columns: Sequence[tuple[str, str]]) -> str:
    """Typed columns: instants are UTC and say so."""

    def cell(name: str, kind: str) -> str:
        instant = _instant(name, kind)
        return name if instant is None else f"{instant}::TIMESTAMPTZ"

    return _listed(columns, cell)


def for_sheet(columns: Sequence[tuple[str, str]]) -> str:
    """Instants as dates, in UTC."""
    return _listed(columns, lambda name, kind: _instant(name, kind) or name)


def for_json(columns: Sequence[tuple[str, str]]) -> str:
    """Instants as ISO 8601, the others as they are."""

    def cell(name: str, kind: str) -> str:
        instant = _instant(name, kind)
        return _number(name, kind) if instant is None else _iso(instant)

    return _listed(columns, cell)


def for_csv(columns: Sequence[tuple[str, str]]) -> str:
    """Plain text: instants as ISO 8601, whole numbers without ".0", no cell a formula."""

    def cell(name: str, kind: str) -> str:
        if (instant := _instant(name, kind)) is not None:
            return _iso(instant)
        if kind in ("DOUBLE", "FLOAT"):
            whole = f"{name} = trunc({name}) AND abs({name}) < 1e15"
            return f"CASE WHEN {whole} THEN {name}::BIGINT::VARCHAR ELSE {name}::VARCHAR END"
        return harmless(name) if kind == "VARCHAR" or kind.startswith("ENUM") else name

    return _listed(columns, cell, harmless_text)


def harmless(name: str) -> str:
    """SQL for text that no spreadsheet runs."""
    risky = f"regexp_matches({name}, '{_RISKY}')"
    return (
        f"CASE WHEN {risky} AND NOT regexp_full_match({name}, '{_PHONE}') "
        f"THEN '''' || {name} ELSE {name} END"
    )


def harmless_text(text: str) -> str:
    """The same of one text."""
    is_risky = re.match(_RISKY, text) and not re.fullmatch(_PHONE, text)
    return f"'{text}" if is_risky else text


def harmless_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """The same of every text of a frame."""
    import polars as pl

    made = frame.clone()
    for at, column in enumerate(frame.get_columns()):
        if column.dtype in _texts():
            # Under a name of its own: Polars takes ^x$ for a pattern.
            cells = _harmless_column(column.alias("text").cast(pl.String))
            made.replace_column(at, cells.alias(column.name))
    return made


def _texts() -> tuple[type[pl.DataType], ...]:
    import polars as pl

    return pl.String, pl.Categorical, pl.Enum


def _harmless_column(text: pl.Series) -> pl.Series:
    is_risky = text.str.contains(_RISKY) & ~text.str.contains(f"^{_PHONE}$")
    return ("'" + text).zip_with(is_risky, text)


def _listed(
    columns: Sequence[tuple[str, str]], cell: _Cell, heading: Callable[[str], str] = str
) -> str:
    names = [(sql_name(name), sql_name(heading(name)), kind) for name, kind in columns]
    made = [(cell(name, kind), head) for name, head, kind in names]
    return ", ".join(sql if sql == head else f"{sql} AS {head}" for sql, head in made)


def _instant(name: str, kind: str) -> str | None:
    """SQL for a column of instants as a timestamp; None where it holds none."""
    if kind == "BIGINT" and name.strip('"') in EPOCHS:
        return f"make_timestamp({name} * 1000000)"
    return name if kind.startswith("TIMESTAMP") else None


def _iso(instant: str) -> str:
    return f"strftime({instant}, '%Y-%m-%dT%H:%M:%SZ')"


def _number(name: str, kind: str) -> str:
    """Sums of whole numbers are wider than JSON's readers take."""
    return f"{name}::BIGINT" if kind == "HUGEINT" else name
