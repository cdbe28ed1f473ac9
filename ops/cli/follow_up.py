"""`floorwatch follow-up …`: what is owed to customers, kept in the store's journal."""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.asking import Asking
from ops.cli.narration import say
from ops.cli.options import (
    MomentOptions,
    OutputOptions,
    PeriodOptions,
    PlaceOptions,
    RevealOptions,
    with_options,
)
from ops.errors import UsageError
from ops.formats import counted

if TYPE_CHECKING:
    from ops.cli.place import Place
    from ops.store.journal import Entry
    from ops.warehouse.followups import FollowUps


class State(enum.StrEnum):
    """Whether it is still owed."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


_LISTED = ("id", "kind", "is_slipped", "is_overdue", "due_at", "owner", "caller", "queue", "title",
           "called_again", "closed_how")  # fmt: skip
"""What people are shown of a follow-up; programs get every column."""

_SAID = {"open": "opened", "assign": "assigned", "snooze": "snoozed", "set due": "put off",
         "note": "noted", "done": "done", "cancel": "cancelled", "reopen": "reopened"}  # fmt: skip

follow_up = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="""What is owed to customers: add, list, assign, snooze, note, done and more.

    Each thing done is a line of the journal in the store, with your name and the time; nothing is
    ever changed or taken out, so the backlog of any past day can be told.""",
)

Id = Annotated[
    str, typer.Argument(metavar="ID", help="Which: its id, or as much of the end as is needed")
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="What is to be said about it")]
When = Annotated[
    str, typer.Argument(metavar="WHEN", help="+2h, 30m, 17:00, tomorrow, 2026-11-27, …")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningOptions:
    """What a follow-up is about."""

    kind: Annotated[
        str, typer.Option(metavar="KIND", help="promise, call-back, complaint, ticket, or yours")
    ] = "promise"
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What is owed, in a few words")
    ] = None
    due: Annotated[
        str | None, typer.Option(metavar="WHEN", help="When [default: the settings' for its kind]")
    ] = None
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Who sees to it")] = None
    queue: Annotated[str | None, typer.Option(metavar="QUEUE", help="Of which queue")] = None
    call: Annotated[
        str | None, typer.Option(metavar="ID", help="The call id of the contact it comes from")
    ] = None
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyOptions:
    """Which follow-ups to list."""

    queue: Annotated[str | None, typer.Option(metavar="QUEUE", help="One queue only")] = None
    owner: Annotated[
        str | None, typer.Option(metavar="NAME", help="One owner's only; 'nobody' for no one's")
    ] = None
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="One kind only")] = None
    state: Annotated[State, typer.Option(help="Which of them")] = State.OPEN


@follow_up.command("add")
@with_options
def add(
    about: OpeningOptions,
    place: PlaceOptions,
    number: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help="Whose: a number, or another id")
    ] = None,
) -> None:
    """Open a follow-up; prints its id."""
    from ops.store.journal import Opening

    if not number and not about.title:
        raise UsageError("neither whose it is nor what", "name a NUMBER, or say it in --title")
    with _owed(place) as (where, owed):
        said = asdict(about) | {"due": _instant(about.due, where) if about.due else None}
        entry = owed.open(Opening(customer=number, **said))
        typer.echo(entry.id)
        _tell(owed, where, entry)


@follow_up.command("list")
@with_options
def list_(
    only: OnlyOptions,
    moment: MomentOptions,
    output: OutputOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
) -> None:
    """List follow-ups, the most urgent first: slipped, then overdue, then due next."""
    from ops.cli.asking import answer

    answer("follow_ups", asdict(only), Asking(place, moment, output, reveal), _LISTED)


@follow_up.command("assign")
@with_options
def assign(
    id: Id,
    owner: Annotated[
        str, typer.Argument(metavar="NAME", help="Who sees to it from now on; 'nobody' for no one")
    ],
    place: PlaceOptions,
    note: Note = None,
) -> None:
    """Give a follow-up to somebody."""
    _act("assign", id, place, note, owner="" if owner == "nobody" else owner)


@follow_up.command("snooze")
@with_options
def snooze(id: Id, until: When, place: PlaceOptions, note: Note = None) -> None:
    """Let a follow-up rest until then; it stays open, and due when it was."""
    _act("snooze", id, place, note, until=until)


@follow_up.command("due")
@with_options
def due(id: Id, when: When, place: PlaceOptions, note: Note = None) -> None:
    """Agree on another due instant."""
    _act("set due", id, place, note, due=when)


@follow_up.command("note")
@with_options
def note(
    id: Id,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be said about it")],
    place: PlaceOptions,
) -> None:
    """Say something about a follow-up."""
    if not text.strip():
        raise UsageError("the note is empty", "say something")
    _act("note", id, place, text)


@follow_up.command("done")
@with_options
def done(id: Id, place: PlaceOptions, note: Note = None) -> None:
    """Close a follow-up: what was owed is done."""
    _act("done", id, place, note)


@follow_up.command("cancel")
@with_options
def cancel(id: Id, place: PlaceOptions, note: Note = None) -> None:
    """Close a follow-up that is not owed any more."""
    _act("cancel", id, place, note)


@follow_up.command("reopen")
@with_options
def reopen(id: Id, place: PlaceOptions, note: Note = None) -> None:
    """Open a closed follow-up again."""
    _act("reopen", id, place, note)


@follow_up.command("undo")
@with_options
def undo(id: Id, place: PlaceOptions) -> None:
    """Take back what was done last to a follow-up, as if it had not been done."""
    with _owed(place) as (_, owed):
        one = owed.find(id)
        last = owed.history(one.id)[-1]
        owed.undo(on=one.id)
        say(f"{one.id}: '{last.action}' by {last.by} is undone")


@follow_up.command("history")
@with_options
def history(
    id: Id,
    moment: MomentOptions,
    output: OutputOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
) -> None:
    """Show everything that was done to a follow-up, by whom and when."""
    from ops.cli.asking import answer

    with _owed(place) as (_, owed):
        one = owed.find(id)
    params = {"id": one.id, "source": one.source}
    answer("follow_up_acts", params, Asking(place, moment, output, reveal))


@follow_up.command("call-backs")
@with_options
def call_backs(
    period: PeriodOptions,
    place: PlaceOptions,
    queue: Annotated[str | None, typer.Option(metavar="QUEUE", help="One queue only")] = None,
    rule: Annotated[
        bool, typer.Option("--rule", help="Those the settings' [follow_ups] want, and no others")
    ] = False,
) -> None:
    """Make call-backs of lost callers, once each; prints the ids of those made.

    Of the callers lost today, or in the period; `floorwatch query lost_callers` lists them. A
    call-back closes by itself when its customer is answered.
    """
    from ops.cli.moments import asked_period

    if rule and (period.since or period.until or queue):
        raise UsageError("--rule looks where the settings say", "leave the other options out")
    with _owed(place) as (where, owed):
        if rule:
            if not where.settings.follow_ups.call_backs:
                say("the settings' follow_ups.call_backs is false: nothing is made by rule")
            made = owed.apply_rule()
        else:
            about = asked_period(period, where.settings, None)
            made = owed.call_back(owed.lost(about.since_s, about.until_s, queue))
        for entry in made:
            typer.echo(entry.id)
        number = counted(len(made), "call-back")
        say(f"{number} made" if made else "nobody is left to be called back")


@contextlib.contextmanager
def _owed(options: PlaceOptions) -> Iterator[tuple[Place, FollowUps]]:
    """The follow-ups of the store, for as long as the block runs."""
    from ops.cli.place import place as placed
    from ops.warehouse.followups import FollowUps

    where = placed(options)
    warehouse = where.warehouse()
    try:
        yield where, FollowUps(warehouse)
    finally:
        warehouse.close()


def _act(do: str, id: str, options: PlaceOptions, note: str | None, **said: str) -> None:
    with _owed(options) as (where, owed):
        times = {key: _instant(said.pop(key), where) for key in ("due", "until") if key in said}
        entry = owed.act(do, id, note=note, **said, **times)
        _tell(owed, where, entry)


def _instant(text: str, where: Place) -> datetime:
    from ops import clock
    from ops.store.journal.when import to_come

    return to_come(text, where.settings.zone, clock.now())


def _tell(owed: FollowUps, where: Place, entry: Entry) -> None:
    """Say beside the data what has become of it."""
    from ops.cli.moments import spoken

    one = owed.find(entry.follow_up)
    parts = [f"{one.id} {_SAID[entry.do]}"]
    if one.closed_s is None:
        parts += [f"due {spoken(one.due_s, where.settings)}", f"owner {one.owner or 'nobody'}"]
    if one.closed_s is None and one.is_snoozed(entry.s) and one.snoozed_until_s:
        parts.append(f"rests until {spoken(one.snoozed_until_s, where.settings)}")
    say(", ".join(parts))
