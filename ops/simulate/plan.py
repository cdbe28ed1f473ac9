"""Who will phone on a day: decided before the day is simulated, from the seed and the day only.

A problem that the first call doesn't solve brings its customer back within days. Were that to
depend on what happened to the first call, a day could not be simulated without all days before
it. So the plan of a day says already who will come back and when, and the calls of a day are
its own first calls plus those who come back from the plans of the days before.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from ops.simulate import people, profile
from ops.simulate.chance import Chance
from ops.simulate.site import Site

#: Days after which nobody comes back with the same problem.
MEMORY_DAYS: Final = 8
_BLOCK_DAYS: Final = 18
_SUPPORT: Final = 0
_NIGHT: Final = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """A call to come: at `s` (epoch seconds) to the queue of that index in the site."""

    s: float
    queue: int
    caller: str
    solved: bool
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Incident:
    """A restart of the phone system: `clean` ends the calls, else they are lost."""

    since_s: float
    until_s: float
    clean: bool


def plan(day: int, site: Site, zone: ZoneInfo, seed: int) -> tuple[list[Contact], list[Contact]]:
    """First calls of a business day, in order of time, and the calls these bring later."""
    chance = Chance(seed, day, "plan")
    by_day = list(accumulate(q.by_day for q in site.queues))
    by_night = list(accumulate(q.by_night for q in site.queues))
    busy = profile.rushes(day, zone, seed)
    first: list[Contact] = []
    later: list[Contact] = []
    start, end = profile.day_start(day, zone), profile.day_start(day + 1, zone)
    due = chance.exponential(1.0)
    for since in range(start, end, profile.SLOT_S):
        middle = since + profile.SLOT_S / 2
        local = datetime.fromtimestamp(middle, zone)
        calls = profile.rate(local, middle, busy) * site.load
        shares = by_night if profile.is_night(local) else by_day
        length = min(profile.SLOT_S, end - since)
        at = 0.0
        # `due` is what is left of a unit exponential: it runs down at the slot's rate.
        while at + due / calls < length:
            at += due / calls
            queue = bisect(shares, chance.unit() * shares[-1])
            contact = Contact(since + at, queue, people.caller(chance), chance.unit() >= 0.15)
            first.append(contact)
            _come_back(contact, later, chance, zone)
            due = chance.exponential(1.0)
        due -= (length - at) * calls
    return first, later


def _come_back(first: Contact, later: list[Contact], chance: Chance, zone: ZoneInfo) -> None:
    """Add the calls that an unsolved one brings: the same day or within the week."""
    contact = first
    while not contact.solved and chance.unit() < 0.8:
        if chance.unit() < 0.35:
            delay = chance.between(3600, 6 * 3600)
        else:
            delay = chance.whole(1, 4) * 86400 + 5400 * chance.normal()
        s = contact.s + delay
        if s > first.s + (MEMORY_DAYS - 1) * 86400:
            return
        queue = _SUPPORT if contact.queue == _NIGHT and not _at_night(s, zone) else contact.queue
        contact = Contact(s, queue, contact.caller, chance.unit() >= 0.25)
        later.append(contact)


def _at_night(s: float, zone: ZoneInfo) -> bool:
    return profile.is_night(datetime.fromtimestamp(s, zone))


def incident(day: int, zone: ZoneInfo, seed: int) -> Incident | None:
    """The day's restart, if it has one: every 18 days one outage and one clean restart."""
    block, place = divmod(day, _BLOCK_DAYS)
    chance = Chance(seed, block, "incidents")
    crash_day, clean_day = chance.whole(0, 5), chance.whole(9, 13)
    crash_h, clean_h = chance.between(5.5, 12.5), chance.between(1.75, 2.5)
    start = profile.day_start(day, zone)
    if place == crash_day:
        since = start + crash_h * 3600
        return Incident(since, since + chance.between(50, 240), clean=False)
    if place == clean_day:
        since = start + clean_h * 3600
        return Incident(since, since + 3.0, clean=True)
    return None
