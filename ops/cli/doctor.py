"""`floorwatch doctor`: what was found, and what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.options import PlaceOptions, TextOrJson, with_options
from ops.errors import SettingsError

if TYPE_CHECKING:
    from ops.doctor import Finding

_SIGNS = {"ok": "  ", "note": "? ", "wrong": "! "}


@with_options
def doctor(
    place: PlaceOptions,
    format: Annotated[TextOrJson, typer.Option(help="Text, or a JSON array")] = TextOrJson.TEXT,
) -> None:
    """Say what was found, and what is wrong.

    Settings, logs, store, collector, lines that could not be read, queues and agents nobody
    knows, versions. Exit code 1 where something is wrong; notes alone are no failure.
    """
    from ops.cli.output import emit

    found = _findings(place)
    if format is TextOrJson.JSON:
        import msgspec

        told = msgspec.json.encode([asdict(each) for each in found])
        emit((msgspec.json.format(told) if sys.stdout.isatty() else told, b"\n"))
    else:
        emit(f"{line}\n".encode() for line in _lines(found))
    if any(each.level == "wrong" for each in found):
        raise typer.Exit(1)


def _findings(options: PlaceOptions) -> list[Finding]:
    """Mistakes in the settings are findings too; the rest is examined without them."""
    from ops.cli.place import data_folder
    from ops.cli.place import place as placed
    from ops.doctor import Finding, Level, examine
    from ops.settings import Settings

    try:
        where = placed(options)
    except SettingsError as error:
        mistakes = error.mistakes or (error,)
        found = [Finding(Level.WRONG, "settings", str(each), error.hint) for each in mistakes]
        store = (options.store or data_folder()).absolute()
        return found + list(examine(store, Settings()))
    return list(examine(where.store, where.settings))


def _lines(found: Sequence[Finding]) -> Iterator[str]:
    from ops.formats import safe

    width = max((len(each.topic) for each in found), default=0)
    for each in found:
        lead = f"{_SIGNS[each.level]}{safe(each.topic):<{width}}  "
        yield lead + safe(each.text)
        if each.hint:
            yield " " * len(lead) + safe(each.hint)
    counts = {level: sum(each.level == level for each in found) for level in ("wrong", "note")}
    yield ""
    yield f"{counts['wrong']} wrong (!), {counts['note']} worth knowing (?)"
