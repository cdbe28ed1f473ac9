"""PDF by Typst: the same content on paper, with the fonts that Typst carries."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ops.reports.charts import svg
from ops.reports.model import Chart, Report, Section, Table, told
from ops.reports.text import line, rightward, shown

_STYLE = Path(__file__).with_name("report.typ")
_INK = "#1b1f24"


def write(report: Report) -> bytes:
    """The whole report. No date of its making in it, so that the same report is the same file."""
    import typst

    with tempfile.TemporaryDirectory(prefix="floorwatch-report-") as folder:
        page = Path(folder) / "report.typ"
        page.write_text("\n".join(_lines(report, Path(folder))), "utf-8")
        made: bytes = typst.compile(str(page), format="pdf", ignore_system_fonts=True)
        return made


def _lines(report: Report, folder: Path) -> Iterator[str]:
    title = " · ".join(filter(None, [report.title, report.site, report.period]))
    yield _STYLE.read_text("utf-8")
    yield f"#show: report.with(title: {_text(title)}, fingerprint: {_text(report.fingerprint)})"
    yield "#facts((" + ", ".join(f"({_text(k)}, {_text(v)})" for k, v in report.facts) + ",))"
    for warning in report.warnings:
        yield f"#warning({_text(warning)})"
    for number, section in enumerate(report.sections):
        yield from _section(section, folder, number)
    yield "= Definitions"
    yield from (f"#definition({_text(title)}, {_text(says)})" for title, says in report.definitions)


def _section(section: Section, folder: Path, number: int) -> Iterator[str]:
    yield f"#heading(level: 1, {_text(section.title)})"
    yield f"#says({_text(section.says)})"
    for at, part in enumerate(section.parts):
        if isinstance(part, str):
            yield f"#text({_text(part)})"
        elif isinstance(part, Chart):
            yield from _chart(part, folder / f"chart-{number}-{at}.svg")
            yield from _table(part.table)
        else:
            yield from _table(part)


def _chart(chart: Chart, file: Path) -> Iterator[str]:
    if chart.table.rows:
        file.write_text(svg(chart.spec, _INK), "utf-8")
        yield f"#picture({_text(file.name)}, {_text(chart.says)})"


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield f"#nothing({_text(table.title)}, {_text(table.empty)})"
        return
    sides = ", ".join("right" if right else "left" for right in rightward(table))
    heads = ", ".join(_text(column.title) for column in table.columns)
    yield f"#rows({_text(table.title)}, ({sides},), ({heads},), ("
    for row in table.rows:
        cells = (_text(shown(*told(v, c))) for v, c in zip(row, table.columns, strict=True))
        yield f"  ({', '.join(cells)},),"
    yield f"), total: {'true' if table.has_total else 'false'})"


def _text(text: str) -> str:
    """A string of Typst's; nothing in it is markup."""
    escaped = line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
