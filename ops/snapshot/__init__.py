"""The words both sides of the screen share: frozen dataclasses, and no metric computed.

Instants are epoch seconds (names ending in `_s` that say *when*), lengths are seconds too (names
that say *how long*). Ratios stay numerator and denominator until somebody shows them. The queries
compute, `ops.floor` fills these in, the screens and `floorwatch now` read them.
"""

from ops.snapshot.days import AgentDay, Calls, DayCall, Interval, Pause, QueueDay, Stretch, WaitStep
from ops.snapshot.explanation import About, Explanation
from ops.snapshot.live import (
    AgentNow,
    Happening,
    QueueNow,
    Snapshot,
    SourceNow,
    StatesFrom,
    Waiting,
)
from ops.snapshot.share import Share

__all__ = [
    "About",
    "AgentDay",
    "AgentNow",
    "Calls",
    "DayCall",
    "Explanation",
    "Happening",
    "Interval",
    "Pause",
    "QueueDay",
    "QueueNow",
    "Share",
    "Snapshot",
    "SourceNow",
    "StatesFrom",
    "Stretch",
    "WaitStep",
    "Waiting",
]
