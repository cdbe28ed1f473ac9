"""The words of a report: plain data, no layout, everything a writer needs and nothing of one."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Value = str | int | float | date | datetime | None
Row = tuple["Value | Cell", ...]


class Kind(enum.StrEnum):
    """How a value is read."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    """0 to 1; None where there is nothing to divide by."""
    LENGTH = "length"
    """Seconds."""
    NUMBER = "number"
    POINTS = "points"
    """A difference of two shares."""
    CHANGE = "change"
    """A difference as a share of what was there before."""
    LONGER = "longer"
    """A difference of two lengths, in seconds."""
    DAY = "day"
    AT = "at"
    """A moment on the user's clock, without a zone: the report names it once."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that is read in another way than its column's others."""

    value: Value
    kind: Kind
    target: float | None = None
    """A share below it is under target, whatever its column's is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how the values under it are read."""

    title: str
    kind: Kind = Kind.TEXT
    target: float | None = None
    """A share below it is under target."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the last one may be a total."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    has_total: bool = False
    empty: str = "nothing in this period"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table, and what it shows in a sentence for those who can't see it."""

    title: str
    says: str
    spec: Mapping[str, Any]
    """Vega-Lite."""
    table: Table
    native: str = ""
    """How a spreadsheet draws it: column (several on one another), line, or nothing."""


def told(value: Value | Cell, column: Column) -> tuple[Value, Kind]:
    """A cell's value and how it is read."""
    return (value.value, value.kind) if isinstance(value, Cell) else (value, column.kind)


def aim(value: Value | Cell, column: Column) -> float | None:
    """The target that a cell is compared with."""
    return value.target if isinstance(value, Cell) else column.target


Part = Table | Chart | str


@dataclass(frozen=True, slots=True)
class Section:
    """One question about the period, its answer in a sentence, and what shows it."""

    key: str
    title: str
    says: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    title: str
    site: str
    period: str
    facts: tuple[tuple[str, str], ...]
    """What a reader has to know before any number: period, zone, hours, formula, freshness, …"""
    warnings: tuple[str, ...]
    """What makes numbers of this period less sure."""
    sections: tuple[Section, ...]
    definitions: tuple[tuple[str, str], ...]
    """Every metric used, and what it says."""
    fingerprint: str = field(default="")
    """Of data and definitions: two reports with one are the same."""
