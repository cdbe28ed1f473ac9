"""What may be asked of the store: its relations and their columns, in words.

A relation that has a file `asked_*.sql` in `queries/model` is described by that file's header.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ops.warehouse.catalog import catalog

_ASKED = "asked_"
_NAMES = {"asked_states": "agent_states"}
_OTHERS = {
    "events": "every stored line of every source, as it was logged",
    "rejects": "lines that could not be read, with their place and the reason",
    "queues": "every queue seen or configured, and what is asked of it",
    "follow_up_kinds": "what the settings say of each kind of follow-up",
    "resolution": "the settings' window for repeats, and when a reason is of a few or of many",
    "code_meanings": "which outcome codes mean resolved, which refused",
    "reason_kinds": "which kinds of code are reasons, the first one first",
    "static_members": "who the settings put into which queue",
    "zone_offsets": "the user's time zone: local time is s + offset_s",
}

EPOCHS = frozenset({
    "s", "since_s", "offered_s", "oldest_s", "answer_s", "end_s", "opened_s", "due_s", "closed_s",
    "first_closed_s", "snoozed_until_s", "slipped_s", "last_s", "next_s",
    "last_end_s",
})  # fmt: skip
"""Columns of whole numbers that hold an instant in epoch seconds, not a length of time."""

COLUMNS: Mapping[str, str] = MappingProxyType({
    "source": "which system it is from",
    "generation": "which file of the log, by the order of their first events",
    "position": "the line in that file, from 1",
    "seq": "the order within the source, and with it a call's identity",
    "call_id": "the phone system's id of the contact; one may stay in several queues",
    "queue": "the queue",
    "caller": "the caller's number, masked unless revealed",
    "customer": "a keyed id of an identified caller, always the same; null: nobody",
    "customer_no": "that id as a whole number, which is sorted and compared faster",
    "agent": "the agent, whatever alias was logged",
    "s": "epoch second: when it was offered, began, or was logged",
    "offered_at": "when the call entered the queue, UTC",
    "answer_s": "epoch second of the answer",
    "answered_at": "when an agent answered, UTC",
    "end_s": "epoch second of the end",
    "ended_at": "when it ended, UTC",
    "started_at": "when it began, UTC",
    "occurred_at": "when it was logged, UTC",
    "wait_s": "seconds from entering the queue to the answer, or to leaving without one",
    "talk_s": "seconds from the answer to the end",
    "ring_s": "seconds the member's phone rang",
    "hold_s": "seconds the caller was on hold while talking",
    "wrapup_s": "seconds of work after the call",
    "outcome": "waiting, talking, answered, abandoned, overflowed, refused, lost, lost?; of a "
    "contact also left_in_menu",
    "ended_by": "who ended an answered call: caller, agent, transfer",
    "left_by": "how an overflowed call left: timeout, empty, key, withdrawn, incompatible",
    "transfer": "blind or attended, where the call was passed on",
    "transferred_to": "where to",
    "asked_at": "when the customer was asked, UTC",
    "csat": "satisfaction, by the source's own scale, mostly 1 to 5",
    "nps": "would they recommend us, 0 to 10",
    "ces": "effort, by the source's own scale",
    "empathy": "was the customer understood, by the source's own scale",
    "comment": "what they wrote, numbers in it masked unless revealed",
    "state": "what the agent was: in, out, paused, talking",
    "reason": "of a pause, of a rejected line, or what a contact was about",
    "first_queue": "the queue in which a contact began",
    "last_queue": "the queue in which it ended",
    "answered_queue": "the queue that answered it last",
    "queues": "how many queues a contact was in",
    "calls": "how many calls a contact consists of",
    "returns": "how often a contact came back to a queue it had been in",
    "transfers": "how often a contact was passed on",
    "blind_transfers": "how often it was passed on unannounced",
    "attended_transfers": "how often it was announced; of some transfers nobody says either",
    "kind": "of a code: outcome, reason, info, did; or of a follow-up",
    "code": "what an agent, a menu or the number dialled says of a contact",
    "outcome_code": "how agents coded the outcome of a contact, the last time",
    "reason_kind": "the kind of the code that told its reason",
    "meaning": "what an outcome code means: resolved, refused",
    "scope": "which later contact counts: any, of that queue, of that reason; ask for one",
    "next_s": "epoch second at which the customer's next contact in that scope began",
    "last_end_s": "epoch second until which the customer's contacts before lasted",
    "result": "what came of a ring: answered, no_answer, canceled",
    "event": "the event's name",
    "p1": "the first parameter of an event, numbers masked unless revealed",
    "p2": "its second parameter",
    "p3": "its third parameter",
    "p4": "its fourth parameter",
    "p5": "its fifth parameter",
    "more": "its parameters from the sixth on",
    "raw": "the line itself, escaped",
    "threshold_s": "a call is answered in time within so many seconds",
    "target": "the share of calls to be answered in time",
    "short_abandon_s": "who hangs up within so many seconds is nobody's failure",
    "formula": "the service level's formula",
    "memberdelay_s": "seconds from a member's answer to the talk; Asterisk's counters leave it out",
    "window_s": "another contact of a customer within so many seconds is a repeat",
    "few_from": "a reason is of a few from so many customers on, of one below",
    "many_from": "a reason is of many from so many customers on",
    "week_start": "the day a week begins on, 1 for Monday to 7",
    "since_s": "epoch second from which on an offset holds",
    "until_s": "epoch second before which it does",
    "offset_s": "seconds that local time is ahead of UTC",
    "id": "which follow-up, within its source; those of the journal are nine letters",
    "owner": "who sees to a follow-up; in its history the empty text is nobody any more",
    "opened_s": "epoch second at which a follow-up was opened for the first time",
    "opened_by": "who opened it",
    "due_s": "epoch second by which it is due; in the history of a snooze, until when it rests",
    "is_default_due": "whether its due instant is its kind's, nobody having agreed on one",
    "due_in_s": "so many seconds after its opening a follow-up of the kind is due",
    "snoozed_until_s": "epoch second until which an open follow-up rests",
    "closed_s": "epoch second at which it was closed; null: it is open",
    "closed_how": "done, cancel, or answered: a call-back that an answer settled",
    "first_closed_s": "epoch second at which it was closed for the first time",
    "reopened": "how often it was opened again",
    "called_again": "contacts its customer began before it was closed",
    "slipped_s": "epoch second of the first of them, if something was promised",
    "title": "what is owed, in a few words",
    "note": "what was said",
    "last_note": "what was said last",
    "last_s": "epoch second of what was done last",
    "last_by": "who did that",
    "action": "what was done: open, assign, note, snooze, set due, done, cancel, reopen, answered",
    "written_by": "who did it",
    "place": "the order of what was done to one follow-up",
})  # fmt: skip


@cache
def relations() -> Mapping[str, str]:
    """Every relation by name, in a sentence."""
    told = {
        _NAMES.get(name, name.removeprefix(_ASKED)): query.says
        for name, query in catalog().items()
        if query.folder == "model" and name.startswith(_ASKED)
    }
    return MappingProxyType(dict(sorted((told | _OTHERS).items())))
