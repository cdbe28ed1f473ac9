"""Who had to call again, who was never reached, and what it was about."""

from __future__ import annotations

from ops import formats
from ops.reports.asking import Asking
from ops.reports.model import Column, Kind, Row, Section, Table

MOST = 15
"""Longer lists are for the screens and exports."""


def section(asking: Asking) -> Section:
    """Lost callers, repeated numbers, reasons with one, few or many customers."""
    parts = (_lost(asking), _repeating(asking), _reasons(asking), _emerging(asking))
    return Section("customers", "Customers and what they called about", _sentence(asking), parts)


def _sentence(asking: Asking) -> str:
    """Who is lost, and how many of those who failed were reached: only where somebody failed."""
    lost = len(asking.rows("lost_callers"))
    failed = asking.total("recovery")
    level = formats.percent(failed.get("numerator"), failed.get("denominator"))
    decided = f"; {level} of failed contacts were recovered within a day"
    decided = decided if failed.get("denominator") else ""
    if lost:
        many = "1 customer gave up and has" if lost == 1 else f"{lost:,} customers gave up and have"
        return f"{many} not been reached since{decided}."
    if decided or failed.get("pending"):
        return f"Nobody was lost: whoever gave up was reached again{decided}."
    if asking.total("outcomes").get("entered"):
        return "Nobody who is known gave up."
    return "Nobody called."


def _lost(asking: Asking) -> Table:
    rows = asking.rows("lost_callers")
    shown: tuple[Row, ...] = tuple(
        (asking.privacy.caller(row["caller"]), row["queue"], row["outcome"],
         asking.local(row["last_at"]), row["tries"], row["longest_wait_s"],
         "promised" if row["follow_up"] else "") for row in rows[:MOST]
    )  # fmt: skip
    columns = (
        Column("Caller"), Column("Queue"), Column("Outcome"), Column("Last tried", Kind.AT),
        Column("Tries", Kind.COUNT), Column("Longest wait", Kind.LENGTH), Column("Call-back"),
    )  # fmt: skip
    return Table(_titled("Not reached", len(rows)), columns, shown, empty="nobody")


def _repeating(asking: Asking) -> Table:
    rows = asking.rows("repeat_callers")
    shown: tuple[Row, ...] = tuple(
        (asking.privacy.caller(row["caller"]), row["contacts"], row["answered"], row["failed"],
         row["queues"], row["last_queue"], row["last_reason"], row["wait_s"])
        for row in rows[:MOST]
    )  # fmt: skip
    columns = (
        Column("Caller"), Column("Contacts", Kind.COUNT), Column("Answered", Kind.COUNT),
        Column("Failed", Kind.COUNT), Column("Queues", Kind.COUNT), Column("Last queue"),
        Column("Last reason"), Column("Waited in all", Kind.LENGTH),
    )  # fmt: skip
    return Table(_titled("Repeat callers", len(rows)), columns, shown, empty="nobody")


def _reasons(asking: Asking) -> Table:
    """What contacts were about; those without a reason are not of one, few or many."""
    rows = asking.rows("reasons")
    if all(row["reason"] is None for row in rows):
        rows = []
    shown: tuple[Row, ...] = tuple(
        (row["reason"] or formats.NO_REASON, row["kind"], row["contacts"], row["share"],
         row["customers"], row["spread"] if row["reason"] else None, row["contacts_per_customer"])
        for row in rows[:MOST]
    )  # fmt: skip
    columns = (
        Column("Reason"), Column("Told by"), Column("Contacts", Kind.COUNT),
        Column("Share", Kind.SHARE), Column("Customers", Kind.COUNT),
        Column("One, few or many"), Column("Contacts per customer", Kind.NUMBER),
    )  # fmt: skip
    empty = "no source tells a reason (CALLSTATUS, INFO, DID or a column)"
    return Table(_titled("Reasons", len(rows)), columns, shown, empty=empty)


def _emerging(asking: Asking) -> Table:
    rows = [row for row in asking.rows("emerging_reasons") if row["is_emerging"]]
    shown: tuple[Row, ...] = tuple(
        (row["reason"], row["contacts"], row["expected"], row["bound"], row["customers"])
        for row in rows[:MOST]
    )
    columns = (
        Column("Reason"), Column("Contacts", Kind.COUNT), Column("Expected", Kind.NUMBER),
        Column("99 % bound", Kind.NUMBER), Column("Customers", Kind.COUNT),
    )  # fmt: skip
    return Table("Emerging: above the same weekday hours of four weeks", columns, shown,
                 empty="none")  # fmt: skip


def _titled(title: str, count: int) -> str:
    return f"{title}: {MOST} of {count:,}" if count > MOST else title
