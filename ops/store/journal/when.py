"""Instants to come, as people write them: "+2h", "17:00", "tomorrow", "2026-11-27"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ops import clock
from ops.errors import UsageError
from ops.periods import period

_LENGTH = re.compile(r"\+?(\d{1,5}) ?(m|min|h|d|w)$", re.IGNORECASE)
_UNITS = {"m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
FORMS = "+2h, 30m, 3d, 17:00, today, tomorrow, 2026-11-27 (its end), 2026-11-27T10:00"


def to_come(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The instant (UTC) that `text` names; a day, week or month is its end.

    Raises UsageError for what is no time, and for what is past.
    """
    form = text.strip().lower()
    if match := _LENGTH.match(form):
        return now + timedelta(seconds=int(match[1]) * _UNITS[match[2].lower()])
    if form == "tomorrow":
        form = (now.astimezone(zone) + timedelta(days=1)).date().isoformat()
    try:
        at = clock.instant(period(None, form, zone=zone, now=now).until_s)
    except UsageError as error:
        if "lies before" in str(error):
            raise UsageError(f"{text} is past", "name a time to come") from None
        raise UsageError(f"{text!r} is no time to come", f"write one of {FORMS}") from None
    if at <= now:
        raise UsageError(f"{text} is past", "name a time to come")
    return at
