"""How long callers waited, and after how long those who gave up did."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ops import formats
from ops.reports.asking import Asking, Found
from ops.reports.charts import BLUE, GREY, ORANGE, stacked
from ops.reports.model import Chart, Column, Kind, Row, Section, Table

_ENDS = {"answered": BLUE, "abandoned": ORANGE, "overflowed": GREY}


def section(asking: Asking) -> Section:
    """Distribution of waits, percentiles by queue, what became of the calls."""
    waits = asking.total("wait_time")
    says = "No call was answered."
    if waits.get("answered"):
        says = (f"Half of the answered callers waited {formats.duration(waits['p50_s'])} at most, "
                f"nine of ten {formats.duration(waits['p90_s'])}.")  # fmt: skip
    parts = (_distribution(asking), _percentiles(asking), _patience(asking), _outcomes(asking))
    return Section("waits", "Waits and what became of them", says, parts)


def _distribution(asking: Asking) -> Chart:
    steps = _steps(asking)
    shown: tuple[Row, ...] = tuple((edge, *counts) for edge, counts in steps)
    columns = (Column("Wait"), *(Column(end.capitalize(), Kind.COUNT) for end in _ENDS))
    table = Table("Calls by how long they waited", columns, shown)
    bars: list[dict[str, Any]] = [
        {"wait": edge, "calls": count, "end": end, "order": order}
        for edge, counts in steps
        for order, (end, count) in enumerate(zip(_ENDS, counts, strict=True))
    ]
    says = "Calls by how long they waited: answered, abandoned, left unanswered otherwise."
    spec = stacked(bars, x="wait", y="calls", by="end", colours=_ENDS)
    return Chart("Waits", says, spec, table, "column")


def _steps(asking: Asking) -> list[tuple[str, list[int]]]:
    """All queues' distributions laid together, on the steps of one threshold."""
    found: dict[tuple[float, float | None], list[int]] = {}
    for row in _on_one_grid(asking):
        counts = found.setdefault((row["from_s"], row["until_s"]), [0] * len(_ENDS))
        for at, end in enumerate(_ENDS):
            counts[at] += row[end]
    return [(_edge(*edges), counts) for edges, counts in sorted(found.items())]


def _on_one_grid(asking: Asking) -> list[Found]:
    """The distributions by the threshold that most calls have, where the queues' own differ.

    Steps of two thresholds would overlap.
    """
    rows = asking.rows("wait_distribution")
    calls: Counter[float] = Counter()
    for row in rows:
        calls[row["threshold_s"]] += sum(row[end] for end in _ENDS)
    if len(calls) < 2:
        return rows
    threshold_s, _ = max(calls.items(), key=lambda each: (each[1], each[0]))
    return asking.rows("wait_distribution", threshold=threshold_s)


def _edge(from_s: float, until_s: float | None) -> str:
    """What a bar of the distribution covers: "≤ 20 s"."""
    return f"> {from_s:g} s" if until_s is None else f"≤ {until_s:g} s"


def _percentiles(asking: Asking) -> Table:
    rows = asking.rows("wait_time")
    shown: tuple[Row, ...] = tuple(
        (row["queue"] or "all queues", row["answered"], row["asa_s"], row["p50_s"], row["p90_s"],
         row["p95_s"], row["longest_s"]) for row in rows
    )  # fmt: skip
    columns = (
        Column("Queue"), Column("Answered", Kind.COUNT), Column("ASA", Kind.LENGTH),
        Column("Median", Kind.LENGTH), Column("90 %", Kind.LENGTH), Column("95 %", Kind.LENGTH),
        Column("Longest", Kind.LENGTH),
    )  # fmt: skip
    return Table("Waits of answered calls", columns, shown, has_total=len(rows) > 1)


def _patience(asking: Asking) -> Table:
    rows = asking.rows("patience")
    shown: tuple[Row, ...] = tuple(
        (row["queue"] or "all queues", row["calls"], row["abandoned"], row["gone_10_s"],
         row["gone_10_low_s"], row["gone_10_high_s"], row["gone_50_s"]) for row in rows
    )  # fmt: skip
    columns = (
        Column("Queue"), Column("Calls", Kind.COUNT), Column("Abandoned", Kind.COUNT),
        Column("10 % would be gone after", Kind.LENGTH), Column("at least", Kind.LENGTH),
        Column("at most", Kind.LENGTH), Column("Half would be gone after", Kind.LENGTH),
    )  # fmt: skip
    return Table("Patience (if nobody answered)", columns, shown, has_total=len(rows) > 1)


def _outcomes(asking: Asking) -> Table:
    rows = asking.rows("outcomes")
    rates = {row["queue"]: row["value"] for row in asking.rows("abandonment")}
    shown: tuple[Row, ...] = tuple(
        (row["queue"] or "all queues", row["offered"], row["answered"], row["abandoned"],
         row["short_abandoned"], rates.get(row["queue"]), row["overflowed"], row["lost"],
         row["refused"]) for row in rows
    )  # fmt: skip
    columns = (
        Column("Queue"), Column("Offered", Kind.COUNT), Column("Answered", Kind.COUNT),
        Column("Abandoned", Kind.COUNT), Column("of these short", Kind.COUNT),
        Column("Abandonment rate", Kind.SHARE), Column("Overflowed", Kind.COUNT),
        Column("Lost", Kind.COUNT), Column("Refused", Kind.COUNT),
    )  # fmt: skip
    return Table("What became of the calls", columns, shown, has_total=len(rows) > 1)
