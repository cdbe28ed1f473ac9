"""What each agent handled, and how their time went."""

from __future__ import annotations

from collections import defaultdict

from ops import formats
from ops.reports.asking import Asking, Found
from ops.reports.model import Column, Kind, Part, Row, Section, Table
from ops.snapshot import Share


def section(asking: Asking) -> Section:
    """Calls and handling by agent, time by state, pauses by reason."""
    calls = _handled(asking)
    handled = sum(row["denominator"] for row in calls)
    says = "No call was answered by anybody who is named."
    if calls:
        says = (f"{formats.counted(len(calls), 'agent')} answered "
                f"{formats.counted(handled, 'call')}.")  # fmt: skip
    parts: tuple[Part, ...] = (
        _calls(asking), _time(asking), *_unsaid(asking), _pauses(asking),
    )  # fmt: skip
    return Section("agents", "Agents", says, parts)


def _handled(asking: Asking) -> list[Found]:
    """Calls and handling time of each agent; the team's row is left out."""
    return [row for row in asking.rows("agent_aht") if row["agent"] is not None]


def _calls(asking: Asking) -> Table:
    rings: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in asking.rows("ring_no_answer"):
        if row["agent"] is not None:
            rings[row["agent"]][0] += row["numerator"]
            rings[row["agent"]][1] += row["denominator"]
    shown: list[Row] = []
    for row in _handled(asking):
        missed = Share(*rings[row["agent"]])
        shown.append((row["agent"], row["denominator"], row["value"], row["transferred"],
                      row["blind"], missed.numerator, missed.value))  # fmt: skip
    columns = (
        Column("Agent"), Column("Calls", Kind.COUNT), Column("AHT", Kind.LENGTH),
        Column("Transferred", Kind.COUNT), Column("of these blind", Kind.COUNT),
        Column("Rings not answered", Kind.COUNT), Column("of their rings", Kind.SHARE),
    )  # fmt: skip
    return Table("Calls", columns, tuple(shown))


def _time(asking: Asking) -> Table:
    busy = {row["agent"]: row["value"] for row in asking.rows("occupancy")}
    states = ("talking_s", "wrapup_s", "ready_s", "paused_s", "out_s", "unknown_s")
    shown: tuple[Row, ...] = tuple(
        (row["agent"], busy.get(row["agent"]), *(row[state] for state in states))
        for row in asking.rows("agent_time")
        if row["agent"] is not None and row["total_s"] > row["out_s"] + row["unknown_s"]
    )
    columns = (
        Column("Agent"), Column("Occupancy", Kind.SHARE), Column("Talking", Kind.LENGTH),
        Column("Wrap-up", Kind.LENGTH), Column("Ready", Kind.LENGTH),
        Column("Paused", Kind.LENGTH), Column("Out", Kind.LENGTH), Column("Unknown", Kind.LENGTH),
    )  # fmt: skip
    return Table("Time", columns, shown)


def _unsaid(asking: Asking) -> tuple[str, ...]:
    """Of how many agents no occupancy can be told, if of any."""
    rows = [row for row in asking.rows("occupancy") if row["agent"] is not None]
    unsaid = sum(row["ready_s"] is None for row in rows)
    if not unsaid:
        return ()
    return (f"No occupancy is told of {unsaid:,} of {formats.counted(len(rows), 'agent')}: "
            "no source says when they were ready.",)  # fmt: skip


def _pauses(asking: Asking) -> Table:
    found: dict[str, list[float]] = {}
    for row in asking.rows("pauses"):
        if row["agent"] is not None and row["reason"] != "all":
            reason = found.setdefault(row["reason"] or formats.NO_REASON, [0.0, 0.0, 0.0])
            reason[0] += row["seconds"]
            reason[1] += row["pauses"]
            reason[2] = max(reason[2], row["longest_s"])
    worst = sorted(found.items(), key=lambda each: (-each[1][0], each[0]))
    shown: tuple[Row, ...] = tuple((formats.safe(reason), *figures) for reason, figures in worst)
    columns = (
        Column("Reason"), Column("Time", Kind.LENGTH), Column("Pauses", Kind.COUNT),
        Column("Longest", Kind.LENGTH),
    )  # fmt: skip
    return Table("Pauses", columns, shown)
