"""The one place that asks the machine what time it is.

Instants are aware UTC `datetime`s, or epoch seconds as `float` named `s` or `*_s`.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """The present instant, aware, UTC."""
    return datetime.now(UTC)


def now_s() -> float:
    """The present instant in epoch seconds."""
    return time.time()


def monotonic() -> float:
    """Seconds of a clock that never goes back; only differences mean anything."""
    return time.monotonic()


def instant(s: float) -> datetime:
    """Epoch seconds `s` as an aware UTC datetime, to the microsecond, before 1970 too.

    Raises OverflowError outside the years 1 to 9999.
    """
    return _EPOCH + timedelta(seconds=s)


def epoch_s(at: datetime) -> float:
    """Epoch seconds of an aware datetime.

    Raises ValueError for a naive one: whose clock it came from would be a guess.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone")
    return (at - _EPOCH).total_seconds()
