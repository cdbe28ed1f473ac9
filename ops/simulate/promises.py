"""What the simulated centre owes its customers, and how it keeps its word: from its log alone.

A pure function of the log and the seed, like the log itself: a later run finds the same deeds
again and whatever has been added since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ops.simulate.chance import Chance
from ops.simulate.people import NAMES

HOUR: Final = 3600
DAY: Final = 86_400
SUPERVISOR: Final = "Dana Whitlock"
"""Who makes call-backs of callers that gave up."""

#: outcome code of the agent's desk: kind, how likely something is owed, titles, hours until due
_OWED: Final = {
    "CALLBACK": ("promise", 0.9, ("ring back with the answer", "ring back once it is repaired",
                                  "tell them the delivery date"), (4, 24)),
    "COMPLAINT": ("complaint", 1.0, ("answer the complaint", "refund and apologise"), (24, 48)),
    "OPEN": ("promise", 0.25, ("send the form", "find out why it failed", "send the invoice again"),
             (24, 48)),
}  # fmt: skip
_GAVE_UP: Final = 0.3


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to the follow-up `number` (from 0) at the epoch second `s`."""

    s: int
    number: int
    do: str
    by: str
    kind: str | None = None
    customer: str | None = None
    call: str | None = None
    queue: str | None = None
    owner: str | None = None
    due_s: int | None = None
    title: str | None = None
    note: str | None = None


def deeds(log: Iterable[bytes], seed: int, until_s: float) -> list[Deed]:
    """Everything done until then by the people of the centre whose queue_log that is, in order."""
    found: list[Deed] = []
    for number, opened in enumerate(_opened(log, seed)):
        life = _life(opened, Chance(seed, "promises", opened.call, opened.s))
        found += [_numbered(deed, number) for deed in life if deed.s <= until_s]
    return sorted(found, key=lambda deed: (deed.s, deed.number))


def _opened(log: Iterable[bytes], seed: int) -> Iterator[Deed]:
    """The openings, in the order of the log."""
    callers: dict[str, str] = {}
    for line in log:
        if b"|ENTERQUEUE|" not in line and b"|CALLSTATUS|" not in line and b"|ABANDON|" not in line:
            continue
        stamp, call, queue, agent, event, *more = line.decode().rstrip("\n").split("|")
        if event == "ENTERQUEUE":
            callers[call] = more[1]
            continue
        chance = Chance(seed, "owed", call, stamp)
        caller = callers.get(call, "")
        if event == "CALLSTATUS" and more[0] in _OWED:
            kind, likely, titles, hours = _OWED[more[0]]
            if chance.unit() < likely:
                due = int(stamp) + chance.whole(*hours) * HOUR
                yield Deed(
                    int(stamp) + 20, 0, "open", agent, kind, caller, call, queue, agent, due,
                    chance.pick(titles),
                )  # fmt: skip
        elif event == "ABANDON" and caller[:1] == "+" and chance.unit() < _GAVE_UP:
            s = int(stamp) + chance.whole(120, 2 * HOUR)
            title = f"abandoned after {int(more[2]) // 60}:{int(more[2]) % 60:02}"
            yield Deed(s, 0, "open", SUPERVISOR, "call-back", caller, call, queue, title=title)


def _life(opened: Deed, chance: Chance) -> Iterator[Deed]:
    """What becomes of one: most are done in time, some late, a few go wrong."""
    yield opened
    s, owner = opened.s, opened.owner or opened.by
    due = opened.due_s or opened.s + 4 * HOUR
    if opened.kind == "call-back":
        owner = chance.pick(NAMES[:5])
        s += chance.whole(60, HOUR)
        yield Deed(s, 0, "assign", SUPERVISOR, owner=owner)
    if chance.unit() < 0.2:
        s += chance.whole(600, 2 * HOUR)
        note = chance.pick(("nobody picks up", "waits for the workshop", "asked the back office"))
        yield Deed(s, 0, "note", owner, note=note)
    if chance.unit() < 0.1:
        due += DAY
        yield Deed(s + 60, 0, "set due", owner, due_s=due, note="agreed with the customer")
    luck = chance.unit()
    if luck < 0.04:
        yield Deed(s + chance.whole(HOUR, DAY), 0, "cancel", owner, note="not wanted any more")
        return
    left = max(due - s, HOUR)
    done = s + int(left * (chance.between(0.1, 0.95) if luck < 0.78 else chance.between(1.1, 5)))
    yield Deed(done, 0, "done", owner)
    if chance.unit() < 0.05:
        done += chance.whole(HOUR, 2 * DAY)
        yield Deed(done, 0, "reopen", SUPERVISOR, note="the customer says it never came")
        yield Deed(done + chance.whole(HOUR, DAY), 0, "done", owner)


def _numbered(deed: Deed, number: int) -> Deed:
    return Deed(deed.s, number, *(getattr(deed, name) for name in Deed.__slots__[2:]))
