"""One self-contained HTML file: charts inline, for screens of any size, paper, light and dark."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

from ops.reports.charts import svg
from ops.reports.model import Cell, Chart, Column, Report, Row, Section, Table, Value, aim, told
from ops.reports.text import is_figure, line, rightward, shown

_STYLE = Path(__file__).with_name("report.css")


def write(report: Report) -> bytes:
    """The whole report; nothing in it is loaded from anywhere."""
    return ("\n".join(_page(report)) + "\n").encode()


def _page(report: Report) -> Iterator[str]:
    title = _text(" · ".join(filter(None, [report.title, report.site, report.period])))
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{title}</title>\n<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n<body>"
    yield f"<header><h1>{_text(report.title)}</h1>"
    yield f"<p>{_text(' · '.join(filter(None, [report.site, report.period])))}</p></header>"
    yield "<main>"
    yield from _facts(report)
    yield from _contents(report)
    for section in report.sections:
        yield from _section(section)
    yield from _definitions(report)
    yield f"</main>\n<footer>Data and definitions: <code>{report.fingerprint}</code></footer>"
    yield "</body>\n</html>"


def _facts(report: Report) -> Iterator[str]:
    yield '<dl class="facts">'
    for label, text in report.facts:
        yield f"<div><dt>{_text(label)}</dt><dd>{_text(text)}</dd></div>"
    yield "</dl>"
    if report.warnings:
        yield '<ul class="warnings" aria-label="What makes these numbers less sure">'
        yield from (f"<li>{_text(warning)}</li>" for warning in report.warnings)
        yield "</ul>"


def _contents(report: Report) -> Iterator[str]:
    links = (f'<a href="#{s.key}">{_text(s.title)}</a>' for s in report.sections)
    yield f'<nav aria-label="Sections">{" ".join(links)}</nav>'


def _section(section: Section) -> Iterator[str]:
    yield f'<section id="{section.key}"><h2>{_text(section.title)}</h2>'
    yield f'<p class="says">{_text(section.says)}</p>'
    for part in section.parts:
        if isinstance(part, str):
            yield f"<p>{_text(part)}</p>"
        elif isinstance(part, Chart):
            yield from _chart(part)
        else:
            yield from _table(part)
    yield "</section>"


def _chart(chart: Chart) -> Iterator[str]:
    """The picture, said in a sentence too, its table folded away below it."""
    if not chart.table.rows:
        yield from _table(chart.table)
        return
    drawn = svg(chart.spec).replace("<svg ", '<svg aria-hidden="true" ', 1)
    yield f'<figure><div role="img" tabindex="0" aria-label="{_text(chart.says)}">{drawn}</div>'
    yield f"<figcaption>{_text(chart.says)}</figcaption></figure>"
    yield f"<details><summary>{_text(chart.table.title)}</summary>"
    yield from _table(chart.table)
    yield "</details>"


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield f"<h3>{_text(table.title)}</h3><p class=empty>{_text(table.empty)}</p>"
        return
    yield f'<div class="table" tabindex="0"><table><caption>{_text(table.title)}</caption>'
    heads = (f'<th scope="col"{" class=n" * right}>{_text(column.title)}</th>'
             for column, right in zip(table.columns, rightward(table), strict=True))  # fmt: skip
    yield f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>"
    for number, row in enumerate(table.rows, 1):
        last = table.has_total and number == len(table.rows)
        yield f"<tr{' class=total' if last else ''}>{''.join(_cells(table, row))}</tr>"
    yield "</tbody></table></div>"


def _cells(table: Table, row: Row) -> Iterator[str]:
    for at, (value, column) in enumerate(zip(row, table.columns, strict=True)):
        text = _text(shown(*told(value, column)))
        if at == 0:
            yield f'<th scope="row"{_side(column)}>{text}</th>'
        else:
            yield f"<td{_side(column, value)}>{text}</td>"


def _side(column: Column, value: Value | Cell = None) -> str:
    """The classes of a cell; one under target has a mark that is not only a colour."""
    plain, kind = told(value, column)
    target = aim(value, column)
    under = isinstance(plain, (int, float)) and target is not None and plain < target
    names = ["n"] * is_figure(kind) + ["under"] * under
    return f' class="{" ".join(names)}"' if names else ""


def _definitions(report: Report) -> Iterator[str]:
    yield '<section id="definitions"><h2>Definitions</h2><dl class="definitions">'
    for title, says in report.definitions:
        yield f"<dt>{_text(title)}</dt><dd>{_text(says)}</dd>"
    yield "</dl></section>"


def _text(text: str) -> str:
    return html.escape(line(text))
