"""When a queue is open: "Mon-Fri 08:00-20:00, Sat 09:00-13:00" as spans of a week.

Spans are local wall-clock times. A span whose end is not after its start runs past midnight and
belongs to the day it begins on. Where clocks change, a time that does not exist counts as that
much later and one that exists twice as the first (`fold=0`), the rule of `ops.periods`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXAMPLE = "Mon-Fri 08:00-20:00, Sat 09:00-13:00"

_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$")
# The longest span that is not "always" ends less than a week after it began.
_LOOK_DAYS = 8


class OpeningHours(msgspec.Struct, frozen=True):
    """Spans of a local week in which a queue takes calls.

    `spans` are (weekday 1 = Monday, start minute of the day, length in minutes), `text` is what
    the settings say. Make one with `parse`.
    """

    text: str
    spans: tuple[tuple[int, int, int], ...]

    @property
    def always(self) -> bool:
        """True if no minute of the week is left closed."""
        return _covered(self.spans) == _WEEK_MINUTES

    def is_open(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether the queue is open at `at` (aware)."""
        return self.always or self._span_at(at, zone) is not None

    def opened_at(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """The instant (UTC) the span that holds `at` began; None if closed or always open."""
        span = None if self.always else self._span_at(at, zone)
        return span[0] if span else None

    def closes_at(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """The instant (UTC) the span that holds `at` ends; None if closed or always open."""
        span = None if self.always else self._span_at(at, zone)
        return span[1] if span else None

    def opens_at(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """The instant (UTC) after `at` the queue opens next; None if it is always open."""
        if self.always:
            return None
        return next((start for start, _ in self._instants(at, zone) if start > at), None)

    def _span_at(self, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        return next(((s, e) for s, e in self._instants(at, zone) if s <= at < e), None)

    def _instants(self, at: datetime, zone: ZoneInfo) -> tuple[tuple[datetime, datetime], ...]:
        return _instants_around(self.spans, zone, at.astimezone(zone).date())


def parse(text: str) -> OpeningHours:
    """Read opening hours; ValueError says what can't be read.

    Items are parted by commas or semicolons: days ("Mon", "Mon-Fri"), times ("08:00-20:00") or
    both. Days without times wait for the next item's times ("Sat, Sun 10:00-14:00"), times
    without days belong to the item before ("Mon-Fri 08:00-12:00, 13:00-17:00") or, first in line,
    to every day. "20:00-08:00" runs past midnight; "00:00-24:00" is the whole day, "always"
    the whole week. Day names may be cut to two letters.
    """
    if text.strip().lower() in ("always", "24/7"):
        return OpeningHours("always", tuple((day, 0, _DAY_MINUTES) for day in range(1, 8)))
    spans: list[tuple[int, int, int]] = []
    days: list[int] = []
    waiting = False  # days were named whose times are still to come
    for item in re.split(r"[,;]", text):
        names, times = _split(item.strip())
        if names:
            days = days + _days(names) if waiting else _days(names)
            waiting = True
        if times:
            start, length = _minutes(times)
            spans.extend((day, start, length) for day in days or range(1, 8))
            waiting = False
    if waiting:
        raise ValueError(f"{text.strip()!r} ends with days that have no times")
    return OpeningHours(text.strip(), tuple(sorted(set(spans))))


def _split(item: str) -> tuple[str, str]:
    """An item's day part and time part, either of which may be empty."""
    if not item:
        raise ValueError("nothing stands between two commas, or nothing at all")
    first_digit = re.search(r"\d", item)
    at = first_digit.start() if first_digit else len(item)
    return item[:at].strip().rstrip(":").strip(), item[at:].strip()


def _days(names: str) -> list[int]:
    ends = [_day(name.strip()) for name in re.split(r"[-–]", names)]
    if len(ends) > 2:
        raise ValueError(f"{names!r} is not a day or a range of days")
    first, last = ends[0], ends[-1]
    return [(first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)]


def _day(name: str) -> int:
    found = [i for i, day in enumerate(DAYS, 1) if len(name) >= 2 and day.startswith(name.lower())]
    if not found:
        raise ValueError(f"{name!r} is not a day of the week")
    return found[0]


def _minutes(times: str) -> tuple[int, int]:
    """Start minute and length of "HH:MM-HH:MM"."""
    match = _TIMES.match(times)
    if not match:
        raise ValueError(f"{times!r} is not a span of times")
    h1, m1, h2, m2 = (int(part) for part in match.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    if m1 > 59 or m2 > 59 or start >= _DAY_MINUTES or end > _DAY_MINUTES:
        raise ValueError(f"{times!r} is not a span of times of a day")
    if start == end:
        raise ValueError(f"{times!r} closes when it opens; the whole day is 00:00-24:00")
    return start, end - start if end > start else end - start + _DAY_MINUTES


def _merged(spans: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Spans, ordered by start, joined where they touch or overlap; empty ones left out."""
    held: tuple[datetime, datetime] | None = None
    for start, end in spans:
        if end <= start:
            continue
        if held and start <= held[1]:
            held = (held[0], max(held[1], end))
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held


@lru_cache(maxsize=256)
def _covered(spans: tuple[tuple[int, int, int], ...]) -> int:
    """How many minutes of the week are open."""
    week = {
        ((day - 1) * _DAY_MINUTES + start + minute) % _WEEK_MINUTES
        for day, start, length in spans
        for minute in range(length)
    }
    return len(week)


@lru_cache(maxsize=1024)
def _instants_around(
    spans: tuple[tuple[int, int, int], ...], zone: ZoneInfo, day: date
) -> tuple[tuple[datetime, datetime], ...]:
    """The open spans near `day` as (start, end) UTC instants, in order, joined where they touch."""
    found: list[tuple[datetime, datetime]] = []
    for step in range(-_LOOK_DAYS, _LOOK_DAYS + 1):
        date_ = day + timedelta(days=step)
        for weekday, start, length in spans:
            if weekday == date_.isoweekday():
                midnight = datetime.combine(date_, time())
                opens = midnight + timedelta(minutes=start)
                closes = opens + timedelta(minutes=length)
                found.append((_utc(opens, zone), _utc(closes, zone)))
    return tuple(_merged(iter(sorted(found))))


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
