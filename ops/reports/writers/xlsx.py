"""XLSX: sheets by section, native numbers, dates, durations and charts, headings that stay."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from ops.reports.model import (
    Cell,
    Chart,
    Column,
    Kind,
    Part,
    Report,
    Section,
    Table,
    Value,
    told,
)  # fmt: skip
from ops.reports.text import is_figure, line, rightward
from ops.reports.writers.layout import (
    HEADING_LINES,
    continued,
    is_long,
    pages,
    sheet_name,
    tables,
    widths,
)

_FORMATS = {
    Kind.TEXT: "@", Kind.COUNT: "#,##0", Kind.SHARE: "0.0%", Kind.LENGTH: "[h]:mm:ss",
    Kind.NUMBER: "#,##0.0", Kind.POINTS: "+0.0%;-0.0%",
    Kind.CHANGE: "+0.0%;-0.0%", Kind.LONGER: "0.0", Kind.DAY: "ddd dd mmm yyyy",
    Kind.AT: "ddd dd mmm yyyy hh:mm:ss",
}  # fmt: skip
_DAY_S = 86_400
_EPOCH = datetime(2000, 1, 1)
"""In the place of the time a file was made, so that the same report is the same file."""

_NATIVE = {"column": {"type": "column", "subtype": "stacked"}, "line": {"type": "line"}}
_GAP = 2
_LINE_HEIGHT = 15
_FIRST_WIDTH = 26
Sheet: TypeAlias = Any
Form: TypeAlias = Any
Drawn: TypeAlias = Any
"""The library's worksheets, formats and charts; it has no types."""
_CHART_ROWS = 16


class _Sheets:
    """A workbook with the formats that cells share."""

    def __init__(self, data: io.BytesIO) -> None:
        import xlsxwriter

        self.book = xlsxwriter.Workbook(data, {"in_memory": True})
        self._formats: dict[tuple[Kind, bool, bool], Any] = {}
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.caption = self.book.add_format({"bold": True})
        self._headings: dict[tuple[bool, bool], Any] = {}
        self.under = self.book.add_format({"font_color": "#B3541E", "bold": True})

    def sheet(self, name: str, number: int = 1) -> Sheet:
        """A new sheet, printed one page wide and as long as it takes."""
        made = self.book.add_worksheet(sheet_name(name, number))
        made.set_landscape()
        made.fit_to_pages(1, 0)
        return made

    def heading(self, column: int, *, right: bool) -> Form:
        """The format of a heading: it stands where the values under it do."""
        key = (right, column > 0)
        if key not in self._headings:
            said = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
            self._headings[key] = self.book.add_format({**said, **_side(column, right=right)})
        return self._headings[key]

    def format(self, kind: Kind, column: int, *, bold: bool) -> Form:
        """The format of a kind of value in a column."""
        key = (kind, column > 0, bold)
        if key not in self._formats:
            said = {"num_format": _FORMATS[kind], "bold": bold, "top": 1 if bold else 0}
            self._formats[key] = self.book.add_format(
                {**said, **_side(column, right=is_figure(kind))}
            )
        return self._formats[key]


def write(report: Report) -> bytes:
    """The whole report."""
    data = io.BytesIO()
    sheets = _Sheets(data)
    title = " · ".join(filter(None, [report.title, report.site, report.period]))
    sheets.book.set_properties({"title": line(title), "created": _EPOCH})
    _cover(sheets, report, title)
    for section in report.sections:
        _section(sheets, section)
    _pairs(sheets, "Definitions", "Definitions", report.definitions)
    sheets.book.close()
    return data.getvalue()


def _cover(sheets: _Sheets, report: Report, title: str) -> None:
    notes = [("Note", warning) for warning in report.warnings]
    told = [*report.facts, *notes, ("Data and definitions", report.fingerprint)]
    _pairs(sheets, "Report", title, tuple(told))


def _pairs(sheets: _Sheets, name: str, title: str, pairs: tuple[tuple[str, str], ...]) -> None:
    sheet = sheets.sheet(name)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, line(title), sheets.title)
    for at, (label, text) in enumerate(pairs, _GAP):
        sheet.write_string(at, 0, label, sheets.caption)
        sheet.write_string(at, 1, line(text))


def _section(sheets: _Sheets, section: Section) -> None:
    for number, parts in enumerate(pages(section.parts), 1):
        sheet = sheets.sheet(section.title, number)
        sheet.write_string(0, 0, section.title + continued(number), sheets.title)
        sheet.write_string(1, 0, section.says)
        _columns(sheet, parts)
        _parts(sheets, sheet, parts)


def _columns(sheet: Sheet, parts: list[Part]) -> None:
    for column, width in enumerate(widths(tables(parts))):
        sheet.set_column(column, column, width if column else max(width, _FIRST_WIDTH))


def _parts(sheets: _Sheets, sheet: Sheet, parts: list[Part]) -> None:
    """Parts below one another; headings stay where they are those of all rows."""
    at = _GAP + 1
    headings = []
    for part in parts:
        if isinstance(part, str):
            sheet.write_string(at, 0, part)
            at += _GAP
            continue
        (table,) = tables([part])
        headings += [at + 1] * bool(table.rows)
        at = _table(sheets, sheet, table, at)
        if isinstance(part, Chart):
            at = _chart(sheets, sheet, part, at)
    if len(headings) == 1:
        sheet.freeze_panes(headings[0] + 1, 1)
        sheet.repeat_rows(headings[0])
    else:
        sheet.freeze_panes(_GAP, 1)


def _table(sheets: _Sheets, sheet: Sheet, table: Table, at: int) -> int:
    """Write a table from row `at` on; returns the row after it and a gap."""
    sheet.write_string(at, 0, table.title, sheets.caption)
    if not table.rows:
        sheet.write_string(at + 1, 0, table.empty)
        return at + 1 + _GAP
    sheet.set_row(at + 1, _LINE_HEIGHT * HEADING_LINES)
    for column, (head, right) in enumerate(zip(table.columns, rightward(table), strict=True)):
        sheet.write_string(at + 1, column, head.title, sheets.heading(column, right=right))
    for number, row in enumerate(table.rows, 1):
        bold = table.has_total and number == len(table.rows)
        for column, (value, head) in enumerate(zip(row, table.columns, strict=True)):
            plain, kind = told(value, head)
            form = sheets.format(kind, column, bold=bold)
            _cell(sheet, (at + 1 + number, column), plain, kind, form)
            if isinstance(value, Cell):
                _mark_under(sheets, sheet, value.target, (at + 1 + number, column) * 2)
    first, last = at + 2, at + 1 + len(table.rows)
    for column, head in enumerate(table.columns):
        _mark(sheets, sheet, head, (first, column, last - table.has_total, column))
    return last + 1 + _GAP


def _side(column: int, *, right: bool) -> dict[str, object]:
    """Text keeps off the figures that end in the column before it."""
    return {"align": "right"} if right else {"align": "left", "indent": int(column > 0)}


def _cell(sheet: Sheet, place: tuple[int, int], value: Value, kind: Kind, form: Form) -> None:
    if value is None:
        sheet.write_blank(*place, None, form)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(*place, value, form)
    elif isinstance(value, str):
        sheet.write_string(*place, line(value), form)
    else:
        sheet.write_number(*place, value / _DAY_S if kind is Kind.LENGTH else value, form)


def _mark_under(
    sheets: _Sheets, sheet: Sheet, target: float | None, place: tuple[int, int, int, int]
) -> None:
    """What is under target stands out, whatever is typed into the cell later."""
    if target is not None:
        rule: Mapping[str, object] = {
            "type": "cell", "criteria": "<", "value": target, "format": sheets.under,
        }  # fmt: skip
        sheet.conditional_format(*place, rule)


def _mark(
    sheets: _Sheets,
    sheet: Sheet,
    column: Column,
    place: tuple[int, int, int, int],
) -> None:
    """What a column's cells show at a glance: what is under target, or how much there is."""
    if column.target is not None:
        _mark_under(sheets, sheet, column.target, place)
    elif column.kind is Kind.COUNT and place[2] - place[0] > 2:
        sheet.conditional_format(*place, {"type": "data_bar", "bar_solid": True,
                                          "bar_color": "#C9DAF5"})  # fmt: skip


def _chart(sheets: _Sheets, sheet: Sheet, chart: Chart, at: int) -> int:
    """A native chart under the table that ends before row `at`, or beside a long one.

    Returns the row after it.
    """
    count = len(chart.table.rows)
    if not chart.native or not count:
        return at
    first, last = at - _GAP - count, at - _GAP - 1
    drawn = sheets.book.add_chart(dict(_NATIVE[chart.native]))
    for column, head in enumerate(chart.table.columns[1:], 1):
        if head.kind in (Kind.SHARE, Kind.COUNT) and (column == 1 or head.kind is Kind.COUNT):
            drawn.add_series({
                "name": head.title,
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
            })  # fmt: skip
        if chart.table.columns[1].kind is Kind.SHARE:
            break
    drawn.set_title({"name": chart.title})
    drawn.set_size({"width": 720, "height": 280})
    _axes(drawn, chart.table)
    beside = is_long(chart.table)
    place = (first, len(chart.table.columns) + 1) if beside else (at, 0)
    sheet.insert_chart(*place, drawn, {"description": chart.says})
    return at if beside else at + _CHART_ROWS


def _axes(drawn: Drawn, table: Table) -> None:
    """Days as days; shares from nothing to all, as in the other formats."""
    if table.columns[0].kind is Kind.DAY:
        drawn.set_x_axis({"num_format": "ddd dd", "text_axis": True})
    if table.columns[1].kind is Kind.SHARE:
        drawn.set_y_axis({"num_format": "0%", "min": 0, "max": 1})
