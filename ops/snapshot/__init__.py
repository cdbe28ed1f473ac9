"""The words both sides of the screen share: frozen dataclasses, and no metric computed.

Instants are epoch seconds (names ending in `_s` that say *when*), lengths are seconds too (names
that say *how long*). Ratios stay numerator and denominator until somebody shows them. The queries
compute, `ops.floor` fills these in, the screens and `floorwatch now` read them.
"""

from ops.snapshot.explanation import Explanation
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
    "AgentNow",
    "Explanation",
    "Happening",
    "QueueNow",
    "Share",
    "Snapshot",
    "SourceNow",
    "StatesFrom",
    "Waiting",
]
