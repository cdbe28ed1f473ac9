"""How long callers waited, where queues differ."""

from __future__ import annotations

from ops.reports.model import Report
from ops.settings import QueueSettings, Settings
from tests.reports.conftest import Make, call, cells, table

WEEK = "2026-11-16"
APART = Settings(time_zone="UTC", queues={"billing": QueueSettings(threshold_s=30)})
"""20 s but for billing."""


def waits(made: Make, billing: int) -> Report:
    """Three calls of sales, so many of billing that waited 9 s, and one that gave up after 25 s."""
    lines = [line for at, wait_s in enumerate((3, 7, 200))
             for line in call(f"s{at}", f"2026-11-16 09:0{at}", wait_s=wait_s)]  # fmt: skip
    for at in range(billing):
        lines += call(f"b{at}", f"2026-11-16 10:0{at}", queue="billing", wait_s=9)
    lines += call("g", "2026-11-16 11:00", queue="billing", wait_s=25, talk_s=None)
    return made(lines, WEEK, settings=APART)


def test_queues_of_two_thresholds_are_laid_on_the_steps_of_the_one_most_calls_have(
    made: Make,
) -> None:
    found = table(waits(made, 1), "Calls by how long")
    edges = [5 * step for step in range(1, 13)] + [120]
    assert [row[0] for row in found.rows] == [*(f"≤ {edge} s" for edge in edges), "> 120 s"]
    rows = {edge: tuple(row.values())[1:] for edge, row in cells(found).items()}
    assert rows["≤ 5 s"] == (1, 0, 0)
    assert rows["≤ 10 s"] == (2, 0, 0)  # one of either queue
    assert rows["≤ 25 s"] == (0, 1, 0)
    assert rows["> 120 s"] == (1, 0, 0)
    counts = [count for row in found.rows for count in row if isinstance(count, int)]
    assert sum(counts) == 5


def test_the_other_threshold_makes_the_steps_where_more_calls_have_it(made: Make) -> None:
    found = table(waits(made, 5), "Calls by how long")
    edges = [10 * step for step in range(1, 10)] + [180]
    assert [row[0] for row in found.rows] == [*(f"≤ {edge} s" for edge in edges), "> 180 s"]
    assert found.rows[0] == ("≤ 10 s", 7, 0, 0)
    assert found.rows[-1] == ("> 180 s", 1, 0, 0)
