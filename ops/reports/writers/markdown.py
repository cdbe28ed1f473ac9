"""Markdown, for chat and mail: tables and sentences, the charts by their sentence."""

from __future__ import annotations

from collections.abc import Iterator

from ops.reports.model import Chart, Report, Section, Table, told
from ops.reports.text import line, rightward, shown

_ESCAPES = str.maketrans({c: f"\\{c}" for c in "\\|`*_[]<>#"})


def write(report: Report) -> bytes:
    """The whole report."""
    return ("\n".join(_lines(report)) + "\n").encode()


def _lines(report: Report) -> Iterator[str]:
    heading = " · ".join(filter(None, [report.title, report.site, report.period]))
    yield from (f"# {_text(heading)}", "")
    yield from (f"- **{_text(label)}:** {_text(text)}" for label, text in report.facts)
    if report.warnings:
        yield ""
        yield from (f"> **Note:** {_text(warning)}  " for warning in report.warnings)
    for section in report.sections:
        yield ""
        yield from _section(section)
    yield from ("", "## Definitions", "")
    yield from (f"- **{_text(title)}**: {_text(says)}" for title, says in report.definitions)
    yield from ("", f"Data and definitions: `{report.fingerprint}`")


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {_text(section.title)}", "", _text(section.says))
    for part in section.parts:
        yield ""
        if isinstance(part, str):
            yield _text(part)
        elif isinstance(part, Chart):
            yield from (f"*{_text(part.says)}*", "")
            yield from _table(part.table)
        else:
            yield from _table(part)


def _table(table: Table) -> Iterator[str]:
    yield from (f"### {_text(table.title)}", "")
    if not table.rows:
        yield _text(table.empty)
        return
    yield f"| {' | '.join(_text(c.title) for c in table.columns)} |"
    yield f"|{'|'.join('---:' if right else '---' for right in rightward(table))}|"
    for number, row in enumerate(table.rows, 1):
        cells = [_text(shown(*told(v, c))) for v, c in zip(row, table.columns, strict=True)]
        if table.has_total and number == len(table.rows):
            cells = [f"**{cell}**" for cell in cells]
        yield f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    return line(text).translate(_ESCAPES)
