"""What people write: follow-ups, one JSON object a line, appended under a lock and never edited."""

from ops.store.journal.entry import ACTIONS, CALL_BACK, KINDS, Entry, Unread
from ops.store.journal.journal import Journal, Opening, journal_of
from ops.store.journal.lines import Line, Lines

__all__ = [
    "ACTIONS",
    "CALL_BACK",
    "KINDS",
    "Entry",
    "Journal",
    "Line",
    "Lines",
    "Opening",
    "Unread",
    "journal_of",
]
