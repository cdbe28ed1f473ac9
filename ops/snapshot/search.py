"""What one types to find calls, and what it means. Pure: no store, no clock of its own.

    queue:sales agent:ana wait>60 abandoned 0147 yesterday

Words in any order; every one narrows it down further. A name or a number with blanks in it stands
in quotes: `agent:"Ana Ruiz"`.

| word                                                     | the calls …                           |
|----------------------------------------------------------|---------------------------------------|
| 0147, +493012340147, number:0147                         | of a number, by its last digits       |
| queue:sales, agent:ana                                   | of a name that has this in it         |
| answered, abandoned, overflowed, refused, lost,          |                                       |
| waiting, talking                                         | that ended so, or are there           |
| wait>60, wait<=5, wait>1:30, wait>2m                     | whose wait was so long                |
| today, yesterday, last-week, 2026-11-23, 2026-W47, 10:00 | of a period, or from a moment on      |
| since:yesterday, until:2026-11                           | from its beginning on, up to its end  |
| call:1763800000.17                                       | with this id: all stays of one call   |
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields, replace
from datetime import datetime, tzinfo

from ops import clock
from ops.errors import UsageError
from ops.formats import duration
from ops.periods import instant, period

OUTCOMES = ("answered", "abandoned", "overflowed", "refused", "lost", "waiting", "talking")
EXAMPLE = "queue:sales agent:ana wait>60 abandoned 0147 yesterday"

_WORD = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_NUMBER = re.compile(r"\+?[\d()/ -]*\d[\d()/ -]*")
_PERIOD = re.compile(
    r"now|today|yesterday|(this|last)-(week|month|year)|@-?\d+(\.\d+)?|\d{1,2}:\d{2}(:\d{2})?"
    r"|\d{4}-(\d{2}(-\d{2}(t\d.*)?)?|w\d{2})",
    re.IGNORECASE,
)
_WAIT = re.compile(r"wait(>=|<=|>|<|=|:)(.*)", re.IGNORECASE)
_LENGTH = re.compile(r"(?:(\d+):)?(\d+):(\d{2})|(\d+(?:\.\d+)?)(s|m|min|h)?", re.IGNORECASE)
_UNITS = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600}
_KEYS = ("queue", "agent", "number", "call", "outcome", "since", "until")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; None: anything. Instants are epoch seconds, the period is half-open."""

    number: str | None = None
    """As it was typed."""
    queue: str | None = None
    """A part of the name, whatever its case; so is `agent`."""
    agent: str | None = None
    outcome: str | None = None
    least_wait_s: float | None = None
    most_wait_s: float | None = None
    since_s: int | None = None
    until_s: int | None = None
    call_id: str | None = None
    said: tuple[str, ...] = ()
    """Each part in words, in the order it was typed."""

    @property
    def words(self) -> str:
        """What it means, to be shown beside what was typed."""
        return "calls " + ", ".join(self.said) if self.said else "all calls"


def search(text: str, zone: tzinfo, now: datetime) -> Search:
    """What `text` means at the instant `now`. Raises UsageError for a word that means nothing."""
    found = Search()
    for quoted in _WORD.findall(text):
        if word := quoted.replace('"', "").strip():
            part = _part(word, zone, now)
            _check_once(found, part, word)
            told = {f.name: getattr(part, f.name) for f in fields(part) if _is_said(part, f.name)}
            found = replace(found, **told | {"said": (*found.said, *part.said)})
    if found.since_s is not None and found.until_s is not None and found.until_s < found.since_s:
        raise UsageError("it ends before it begins", "exchange since: and until:")
    return found


def _is_said(part: Search, name: str) -> bool:
    return getattr(part, name) is not None


def _check_once(found: Search, part: Search, word: str) -> None:
    for field in fields(part):
        if field.name != "said" and _is_said(part, field.name) and _is_said(found, field.name):
            raise UsageError(f"{word} is a second word of its sort", "leave one out")


def _part(word: str, zone: tzinfo, now: datetime) -> Search:
    if match := _WAIT.fullmatch(word):
        return _wait(match[1], match[2].strip())
    key, colon, value = word.partition(":")
    if colon and key.lower() in _KEYS:
        return _keyed(key.lower(), value.strip(), zone, now)
    if word.lower() in OUTCOMES:
        return _keyed("outcome", word, zone, now)
    if _PERIOD.fullmatch(word):
        return _period(word, zone, now)
    if _NUMBER.fullmatch(word):
        return _keyed("number", word, zone, now)
    raise UsageError(f"what is {word}?", f"write queue:{word} or agent:{word}")


def _keyed(key: str, value: str, zone: tzinfo, now: datetime) -> Search:
    """The part `key:value` says."""
    if not value:
        raise UsageError(f"{key}: says nothing", f"write {key}:… without a blank")
    if key in ("since", "until"):
        return _bound(key, value, zone, now)
    if key == "queue":
        return Search(queue=value, said=(f"of a queue with “{value}” in its name",))
    if key == "agent":
        return Search(agent=value, said=(f"of an agent with “{value}” in the name",))
    if key == "call":
        return Search(call_id=value, said=(f"with the id {value}",))
    if key == "outcome":
        if value.lower() not in OUTCOMES:
            raise UsageError(f"no call is {value}", f"write {', '.join(OUTCOMES)}")
        return Search(outcome=value.lower(), said=(value.lower(),))
    return Search(number=value, said=(f"of the number … {value}",))


def _period(form: str, zone: tzinfo, now: datetime) -> Search:
    """The whole of a day, week, …; from a moment on."""
    try:
        found = period(form, None, zone=zone, now=now)
    except UsageError:
        raise _no_time(form) from None
    return Search(since_s=found.since_s, until_s=found.until_s, said=(f"of {found.label}",))


def _bound(key: str, form: str, zone: tzinfo, now: datetime) -> Search:
    said = (f"{key} {form}",)
    try:
        if key == "until":
            return Search(until_s=math.ceil(clock.epoch_s(instant(form, zone, now))), said=said)
        return Search(since_s=period(form, "now", zone=zone, now=now).since_s, said=said)
    except UsageError:
        raise _no_time(form) from None


def _no_time(form: str) -> UsageError:
    return UsageError(
        f"{form} is no time that has been", "write yesterday, last-week, 2026-11-23, 2026-11, 10:00"
    )


def _wait(sign: str, length: str) -> Search:
    match = _LENGTH.fullmatch(length)
    if match is None:
        raise UsageError(f"wait{sign}{length} says no length", "write wait>60, wait>1:30 or wait<5")
    if match[4] is not None:
        s = float(match[4]) * _UNITS[(match[5] or "").lower()]
    else:
        s = float(int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]))
    if sign in (">", ">="):
        least = math.nextafter(s, math.inf) if sign == ">" else s
        over = "more than" if sign == ">" else "at least"
        return Search(least_wait_s=least, said=(f"that waited {over} {duration(s)}",))
    if sign in ("<", "<="):
        most = math.nextafter(s, -math.inf) if sign == "<" else s
        under = "less than" if sign == "<" else "at most"
        return Search(most_wait_s=most, said=(f"that waited {under} {duration(s)}",))
    return Search(least_wait_s=s, most_wait_s=s, said=(f"that waited {duration(s)}",))
