"""What is owed: opened and closed, kept and late, slipped, and how old the rest is."""

from __future__ import annotations

from typing import Any

from ops import formats
from ops.reports.asking import Asking
from ops.reports.charts import lines
from ops.reports.model import Chart, Column, Kind, Row, Section, Table
from ops.warehouse.warehouse import Moment


def section(asking: Asking) -> Section:
    """The trend of the backlog, its ages, promises kept, and the slipped ones by name."""
    kept = asking.rows("kept_promises")
    whole = next((row for row in kept if row["kind"] is None), {})
    says = "Nothing fell due in this period."
    if whole.get("denominator"):
        level = formats.percent(whole["numerator"], whole["denominator"])
        says = f"{level} of the {whole['denominator']:,} follow-ups that fell due were kept."
    parts = (_trend(asking), _kept(asking), _ages(asking), _slipped(asking))
    return Section("follow-ups", "Follow-ups", says, parts)


def _trend(asking: Asking) -> Chart:
    rows = asking.rows("follow_up_trend")
    days = [asking.local(row["day_at"]) for row in rows]
    shown: tuple[Row, ...] = tuple(
        (day and day.date(), row["opened"], row["closed"], row["backlog"], row["overdue"])
        for day, row in zip(days, rows, strict=True)
    )
    columns = (
        Column("Day", Kind.DAY), Column("Opened", Kind.COUNT), Column("Closed", Kind.COUNT),
        Column("Open at its end", Kind.COUNT), Column("Overdue", Kind.COUNT),
    )  # fmt: skip
    points: list[dict[str, Any]] = [
        {"day": f"{day:%a %d}", "count": row[name], "what": label}
        for day, row in zip(days, rows, strict=True)
        for name, label in (("backlog", "open"), ("overdue", "overdue"))
    ]
    table = Table("Backlog by day", columns, shown)
    says = "Follow-ups open at the end of each day, and those of them overdue."
    return Chart("Backlog", says, lines(points, x="day", y="count", by="what"), table, "line")


def _kept(asking: Asking) -> Table:
    late = {row["kind"]: row for row in asking.rows("cycles_late")}
    reopened = {row["kind"]: row for row in asking.rows("reopened")}
    shown: tuple[Row, ...] = tuple(
        (row["kind"] or "all kinds", row["denominator"], row["numerator"], row["value"],
         row["late"], row["still_open"], late.get(row["kind"], {}).get("value"),
         reopened.get(row["kind"], {}).get("value")) for row in asking.rows("kept_promises")
    )  # fmt: skip
    columns = (
        Column("Kind"), Column("Fell due", Kind.COUNT), Column("Kept", Kind.COUNT),
        Column("Kept of those due", Kind.SHARE), Column("Late", Kind.COUNT),
        Column("Still open", Kind.COUNT),
        Column("Cycles late", Kind.NUMBER), Column("Reopened", Kind.SHARE),
    )  # fmt: skip
    return Table("Promises", columns, shown, has_total=len(shown) > 1)


def _ages(asking: Asking) -> Table:
    found: dict[tuple[float, str], list[int]] = {}
    for row in asking.rows("follow_up_backlog", at=_end(asking)):
        if row["age"] is not None:
            age = found.setdefault((row["age_from_s"], row["age"]), [0, 0, 0])
            for at, name in enumerate(("backlog", "overdue", "slipped")):
                age[at] += row[name]
    shown: tuple[Row, ...] = tuple((name, *counts) for (_, name), counts in sorted(found.items()))
    columns = (
        Column("Age"), Column("Open", Kind.COUNT), Column("Overdue", Kind.COUNT),
        Column("Slipped", Kind.COUNT),
    )  # fmt: skip
    return Table("Open at the end, by age", columns, shown)


def _end(asking: Asking) -> Moment:
    """The end of the period, or of the data where that comes first."""
    return Moment(min(asking.spans.own.until_s, asking.moment.asked_s or asking.spans.own.until_s))


def _slipped(asking: Asking) -> Table:
    shown: tuple[Row, ...] = tuple(
        (asking.local(row["slipped_at"]), row["kind"], row["owner"],
         asking.privacy.caller(row["caller"]), row["title"], asking.local(row["due_at"]),
         row["called_again"]) for row in asking.rows("slipped")
    )  # fmt: skip
    columns = (
        Column("Phoned again", Kind.AT), Column("Kind"), Column("Owner"), Column("Caller"),
        Column("About"), Column("Due", Kind.AT), Column("Times", Kind.COUNT),
    )  # fmt: skip
    return Table("Slipped: phoned again before it was kept", columns, shown)
