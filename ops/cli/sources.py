"""`floorwatch sources …`: the formats there are, and what a file would be read as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.options import OutputOptions, PlaceOptions, RevealOptions, with_options
from ops.formats import counted

if TYPE_CHECKING:
    from ops.privacy import Privacy
    from ops.sources.trying import Trial

SHOWN = 10

sources = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="""List the formats that can be read, or try a file.""",
)


@sources.command("list")
@with_options
def list_(place: PlaceOptions, output: OutputOptions) -> None:
    """List the kinds of source: those that come along and those of the settings."""
    import polars as pl

    from ops.cli.output import check, write
    from ops.cli.place import place as placed
    from ops.sources.kinds import KINDS, mappings, shipped
    from ops.store.origins import origin

    check(output)
    where = placed(place)
    stored: dict[str, list[str]] = {}
    for name in where.paths.sources():
        if (known := origin(where.paths.source_folder(name))) is not None:
            stored.setdefault(known.kind, []).append(name)
    rows = [(each.name, each.says, "built in") for each in KINDS.values()]
    for name, mapping in mappings(where.settings).items():
        is_own = name not in shipped() or mapping is not shipped()[name]
        rows.append(
            (name, mapping.says, "the settings" if is_own else "a mapping that comes along")
        )
    frame = pl.DataFrame(
        [(*row, ", ".join(stored.get(row[0], [])) or None) for row in rows],
        schema=["kind", "says", "from", "sources"],
        orient="row",
    )
    write(frame, output, where.settings.zone)


@sources.command("try")
@with_options
def try_(
    place: PlaceOptions,
    reveal: RevealOptions,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A log, a table, a document")],
    kind: Annotated[
        str | None, typer.Option(metavar="NAME", help="Read it as this [default: what fits best]")
    ] = None,
) -> None:
    """Say what a file would be read as; nothing is stored.

    Where no kind fits, a mapping is drafted as TOML, to be pasted into the settings and put right.
    Below it, as comments, stand the first ten records as they were read, and what was rejected.
    """
    from ops.cli.output import emit
    from ops.cli.place import place as placed
    from ops.privacy import privacy
    from ops.sources.trying import attempt

    where = placed(place)
    found = attempt(file, where.settings, kind)
    seen = privacy(where.settings, where.store, reveal=reveal.reveal)
    emit(f"{line}\n".encode() for line in _told(file, found, seen))


def _told(file: Path, found: Trial, seen: Privacy) -> Iterator[str]:
    if found.toml:
        yield f"# {file.name}: no kind fits; a draft of a mapping, to be looked at"
        yield found.toml
        command = f"floorwatch collect --once --kind {found.kind} {file}"
        yield f"# once it is in the settings: {command}"
    else:
        yield f"# {file.name} is read as {found.kind}"
        yield f"# floorwatch collect --once --kind {found.kind} {file}"
    yield "#"
    yield f"# {counted(len(found.events), 'record')} read in the first MiB; of them:"
    rows = found.rows
    for at in found.events[:SHOWN]:
        yield f"#   {' | '.join(_cells(found, at, seen))}"
    rejected = sum(count for _, count, _ in found.rejects)
    yield f"# {rejected:,} rejected" + ("" if not rejected else ":")
    for why, count, first in found.rejects[:SHOWN]:
        yield f"#   {count:,} x {seen.raw(why)}"
        yield f"#     line {rows.seq[first]}: {(seen.raw(rows.raw[first]) or '')[:120]}"


def _cells(found: Trial, at: int, seen: Privacy) -> Iterator[str]:
    """What is worth seeing of one event, callers masked."""
    from datetime import UTC, datetime

    rows = found.rows
    s = rows.s[at]
    yield datetime.fromtimestamp(s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if s is not None else "-"
    yield rows.event[at] or ""
    for name in ("call_id", "queue", "agent"):
        yield f"{name} {getattr(rows, name)[at] or '-'}"
    if rows.event[at] in ("RECORD", "CALLEND"):
        names = ("entered", "answered", "ended", "wait", "talk", "hold", "wrap-up", "ring")
        yield f"caller {seen.caller(rows.p1[at]) or '-'}"
        yield (rows.p2[at] or "").partition("|")[0]
        figures = zip(names[3:], (rows.p3[at] or "").split("|")[3:], strict=False)
        yield ", ".join(f"{name} {value} s" for name, value in figures if value)
    elif rows.event[at] == "FOLLOWUP":
        yield rows.p1[at] or ""
        yield f"customer {seen.caller(rows.p4[at]) or '-'}"
    else:
        yield from (seen.raw(value) or "" for value in (rows.p1[at], rows.p2[at]) if value)
