"""Instants as the site's wall clock says them."""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

# A day inside the years 1 and 9999, so that no zone's offset leads out of them.
_FIRST_S, _LAST_S = -62_135_500_000, 253_402_200_000
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache
def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


def local(s: float, zone: str) -> datetime:
    """Epoch seconds as an aware datetime of that zone; the nearest one there is, if none."""
    return datetime.fromtimestamp(min(max(s, _FIRST_S), _LAST_S), zone_of(zone))


def time_of_day(s: float, zone: str) -> str:
    """`10:42:07`."""
    return f"{local(s, zone):%H:%M:%S}"


def hour_and_minute(s: float, zone: str) -> str:
    """`10:42`."""
    return f"{local(s, zone):%H:%M}"


def day(s: float, zone: str) -> str:
    """`Mon 23 Nov`, in English whatever the machine's locale is."""
    at = local(s, zone)
    return f"{_WEEKDAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]}"


def day_and_time(s: float, zone: str) -> str:
    """`Mon 23 Nov 10:42:07`."""
    return f"{day(s, zone)} {time_of_day(s, zone)}"


def city(zone: str) -> str:
    """The readable end of a zone's name: `Berlin`, `New York`, `UTC`."""
    return zone.rpartition("/")[2].replace("_", " ")
