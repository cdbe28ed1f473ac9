"""Small logs written by hand, stored, and reported on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ops.privacy import privacy
from ops.reports.build import build
from ops.reports.model import Cell, Chart, Report, Section, Table, Value
from ops.reports.spans import Span, spans
from ops.settings import Settings
from ops.warehouse.warehouse import Warehouse
from tests.cli.conftest import _in_utc, small, small_log
from tests.cli.terminal import done

__all__ = ["_in_utc", "small", "small_log"]

Make = Callable[..., Report]


def at(text: str) -> int:
    """An instant in UTC as epoch seconds: "2026-11-16 10:00"."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def call(
    call_id: str, when: str, *, queue: str = "sales", wait_s: int = 3, talk_s: int | None = 60,
    caller: str = "0301234567", agent: str = "Ana",
) -> list[tuple[int, str]]:  # fmt: skip
    """The lines of one call; one that is abandoned has no talk."""
    s = at(when)
    lines = [(s, f"{call_id}|{queue}|NONE|ENTERQUEUE||{caller}|1")]
    if talk_s is None:
        return [*lines, (s + wait_s, f"{call_id}|{queue}|NONE|ABANDON|1|1|{wait_s}")]
    end = f"{call_id}|{queue}|{agent}|COMPLETECALLER|{wait_s}|{talk_s}|1"
    return [*lines, (s + wait_s, f"{call_id}|{queue}|{agent}|CONNECT|{wait_s}|m|2"),
            (s + wait_s + talk_s, end)]  # fmt: skip


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Store lines and make the report of the period that begins at `since`."""

    def make(
        lines: Iterable[tuple[int, str]],
        since: str,
        span: Span = Span.WEEKLY,
        settings: Settings | None = None,
    ) -> Report:
        log = tmp_path / "queue_log"
        log.write_text("".join(f"{s}|{rest}\n" for s, rest in sorted(lines, key=lambda x: x[0])))
        done("collect", "--once", "--store", tmp_path / "store", log)
        own = settings or Settings(time_zone="UTC")
        warehouse = Warehouse(tmp_path / "store", own)
        warehouse.refresh()
        try:
            about = spans(span, at(since), own.zone)
            return build(warehouse, privacy(own, tmp_path / "store"), about)
        finally:
            warehouse.close()

    return make


def section(report: Report, key: str) -> Section:
    return next(each for each in report.sections if each.key == key)


def table(report: Report, title: str) -> Table:
    """A table by its title, also one behind a chart."""
    for each in report.sections:
        for part in each.parts:
            found = part.table if isinstance(part, Chart) else part
            if isinstance(found, Table) and found.title.startswith(title):
                return found
    raise AssertionError(f"there is no table {title!r}")


def cells(found: Table) -> dict[Value, dict[str, Value]]:
    """Its rows by their first cell, each by column title."""
    return {
        _plain(row[0]): {
            column.title: _plain(value) for column, value in zip(found.columns, row, strict=True)
        }
        for row in found.rows
    }


def _plain(value: Value | Cell) -> Value:
    return value.value if isinstance(value, Cell) else value
