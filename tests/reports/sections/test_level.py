"""Service level against targets that differ."""

from __future__ import annotations

import io
import re

import openpyxl

from ops.reports.model import Report
from ops.reports.writers import writer
from ops.settings import QueueSettings, Settings
from tests.reports.conftest import Make, call, section, table

WEEK = "2026-11-16"


def half_in_time(made: Make, targets: dict[str, float]) -> Report:
    """Of each queue one call in time and one late."""
    queues = {queue: QueueSettings(target=target) for queue, target in targets.items()}
    lines: list[tuple[int, str]] = []
    for queue in targets:
        lines += call(f"{queue}-in", "2026-11-16 09:00", queue=queue, wait_s=3)
        lines += call(f"{queue}-late", "2026-11-16 09:01", queue=queue, wait_s=60)
    return made(lines, WEEK, settings=Settings(time_zone="UTC", queues=queues))


def under(report: Report) -> list[str]:
    """The rows of the HTML's queue table whose service level has the mark."""
    page = writer("html")(report).decode()
    own = page[page.index("<caption>By queue") :].split("</table>", 1)[0]
    rows = re.findall(r"<tr[^>]*><th[^>]*>([^<]+)</th>(.*)</tr>", own)
    return [name for name, cells in rows if re.search(r'class="n under">50.0 %', cells)]


def test_each_queue_is_compared_with_its_own_target(made: Make) -> None:
    report = half_in_time(made, {"lax": 0.4, "sales": 0.8})
    assert under(report) == ["sales"]  # and not the total, which has none
    sheet = openpyxl.load_workbook(io.BytesIO(writer("xlsx")(report)))["Service level"]
    rules = {(f"{found.sqref}", rule.formula[0]) for found in sheet.conditional_formatting
             for rule in found.rules if rule.type == "cellIs"}  # fmt: skip
    rows = {sheet.cell(row, 1).value: row for row in range(1, 8)}
    assert rules == {(f"E{rows['lax']}", "0.4"), (f"E{rows['sales']}", "0.8")}
    assert table(report, "By day").columns[1].target is None


def test_one_target_of_all_marks_the_total_and_the_days(made: Make) -> None:
    report = half_in_time(made, {"lax": 0.8, "sales": 0.8})
    assert under(report) == ["lax", "sales", "all queues"]
    assert table(report, "By day").columns[1].target == 0.8
    assert section(report, "service-level").says == "Under target: lax 50.0 %, sales 50.0 %."
