"""Columns as a file's format wants them, in SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ops.warehouse.dictionary import EPOCHS

_Cell = Callable[[str, str], str]

_PHONE = r"\+[0-9][0-9 ]*"
"""What begins like a formula and is none."""


def quoted(name: str) -> str:
    """A column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


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
    """Plain text: instants as ISO 8601, whole numbers without ".0", no cell a formula.

    A spreadsheet runs what begins with =, +, -, @, a tab or a line end; such text gets an
    apostrophe in front (OWASP, "CSV Injection"), a number with its country's "+" does not.
    """

    def cell(name: str, kind: str) -> str:
        if (instant := _instant(name, kind)) is not None:
            return _iso(instant)
        if kind in ("DOUBLE", "FLOAT"):
            whole = f"{name} = trunc({name}) AND abs({name}) < 1e15"
            return f"CASE WHEN {whole} THEN {name}::BIGINT::VARCHAR ELSE {name}::VARCHAR END"
        return harmless(name) if kind == "VARCHAR" or kind.startswith("ENUM") else name

    return _listed(columns, cell)


def harmless(name: str) -> str:
    """SQL for text that no spreadsheet runs."""
    risky = f"regexp_matches({name}, '^[=+@\\t\\r\\n-]')"
    return (
        f"CASE WHEN {risky} AND NOT regexp_full_match({name}, '{_PHONE}') "
        f"THEN '''' || {name} ELSE {name} END"
    )


def _listed(columns: Sequence[tuple[str, str]], cell: _Cell) -> str:
    names = [(quoted(name), kind) for name, kind in columns]
    made = [(name, cell(name, kind)) for name, kind in names]
    return ", ".join(name if name == sql else f"{sql} AS {name}" for name, sql in made)


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
