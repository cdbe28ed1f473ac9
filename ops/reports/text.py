"""Values as people read them, in every format that is text."""

from __future__ import annotations

from datetime import date, datetime

from ops import formats
from ops.reports.model import Kind, Table, Value, told


def line(text: str) -> str:
    """Any text of a report, harmless: one line, nothing that hides what stands beside it."""
    return formats.safe(text)


def shown(value: Value, kind: Kind) -> str:
    """One cell; "n/a" for a share of nothing, "–" for anything else that is not there."""
    if value is None:
        return formats.NOT_APPLICABLE if kind is Kind.SHARE else formats.NOTHING
    if isinstance(value, datetime):
        return f"{value:%a %d %b %H:%M}"
    if isinstance(value, date):
        return f"{value:%a %d %b}"
    if isinstance(value, str):
        return formats.safe(value, 80)
    return _figure(value, kind)


def _figure(value: float, kind: Kind) -> str:
    if kind is Kind.SHARE:
        return formats.percent(value, 1)
    if kind is Kind.LENGTH:
        return formats.duration(value)
    if kind is Kind.COUNT:
        return _minus(f"{value:,.0f}")
    if kind is Kind.POINTS:
        return _minus(f"{value * 100:+.1f} points")
    if kind is Kind.CHANGE:
        return _minus(f"{value * 100:+.1f} %")
    if kind is Kind.LONGER:
        return ("+" if value > 0 else "") + formats.duration(value)
    return _minus(f"{value:,.1f}")


def _minus(text: str) -> str:
    return text.replace("-", formats.MINUS)


def is_figure(kind: Kind) -> bool:
    """Whether values of a kind stand at the right of their column."""
    return kind not in (Kind.TEXT, Kind.DAY, Kind.AT)


def rightward(table: Table) -> list[bool]:
    """By column, whether its heading stands at the right: where figures are under it."""
    return [
        is_figure(column.kind) or any(is_figure(told(row[at], column)[1]) for row in table.rows)
        for at, column in enumerate(table.columns)
    ]
