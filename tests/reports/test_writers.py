"""One report in four formats: the same numbers, the same bytes each time, nothing that can harm."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import zipfile
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from ops import formats
from ops.reports.charts import level_by_day
from ops.reports.model import Cell, Chart, Column, Kind, Part, Report, Section, Table
from ops.reports.text import rightward
from ops.reports.writers import FORMATS, writer
from tests.cli.terminal import done, floorwatch
from tests.reports.conftest import Make, call
from tests.web.browser import Browser

HOSTILE = '=1+1|<script>alert(1)</script> #image("/etc/passwd") [red] \x1b[31m \u202e'


def report() -> Report:
    import datetime

    days = tuple((datetime.date(2026, 11, 16 + n), 0.7 + n / 20, 7.0, 10.0) for n in range(3))
    columns = (Column("Day", Kind.DAY), Column("Level", Kind.SHARE, 0.8),
               Column("In time", Kind.COUNT), Column("Counted", Kind.COUNT))  # fmt: skip
    by_day = Table("By day", columns, days)
    mixed = Table("Totals", (Column("Measure"), Column("Now", Kind.COUNT)), (
        (HOSTILE, Cell(0.25, Kind.SHARE)), ("ASA", Cell(83.0, Kind.LENGTH)),
        ("all", Cell(None, Kind.SHARE)),
    ), has_total=True)  # fmt: skip
    return Report(
        title="Weekly report", site=HOSTILE, period="2026-W47", facts=(("Queues", HOSTILE),),
        warnings=("Look out",), definitions=(("Service level", "share of calls"),),
        sections=(Section("totals", "The period in figures", "Nothing changed.", (
            mixed, Chart("By day", "Level by day.", level_by_day(by_day, 0.8), by_day, "column"),
            Table("Nothing", (Column("A"),), ()),
        )),), fingerprint="0123456789abcdef",
    )  # fmt: skip


@pytest.mark.parametrize("form", ["html", "pdf", "md"])
def test_the_same_report_is_the_same_file(form: str) -> None:
    assert writer(form)(report()) == writer(form)(report())


def test_an_xlsx_differs_in_nothing() -> None:
    one, two = (zipfile.ZipFile(io.BytesIO(writer("xlsx")(report()))) for _ in range(2))
    assert one.namelist() == two.namelist()
    assert all(one.read(name) == two.read(name) for name in one.namelist())


class _Page(HTMLParser):
    VOID = ("meta", "link", "br", "img", "path", "rect", "line", "circle")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_html_is_whole_accessible_and_loads_nothing() -> None:
    text = writer("html")(report()).decode()
    page = _Page()
    page.feed(text)
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert "script" not in names
    assert "img" not in names
    for tag, attributes in page.tags:
        assert not (attributes.get("src") or attributes.get("href") or "#").startswith("http")
        if tag == "th":
            assert attributes["scope"] in ("col", "row")
        if attributes.get("role") == "img":
            assert attributes["aria-label"] == "Level by day."
    assert "&lt;script&gt;" in text
    assert names.count("svg") == 1
    assert "currentColor" in text  # letters of charts are light on dark


async def test_on_a_phone_pictures_stay_readable_and_only_they_scroll(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_bytes(writer("html")(report()))
    async with Browser.started(tmp_path / "profile") as browser:
        page = await browser.page()
        await page.tell("Emulation.setDeviceMetricsOverride",
                        width=390, height=844, deviceScaleFactor=2, mobile=True)  # fmt: skip
        await page.open((tmp_path / "report.html").as_uri())
        await page.until("document.readyState == 'complete' && !!document.querySelector('footer')")
        assert await page.script(_SCALE) > 0.9
        assert await page.script("document.documentElement.scrollWidth") == 390
        await page.tell("Emulation.setEmulatedMedia", media="print")
        assert await page.script("document.querySelector('figure svg').clientWidth") <= 390


_SCALE = """
(() => { const svg = document.querySelector('figure svg');
         return svg.clientWidth / svg.viewBox.baseVal.width; })()
"""


def test_xlsx_has_native_values() -> None:
    book = openpyxl.load_workbook(io.BytesIO(writer("xlsx")(report())))
    assert book.sheetnames == ["Report", "The period in figures", "Definitions"]
    sheet = book["The period in figures"]
    cells = {
        cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    assert cells[0.25].number_format == "0.0%"
    assert cells[timedelta(seconds=83)].number_format == "[h]:mm:ss"
    assert cells[formats.safe(HOSTILE)].data_type == "s"  # text, no formula
    assert sheet.freeze_panes == "B3"
    assert len(sheet._charts) == 1
    assert sheet.conditional_formatting


def sheets(*parts: Part) -> openpyxl.Workbook:
    """A report of one section, as a spreadsheet program reads it."""
    section = Section("long", "Customers and what they called about", "Some.", parts)
    data = writer("xlsx")(dataclasses.replace(report(), sections=(section,)))
    return openpyxl.load_workbook(io.BytesIO(data))


def numbered(title: str, rows: int) -> Table:
    columns = (Column("From"), Column("Offered", Kind.COUNT))
    return Table(title, columns, tuple((f"{n:02}:00", n) for n in range(rows)))


def test_in_a_sheet_no_date_is_too_wide_and_no_heading_covers_a_row() -> None:
    columns = (Column("Caller"), Column("Last tried", Kind.AT), Column("On", Kind.DAY),
               Column("10 % would be gone after", Kind.LENGTH), Column("About"))  # fmt: skip
    at = datetime(2026, 11, 18, 10, 5)
    rows = (("a", at, at.date(), 3_600_000.0, "word " * 50),)
    sheet = sheets(Table("Not reached", columns, rows))["Customers and what they called…"]
    width = {name: sheet.column_dimensions[name].width for name in "BCDE"}
    assert width["B"] >= len("Wed 18 Nov 2026 10:05:00")
    assert width["C"] >= len("Wed 18 Nov 2026")
    assert len("1000:00:00") <= width["D"] < len("10 % would be gone after")
    assert width["E"] < 60
    assert sheet["D5"].value == "10 % would be gone after"
    assert sheet.row_dimensions[5].height == 30  # two lines
    assert [sheet[f"{name}5"].alignment.horizontal for name in "ABD"] == ["left", "left", "right"]
    assert [sheet[f"{name}6"].alignment.indent for name in "ADE"] == [0, 0, 1]  # text after figures


def test_a_heading_stands_over_figures_where_only_its_cells_are_some() -> None:
    columns = (Column("Measure"), Column("Now"), Column("Told"))
    table = Table("Totals", columns, (("calls", Cell(3, Kind.COUNT), "higher"),))
    assert rightward(table) == [False, True, False]
    (sheet,) = sheets(table).worksheets[1:-1]
    assert [sheet[f"{name}5"].alignment.horizontal for name in "ABC"] == ["left", "right", "left"]
    made = dataclasses.replace(report(), sections=(Section("t", "T", "S.", (table,)),))
    assert '<th scope="col" class=n>Now</th>' in writer("html")(made).decode()
    assert "|---|---:|---|" in writer("md")(made).decode()


def test_headings_of_a_long_table_stay() -> None:
    book = sheets(numbered("Short", 3), numbered("Long", 48), numbered("Next", 2))
    assert book.sheetnames[1:-1] == [
        "Customers and what they called…", "Customers and what they… (2)",
        "Customers and what they… (3)",
    ]  # fmt: skip
    for sheet, title in zip(book.worksheets[1:-1], ("Short", "Long", "Next"), strict=True):
        assert (sheet["A4"].value, sheet["A5"].value) == (title, "From")
        assert sheet.freeze_panes == "B6"
        assert sheet.print_title_rows == "$5:$5"


def test_the_chart_of_a_long_table_stands_beside_it() -> None:
    for rows, column in ((20, 0), (21, 3)):
        chart = Chart("Long", "Long.", {}, numbered("Long", rows), "column")
        (drawn,) = sheets(chart).worksheets[1]._charts
        assert drawn.anchor._from.col == column


def test_headings_of_short_tables_are_not_those_of_the_next() -> None:
    (sheet,) = sheets(numbered("One", 3), numbered("Two", 3)).worksheets[1:-1]
    assert sheet.freeze_panes == "B3"


def test_columns_of_a_native_chart_stand_on_one_another() -> None:
    columns = (Column("Wait"), Column("Answered", Kind.COUNT), Column("Abandoned", Kind.COUNT))
    table = Table("Waits", columns, (("\u2264 5 s", 3, 1), ("> 5 s", 2, 2)))
    (sheet,) = sheets(Chart("Waits", "Waits.", {}, table, "column")).worksheets[1:-1]
    (drawn,) = sheet._charts
    assert (drawn.grouping, drawn.overlap, len(drawn.series)) == ("stacked", 100, 2)


def test_a_native_chart_of_shares_has_the_axes_of_the_others() -> None:
    (drawn,) = sheets(report().sections[0].parts[1]).worksheets[1]._charts
    assert (drawn.y_axis.scaling.min, drawn.y_axis.scaling.max) == (0, 1)
    assert (drawn.x_axis.numFmt.formatCode, drawn.y_axis.numFmt.formatCode) == ("ddd dd", "0%")


def test_pdf_says_the_same(tmp_path: Path) -> None:
    data = writer("pdf")(report())
    assert data.startswith(b"%PDF-")
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed: what the pages say is not read")
    (tmp_path / "report.pdf").write_bytes(data)
    ran = subprocess.run([program, "-layout", tmp_path / "report.pdf", "-"], check=True,
                         capture_output=True, text=True, timeout=60)  # fmt: skip
    for words in ("Weekly report", "25.0 %", "1:23", "Look out", "<script>", "0123456789abcdef"):
        assert words in ran.stdout


def test_markdown_has_its_tables() -> None:
    text = writer("md")(report()).decode()
    assert "| ASA | 1:23 |" in text
    assert "| **all** | **n/a** |" in text
    assert "<script>" not in text
    assert "\x1b" not in text


def test_the_command_writes_files_and_names_them(made: Make, tmp_path: Path) -> None:
    made(call("a", "2026-11-18 10:05"), "2026-11-16")
    asked = ("report", "weekly", "--week", "2026-W47", "--store", tmp_path / "store", "--out",
             tmp_path / "out", "--format", "md,html")  # fmt: skip
    named = done(*asked).out.split()
    assert [Path(name).name for name in named] == [
        "floorwatch-weekly-2026-11-16.md", "floorwatch-weekly-2026-11-16.html",
    ]  # fmt: skip
    before = [Path(name).read_bytes() for name in named]
    assert floorwatch(*asked).code == 2
    done(*asked, "--force")
    assert [Path(name).read_bytes() for name in named] == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["yearly"], "no report is called 'yearly'"),
        (["weekly", "--day", "2026-11-18"], "report daily"),
        (["weekly", "--week", "2026-11"], "not what a weekly report is of"),
        (["daily", "--day", "10:00"], "no day begins there"),
        (["daily", "--format", "doc"], "no format is called 'doc'"),
        (["daily", "--interval", "7"], "15, 30 or 60"),
        (["daily", "--queue", "slaes"], "no queue is called 'slaes'\n  there are: sales, support"),
    ],
)
def test_refusals(small: Path, arguments: list[str], says: str) -> None:
    ran = floorwatch("report", *arguments, "--store", small)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_a_queue_is_meant_in_any_case(small: Path, tmp_path: Path) -> None:
    asked = ("report", "daily", "--day", "2025-11-22", "--queue", "SALES", "--format", "md")
    named = Path(done(*asked, "--store", small, "--out", tmp_path).out.strip())
    assert named.name == "floorwatch-daily-2025-11-22-sales.md"
    assert "**Queues:** sales" in named.read_text()


def test_there_is_a_writer_for_every_format() -> None:
    assert all(callable(writer(form)) for form in FORMATS)
