"""The local day that a moment lies in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

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


def today(warehouse: Warehouse, moment: Moment) -> Day:
    """The day of the last second that counts: as of midnight it is the day that has just ended."""
    asked = moment.asked_s is not None
    return local_day(warehouse, moment.clock_s - 0.001 if asked else moment.clock_s)
