"""The period of a report, the one before it and those that make the norm, by the calendar."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ops.clock import instant
from ops.errors import UsageError

NORM = 4
"""So many periods before make the norm."""


class Span(enum.StrEnum):
    """How long a period is."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Local days from `first` on and before `after`, and the same in epoch seconds."""

    first: date
    after: date
    since_s: int
    until_s: int

    @classmethod
    def of(cls, first: date, after: date, zone: ZoneInfo) -> Stretch:
        """The stretch of these local days: a day of 23 or 25 hours is as long as it was."""
        return cls(first, after, _midnight_s(first, zone), _midnight_s(after, zone))

    @property
    def days(self) -> tuple[date, ...]:
        """Its days, in order."""
        return tuple(self.first + timedelta(n) for n in range((self.after - self.first).days))


@dataclass(frozen=True, slots=True)
class Spans:
    """What a report is about, and what it is compared with."""

    span: Span
    own: Stretch
    before: Stretch
    norm: tuple[Stretch, ...]
    """The newest first; a day is compared with the same weekday."""
    label: str
    named_before: str
    """What the period before is called: "the week before"."""


def spans(span: Span, since_s: int, zone: ZoneInfo) -> Spans:
    """The spans of the report whose period begins at `since_s`; UsageError where none begins there.

    A week begins on the day that `since_s` is.
    """
    first = instant(since_s).astimezone(zone).date()
    if _midnight_s(first, zone) != since_s or (span is Span.MONTHLY and first.day != 1):
        unit = {Span.DAILY: "day", Span.WEEKLY: "week", Span.MONTHLY: "month"}[span]
        raise UsageError(f"no {unit} begins there", f"name a whole {unit}")
    starts = [_shifted(first, span, -n) for n in range(NORM + 1)]
    own, *earlier = (Stretch.of(day, _after(day, span), zone) for day in starts)
    named = {Span.DAILY: "a week before", Span.WEEKLY: "the week before",
             Span.MONTHLY: "the month before"}[span]  # fmt: skip
    return Spans(span, own, earlier[0], tuple(earlier), _label(first, span), named)


def _label(first: date, span: Span) -> str:
    """The period's name: a day, the ISO week that holds its Thursday, a month."""
    if span is Span.WEEKLY:
        thursday = first + timedelta((3 - first.weekday()) % 7)
        year, week, _ = thursday.isocalendar()
        return f"{year}-W{week:02}"
    return f"{first:%B %Y}" if span is Span.MONTHLY else f"{first}"


def _after(first: date, span: Span) -> date:
    if span is Span.MONTHLY:
        return _shifted(first, span, 1)
    return first + timedelta(1 if span is Span.DAILY else 7)


def _shifted(first: date, span: Span, steps: int) -> date:
    """The start of the period so many before (or after); days go by weeks."""
    if span is not Span.MONTHLY:
        return first + timedelta(weeks=steps)
    months = first.year * 12 + first.month - 1 + steps
    return date(months // 12, months % 12 + 1, 1)


def _midnight_s(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
