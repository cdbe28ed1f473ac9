"""Service level by day and queue against its target, and the intervals that cost most of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from ops import formats
from ops.reports.asking import Asking, Found
from ops.reports.charts import level_by_day
from ops.reports.model import Cell, Chart, Column, Kind, Row, Section, Table
from ops.snapshot import Share

DAY_S = 86_400
COSTLIEST = 10


def section(asking: Asking) -> Section:
    """By queue, by day, and where the error budget went."""
    queues = asking.rows("service_level")
    by_day = _by_day(asking)
    return Section(
        "service-level", "Service level", _sentence(asking, queues),
        (_queues(asking, queues), _days(asking, by_day), _costliest(asking)),
    )  # fmt: skip


def _queues(asking: Asking, rows: list[Found]) -> Table:
    budget = {row["queue"]: row for row in asking.rows("error_budget")}
    several = "several" if len(rows) > 1 else None
    shown: list[Row] = []
    for row in rows:
        own = budget.get(row["queue"], {})
        shown.append((
            row["queue"] or "all queues", row["formula"] or several, row["threshold_s"],
            own.get("target"), Cell(row["value"], Kind.SHARE, own.get("target")),
            row["numerator"], row["denominator"], own.get("budget_left"),
        ))  # fmt: skip
    columns = (
        Column("Queue"), Column("Formula"), Column("Threshold", Kind.LENGTH),
        Column("Target", Kind.SHARE), Column("Service level", Kind.SHARE),
        Column("Numerator", Kind.COUNT), Column("Denominator", Kind.COUNT),
        Column("Error budget left", Kind.NUMBER),
    )  # fmt: skip
    return Table("By queue", columns, tuple(shown), has_total=len(rows) > 1)


def _by_day(asking: Asking) -> dict[date, Share]:
    """The parts of all queues together, by local day."""
    found: dict[date, Share] = {}
    for row in asking.rows("service_level_intervals", interval_s=DAY_S):
        at = asking.local(row["interval_at"])
        if row["queue"] is None and at is not None:
            found[at.date()] = Share(row["numerator"], row["denominator"])
    return found


def _days(asking: Asking, by_day: dict[date, Share]) -> Chart:
    rows: list[Row] = []
    for day in asking.spans.own.days:
        share = by_day.get(day, Share(0, 0))
        rows.append((day, share.value, share.numerator, share.denominator))
    columns = (
        Column("Day", Kind.DAY), Column("Service level", Kind.SHARE, _target(asking)),
        Column("Numerator", Kind.COUNT), Column("Denominator", Kind.COUNT),
    )  # fmt: skip
    table = Table("By day", columns, tuple(rows))
    known = [(day, share) for day, share in by_day.items() if share.value is not None]
    says = "No call counted on any day."
    if known:
        worst = min(known, key=lambda pair: (pair[1].value or 0, pair[0]))
        level = formats.percent(worst[1].numerator, worst[1].denominator)
        says = f"Service level of all queues by day; lowest on {worst[0]:%A %d %B}: {level}."
    return Chart("By day", says, level_by_day(table, _target(asking)), table, "column")


def _target(asking: Asking) -> float | None:
    """The target, where all queues of the report share one."""
    targets = {row["target"] for row in asking.rows("error_budget") if row["queue"] is not None}
    return targets.pop() if len(targets) == 1 else None


def _costliest(asking: Asking) -> Table:
    """The intervals with the most misses: those not answered in time of the calls that count."""
    rows = [r for r in asking.rows("service_level_intervals", interval_s=asking.interval_s)
            if r["queue"] is not None]  # fmt: skip
    missed = [(row["denominator"] - row["numerator"], row) for row in rows]
    by_queue: defaultdict[str, float] = defaultdict(float)
    for misses, row in missed:
        by_queue[row["queue"]] += misses
    worst = sorted(missed, key=lambda each: (-each[0], each[1]["interval_at"], each[1]["queue"]))
    shown = tuple(
        (asking.local(row["interval_at"]), row["queue"], misses,
         misses / by_queue[row["queue"]], row["denominator"], row["value"])
        for misses, row in worst[:COSTLIEST] if misses > 0
    )  # fmt: skip
    columns = (
        Column("From", Kind.AT), Column("Queue"), Column("Missed", Kind.COUNT),
        Column("Of the queue's misses", Kind.SHARE), Column("Counted", Kind.COUNT),
        Column("Service level", Kind.SHARE),
    )  # fmt: skip
    minutes = asking.interval_s // 60
    return Table(f"The {minutes} minutes that cost most", columns, shown, empty="nothing missed")


def _sentence(asking: Asking, rows: list[Found]) -> str:
    budget = {row["queue"]: row["target"] for row in asking.rows("error_budget")}
    under = [
        f"{row['queue']} {formats.percent(row['numerator'], row['denominator'])}"
        for row in rows
        if row["queue"] is not None and row["value"] is not None
        and row["value"] < (budget.get(row["queue"]) or 0)
    ]  # fmt: skip
    if not any(row["denominator"] for row in rows):
        return "No call counted for a service level."
    return f"Under target: {', '.join(under)}." if under else "Every queue met its target."
