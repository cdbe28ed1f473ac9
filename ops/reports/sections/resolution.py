"""Whether calls solved anything: first-contact resolution with its band and what is pending."""

from __future__ import annotations

from ops import formats
from ops.reports.asking import Asking, Found
from ops.reports.model import Column, Kind, Row, Section, Table

_DAY_S = 86_400


def section(asking: Asking) -> Section:
    """FCR measured and so far, coded where agents code, repeats, transfers."""
    parts = (_resolution(asking), _repeats(asking), _transfers(asking))
    return Section("resolution", "First-contact resolution", _sentence(asking), parts)


def _sentence(asking: Asking) -> str:
    whole = asking.total("fcr_so_far")
    if whole.get("value") is None:
        return "No answered contact of a known customer in this period."
    band = ""
    if whole["low"] is not None:
        low, high = (formats.percent(whole[edge], 1) for edge in ("low", "high"))
        band = f" (95 % between {low} and {high})"
    level, window = formats.percent(whole["value"], 1), _lasting(whole["window_s"])
    text = (f"{level}{band} of answered contacts, as Kaplan and Meier estimate it from all of them,"
            " were not followed by another within")  # fmt: skip
    if whole["watched_s"] < whole["window_s"]:
        seen = _lasting(whole["watched_s"])
        return f"{text} {seen}, as far as has been watched; it can yet fall."
    return f"{text} {window}{_measured(asking, window)}."


def _measured(asking: Asking, window: str) -> str:
    """The ratio that stands in the totals, told apart from the estimate."""
    over = asking.share("fcr")
    if over.value is None:
        return f"; none has been watched for {window} yet"
    level = formats.percent(over.numerator, over.denominator)
    return f"; {level} measured, of the {over.denominator:,} whose {window} are over"


def _lasting(s: float) -> str:
    """A length of time in the largest unit there is one of: "7 days", "1.5 hours"."""
    for unit_s, unit in ((_DAY_S, "day"), (3600, "hour"), (60, "minute")):
        if s >= unit_s:
            number = f"{s / unit_s:.1f}".removesuffix(".0")
            return f"{number} {unit}{'' if number == '1' else 's'}"
    return formats.counted(round(s), "second")


def _resolution(asking: Asking) -> Table:
    so_far = {row["queue"]: row for row in asking.rows("fcr_so_far")}
    coded = {row["queue"]: row for row in asking.rows("coded_fcr")}
    rows = asking.rows("fcr")
    columns = (
        Column("Queue"), Column("Resolved", Kind.COUNT), Column("Repeated", Kind.COUNT),
        Column("Pending", Kind.COUNT), Column("FCR measured", Kind.SHARE),
        Column("FCR estimated", Kind.SHARE), Column("at least", Kind.SHARE),
        Column("at most", Kind.SHARE), Column("Coded by agents", Kind.SHARE),
        Column("Left out (nobody known)", Kind.SHARE),
    )  # fmt: skip
    shown = tuple(_row(row, so_far.get(row["queue"], {}), coded.get(row["queue"], {}))
                  for row in rows)  # fmt: skip
    return Table("Measured by repeat calls", columns, shown, has_total=len(rows) > 1)


def _row(row: Found, so_far: Found, coded: Found) -> Row:
    return (
        row["queue"] or "all queues", row["numerator"], row["repeated"], row["pending"],
        row["value"], so_far.get("value"), so_far.get("low"), so_far.get("high"),
        coded.get("value"), row["left_out_share"],
    )  # fmt: skip


def _repeats(asking: Asking) -> Table:
    issues = {row["queue"]: row["value"] for row in asking.rows("contacts_per_issue")}
    rows = asking.rows("repeat_rate")
    shown: tuple[Row, ...] = tuple(
        (row["queue"] or "all queues", row["denominator"], row["numerator"], row["value"],
         issues.get(row["queue"]), row["left_out_share"]) for row in rows
    )  # fmt: skip
    columns = (
        Column("Queue"), Column("Contacts", Kind.COUNT), Column("of these repeats", Kind.COUNT),
        Column("Repeat rate", Kind.SHARE), Column("Contacts per issue", Kind.NUMBER),
        Column("Left out (nobody known)", Kind.SHARE),
    )  # fmt: skip
    return Table("Repeat calls", columns, shown, has_total=len(rows) > 1)


def _transfers(asking: Asking) -> Table:
    rows = asking.rows("deflection")
    shown: tuple[Row, ...] = tuple(
        (row["queue"] or "all queues", row["denominator"], row["transferred_share"],
         row["blind_share"], row["value"], row["ping_pong_share"], row["longest_chain"])
        for row in rows
    )  # fmt: skip
    columns = (
        Column("Queue"), Column("Answered contacts", Kind.COUNT),
        Column("Transferred", Kind.SHARE), Column("of these blind", Kind.SHARE),
        Column("Twice or more", Kind.SHARE), Column("Back where they were", Kind.SHARE),
        Column("Longest chain", Kind.COUNT),
    )  # fmt: skip
    return Table("Handed on", columns, shown, has_total=len(rows) > 1)
