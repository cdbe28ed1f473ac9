"""Rows as a spreadsheet: native numbers and dates, written row by row in bounded memory."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ops.export.cells import for_sheet
from ops.export.source import Told, columns

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from ops.export.files import Rows

MOST_ROWS = 1_048_575
"""A sheet has 2^20 rows, the first is the heading; more go on in further sheets."""

_BATCH = 10_000
_WIDTHS = {"TIMESTAMP": 19, "VARCHAR": 16}


def write_xlsx(cursor: duckdb.DuckDBPyConnection, rows: Rows, path: Path, told: Told) -> int:
    """Write `rows`; returns how many. Text stays text: no cell can be a formula."""
    import xlsxwriter

    kinds = columns(cursor, rows.sql, rows.params)
    total = _count(cursor, rows)
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
    )
    book.set_properties({"created": datetime(2000, 1, 1), "title": rows.name})
    heading = book.add_format({"bold": True, "bottom": 1})
    cursor.execute(f"SELECT {for_sheet(kinds)} FROM ({rows.sql}) AS answer", dict(rows.params))
    done = percent = 0
    sheet: Worksheet | None = None
    while batch := cursor.fetchmany(_BATCH):
        for row in batch:
            at = done % MOST_ROWS
            if at == 0:
                sheet = _sheet(book, f"{rows.name} {done // MOST_ROWS + 1}", kinds, heading)
            assert sheet is not None
            _write_row(sheet, at + 1, row)
            done += 1
        now = 100 * done // max(total, 1)
        told(now - percent)
        percent = now
    if sheet is None:
        _sheet(book, rows.name, kinds, heading)
    _close(book)
    return done


def _close(book: Workbook) -> None:
    """Finish the file; a disk that refuses is an OSError as everywhere else."""
    from xlsxwriter.exceptions import XlsxFileError

    try:
        book.close()
    except XlsxFileError as error:
        raise OSError(str(error)) from error


def _count(cursor: duckdb.DuckDBPyConnection, rows: Rows) -> int:
    counted = f"SELECT count(*) FROM ({rows.sql}) AS answer"
    return int(cursor.execute(counted, dict(rows.params)).fetchall()[0][0])


def _sheet(book: Workbook, name: str, kinds: list[tuple[str, str]], heading: Format) -> Worksheet:
    sheet = book.add_worksheet(name.removesuffix(" 1")[:31])
    sheet.freeze_panes(1, 0)
    for column, (title, kind) in enumerate(kinds):
        sheet.set_column(column, column, _WIDTHS.get(kind, 12))
        sheet.write_string(0, column, title, heading)
    return sheet


def _write_row(sheet: Worksheet, at: int, row: tuple[object, ...]) -> None:
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(at, column, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(at, column, value)
        elif isinstance(value, datetime):
            utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(at, column, utc)
        else:
            sheet.write_string(at, column, str(value))
