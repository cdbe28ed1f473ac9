"""Working with follow-ups: what is owed as of a moment, and what one does about it.

    owed = FollowUps(warehouse, by="ana")
    first = owed.listed()[0]
    done = owed.act("done", first.id, note="told them")
    owed.undo(done.id)
    owed.call_back(owed.lost(since_s, until_s))

What was done shows in the next answer. Numbers are whole here: whoever shows them masks them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from ops import clock
from ops.errors import UsageError
from ops.formats import duration
from ops.store.journal import CALL_BACK, Entry, Opening, journal_of
from ops.store.journal.ids import typed
from ops.warehouse.owed import JOURNAL
from ops.warehouse.warehouse import Moment, Warehouse

Told = TypeVar("Told")

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something owed to a customer, as of a moment; a row of `asked_follow_ups.sql`.

    Instants are epoch seconds. `caller` is the number as it was written, `customer` its normal
    form. `closed_s` None: it is open.
    """

    source: str
    id: str
    kind: str
    customer: str | None
    caller: str | None
    call_id: str | None
    queue: str | None
    owner: str | None
    opened_s: int
    opened_by: str | None
    due_s: int
    is_default_due: bool
    snoozed_until_s: int | None
    closed_s: int | None
    closed_how: str | None
    first_closed_s: int | None
    reopened: int
    called_again: int
    slipped_s: int | None
    title: str | None
    last_note: str | None
    last_s: int
    last_by: str | None

    def is_overdue(self, at_s: float) -> bool:
        """Whether it is open and its due instant is past."""
        return self.closed_s is None and self.due_s < at_s

    def is_snoozed(self, at_s: float) -> bool:
        """Whether it rests until later."""
        return self.snoozed_until_s is not None and self.snoozed_until_s > at_s

    def urgency(self, at_s: float) -> tuple[object, ...]:
        """The order one works in, as in `queries/metrics/follow_ups.sql`: least is first."""
        return (self.is_snoozed(at_s), self.slipped_s is None, self.due_s, self.opened_s,
                self.source, self.id)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done to a follow-up. `due_s` of a snooze is until when."""

    s: int
    action: str
    by: str | None
    owner: str | None
    due_s: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class LostCaller:
    """A customer who was not reached; a row of the query `lost_callers`, waits in seconds."""

    caller: str
    customer: str
    queue: str | None
    outcome: str
    last_at: datetime
    tries: int
    longest_wait_s: float
    waited_s: float
    first_at: datetime
    follow_up: str | None
    """An open call-back to them."""
    call_id: str
    source: str
    seq: int

    @property
    def key(self) -> str:
        """Of what a call-back is made once: the first of the tries."""
        return f"lost:{self.source}:{self.seq}"

    def opening(self) -> Opening:
        """The call-back to make; when it is due say the settings."""
        waited = f" after {duration(self.longest_wait_s)}" if self.longest_wait_s else ""
        tries = f"{self.tries} tries" if self.tries > 1 else "1 try"
        return Opening(
            kind=CALL_BACK,
            customer=self.caller,
            call=self.call_id,
            queue=self.queue,
            title=f"{self.outcome.rstrip('?')}{waited}, {tries}",
            key=self.key,
        )


class FollowUps:
    """The follow-ups of one store. `by` is who acts, this process's user unless named."""

    def __init__(self, warehouse: Warehouse, by: str | None = None) -> None:
        self._warehouse = warehouse
        settings = warehouse.settings
        self._settings = settings.follow_ups
        self._journal = journal_of(warehouse.paths, settings.store.group, by)

    def listed(
        self, moment: Moment | None = None, *, state: str = "open", **only: str | None
    ) -> tuple[FollowUp, ...]:
        """Follow-ups as of `moment`, the most urgent first; `only` by queue, owner or kind.

        `state` is open, closed or all.
        """
        moment = moment or Moment.present()
        tests = {"open": "closed_s IS NULL", "closed": "closed_s IS NOT NULL", "all": "true"}
        where = [tests[state]]
        values = []
        for name in ("queue", "owner", "kind", "customer"):
            if (value := only.get(name)) is not None:
                values.append(value)
                where.append(f"{name} = ${len(values)}")
        found = self._rows(" AND ".join(where), values, moment)
        return tuple(sorted(found, key=lambda one: one.urgency(moment.clock_s)))

    def find(self, text: str, moment: Moment | None = None) -> FollowUp:
        """The follow-up with that id, or the only one whose id ends so. Raises UsageError."""
        found = self._rows("id = $1", [text.strip()], moment)
        found = found or self._rows("ends_with(id, $1)", [typed(text)], moment)
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{one.id} ({one.source})" for one in found[:4])
            raise UsageError(f"{text!r} may be {several}", "write more of its id")
        raise UsageError(f"there is no follow-up {text}", "floorwatch follow-up list shows them")

    def history(self, id: str, moment: Moment | None = None) -> tuple[Act, ...]:
        """Everything that was done to it, in order."""
        with contextlib.closing(self._warehouse.cursor(moment)) as cursor:
            found = cursor.execute(
                "SELECT s, action, written_by, owner, due_s, note FROM follow_up_history "
                "WHERE id = $1 ORDER BY source, place", [id],
            ).fetchall()  # fmt: skip
        return tuple(Act(*row) for row in found)

    def open(self, opening: Opening) -> Entry:
        """Open one; the entry's id is its own. Raises UsageError, StoreError."""
        return self._written(self._journal.open(opening))

    def act(self, do: str, id: str, **said: Any) -> Entry:  # noqa: ANN401 (Journal.act says which)
        """Do something to one: assign, note, snooze, set due, done, cancel or reopen.

        `said` is what `Journal.act` takes: owner, due, until, note. Raises UsageError, StoreError.
        """
        self._warehouse.refresh()  # somebody else may have opened it just now
        one = self.find(id)
        if one.source != JOURNAL:
            raise UsageError(
                f"{one.id} is kept in another system, {one.source!r}",
                "do it there: what is done shows here once it is collected",
            )
        closed = one.closed_s is not None
        return self._written(self._journal.act(do, one.id, closed_by_itself=closed, **said))

    def undo(self, entry: str | None = None, *, on: str | None = None) -> Entry:
        """Take back what an entry did, or what was done last to the follow-up `on`."""
        return self._written(self._journal.undo(entry, on=on))

    def lost(
        self, since_s: int, until_s: int, queue: str | None = None, moment: Moment | None = None
    ) -> tuple[LostCaller, ...]:
        """Customers lost in the period, those who tried most often first."""
        params = {"since": since_s, "until": until_s, "queue": queue}
        rows = self._warehouse.rows("lost_callers", params, moment)
        return tuple(
            LostCaller(**{name: row[name] for name in LostCaller.__slots__}) for row in rows
        )

    def call_back(self, callers: Sequence[LostCaller], *, by_rule: bool = False) -> list[Entry]:
        """Make call-backs of lost callers, once each; who has an open one gets no other."""
        wanted = [caller.opening() for caller in callers if caller.follow_up is None]
        return self._written(self._journal.open_each(wanted, by_rule=by_rule)) if wanted else []

    def apply_rule(self) -> list[Entry]:
        """Make the call-backs that the settings want, if they do; what was made."""
        rule = self._settings
        if not rule.call_backs:
            return []
        now_s = int(clock.now_s())
        lost = self.lost(now_s - rule.call_back_days * DAY_S, now_s + 1)
        return self.call_back(
            [
                caller for caller in lost
                if caller.outcome.rstrip("?") in rule.call_back_outcomes
                and caller.waited_s >= rule.call_back_wait_s
            ],
            by_rule=True,
        )  # fmt: skip

    def _written(self, told: Told) -> Told:
        """Read back what was written, so that the next question knows it."""
        self._warehouse.refresh()
        return told

    def _rows(self, where: str, values: Sequence[object], moment: Moment | None) -> list[FollowUp]:
        columns = ", ".join(FollowUp.__slots__)
        with contextlib.closing(self._warehouse.cursor(moment)) as cursor:
            sql = f"SELECT {columns} FROM follow_ups WHERE {where}"
            return [FollowUp(*row) for row in cursor.execute(sql, list(values)).fetchall()]
