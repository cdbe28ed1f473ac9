"""The course of a day, and of a week: by time of day, and hour by weekday."""

from __future__ import annotations

from collections import defaultdict
from datetime import time

from ops.reports.asking import Asking, Found
from ops.reports.charts import WEEKDAYS, heat_map
from ops.reports.model import Chart, Column, Kind, Row, Section, Table
from ops.reports.spans import Span
from ops.snapshot import Share

_SUMMED = ("offered", "answered", "in_time", "abandoned", "short_abandoned", "numerator",
           "denominator", "answered_wait_s")  # fmt: skip


def section(asking: Asking) -> Section:
    """All days of the period laid over one another."""
    rows = [row for row in asking.rows("intervals", interval_s=asking.interval_s)
            if row["queue"] is None]  # fmt: skip
    by_time = _summed(asking, rows)
    parts: tuple[Table | Chart, ...] = (_table(asking, by_time),)
    if asking.spans.span is not Span.DAILY:
        parts += (_heat(asking, rows),)
    busiest = max(by_time, key=lambda at: (by_time[at]["offered"], at), default=None)
    says = "No call was offered."
    if busiest is not None and by_time[busiest]["offered"]:
        says = f"Busiest from {busiest:%H:%M}: {by_time[busiest]['offered']:,.0f} calls offered."
    return Section("intervals", "Through the day", says, parts)


def _summed(asking: Asking, rows: list[Found]) -> dict[time, dict[str, float]]:
    """The columns that add up, by local time of day; in order."""
    found: defaultdict[time, dict[str, float]] = defaultdict(lambda: dict.fromkeys(_SUMMED, 0.0))
    for row in rows:
        at = asking.local(row["interval_at"])
        if at is not None:
            for column in _SUMMED:
                found[at.time()][column] += row[column] or 0
    return dict(sorted(found.items()))


def _table(asking: Asking, by_time: dict[time, dict[str, float]]) -> Table:
    shown: list[Row] = []
    for at, row in by_time.items():
        level = Share(row["numerator"], row["denominator"])
        asa = Share(row["answered_wait_s"], row["answered"])
        shown.append((f"{at:%H:%M}", row["offered"], row["answered"], row["in_time"],
                      row["abandoned"], level.value, asa.value))  # fmt: skip
    columns = (
        Column("From"), Column("Offered", Kind.COUNT), Column("Answered", Kind.COUNT),
        Column("In time", Kind.COUNT), Column("Abandoned", Kind.COUNT),
        Column("Service level", Kind.SHARE), Column("ASA", Kind.LENGTH),
    )  # fmt: skip
    return Table(f"By {asking.interval_s // 60} minutes, all days", columns, tuple(shown))


def _heat(asking: Asking, rows: list[Found]) -> Chart:
    cells: defaultdict[tuple[int, int], float] = defaultdict(float)
    for row in rows:
        at = asking.local(row["interval_at"])
        if at is not None:
            cells[at.hour, at.isoweekday()] += row["offered"]
    hours = sorted({hour for hour, _ in cells})
    shown = tuple(
        (f"{hour:02}:00", *(cells.get((hour, day)) for day in range(1, 8))) for hour in hours
    )
    columns = (Column("Hour"), *(Column(day, Kind.COUNT) for day in WEEKDAYS))
    table = Table("Offered calls by hour and weekday", columns, shown)
    says = "Calls offered by hour and weekday: the darker, the more."
    return Chart("Hour by weekday", says, heat_map(cells), table)
