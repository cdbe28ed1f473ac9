"""[mappings.NAME]: how the columns of somebody's table are what Floorwatch calls them."""

from __future__ import annotations

import codecs
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ops.settings import kinds

RECORDS = ("call", "ticket", "survey")
FORMATS = ("csv", "tsv", "json")
STATES = ("open", "done", "cancelled")
OUTCOMES = {
    "answered": ("answered", "", "", ""),
    "ended-by-caller": ("answered", "caller", "", ""),
    "ended-by-agent": ("answered", "agent", "", ""),
    "transferred": ("answered", "transfer", "", ""),
    "blind-transfer": ("answered", "transfer", "", "blind"),
    "attended-transfer": ("answered", "transfer", "", "attended"),
    "abandoned": ("abandoned", "", "", ""),
    "timeout": ("overflowed", "", "timeout", ""),
    "empty": ("overflowed", "", "empty", ""),
    "key": ("overflowed", "", "key", ""),
    "withdrawn": ("overflowed", "", "withdrawn", ""),
    "refused": ("refused", "", "unavailable", ""),
    "lost": ("lost", "", "", ""),
    "left_in_menu": ("left_in_menu", "", "", ""),
    "ignored": ("ignored", "", "", ""),
}
"""What a word of a source can mean: outcome, ended_by, left_by and transfer of a call."""


def _one_of(known: tuple[str, ...], what: str) -> dict[str, Any]:
    def check(name: str) -> None:
        if name not in known:
            near = kinds.did_you_mean(name, known)
            raise ValueError(f"{name!r} is no {what}", f"{near} one of {', '.join(known)}".strip())

    return {"check": check}


def _encoding(name: str) -> None:
    try:
        codecs.lookup(name)
        is_plain = "\n".encode(name) == b"\n"
    except LookupError:
        raise ValueError(f"{name!r} is no encoding") from None
    if not is_plain:
        raise ValueError(f"{name!r}: a line must end with one byte", "save the files as UTF-8")


Cell = Annotated[str, Meta(description="text in quotes", examples=["…"])]
Columns = Annotated[
    str | tuple[kinds.Text, ...],
    Meta(description="a column's name, or a list of names", examples=["start_time"]),
]
Record = Annotated[
    str,
    Meta(description="what one row is", examples=["call"], extra=_one_of(RECORDS, "record")),
]
Format = Annotated[
    str,
    Meta(description="a format's name", examples=["csv"], extra=_one_of(FORMATS, "format")),
]
Outcome = Annotated[
    str,
    Meta(
        description="an outcome",
        examples=["answered"],
        extra=_one_of(tuple(OUTCOMES), "outcome"),
    ),
]
State = Annotated[
    str,
    Meta(description="a state", examples=["done"], extra=_one_of(STATES, "state of a ticket")),
]
Separator = Annotated[
    str,
    Meta(pattern=r"^[\x01-\x7f]\Z", description="one character in quotes", examples=[";"]),
]
Encoding = Annotated[
    str, Meta(description="an encoding's name", examples=["cp1252"], extra={"check": _encoding})
]


class ColumnSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[mappings.NAME.columns]: for each field the column it is in."""

    call_id: Columns | None = None
    """Several columns are joined by '-'."""
    queue: Columns | None = None
    agent: Columns | None = None
    caller: Columns | None = None
    entered: Columns | None = None
    """When the caller reached the system, before any queue."""
    offered: Columns | None = None
    """When the queue was entered; of several columns the first that tells a time."""
    answered: Columns | None = None
    ended: Columns | None = None
    wait_s: Columns | None = None
    talk_s: Columns | None = None
    hold_s: Columns | None = None
    wrapup_s: Columns | None = None
    ring_s: Columns | None = None
    outcome: Columns | None = None
    reason: Columns | None = None
    transferred_to: Columns | None = None
    key: Columns | None = None
    """What tells one record from another; its rows of one key are deliveries of one record."""
    updated: Columns | None = None
    """Of deliveries of one record the one updated last counts."""
    ticket: Columns | None = None
    at: Columns | None = None
    """The instant of the row."""
    state: Columns | None = None
    due: Columns | None = None
    closed: Columns | None = None
    """Only where a ticket is one row: in a log it would tell the past what came later."""
    title: Columns | None = None
    asked: Columns | None = None
    csat: Columns | None = None
    nps: Columns | None = None
    ces: Columns | None = None
    empathy: Columns | None = None
    comment: Columns | None = None


FIELDS = {
    "call": (
        "call_id", "queue", "agent", "caller", "entered", "offered", "answered", "ended", "wait_s",
        "talk_s", "hold_s", "wrapup_s", "ring_s", "outcome", "reason", "transferred_to", "key",
        "updated",
    ),
    "ticket": ("ticket", "queue", "agent", "caller", "at", "state", "due", "closed", "title"),
    "survey": (
        "call_id", "queue", "agent", "caller", "asked", "answered", "csat", "nps", "ces",
        "empathy", "comment",
    ),
}  # fmt: skip
NEEDED = {"call": ("call_id", "offered"), "ticket": ("ticket", "at", "state"), "survey": ("asked",)}


class MappingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """[mappings.NAME]: one format of records."""

    record: Record
    """What one row is: a call, a ticket (or one change of one), a survey."""
    columns: ColumnSettings
    format: Format = "csv"
    """json: NDJSON, an array, objects one after the other; Parquet is read as it is too."""
    says: kinds.FreeText = ""
    """What it is, for `floorwatch sources list`."""
    separator: Separator | None = None
    """None: a comma for csv, a tab for tsv."""
    quoted: kinds.YesNo | None = None
    """Whether cells may stand in double quotes. None: in csv."""
    encoding: Encoding = "utf-8"
    header: kinds.Names = ()
    """The columns' names where the files have no header line."""
    zone: kinds.Zone | None = None
    """Of times without an offset. None: the settings' `time_zone`."""
    times: kinds.Names = ("iso",)
    """Formats, tried in this order: iso, epoch, epoch_ms, or strptime's."""
    date: kinds.Text | None = None
    """The column of the day, put before every time; a time much earlier than `entered` is of the
    next day."""
    blank: kinds.AnyTexts = ()
    """Texts of a cell that mean that nothing is there."""
    replace: dict[str, dict[str, Cell]] = {}
    """For a column the cells that are known to be wrong, and what stands in their place."""
    outcomes: dict[str, Outcome] = {}
    states: dict[str, State] = {}
    not_queued: dict[str, str] = {}
    """A row with all of these cells never was in a queue: answered at once, or left in the menu."""
    kind: kinds.Text = "ticket"
    """Of tickets: what kind of follow-up they are."""
    keep: kinds.Names = ()
    """Further columns to be kept with the row, as JSON."""

    @property
    def has_tickets(self) -> bool:
        """Whether its records are follow-ups of another system."""
        return self.record == "ticket"

    @property
    def delimiter(self) -> str:
        """What parts the cells."""
        return self.separator or ("\t" if self.format == "tsv" else ",")

    @property
    def has_quotes(self) -> bool:
        """Whether cells may stand in double quotes."""
        return self.format == "csv" if self.quoted is None else self.quoted

    def names_of(self, field: str) -> tuple[str, ...]:
        """The columns a field is in; none where it is not mapped."""
        said: str | tuple[str, ...] | None = getattr(self.columns, field)
        return () if said is None else (said,) if isinstance(said, str) else said

    def named(self) -> tuple[str, ...]:
        """Every column that is spoken of, once."""
        columns = [name for field in FIELDS[self.record] for name in self.names_of(field)]
        day = [self.date] if self.date else []
        return tuple(dict.fromkeys([*columns, *day, *self.not_queued, *self.keep]))
