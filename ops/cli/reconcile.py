"""`floorwatch reconcile`: our numbers beside Asterisk's own counters."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.narration import say
from ops.cli.options import OutputOptions, PlaceOptions, with_options
from ops.errors import StoreError, UsageError

if TYPE_CHECKING:
    import polars as pl

    from ops.cli.place import Place
    from ops.reconcile.compare import Row
    from ops.reconcile.moves import Log
    from ops.reconcile.reading import Reading
    from ops.warehouse.warehouse import Warehouse

UNEXPLAINED_DIFFERENCE = 1


@with_options
def reconcile(
    place: PlaceOptions,
    output: OutputOptions,
    asterisk: Annotated[
        str,
        typer.Option(metavar="FILE", help="`queue show`, AMI or JSON of it; - is stdin"),
    ],
    logs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="LOG", help="queue_log, rotated ones too [default: the store]", readable=False
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="INSTANT", help="When it said so [default: as it says, else 'last']"),
    ] = None,
    queues_conf: Annotated[
        Path | None,
        typer.Option(
            "--queues-conf", metavar="FILE", help="That system's queues.conf", readable=False
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which system, where the store has several")
    ] = None,
) -> None:
    """Compare the log with Asterisk's own counters, and say why they differ.

    Take both at the same moment, the output first: asterisk -rx 'queue show' > show.txt. Exit code
    0: everything agrees or is explained; 1: some difference is not. Shares are percent here and
    times whole seconds, rounded as Asterisk rounds them.
    """
    from ops.cli.output import check, write
    from ops.reconcile.compare import compare
    from ops.reconcile.moves import one_source
    from ops.reconcile.output import read

    check(output)
    readings = read(asterisk)
    with _opened(place, logs or [], queues_conf, source) as where:
        warehouse = where.warehouse()
        try:
            name = one_source(warehouse, source)
            reading, log = _moment(readings, at, warehouse, name)
            rows = compare(warehouse, name, reading, log)
            _tell(reading, warehouse)
        finally:
            warehouse.close()
    write(_frame(rows), output, where.settings.zone)
    found = Counter(row.status for row in rows)
    say(
        f"{len(rows)} counters: {found['agrees']} agree, {found['explained']} differ and are "
        f"explained, {found['unexplained']} differ and are not"
    )
    if found["unexplained"]:
        raise typer.Exit(UNEXPLAINED_DIFFERENCE)


@contextlib.contextmanager
def _opened(
    options: PlaceOptions, logs: Sequence[Path], queues_conf: Path | None, source: str | None
) -> Iterator[Place]:
    """The store to compare with: the one asked for, or one made of `logs` for the moment."""
    from dataclasses import replace

    from msgspec.structs import replace as with_fields

    from ops import queuesconf
    from ops.cli.loading import load, wanted
    from ops.cli.place import place as placed

    if logs and options.store is not None:
        raise UsageError("both a LOG and --store are given", "compare with the one or the other")
    where = placed(options)
    if queues_conf is not None:
        confs = (queuesconf.read(queues_conf), *where.settings.confs)
        where = replace(where, settings=with_fields(where.settings, confs=confs))
    if not logs:
        yield where
        return
    with tempfile.TemporaryDirectory(prefix="floorwatch-") as folder:
        where = replace(where, store=Path(folder) / "store")
        with where.writing():
            load(where, wanted(where, logs, source=source))
        yield where


def _moment(
    readings: Sequence[Reading], at: str | None, warehouse: Warehouse, source: str
) -> tuple[Reading, Log]:
    """The reading to compare and the log as of the same second, which is told."""
    from ops.cli.moments import spoken
    from ops.reconcile.moves import load
    from ops.reconcile.output import choose

    asked = _asked_s(at, warehouse)
    reading = choose(readings, asked)
    if reading.at_s is not None:  # the output knows best
        log, why = load(warehouse, source, int(reading.at_s)), "the time in Asterisk's output"
    elif asked is not None:
        log, why = load(warehouse, source, asked), "--at"
    else:
        log, why = _last(reading, warehouse, source)
    say(f"compared as of {spoken(log.asked_s, warehouse.settings)} ({why})")
    if len(readings) > 1:
        say(f"Asterisk's output was taken {len(readings)} times; one of them is compared")
    return reading, log


def _asked_s(at: str | None, warehouse: Warehouse) -> int | None:
    """The second that --at names; None for none and for "last"."""
    from ops.cli.moments import LAST, asked_s

    if at is None or at.strip().lower() == LAST:
        return None
    try:
        return asked_s(at, warehouse)
    except UsageError as error:
        raise UsageError(str(error).replace("--as-of", "--at"), error.hint) from error


def _last(reading: Reading, warehouse: Warehouse, source: str) -> tuple[Log, str]:
    """The log after its last event, or so much later as the callers' waits tell."""
    from dataclasses import replace

    from ops.reconcile.moves import load
    from ops.reconcile.waiting import seconds_later

    last = warehouse.last_events[source]
    if last is None:
        raise StoreError(f"no event of {source} is stored", "give a log that has some")
    log = load(warehouse, source, last + 1)
    if later := seconds_later(log, reading):
        why = f"{later} s after the log's last event, by the callers' waits"
        return replace(log, asked_s=log.asked_s + later), why
    return log, "the log's last event; --at says otherwise"


def _tell(reading: Reading, warehouse: Warehouse) -> None:
    """What else has to be known to read the rows."""
    for told in reading.queues:
        own = warehouse.settings.queue(told.queue).threshold_s
        if told.threshold_s is not None and told.threshold_s != own:
            say(
                f"{told.queue}: counted within {told.threshold_s} s, as Asterisk does; "
                f"the settings say {own:g} s"
            )


def _frame(rows: Sequence[Row]) -> pl.DataFrame:
    import polars as pl

    columns = ("queue", "counter", "ours", "asterisk", "difference", "status", "reason")
    figures = ("ours", "asterisk", "difference")
    return pl.DataFrame(
        {name: [getattr(row, name) for row in rows] for name in columns},
        schema={name: pl.Float64 if name in figures else pl.String for name in columns},
        strict=False,
    )
