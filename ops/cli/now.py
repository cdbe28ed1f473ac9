"""`floorwatch now`: the floor once, as text or JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from ops.cli.narration import say
from ops.cli.options import (
    MomentOptions,
    PlaceOptions,
    RevealOptions,
    TextOrJson,
    with_options,
)

if TYPE_CHECKING:
    from ops.snapshot import Snapshot


@with_options
def now(
    moment: MomentOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
    format: Annotated[TextOrJson, typer.Option(help="Text, or a JSON object")] = TextOrJson.TEXT,
) -> None:
    """Print the floor once.

    Where the log has ended and nobody collects it, this is its last moment, and it says so.
    """
    from ops.cli.moments import asked_s
    from ops.cli.place import place as placed
    from ops.floor import take
    from ops.privacy import privacy

    where = placed(place)
    seen = privacy(where.settings, where.store, reveal=reveal.reveal)
    warehouse = where.warehouse()
    try:
        shot = take(warehouse, seen, asked_s(moment.as_of, warehouse))
    finally:
        warehouse.close()
    show(shot, where.settings.zone, format)


def show(shot: Snapshot, zone: ZoneInfo, form: TextOrJson = TextOrJson.TEXT) -> None:
    """Print a snapshot to standard output."""
    from ops.cli.floortext import as_object, text
    from ops.cli.output import emit

    if shot.ended:
        say("the log has ended: this is the floor as of its last event (--as-of last)")
    if form is TextOrJson.TEXT:
        emit(f"{line}\n".encode() for line in text(shot, zone))
        return
    import msgspec

    told = msgspec.json.encode(as_object(shot))
    emit((msgspec.json.format(told) if sys.stdout.isatty() else told, b"\n"))
