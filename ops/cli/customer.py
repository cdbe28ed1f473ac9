"""`floorwatch customer NUMBER`: somebody's contacts, and what is owed to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.asking import Asking, answer
from ops.cli.narration import say
from ops.cli.options import (
    MomentOptions,
    OutputOptions,
    PlaceOptions,
    RevealOptions,
    with_options,
)
from ops.formats import counted

if TYPE_CHECKING:
    import polars as pl

_SHOWN = ("at", "what", "outcome", "queue", "agent", "wait_s", "talk_s", "is_repeat", "due_at",
          "title", "id")  # fmt: skip


@with_options
def customer(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="The whole number, or another id of theirs")
    ],
    moment: MomentOptions,
    output: OutputOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
) -> None:
    """Show a customer's contacts, and what is owed to them.

    One row for each contact and each follow-up, the newest first; a repeat is a contact within
    seven days of the one before.
    """
    from ops.cli.place import place as placed
    from ops.numbers import looked_up

    rules = placed(place).settings.numbers
    known = number.strip() if number[:1].isalpha() else looked_up(number, rules)
    asking = Asking(place, moment, output, reveal)
    answer("customer_story", {"customer": known}, asking, _SHOWN, _tell)


def _tell(rows: pl.DataFrame, *_: object) -> None:
    """The story in a sentence."""
    import polars as pl

    contacts = rows.filter(pl.col("what") == "contact")
    owed = rows.filter(pl.col("what") != "contact")
    if rows.is_empty():
        say("nobody of that number is known", "find NUMBER takes the last digits of one, too")
        return
    repeats = int(contacts["is_repeat"].sum())
    still = owed.filter(pl.col("outcome") == "open").height
    say(
        f"{counted(contacts.height, 'contact')}, {repeats:,} of them within 7 days of the one "
        f"before; {counted(owed.height, 'follow-up')}, {still:,} open"
    )
