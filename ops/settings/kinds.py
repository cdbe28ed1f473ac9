"""The kinds of value a setting can have: type, range, example, and the check types can't express.

A kind's `Meta.description` completes the sentence "... is not ..." of a mistake, its first example
shows how to write it, and `extra["check"]` raises ValueError(what[, what to do]).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated

from msgspec import Meta

from ops.settings import hours, zones

FORMULAS = ("standard", "negative", "ignore", "positive", "answered", "asterisk", "asterisk2")
"""The seven service-level formulas, the default first."""

LOST_OUTCOMES = ("abandoned", "overflowed", "lost")
"""How a contact ends that leaves a customer unreached."""


def did_you_mean(given: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """A question after the name nearest to `given`, or "" if none is near.

    A mapping gives for each name the one to ask for.
    """
    pairs = known.items() if isinstance(known, Mapping) else ((name, name) for name in known)
    by_fold = {name.casefold(): ask for name, ask in pairs}
    near = get_close_matches(given.casefold(), list(by_fold), n=1, cutoff=0.6)
    return f"did you mean {by_fold[near[0]]!r}?" if near else ""


def weekday(name: str) -> int:
    """1 (Monday) to 7 for a day's name or its first three letters; ValueError if it is none."""
    for number, day in enumerate(hours.DAYS, 1):
        if name.strip().lower() in (day, day[:3]):
            return number
    raise ValueError(f"{name!r} is not a day of the week", did_you_mean(name, hours.DAYS))


def _formula(name: str) -> None:
    if name not in FORMULAS:
        known = f"the formulas are {', '.join(FORMULAS)}"
        near = did_you_mean(name, FORMULAS)
        raise ValueError(f"{name!r} is not a service-level formula", f"{near} {known}".strip())


def _lost_outcome(name: str) -> None:
    if name not in LOST_OUTCOMES:
        raise ValueError(f"{name!r} is not {', '.join(LOST_OUTCOMES[:-1])} or {LOST_OUTCOMES[-1]}")


def _zone(name: str) -> None:
    try:
        zones.named(name)
    except ValueError as error:
        known = sorted(zones.names(), reverse=True)
        cities = {zone.rpartition("/")[2]: zone for zone in known}
        near = did_you_mean(name, cities | {zone: zone for zone in known})
        raise ValueError(str(error), near or "write an IANA name such as 'Europe/Berlin'") from None


def _hours(text: str) -> None:
    try:
        hours.parse(text)
    except ValueError as error:
        raise ValueError(f"opening hours: {error}", f"write them like '{hours.EXAMPLE}'") from None


Text = Annotated[str, Meta(min_length=1, description="text in quotes", examples=["…"])]
FreeText = Annotated[str, Meta(description="text in quotes", examples=["Acme Support"])]
Secret = Annotated[
    str,
    Meta(
        pattern=r"^[^\x00-\x1f]+\Z",
        description="text in quotes, in one line",
        examples=["…"],
        extra={"hidden": True},
    ),
]
OneLine = Annotated[
    str,
    Meta(pattern=r"^[^\x00-\x1f]+\Z", description="text in one line", examples=["floorwatch"]),
]
Port = Annotated[int, Meta(ge=1, le=65_535, description="a port, 1 to 65535", examples=[5038])]
YesNo = Annotated[bool, Meta(description="true or false", examples=[True])]
Seconds = Annotated[
    float,
    Meta(ge=0, lt=1e9, description="a number of seconds, 0 or more and below 1e9", examples=[20]),
]
WholeSeconds = Annotated[
    int, Meta(gt=0, description="a whole number of seconds above 0", examples=[300])
]
Share = Annotated[
    float,
    Meta(gt=0, lt=1, description="a share above 0 and below 1 (80 % is 0.8)", examples=[0.8]),
]
Part = Annotated[float, Meta(ge=0, lt=1, description="a share from 0 to below 1", examples=[0.02])]
Count = Annotated[int, Meta(ge=0, description="a whole number, 0 or more", examples=[20])]
Factor = Annotated[float, Meta(gt=0, description="a number above 0", examples=[2.0])]
Days = Annotated[int, Meta(ge=1, description="a whole number of days, 1 or more", examples=[730])]
Digits = Annotated[int, Meta(ge=0, le=10, description="a whole number from 0 to 10", examples=[4])]
Megabytes = Annotated[
    int, Meta(ge=64, description="a whole number of megabytes, 64 or more", examples=[1024])
]
Threads = Annotated[
    int, Meta(ge=1, le=256, description="a whole number from 1 to 256", examples=[2])
]
Formula = Annotated[
    str,
    Meta(description="the name of a formula", examples=["standard"], extra={"check": _formula}),
]
Zone = Annotated[
    str,
    Meta(description="a zone's name", examples=["Europe/Berlin"], extra={"check": _zone}),
]
WeekDay = Annotated[
    str,
    Meta(description="a day's name", examples=["monday"], extra={"check": weekday}),
]
Hours = Annotated[
    str,
    Meta(description="opening hours", examples=[hours.EXAMPLE], extra={"check": _hours}),
]
SourceName = Annotated[
    str,
    Meta(
        pattern=r"^\w[\w.-]{0,63}\Z",
        description="a name of letters, digits, '.', '_' and '-' (a folder is named after it)",
        examples=["pbx-berlin"],
    ),
]
Paths = Annotated[
    tuple[Text, ...],
    Meta(
        min_length=1,
        description="a list of paths",
        examples=[["/var/log/asterisk/queue_log*"]],
    ),
]
Aliases = Annotated[
    tuple[Text, ...],
    Meta(description="a list of names in quotes", examples=[["PJSIP/201", "201"]]),
]
Prefix = Annotated[
    str,
    Meta(pattern=r"^(\+?[0-9]{1,6})?\Z", description="digits in quotes", examples=["49"]),
]
Names = Annotated[
    tuple[Text, ...], Meta(description="a list of names in quotes", examples=[["priority"]])
]
AnyTexts = Annotated[
    tuple[str, ...], Meta(description="a list of texts in quotes", examples=[["?"]])
]
Codes = Annotated[
    tuple[Text, ...],
    Meta(description="a list of codes in quotes", examples=[["SOLVED"]]),
]
ReasonKind = Annotated[
    str,
    Meta(
        pattern=r"^(reason|info|outcome|did)\Z",
        description="a kind of code: reason, info, outcome or did",
        examples=["reason"],
    ),
]
ReasonKinds = Annotated[
    tuple[ReasonKind, ...],
    Meta(min_length=1, description="a list of kinds of code", examples=[["reason", "did"]]),
]
Several = Annotated[int, Meta(ge=2, description="a whole number, 2 or more", examples=[10])]
Numbers = Annotated[
    tuple[Text, ...],
    Meta(description="a list of numbers in quotes", examples=[["+49301234500"]]),
]
LostOutcomes = Annotated[
    tuple[
        Annotated[
            str,
            Meta(description="an outcome in quotes", examples=["abandoned"],
                 extra={"check": _lost_outcome}),
        ],
        ...,
    ],
    Meta(min_length=1, description="a list of outcomes", examples=[list(LOST_OUTCOMES)]),
]  # fmt: skip
