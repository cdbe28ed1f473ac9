"""The local day that a moment lies in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from ops import clock
from ops.warehouse.warehouse import Moment, Warehouse


@dataclass(frozen=True, slots=True)
class Day:
    """The local day of a moment, as epoch seconds, half-open."""

    since_s: int
    until_s: int


def local_day(warehouse: Warehouse, at_s: float) -> Day:
    """The day in the settings' time zone that `at_s` lies in."""
    zone = warehouse.settings.zone
    local = clock.instant(at_s).astimezone(zone)
    midnight = datetime(local.year, local.month, local.day, tzinfo=zone)
    following = (midnight.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone)
    return Day(int(midnight.timestamp()), int(following.timestamp()))


def days_back(warehouse: Warehouse, moment: Moment, days: int) -> Day:
    """So many local days up to the asked moment, the last of them its own."""
    since_s = _back(warehouse, today(warehouse, moment).since_s, days - 1)
    return Day(since_s, int(moment.clock_s))


def weeks_back(warehouse: Warehouse, moment: Moment, weeks: int) -> tuple[Day, ...]:
    """So many local weeks, the last of them the asked moment's; oldest first, each whole."""
    this_day = today(warehouse, moment).since_s
    weekday = clock.instant(this_day).astimezone(warehouse.settings.zone).isoweekday()
    this_week = _back(warehouse, this_day, (weekday - warehouse.settings.week_start) % 7)
    starts = [_back(warehouse, this_week, 7 * n) for n in range(weeks - 1, -2, -1)]
    return tuple(Day(*edges) for edges in pairwise(starts))


def _back(warehouse: Warehouse, midnight_s: int, days: int) -> int:
    """The local midnight so many days before one; a day of 23 or 25 hours is a day."""
    zone = warehouse.settings.zone
    local = clock.instant(midnight_s).astimezone(zone).replace(tzinfo=None)
    return int((local - timedelta(days=days)).replace(tzinfo=zone).timestamp())


def today(warehouse: Warehouse, moment: Moment) -> Day:
    """The day of the last second that counts: as of midnight it is the day that has just ended."""
    asked = moment.asked_s is not None
    return local_day(warehouse, moment.clock_s - 0.001 if asked else moment.clock_s)
