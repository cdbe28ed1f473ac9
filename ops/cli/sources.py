"""`floorwatch sources …`: the formats there are, and what a file would be read as."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.options import OutputOptions, PlaceOptions, RevealOptions, with_options
from ops.formats import counted, safe

if TYPE_CHECKING:
    from ops.privacy import Privacy
    from ops.sources.events import Rows
    from ops.sources.trying import Trial

SHOWN = 10
RAW_SHOWN = 120
TEXT_SHOWN = 60
LENGTHS = ("wait", "talk", "hold", "wrap-up", "ring")

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
    """The draft, which is TOML as it stands, and everything else as comments."""
    command = f"floorwatch collect --once --kind {found.kind} {shlex.quote(str(file))}"
    if found.toml:
        yield safe(f"# {file.name}: no kind fits; a draft of a mapping, to be looked at")
        yield found.toml
        yield safe(f"# once it is in the settings: {command}")
    else:
        yield safe(f"# {file.name} is read as {found.kind}")
        yield safe(f"# {command}")
    yield "#"
    yield f"# {counted(len(found.events), 'record')} read in the first MiB; of them:"
    for at in found.events[:SHOWN]:
        yield safe(f"#   {' | '.join(_cells(found.rows, at, seen))}")
    yield from map(safe, _rejects(found, seen))


def _rejects(found: Trial, seen: Privacy) -> Iterator[str]:
    rejected = sum(count for _, count, _ in found.rejects)
    yield f"# {rejected:,} rejected" + ("" if not rejected else ":")
    for why, count, first in found.rejects[:SHOWN]:
        yield f"#   {count:,} x {seen.told(why)}"
        raw = safe(seen.told(found.rows.raw[first] or ""), RAW_SHOWN)
        yield f"#     line {found.rows.seq[first]}: {raw}"


def _cells(rows: Rows, at: int, seen: Privacy) -> Iterator[str]:
    """What is worth seeing of one event, callers masked."""
    yield _instant(rows.s[at])
    yield rows.event[at] or ""
    for name in ("call_id", "queue", "agent"):
        yield f"{name} {getattr(rows, name)[at] or '-'}"
    told = {"RECORD": _call, "CALLEND": _call, "FOLLOWUP": _ticket, "SURVEY": _survey}
    yield from told.get(rows.event[at] or "", _step)(rows, at, seen)


def _call(rows: Rows, at: int, seen: Privacy) -> Iterator[str]:
    yield f"caller {seen.caller(rows.p1[at]) or '-'}"
    yield (rows.p2[at] or "").partition("|")[0]
    lengths = zip(LENGTHS, (rows.p3[at] or "").split("|")[3:], strict=False)
    yield ", ".join(f"{name} {value} s" for name, value in lengths if value)


def _ticket(rows: Rows, at: int, seen: Privacy) -> Iterator[str]:
    yield rows.p1[at] or ""
    for name, s in (("due", rows.p2[at]), ("closed", rows.p5[at])):
        if s:
            yield f"{name} {_instant(s)}"
    yield f"customer {seen.caller(rows.p4[at]) or '-'}"
    if title := rows.more[at]:
        yield safe(seen.told(title), TEXT_SHOWN)


def _survey(rows: Rows, at: int, seen: Privacy) -> Iterator[str]:
    import msgspec

    yield f"customer {seen.caller(rows.p1[at]) or '-'}"
    if answered := rows.p2[at]:
        yield f"answered {_instant(answered)}"
    more = msgspec.json.decode(rows.more[at] or "{}")
    scores = (rows.p3[at], rows.p4[at], rows.p5[at], more.get("empathy"))
    given = zip(("csat", "nps", "ces", "empathy"), scores, strict=True)
    if told := ", ".join(f"{name} {float(score):g}" for name, score in given if score is not None):
        yield told
    if comment := more.get("comment"):
        yield safe(seen.told(comment), TEXT_SHOWN)


def _step(rows: Rows, at: int, seen: Privacy) -> Iterator[str]:
    """What one step of a call says, masked by what stands where in such a line of a log."""
    line = f"|{rows.event[at]}|{rows.p1[at] or ''}|{rows.p2[at] or ''}"
    yield from filter(None, (seen.raw(line) or "").split("|")[2:])


def _instant(s: str | int | None) -> str:
    """Epoch seconds as ISO 8601 in UTC; what no calendar reaches as it is."""
    from datetime import UTC, datetime

    if s is None:
        return "-"
    try:
        return datetime.fromtimestamp(int(s), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return f"{s} s"
