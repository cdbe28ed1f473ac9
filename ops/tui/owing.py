"""What the screens ask about follow-ups, and what is done to them: deeds, for `AppScreen.do`.

A deed is written into the journal in the reader's thread; it raises with words fit to be read
where that fails, and nothing is written then.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ops.errors import UsageError
from ops.snapshot.owed import Backlog, FollowUpStory, LostCallers, Worklist, Written
from ops.tui.finding import Whose, held

if TYPE_CHECKING:
    from datetime import datetime

    from ops.feed import Reading
    from ops.store.journal import Entry
    from ops.warehouse.followups import FollowUps

KIND = "promise"
"""What is opened where nobody says which kind."""
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class AskWorklist:
    """Follow-ups of a state: open, closed or all."""

    state: str

    def answer(self, reading: "Reading") -> Worklist:
        """Find it out."""
        from ops.floor.owed import worklist

        return worklist(reading.warehouse, reading.privacy, held(reading), self.state)


@dataclass(frozen=True, slots=True)
class AskBacklog:
    """How old what is owed is, and the backlog by day."""

    def answer(self, reading: "Reading") -> Backlog:
        """Find it out."""
        from ops.floor.owed import backlog

        return backlog(reading.warehouse, held(reading))


@dataclass(frozen=True, slots=True)
class AskLost:
    """Who was lost and not reached since."""

    def answer(self, reading: "Reading") -> LostCallers:
        """Find it out."""
        from ops.floor.owed import lost_callers

        return lost_callers(
            reading.owed, reading.warehouse, reading.privacy, held(reading), reading.ended_s
        )


@dataclass(frozen=True, slots=True)
class AskFollowUp:
    """One follow-up and its history."""

    id: str
    source: str

    def answer(self, reading: "Reading") -> FollowUpStory:
        """Find it out."""
        from ops.floor.owed import follow_up_story

        return follow_up_story(
            reading.warehouse, reading.privacy, self.id, self.source, held(reading)
        )


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to one: assign, note, snooze, set due, done, cancel or reopen.

    `said` is what was typed: an owner, a note, a time to come.
    """

    do: str
    id: str
    said: str = ""

    def answer(self, reading: "Reading") -> Written:
        """Write it. Raises UsageError, StoreError."""
        owed = _changing(reading)
        return _written(owed.act(self.do, self.id, **self._told(reading)))

    def _told(self, reading: "Reading") -> dict[str, Any]:
        said = self.said.strip()
        if self.do == "assign":
            if not said:
                raise UsageError("to whom?", f"write a name, or {NOBODY}")
            return {"owner": "" if said == NOBODY else said}
        if self.do in ("snooze", "set due"):
            return {"until" if self.do == "snooze" else "due": _to_come(said, reading)}
        if self.do == "note" and not said:
            raise UsageError("the note is empty", "say something")
        return {"note": said or None}


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back a line of the journal."""

    entry: str

    def answer(self, reading: "Reading") -> Written:
        """Write that. Raises UsageError, StoreError."""
        return _written(_changing(reading).undo(self.entry))


@dataclass(frozen=True, slots=True)
class MakeCallBack:
    """Make the call-back of a lost caller (`LostNow.key`), once."""

    key: str

    def answer(self, reading: "Reading") -> Written:
        """Write it. Raises UsageError where there is one, or they have been reached."""
        from ops.floor.owed import lost_period

        owed, warehouse = _changing(reading), reading.warehouse
        warehouse.refresh()
        moment = held(reading)
        period = lost_period(warehouse, moment, reading.ended_s)
        lost = owed.lost(*period, moment=moment)
        caller = next((one for one in lost if one.key == self.key), None)
        if caller is None:
            raise UsageError("they have been reached meanwhile", "there is nobody to call back")
        made = owed.call_back([caller])
        if not made:
            raise UsageError("a call-back to them was made already", "it stands in the list")
        return _written(made[0])


@dataclass(frozen=True, slots=True)
class OpenNew:
    """Open a follow-up, for a customer that is known (`whose`) or whose number was typed."""

    what: str
    whose: Whose | None = None
    number: str = ""
    kind: str = ""
    due: str = ""

    def answer(self, reading: "Reading") -> Written:
        """Write it. Raises UsageError, StoreError."""
        from ops.store.journal import Opening

        owed = _changing(reading)
        known = self.whose.known(reading) if self.whose else None
        number = (known.caller if known else self.number.strip()) or None
        if number is None and not self.what.strip():
            raise UsageError("neither whose it is nor what", "say one of both")
        opening = Opening(
            kind=self.kind.strip() or KIND,
            customer=number,
            call=known.call_id if known else None,
            queue=known.queue if known else None,
            due=_to_come(self.due, reading) if self.due.strip() else None,
            title=self.what.strip() or None,
        )
        return _written(owed.open(opening))


def _changing(reading: "Reading") -> "FollowUps":
    """The follow-ups, to be changed: that goes in the present alone."""
    if reading.as_of_s is not None:
        raise UsageError("what is seen is not the present", "nothing can be changed in it")
    return reading.owed


def _to_come(text: str, reading: "Reading") -> "datetime":
    from ops import clock
    from ops.store.journal.when import to_come

    return to_come(text, reading.warehouse.settings.zone, clock.now())


def _written(entry: "Entry") -> Written:
    return Written(entry.id, entry.follow_up, entry.do)
