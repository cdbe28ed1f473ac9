"""One line of the journal, and what may be wrong with one."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from ops import clock

VERSION: Final = 1
"""Of the lines written here. A line of a newer version is kept, counted and not interpreted."""

ACTIONS: Final = (
    "open", "assign", "note", "snooze", "set due", "done", "cancel", "reopen", "undo",
)  # fmt: skip
CALL_BACK: Final = "call-back"
"""The kind that is owed to a lost caller: it closes by itself when the customer is answered."""

KINDS: Final = (CALL_BACK, "promise", "complaint", "ticket")
"""The kinds the settings have a due time for; any other word is a kind as well."""

LONGEST: Final = 1 << 20
"""Bytes of a line; a longer one is damage, not a note."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What one person did to one follow-up. Instants are aware and UTC; what is not said is None.

    `id` is the line's own and sorts as the lines do; the id of a follow-up is that of its "open".
    """

    v: int = VERSION
    id: str
    at: datetime
    by: str
    do: str
    on: str = ""
    """The follow-up; empty in an "open"."""
    undoes: str | None = None
    """The line that an "undo" takes back."""
    kind: str | None = None
    customer: str | None = None
    """Number or other id, as it was written."""
    call: str | None = None
    """The call id of the contact it comes from."""
    queue: str | None = None
    owner: str | None = None
    """The empty text: nobody any more."""
    due: datetime | None = None
    until: datetime | None = None
    """Until when a "snooze" lets it rest."""
    title: str | None = None
    note: str | None = None
    key: str | None = None
    """What it was made from; of one key no two are made."""

    @property
    def follow_up(self) -> str:
        """The id of the follow-up it is about."""
        return self.on or self.id

    @property
    def s(self) -> int:
        """The second it was written in."""
        return int(clock.epoch_s(self.at) // 1)


class Wrong(enum.StrEnum):
    """Why a line does not count."""

    TORN = "the line was cut off while it was written"
    DAMAGED = "the line is no entry of a journal"
    NEWER = "a newer version of Floorwatch wrote the line"
    UNKNOWN = "nobody knows this action here"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that is kept and counted, but does not count: `number` from 1, why, and its text."""

    number: int
    wrong: Wrong
    raw: str


class _Head(msgspec.Struct):
    v: int = VERSION


TORN_MARK: Final = b" torn\n"
"""What the next writer ends a torn line with: no line ending so is an entry, so it never counts."""

ERASED: Final = b"erased"
"""What an erasure leaves of a line that is no entry and held the number."""


def encode(entry: Entry) -> bytes:
    """The entry as a line, its end included."""
    return msgspec.json.encode(entry) + b"\n"


_decoder = msgspec.json.Decoder(Entry)


def decode(line: bytes, number: int) -> Entry | Unread:
    """The entry in a line (without its end), or why there is none; never raises."""
    wrong = Wrong.ERASED if line == ERASED else Wrong.DAMAGED
    if line.endswith(TORN_MARK.rstrip(b"\n")):
        wrong = Wrong.TORN
    elif len(line) <= LONGEST:
        try:
            entry = _decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            if _version(line) > VERSION:
                wrong = Wrong.NEWER
        else:
            if entry.v > VERSION:
                wrong = Wrong.NEWER
            elif entry.do not in ACTIONS:
                wrong = Wrong.UNKNOWN
            elif entry.at.tzinfo is not None:
                return entry
    return Unread(number, wrong, line[:LONGEST].decode("utf-8", "backslashreplace"))


def _version(line: bytes) -> int:
    try:
        return msgspec.json.decode(line, type=_Head).v
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return 0
