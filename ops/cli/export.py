"""`floorwatch export WHAT [FILE]`: rows, everything, or the present, as a file."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.options import (
    MomentOptions,
    PeriodOptions,
    PlaceOptions,
    QuestionOptions,
    RevealOptions,
    with_options,
)
from ops.errors import UsageError
from ops.formats import counted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ops.cli.place import Place
    from ops.export.files import Rows
    from ops.export.source import Value
    from ops.privacy import Privacy
    from ops.warehouse.catalog import Query
    from ops.warehouse.warehouse import Moment, Warehouse

_DATABASE, _METRICS = "database", "metrics"
_BY_SUFFIX = {".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson", ".parquet": "parquet",
              ".xlsx": "xlsx", ".duckdb": "duckdb"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOptions:
    """Where to, and how."""

    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Where to [default: standard output]", readable=False),
    ] = None
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="csv, ndjson, parquet, xlsx or duckdb [default: as FILE is called, else csv]",
        ),
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there")] = False


@with_options
def export(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="calls, contacts, events, agents, follow-ups, intervals, rejects, database, "
            "metrics, or any query",
        ),
    ],
    period: PeriodOptions,
    question: QuestionOptions,
    moment: MomentOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
    target: TargetOptions,
) -> None:
    """Write rows of any number to a file, whole or not at all.

    `database` makes one DuckDB file of everything, which needs a FILE; `metrics` writes the present
    for Prometheus. Numbers are masked unless revealed.
    """
    from ops.cli.moments import asked_s
    from ops.cli.place import place as placed
    from ops.export.files import check
    from ops.privacy import privacy
    from ops.warehouse.warehouse import Moment

    file = target.file
    form = _format(what, file, target.format)
    if file is not None:
        check(file, force=target.force)
    where = placed(place)
    seen = privacy(where.settings, where.store, reveal=reveal.reveal)
    if own := _own(what):
        _export_own(own, where, (period, question, moment, reveal), form, file)
        return
    warehouse = where.warehouse()
    try:
        at = Moment(asked_s(moment.as_of, warehouse))
        if what == _METRICS:
            _metrics(warehouse, seen, at, file)
        elif what == _DATABASE:
            _database(warehouse, seen, at, file)
        else:
            given = _given(warehouse, period, question, at)
            _export(warehouse, seen, at, (what, given), form, file)
    finally:
        warehouse.close()


def _format(what: str, file: Path | None, named: str | None) -> str:
    """The format asked for, by name or by the file's; UsageError where it can't be meant."""
    from ops.export.files import FORMATS

    if what in (_DATABASE, _METRICS):
        if named is not None:
            raise UsageError(f"--format is not for {what}", "leave it out")
        if what == _DATABASE and file is None:
            raise UsageError("the database needs a name", "as in export database all.duckdb")
        return ""
    form = named or _BY_SUFFIX.get(file.suffix.lower() if file else ".csv", "csv")
    if form not in FORMATS:
        raise UsageError(f"no format is called {form!r}", f"one of {', '.join(FORMATS)}")
    return form


def _given(
    warehouse: Warehouse, period: PeriodOptions, question: QuestionOptions, at: Moment
) -> dict[str, Value]:
    """What the options say, by the names of parameters."""
    from ops.cli.absence import meant, queues_of
    from ops.cli.moments import asked_period
    from ops.cli.query import bound

    about = asked_period(period, warehouse.settings, at.asked_s)
    given = bound(about, question, None)
    return given | {"queue": meant(question.queue, queues_of(warehouse, at))}


def _export(
    warehouse: Warehouse,
    seen: Privacy,
    at: Moment,
    asked: tuple[str, dict[str, Value]],
    form: str,
    file: Path | None,
) -> None:
    from ops.export.files import Rows
    from ops.export.source import exporting

    with exporting(warehouse, seen, at) as source:
        _write(source.cursor, Rows(asked[0], *source.question(*asked)), form, file)


def _own(what: str) -> Query | None:
    """The query of the user's own that is meant, where none of ours is."""
    from ops.export.source import is_exported
    from ops.warehouse.own import own_query

    ours = what in (_DATABASE, _METRICS) or is_exported(what)
    return None if ours else own_query(what)


def _export_own(
    own: Query,
    where: Place,
    options: tuple[PeriodOptions, QuestionOptions, MomentOptions, RevealOptions],
    form: str,
    file: Path | None,
) -> None:
    from ops.cli.query import own_answer, takes
    from ops.export.files import framed

    takes(own, options[0], options[1])
    with framed(own.name, own_answer(own, where, options).frame) as (cursor, rows):
        _write(cursor, rows, form, file)


def _write(cursor: DuckDBPyConnection, rows: Rows, form: str, file: Path | None) -> None:
    """Write rows to the file, or to standard output where there is none."""
    from ops.cli.narration import progress, say
    from ops.cli.output import standard_output
    from ops.export.files import stream, write

    if file is None:
        _to_terminal(form)
        with standard_output() as out:
            count = stream(cursor, rows, form, out)
    else:
        with progress(f"Writing {file.name}", 100, "%") as told:
            count = write(cursor, rows, form, file, told)
    say(counted(count, "row") + (f" in {file}" if file is not None else ""))


def _to_terminal(form: str) -> None:
    if form == "parquet" and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal", "name a FILE")


def _database(warehouse: Warehouse, seen: Privacy, at: Moment, file: Path | None) -> None:
    from ops.cli.narration import progress, say
    from ops.export.database import write_database
    from ops.export.files import whole_or_nothing
    from ops.export.source import exporting

    assert file is not None
    with (
        exporting(warehouse, seen, at) as source,
        progress(f"Writing {file.name}", 100, "%") as told,
        whole_or_nothing(file) as part,
    ):
        rows = write_database(source.cursor, part, int(at.clock_s), told)
    say(f"{counted(sum(rows.values()), 'row')} in {len(rows)} tables in {file}")


def _metrics(warehouse: Warehouse, seen: Privacy, at: Moment, file: Path | None) -> None:
    from ops.cli.output import emit
    from ops.export.files import whole_or_nothing
    from ops.export.prometheus import exposition
    from ops.floor import take

    text = exposition(take(warehouse, seen, at.asked_s)).encode()
    if file is None:
        emit([text])
        return
    with whole_or_nothing(file) as part:
        part.write_bytes(text)
