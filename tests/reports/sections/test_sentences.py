"""Sentences and headings that say no more than is known, and what the figures beside them say."""

from __future__ import annotations

import pytest

from ops.reports.model import Chart, Kind, Table
from ops.reports.sections.resolution import _lasting
from ops.reports.text import shown
from tests.reports.conftest import Make, call, cells, section, table

WEEK = "2026-11-16"


@pytest.mark.parametrize(
    ("s", "text"),
    [(0, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (2100, "35 minutes"),
     (3600, "1 hour"), (5400, "1.5 hours"), (86_399, "24 hours"), (86_400, "1 day"),
     (604_800, "7 days"), (216_000, "2.5 days")],
)  # fmt: skip
def test_a_length_of_time_is_told_in_its_own_unit(s: float, text: str) -> None:
    assert _lasting(s) == text


def test_minutes_after_a_call_resolution_is_told_by_minutes(made: Make) -> None:
    lines = [*call("a", "2026-11-16 09:00"), *call("b", "2026-11-16 09:36", caller="0302222222")]
    # the first ended at 09:01:03, the last line is of 09:37:03
    assert section(made(lines, WEEK), "resolution").says == (
        "100.0 % of answered contacts, as Kaplan and Meier estimate it from all of them, were not "
        "followed by another within 36 minutes, as far as has been watched; it can yet fall."
    )


def test_what_is_measured_is_told_from_what_is_estimated(made: Make) -> None:
    # Two contacts whose week is over, one of them repeated by a third, watched for 5 days.
    lines = [*call("a", "2026-11-16 09:00"), *call("b", "2026-11-16 10:00", caller="0302222222"),
             *call("c", "2026-11-20 09:00"),
             *call("z", "2026-11-25 09:00", caller="0303")]  # fmt: skip
    report = made(lines, WEEK)
    says = section(report, "resolution").says
    row = cells(table(report, "Measured by repeat"))["sales"]
    assert row["FCR measured"] == 0.5
    assert says.endswith("; 50.0 % measured, of the 2 whose 7 days are over.")
    assert says.startswith(f"{shown(row['FCR estimated'], Kind.SHARE)} (95 % between ")
    total = cells(table(report, "Totals"))
    assert total["First-contact resolution (measured)"]["This period"] == 0.5


def test_no_queue_has_no_formula(made: Make) -> None:
    report = made(call("a", "2026-11-25 10:00"), WEEK)
    assert cells(table(report, "By queue"))["all queues"]["Formula"] is None


def test_a_change_of_lengths_is_that_of_the_lengths_shown(made: Make) -> None:
    # ASA 186.5 s, shown as 3:07, the week before; 168.4 s, shown as 2:48, now: 18.1 s less.
    waits = {"2026-11-09": (186, 187), "2026-11-16": (168, 168, 168, 169, 169)}
    lines = call("z", "2026-11-02 09:00")
    for day, each in waits.items():
        for at, wait_s in enumerate(each):
            lines += call(f"{day}{at}", f"{day} 1{at}:00", wait_s=wait_s)
    asa = cells(table(made(lines, WEEK), "Totals"))["Average speed of answer"]
    assert [shown(asa[name], Kind.LENGTH) for name in ("This period", "The week before")] == [
        "2:48", "3:07",
    ]  # fmt: skip
    assert asa["Change"] == -19


def test_no_two_columns_of_a_table_are_called_the_same(made: Make) -> None:
    for each in made(call("a", "2026-11-17 10:00"), WEEK).sections:
        for part in each.parts:
            found = part.table if isinstance(part, Chart) else part
            if isinstance(found, Table):
                titles = [column.title for column in found.columns]
                assert len({*titles}) == len(titles), found.title
