"""`floorwatch report daily|weekly|monthly`: what a period was like, as files one can send."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.options import PlaceOptions, RevealOptions, with_options
from ops.errors import UsageError

if TYPE_CHECKING:
    from ops.reports.model import Report
    from ops.reports.spans import Spans
    from ops.settings import Settings

_WORDS = {"daily": "yesterday", "weekly": "last-week", "monthly": "last-month"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichOptions:
    """Which period, and which queue."""

    day: Annotated[str | None, typer.Option(metavar="DAY", help="A day: 2026-11-23")] = None
    week: Annotated[str | None, typer.Option(metavar="WEEK", help="A week: 2026-W47")] = None
    month: Annotated[str | None, typer.Option(metavar="MONTH", help="A month: 2026-11")] = None
    queue: Annotated[str | None, typer.Option(metavar="QUEUE", help="One queue only")] = None
    interval: Annotated[
        int, typer.Option(metavar="MINUTES", help="Of the interval tables: 15, 30 or 60")
    ] = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """Where to, and how."""

    out: Annotated[
        Path,
        typer.Option(metavar="DIR", readable=False, help="The folder the files are written to"),
    ] = Path()
    format: Annotated[
        str, typer.Option(metavar="FORMATS", help="html, xlsx, pdf, md; several with commas")
    ] = "html"
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there")] = False


@with_options
def report(
    span: Annotated[str, typer.Argument(metavar="SPAN", help="daily, weekly or monthly")],
    which: WhichOptions,
    files: FileOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
) -> None:
    """Write the report of a day, a week or a month.

    The last whole one unless --day, --week or --month names another. The same store and period give
    the same files, byte for byte (an XLSX but for what its format forces). The names of the files
    are printed.
    """
    from ops.cli.absence import meant_only
    from ops.cli.narration import progress
    from ops.cli.place import place as placed
    from ops.privacy import privacy
    from ops.reports.build import build
    from ops.warehouse.warehouse import Moment

    formats = _formats(files.format)
    where = placed(place)
    spans = _spans(span, which, where.settings)
    seen = privacy(where.settings, where.store, reveal=reveal.reveal)
    warehouse = where.warehouse()
    try:
        queue = meant_only(which.queue, warehouse, Moment())
        paths = [_path(files, spans, queue, form) for form in formats]
        with progress("Making the report", 1 + len(formats)) as told:
            made = build(warehouse, seen, spans, queue=queue, interval_s=which.interval * 60)
            told(1)
            for form, path in zip(formats, paths, strict=True):
                _write(made, form, path)
                told(1)
    finally:
        warehouse.close()
    for path in paths:
        typer.echo(str(path))


def _formats(given: str) -> list[str]:
    from ops.reports.writers import FORMATS

    wanted = list(dict.fromkeys(each.strip().lower() for each in given.split(",")))
    for each in wanted:
        if each not in FORMATS:
            raise UsageError(f"no format is called {each!r}", f"one of {', '.join(FORMATS)}")
    return wanted


def _spans(span: str, which: WhichOptions, settings: Settings) -> Spans:
    """The periods meant; UsageError where the options contradict each other."""
    from ops import clock
    from ops.periods import period
    from ops.reports.spans import Span, spans

    if span not in _WORDS:
        raise UsageError(f"no report is called {span!r}", f"one of {', '.join(_WORDS)}")
    named = {"daily": which.day, "weekly": which.week, "monthly": which.month}
    for other, value in named.items():
        if value is not None and other != span:
            raise UsageError(f"a {span} report is not of {value}", f"take `report {other}`")
    if which.interval not in (15, 30, 60):
        raise UsageError(f"--interval {which.interval} is none", "15, 30 or 60 minutes")
    word = named[span] or _WORDS[span]
    about = period(word, word, zone=settings.zone, now=clock.now(), week_start=settings.week_start)
    made = spans(Span(span), about.since_s, settings.zone)
    if made.own.until_s != about.until_s:
        raise UsageError(f"{word} is not what a {span} report is of", "name a whole one")
    return made


def _path(files: FileOptions, spans: Spans, queue: str | None, form: str) -> Path:
    """The file's name: floorwatch-weekly-2026-11-16.html; UsageError where it is there already."""
    from ops.export.files import check

    safe = "".join(c if c.isalnum() else "-" for c in queue or "")
    name = "-".join(filter(None, ["floorwatch", spans.span, f"{spans.own.first}", safe]))
    path = files.out / f"{name}.{form}"
    check(path, force=files.force)
    return path


def _write(made: Report, form: str, path: Path) -> None:
    from ops.export.files import whole_or_nothing
    from ops.reports.writers import writer

    data = writer(form)(made)
    with whole_or_nothing(path) as part:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
