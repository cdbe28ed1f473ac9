"""`floorwatch forget NUMBER`: erase a caller's number from what is stored."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ops.cli.narration import say
from ops.cli.options import PlaceOptions, with_options
from ops.errors import StoreError, UsageError
from ops.formats import counted

LEAST = 3
"""Shorter ones are nobody's, and stand in every line."""


@with_options
def forget(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="The caller's number, in any way of writing it")
    ],
    place: PlaceOptions,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask in a terminal")] = False,
) -> None:
    """Erase a caller's number from the store.

    The calls stay, without a caller. It can't be undone. The phone system's own log keeps the
    number: what is collected anew from it has it again. Ends well though the number was nowhere.
    """
    from ops.cli.place import explained
    from ops.cli.place import place as placed
    from ops.store.collector import connect
    from ops.store.erase import erase_number

    if sum(letter in "0123456789" for letter in number) < LEAST:
        raise UsageError(f"{number!r} is no caller's number", f"it has {LEAST} digits at least")
    where = placed(place)
    if not where.store.is_dir():
        raise StoreError(f"{where.store}: there is no store", "name it with --store DIR")
    if not yes and not sys.stdin.isatty():
        raise UsageError("nobody is there to be asked", "add --yes: erasing can't be undone")
    if not yes:
        typer.confirm(f"Erase {number} from {where.store}, for ever?", abort=True, err=True)
    with where.writing(), explained(where.store):
        connection = connect(where.paths, where.access())
        try:
            lines = erase_number(
                where.paths, where.access(), connection, number, where.settings.numbers
            )
        finally:
            connection.close()
    say(
        f"{counted(lines, 'line')} held the number; none does now"
        if lines
        else "no line holds the number"
    )
