"""Time zones: a name's zone, and the zone of the machine."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")


def named(name: str) -> ZoneInfo:
    """The IANA zone `name`; ValueError if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # not found, "../x", a directory
        raise ValueError(f"{name!r} is not a time zone") from error


def names() -> set[str]:
    """Every zone name this machine knows."""
    return available_timezones()


def system_zone() -> ZoneInfo:
    """The machine's zone: $TZ, /etc/localtime, /etc/timezone, else UTC."""
    return _system_zone(os.environ.get("TZ", ""), _LOCALTIME, _TIMEZONE)


@lru_cache(maxsize=16)
def _system_zone(tz: str, localtime: Path, timezone: Path) -> ZoneInfo:
    for name in (tz.removeprefix(":"), _link(localtime), _first_line(timezone)):
        try:
            if name:
                return named(name.rpartition("zoneinfo/")[2])
        except ValueError:
            continue  # "CET-1CEST" and the like: the next one may be a name
    try:
        with localtime.open("rb") as file:  # a copy instead of a link: right times, no name
            return ZoneInfo.from_file(file, key="localtime")
    except (OSError, ValueError):
        return ZoneInfo("UTC")


def _link(path: Path) -> str:
    """Where a link into the zone database points, or ""."""
    try:
        target = os.readlink(path)
    except OSError:  # absent, or not a link
        return ""
    if "zoneinfo/" not in target:  # a link to a link
        target = os.path.realpath(path)
    return target if "zoneinfo/" in target else ""


def _first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip().partition("\n")[0]
    except (OSError, UnicodeDecodeError):
        return ""
