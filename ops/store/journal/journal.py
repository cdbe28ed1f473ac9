"""Writing follow-ups: what somebody does to one is checked against what is written, and appended.

All of it happens under the journal's lock, so two people who do one thing at once do it once, and
the second is told.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ops import clock
from ops.errors import UsageError
from ops.store.access import Access
from ops.store.journal import ids
from ops.store.journal.entry import ACTIONS, Entry, encode
from ops.store.journal.lines import Lines, News
from ops.store.journal.writing import append, only_writer
from ops.store.layout import StorePaths

LONGEST_TEXT = 4_000
"""Letters of a title or a note."""

RULE = "rule"
"""Who opens the call-backs that nobody asked for by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A follow-up to be opened. Of one `key` there is one only; `due` None is the kind's own."""

    kind: str
    customer: str | None = None
    call: str | None = None
    queue: str | None = None
    owner: str | None = None
    due: datetime | None = None
    title: str | None = None
    note: str | None = None
    key: str | None = None


@dataclass(slots=True)
class _Held:
    """A follow-up as far as writing needs to know it: what was done, in order, and not undone."""

    done: list[Entry] = field(default_factory=list)

    @property
    def is_there(self) -> bool:
        return any(entry.do == "open" for entry in self.done)

    @property
    def closed(self) -> str | None:
        """The action that closed it, None while it is open."""
        last = [e.do for e in self.done if e.do in ("open", "reopen", "done", "cancel")][-1:]
        return last[0] if last and last[0] in ("done", "cancel") else None


def whoami() -> str:
    """The name of the user whose process this is, whatever the environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def journal_of(paths: StorePaths, group: str | None, by: str | None = None) -> Journal:
    """The journal of a store that `group` shares; `by` is who writes, this user unless named."""
    return Journal(paths, Access.of(group), by or whoami())


class Journal:
    """The journal of follow-ups of one store, for whoever writes into it. Not for two threads."""

    def __init__(self, paths: StorePaths, access: Access, by: str) -> None:
        self._paths = paths
        self._access = access
        self._by = by
        self._lines = Lines(paths.follow_ups)
        self._held: dict[str, _Held] = {}
        self._entries: dict[str, Entry] = {}
        self._keys: dict[str, str] = {}
        self._last_ms = 0

    def open(self, opening: Opening) -> Entry:
        """Open a follow-up; the entry's id is its own. UsageError for a `key` that has one."""
        made = self.open_each([opening])
        if not made:
            held = self._keys[opening.key or ""]
            raise UsageError(f"a follow-up was made of this already: {held}", "work that one")
        return made[0]

    def open_each(self, openings: Sequence[Opening], *, by_rule: bool = False) -> list[Entry]:
        """Open those whose `key` has none yet, all or nothing; returns what was opened.

        What was opened and undone can be opened again by hand, but not by rule.
        """
        for opening in openings:
            _check(opening.kind, opening.title, opening.note)
        with only_writer(self._paths, self._access):
            self._catch_up()
            fresh: dict[object, Opening] = {}
            for number, opening in enumerate(openings):
                if not self._is_taken(opening.key, by_rule=by_rule):
                    fresh.setdefault(opening.key or number, opening)
            return self._write(
                [
                    {name: getattr(opening, name) for name in Opening.__slots__} | {"do": "open"}
                    for opening in fresh.values()
                ],
                RULE if by_rule else self._by,
            )

    def act(
        self,
        do: str,
        on: str,
        *,
        owner: str | None = None,
        due: datetime | None = None,
        until: datetime | None = None,
        note: str | None = None,
        closed_by_itself: bool = False,
    ) -> Entry:
        """Do something to the follow-up `on`; `note` may go with anything.

        `closed_by_itself`: it was closed by an answer, of which the journal does not know.
        Raises UsageError for what can't be done to it as it is.
        """
        if do not in ACTIONS or do in ("open", "undo"):
            raise UsageError(f"{do!r} is nothing that is done to a follow-up")
        _check(None, None, note)
        with only_writer(self._paths, self._access):
            self._catch_up()
            self._check_state(do, on, closed_by_itself)
            said = {"do": do, "on": on, "owner": owner, "due": due, "until": until, "note": note}
            return self._write([said], self._by)[0]

    def undo(self, entry: str | None = None, *, on: str | None = None) -> Entry:
        """Take back a line, or the last one of the follow-up `on`: as if it had not been done.

        Only from now on: asked about an earlier moment it still counts.
        """
        with only_writer(self._paths, self._access):
            self._catch_up()
            if entry is None:
                done = self._held.get(on or "", _Held()).done
                if not done:
                    raise UsageError(f"there is nothing to undo of {on}", _LIST)
                entry = done[-1].id
            wrong = self._entries.get(entry)
            if wrong is None or wrong not in self._held[wrong.follow_up].done:
                raise UsageError(f"there is no line {entry} to undo", "it may be undone already")
            said = {"do": "undo", "on": wrong.follow_up, "undoes": entry}
            return self._write([said], self._by)[0]

    def write_past(self, entries: Sequence[Entry]) -> None:
        """Write a history that was made up elsewhere (the demo's), in the order given."""
        with only_writer(self._paths, self._access):
            append(self._paths.follow_ups, b"".join(map(encode, entries)))

    def _catch_up(self) -> None:
        self._take(self._lines.look())

    def _take(self, news: News) -> None:
        if news.anew:
            self._held.clear()
            self._entries.clear()
            self._keys.clear()
        for line in news.lines:
            entry = line.entry
            self._last_ms = max(self._last_ms, ids.ms_of(entry.id) or 0)
            self._entries[entry.id] = entry
            held = self._held.setdefault(entry.follow_up, _Held())
            if entry.do == "undo":
                held.done = [each for each in held.done if each.id != entry.undoes]
            else:
                held.done.append(entry)
            if entry.do == "open" and entry.key:
                self._keys[entry.key] = entry.id

    def _is_taken(self, key: str | None, *, by_rule: bool) -> bool:
        if key is None or key not in self._keys:
            return False
        return by_rule or self._held[self._keys[key]].is_there

    def _check_state(self, do: str, on: str, closed_by_itself: bool) -> None:
        held = self._held.get(on)
        if held is None or not held.is_there:
            raise UsageError(f"there is no follow-up {on}", _LIST)
        closed = held.closed or ("done" if closed_by_itself else None)
        if do == "reopen" and closed is None:
            raise UsageError(f"{on} is open", "there is nothing to reopen")
        if do not in ("reopen", "note") and held.closed is not None:
            how = "cancelled" if held.closed == "cancel" else "done"
            raise UsageError(f"{on} is {how} already", f"floorwatch follow-up reopen {on}")

    def _write(self, said: Sequence[dict[str, Any]], by: str) -> list[Entry]:
        entries = []
        for each in said:
            at = clock.now()
            self._last_ms = max(int(clock.epoch_s(at) * 1000), self._last_ms + 1)
            entries.append(Entry(id=ids.made(self._last_ms), at=at, by=by, **each))
        if entries:
            append(self._paths.follow_ups, b"".join(map(encode, entries)))
            self._catch_up()
        return entries


_LIST = "floorwatch follow-up list shows them"


def _check(kind: str | None, *texts: str | None) -> None:
    if kind is not None and not kind.strip():
        raise UsageError("a follow-up needs a kind", "call-back, promise, complaint or your own")
    for text in texts:
        if text is not None and len(text) > LONGEST_TEXT:
            raise UsageError(
                f"{len(text):,} letters are too many for a title or a note",
                f"say it in {LONGEST_TEXT:,}",
            )
