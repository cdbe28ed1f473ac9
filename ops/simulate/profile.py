"""When people phone: by hour, by weekday, and the rushes of a day.

A business day runs from 04:00 to 04:00 local time, so that a night belongs to the evening it
began in, and so that the change of summer time (mostly at 02:00 or 03:00) lies inside a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ops.simulate.chance import Chance

DAY_BEGINS_H: Final = 4
SLOT_S: Final = 300

#: Calls an hour on an ordinary weekday, by local hour. The floor is never empty: it serves
#: customers of every continent, so that a demo opened on a Sunday night has something to show.
_HOURLY: Final = (
    47, 46, 46, 46, 46, 47, 49, 55, 71, 90, 104, 96,
    82, 80, 86, 83, 76, 69, 61, 56, 53, 50, 49, 48,
)  # fmt: skip
_LEAST: Final = 46.0
_WEEKDAY: Final = (1.11, 1.03, 1.0, 0.97, 0.92, 0.66, 0.60)


@dataclass(frozen=True, slots=True)
class Rush:
    """From `since_s` to `until_s` (epoch seconds) calls come `factor` times as often."""

    since_s: float
    until_s: float
    factor: float


def day_start(day: int, zone: ZoneInfo) -> int:
    """Epoch second at which the business day of this `date.toordinal()` begins."""
    at = date.fromordinal(day)
    return int(datetime(at.year, at.month, at.day, DAY_BEGINS_H, tzinfo=zone).timestamp())


def day_of(s: float, zone: ZoneInfo) -> int:
    """The business day (ordinal) that an epoch second lies in."""
    day = datetime.fromtimestamp(s, zone).toordinal()
    return day if s >= day_start(day, zone) else day - 1


def is_night(local: datetime) -> bool:
    """Whether the night queue is open (20:00 to 08:00 local)."""
    return local.hour >= 20 or local.hour < 8


def rushes(day: int, zone: ZoneInfo, seed: int) -> tuple[Rush, ...]:
    """The day's rushes: one about every hundred minutes, and the big one at half past ten."""
    chance = Chance(seed, day, "rushes")
    start = day_start(day, zone)
    found = []
    for since in range(start + 1800, day_start(day + 1, zone) - 3600, 6000):
        at = since + chance.between(0, 3000)
        found.append(Rush(at, at + chance.between(360, 660), chance.between(1.7, 2.4)))
    big = start + 6.5 * 3600 + chance.between(-600, 600)
    found.append(Rush(big, big + chance.between(1200, 2100), chance.between(1.4, 1.8)))
    return tuple(found)


def rate(local: datetime, s: float, busy: tuple[Rush, ...]) -> float:
    """Calls a second at an instant, given as local time and as epoch seconds."""
    this, after = _HOURLY[local.hour], _HOURLY[(local.hour + 1) % 24]
    hourly = this + (after - this) * local.minute / 60
    calls = max(hourly * _WEEKDAY[local.weekday()], _LEAST)
    for rush in busy:
        if rush.since_s <= s < rush.until_s:
            calls *= rush.factor
    return calls / 3600
