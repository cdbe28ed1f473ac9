"""What stands on which sheet, and how wide: nothing shows as "###", no heading is cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from textwrap import shorten, wrap

from ops.reports.model import Chart, Kind, Part, Table, Value, told
from ops.reports.text import shown

HEADING_LINES = 2
_NAME_LENGTH = 31
_LONG = 20
"""Rows that a screen has."""
_LEAST, _MOST = 9, 48
_ROOM = 4
"""For letters that are wider than a digit, and to the next column."""
_DATES = {Kind.DAY: 16, Kind.AT: 25}
"""As a spreadsheet writes them: "Wed 18 Nov 2026 10:05:00"."""


def pages(parts: Iterable[Part]) -> list[list[Part]]:
    """The parts by sheet, in order: a long table has one to itself."""
    found: list[list[Part]] = [[]]
    for part in parts:
        before = tables(found[-1])
        if any(map(is_long, before)) or (before and any(map(is_long, tables([part])))):
            found.append([])
        found[-1].append(part)
    return found


def continued(number: int) -> str:
    """What tells a section's further sheets from its first."""
    return f" ({number})" if number > 1 else ""


def sheet_name(title: str, number: int) -> str:
    """A sheet's name: its section's title, as far as there is room for it."""
    plain = title.replace("/", "-").replace(":", "")
    room = _NAME_LENGTH - len(continued(number))
    return shorten(plain, room, placeholder="…") + continued(number)


def tables(parts: Iterable[Part]) -> list[Table]:
    """The tables among parts, those behind charts too."""
    return [part.table if isinstance(part, Chart) else part
            for part in parts if not isinstance(part, str)]  # fmt: skip


def is_long(table: Table) -> bool:
    """Whether a table leaves a screen: then its headings have to stay."""
    return len(table.rows) > _LONG


def widths(below: Sequence[Table]) -> list[int]:
    """By column, in digits, for tables that stand below one another."""
    found: defaultdict[int, int] = defaultdict(lambda: _LEAST)
    for table in below:
        for at, head in enumerate(table.columns if table.rows else ()):
            cells = (_cell(*told(row[at], head)) for row in table.rows)
            found[at] = max(found[at], _heading(head.title), *cells)
    return [min(found[at], _MOST) for at in sorted(found)]


def _heading(title: str) -> int:
    """The least in which a heading takes no more than its lines."""
    word = max(map(len, title.split()), default=1)
    return _ROOM + next(width for width in range(word, len(title) + 2)
                        if len(wrap(title, width)) <= HEADING_LINES)  # fmt: skip


def _cell(value: Value, kind: Kind) -> int:
    if value is None:
        return 0
    if isinstance(value, (int, float)) and kind is Kind.LENGTH:
        return len(f"{value / 3600:.0f}:00:00") + _ROOM
    return _DATES.get(kind, len(shown(value, kind))) + _ROOM
