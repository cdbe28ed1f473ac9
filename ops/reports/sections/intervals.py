"""The course of a day, and of a week: by time of day, and hour by weekday."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from ops import formats
from ops.clock import instant
from ops.reports.asking import Asking, Found
from ops.reports.charts import WEEKDAYS, heat_map
from ops.reports.model import Chart, Column, Kind, Row, Section, Table
from ops.reports.spans import Span
from ops.snapshot import Share

_SUMMED = ("offered", "answered", "in_time", "abandoned", "short_abandoned", "numerator",
           "denominator", "answered_wait_s")  # fmt: skip
_STEP_S = 900
"""Every zone's clock is some of these away from UTC."""
_Summed = dict[str, dict[str, float]]
"""Columns by a local time of day."""


def section(asking: Asking) -> Section:
    """A day as it went, or all days of a longer period laid over one another."""
    rows = [row for row in asking.rows("intervals", interval_s=asking.interval_s)
            if row["queue"] is None]  # fmt: skip
    by_time = _summed(asking, rows)
    parts: tuple[Table | Chart, ...] = (_table(asking, by_time),)
    if not _is_one_day(asking):
        parts += (_heat(asking, rows),)
    return Section("intervals", "Through the day", _sentence(asking, by_time), parts)


def _sentence(asking: Asking, by_time: _Summed) -> str:
    """When it was busiest: of several days on average, for a time may come oftener than others."""
    busiest = max(by_time, key=lambda at: by_time[at]["mean"], default=None)
    if busiest is None or not by_time[busiest]["offered"]:
        return "No call was offered."
    if _is_one_day(asking):
        offered = formats.counted(round(by_time[busiest]["offered"]), "call")
        return f"Busiest from {busiest}: {offered} offered."
    return f"Busiest from {busiest}: {by_time[busiest]['mean']:,.1f} calls offered on average."


def _is_one_day(asking: Asking) -> bool:
    return asking.spans.span is Span.DAILY


def _summed(asking: Asking, rows: list[Found]) -> _Summed:
    """The columns that add up, by what the clock showed, and `mean`, of the calls offered."""
    found: defaultdict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(_SUMMED, 0.0))
    for row in rows:
        at = asking.local(row["interval_at"])
        if at is not None:
            for column in _SUMMED:
                found[_clock(asking, at)][column] += row[column] or 0
    times = _times(asking)
    for clock, sums in found.items():
        sums["mean"] = sums["offered"] / max(times[clock], 1)
    return dict(found if _is_one_day(asking) else sorted(found.items()))


def _clock(asking: Asking, at: datetime) -> str:
    """A local time of day; in a day by itself, which of the two where the clock shows it twice."""
    text = f"{at:%H:%M}"
    first, second = (at.replace(tzinfo=asking.zone, fold=fold).utcoffset() for fold in (0, 1))
    if _is_one_day(asking) and first != second:
        return f"{text} ({formats.ordinal(at.fold + 1)})"
    return text


def _times(asking: Asking) -> Counter[str]:
    """How often the clock showed the start of each interval on days of the period with data."""
    own, minutes = asking.spans.own, asking.interval_s // 60
    until_s = min(own.until_s, asking.moment.asked_s or own.until_s)
    first = asking.local(min(asking.firsts().values(), default=None))
    starts: set[tuple[datetime, int]] = set()
    for s in range(own.since_s, int(until_s), _STEP_S):
        at = instant(s).astimezone(asking.zone).replace(tzinfo=None)
        starts.add((at.replace(minute=at.minute - at.minute % minutes), at.fold))
    return Counter(
        _clock(asking, at) for at, _ in starts if first is None or at.date() >= first.date()
    )


def _table(asking: Asking, by_time: _Summed) -> Table:
    one_day = _is_one_day(asking)
    shown: list[Row] = []
    for at, row in by_time.items():
        level = Share(row["numerator"], row["denominator"])
        asa = Share(row["answered_wait_s"], row["answered"])
        mean = () if one_day else (row["mean"],)
        shown.append((at, row["offered"], *mean, row["answered"], row["in_time"],
                      row["abandoned"], level.value, asa.value))  # fmt: skip
    columns = (
        Column("From"), Column("Offered", Kind.COUNT),
        *(() if one_day else (Column("on average", Kind.NUMBER),)),
        Column("Answered", Kind.COUNT),
        Column("In time", Kind.COUNT), Column("Abandoned", Kind.COUNT),
        Column("Service level", Kind.SHARE), Column("ASA", Kind.LENGTH),
    )  # fmt: skip
    title = f"By {asking.interval_s // 60} minutes"
    return Table(title if one_day else f"{title}, all days", columns, tuple(shown))


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
