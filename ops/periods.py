"""From what people type ("yesterday", "2026-W47", "10:30") to half-open periods of whole seconds.

A form names either a moment or a span of the user's calendar:

| form                                          | names                                        |
|-----------------------------------------------|----------------------------------------------|
| now, @1795376761                              | a moment                                     |
| 2026-11-23T10:00, 2026-11-23 10:00:30+01:00   | a moment; without an offset in the user's zone |
| 10:00, 10:00:30                               | a moment of today                            |
| today, yesterday, 2026-11-23                  | a day                                        |
| this-week, last-week, 2026-W47                | a week                                       |
| this-month, last-month, 2026-11               | a month                                      |
| this-year, last-year, 2026                    | a year                                       |

As `since` a span means its beginning, as `until` its end, so that it is included; a span as
`since` alone means the whole of it, a moment as `since` alone means from then until now.

`2026-W47` is the ISO week. Where weeks start on another day, it is the week that holds the ISO
week's Thursday, the day an ISO week has its number from. Where clocks change, days have 23 or 25
hours: a local time that exists twice is the first of both, one that does not exist is as much
later as the clock was put forward (02:30 is 03:30; Python's `fold=0`).
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from ops import clock
from ops.errors import UsageError

FORMS = (
    "now, today, yesterday, this-week, last-week, this-month, last-month, this-year, last-year, "
    "2026-11-23, 2026-W47, 2026-11, 2026, 2026-11-23T10:00 (your time zone, or with an offset), "
    "10:00 (today) or @1795376761 (epoch seconds)"
)

_WEEK = re.compile(r"(\d{4})-?W(\d{2})$", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_YEAR = re.compile(r"(\d{4})$")
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?$")
_STAMP = re.compile(r"[\dw-]{8,10}[t ]\d", re.IGNORECASE)
_EPOCH = re.compile(r"@(-?\d{1,12}(?:\.\d{1,9})?)$")
_WORD = re.compile(r"(this|last)-(week|month|year)$")
# The closest two changes of any zone's clock lie 3.9 days apart (Freetown, 1939).
_SCAN_S = 3 * 86_400
_FIRST_S = -5_364_662_400  # 1800: no zone's clock was changed by rule before
_LAST_S = 7_258_118_400  # 2200


@dataclass(frozen=True, slots=True)
class Period:
    """The seconds from `since_s` on and before `until_s` (epoch seconds)."""

    since_s: int
    until_s: int
    label: str
    """What to call it: "today", "2026-W47", "2026-11-23 to 2026-11-25"."""


@dataclass(frozen=True, slots=True)
class _Span:
    """What one form names, as instants; `start == end` and `moment` for a moment."""

    start: datetime
    end: datetime
    label: str
    moment: bool = False


def period(
    since: str | None,
    until: str | None,
    *,
    zone: tzinfo,
    now: datetime,
    week_start: int = 1,
) -> Period:
    """The period that `since` and `until` name; today if neither is given.

    `now` is aware; `week_start` is 1 (Monday) to 7. `until` alone counts from the start of today.
    Fractions of a second are rounded up: a log's stamp is a whole second. Raises UsageError for
    a form there isn't and for an end before the start.
    """
    first = _span(since, zone, now, week_start) if since is not None else None
    last = _span(until, zone, now, week_start) if until is not None else None
    if last is None:
        first = first or _span("today", zone, now, week_start)
        if not first.moment:
            return Period(_s(first.start), _s(first.end), first.label)
        last = _span("now", zone, now, week_start)
    start = (first or _span("today", zone, now, week_start)).start
    # `--since today --until yesterday`: the end of one day is the start of the next.
    if last.end < start or (last.end == start and not last.moment):
        raise _backwards(since, until)
    labels = dict.fromkeys([first.label if first else "today", last.label])
    return Period(_s(start), _s(last.end), " to ".join(labels))


def instant(text: str, zone: tzinfo, now: datetime) -> datetime:
    """The instant (UTC) that `text` names, for `--as-of`.

    A day, week, month or year means its end, and while it lasts `now`: "as of yesterday" is
    what was true when yesterday ended. Weeks are ISO weeks. Raises UsageError otherwise.
    """
    found = _span(text, zone, now, 1)
    return now.astimezone(UTC) if found.start <= now < found.end else found.end


def zone_offsets(zone: tzinfo, since_s: int, until_s: int) -> list[tuple[int, int, int]]:
    """(since_s, until_s, offset_s) of every stretch with one UTC offset, over the seconds asked.

    Half-open, in order, touching; local time is `s + offset_s`. Empty if `until_s <= since_s`.
    Before 1800 and after 2200 the nearest known offset holds.
    """
    return list(_offsets(zone, since_s, until_s)) if since_s < until_s else []


def _backwards(since: str | None, until: str | None) -> UsageError:
    if since is None:
        return UsageError(f"--until {until} lies before today", "give --since too")
    if until is None:
        return UsageError(f"--since {since} lies in the future", "give --until too")
    return UsageError(f"--until {until} lies before --since {since}", "exchange the two")


def _span(text: str, zone: tzinfo, now: datetime, week_start: int) -> _Span:
    """What one form names; UsageError if it is none."""
    form = text.strip()
    with suppress(ValueError, OverflowError):
        if form.isascii():
            return _moment(form, zone, now) or _calendar(form, zone, now, week_start)
    raise UsageError(f"{text!r} is no time or period", f"write one of {FORMS}")


def _moment(form: str, zone: tzinfo, now: datetime) -> _Span | None:
    """A moment's form; None if it is a span's, ValueError if it is out of range."""
    if form.lower() == "now":
        return _at(now, "now")
    if match := _EPOCH.match(form):
        return _at(clock.instant(float(match[1])), form)
    if _TIME.match(form):
        of_day = time.fromisoformat(form if form[1] != ":" else f"0{form}")
        return _at(_utc(now.astimezone(zone).date(), zone, of_day), form)
    if _STAMP.match(form):
        at = datetime.fromisoformat(form.upper())
        return _at(at if at.tzinfo else at.replace(tzinfo=zone), form)
    return None


def _at(at: datetime, label: str) -> _Span:
    at = at.astimezone(UTC)
    return _Span(at, at, label, moment=True)


def _calendar(form: str, zone: tzinfo, now: datetime, week_start: int) -> _Span:
    """The span of a day, week, month or year; ValueError if the form is none of them."""
    first, after, label = _dates(form.lower(), now.astimezone(zone).date(), week_start)
    return _Span(_utc(first, zone), _utc(after, zone), label)


def _dates(form: str, today: date, week_start: int) -> tuple[date, date, str]:
    """First day, day after the last, and label."""
    if form in ("today", "yesterday"):
        day = today - timedelta(days=form == "yesterday")
        return day, day + timedelta(days=1), form
    if match := _WORD.match(form):
        return _relative(match[1] == "last", match[2], today, week_start)
    if match := _WEEK.match(form):
        thursday = date.fromisocalendar(int(match[1]), int(match[2]), 4)
        start = _week_of(thursday, week_start)
        return start, start + timedelta(days=7), f"{match[1]}-W{match[2]}"
    if match := _MONTH.match(form):
        start = date(int(match[1]), int(match[2]), 1)
        return start, _next_month(start), form
    if match := _YEAR.match(form):
        start = date(int(form), 1, 1)
        return start, date(start.year + 1, 1, 1), form
    day = date.fromisoformat(form.upper())
    return day, day + timedelta(days=1), day.isoformat()


def _relative(last: bool, unit: str, today: date, week_start: int) -> tuple[date, date, str]:
    label = f"{'last' if last else 'this'} {unit}"
    if unit == "week":
        start = _week_of(today, week_start) - timedelta(days=7 * last)
        return start, start + timedelta(days=7), label
    if unit == "month":
        start = today.replace(day=1)
        start = (start - timedelta(days=1)).replace(day=1) if last else start
        return start, _next_month(start), label
    start = date(today.year - last, 1, 1)
    return start, date(start.year + 1, 1, 1), label


def _week_of(day: date, week_start: int) -> date:
    """The first day of the week that `day` is in."""
    return day - timedelta(days=(day.isoweekday() - week_start) % 7)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _utc(day: date, zone: tzinfo, at: time = time.min) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _s(at: datetime) -> int:
    return math.ceil(clock.epoch_s(at))


@lru_cache(maxsize=256)
def _offsets(zone: tzinfo, since_s: int, until_s: int) -> tuple[tuple[int, int, int], ...]:
    found: list[tuple[int, int, int]] = []
    start, offset = since_s, _offset_s(zone, since_s)
    at = max(since_s, _FIRST_S)
    while at < min(until_s, _LAST_S):
        step = min(at + _SCAN_S, until_s)
        if _offset_s(zone, step) != offset:
            change = _change(zone, at, step)
            if change < until_s:
                found.append((start, change, offset))
                start, offset = change, _offset_s(zone, change)
        at = step
    return (*found, (start, until_s, offset))


def _change(zone: tzinfo, before_s: int, after_s: int) -> int:
    """The first second after `before_s`, up to `after_s`, with the offset of `after_s`."""
    offset = _offset_s(zone, after_s)
    while after_s - before_s > 1:
        middle = (before_s + after_s) // 2
        if _offset_s(zone, middle) == offset:
            after_s = middle
        else:
            before_s = middle
    return after_s


def _offset_s(zone: tzinfo, s: int) -> int:
    at = clock.instant(min(max(s, _FIRST_S), _LAST_S)).astimezone(zone)
    offset = at.utcoffset()
    return int(offset.total_seconds()) if offset else 0
