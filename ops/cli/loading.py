"""Bringing logs into a store from the command line: once, with a bar."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ops.cli.narration import progress, say
from ops.cli.place import Place, explained
from ops.errors import SourceError, StoreError, UsageError
from ops.formats import counted

if TYPE_CHECKING:
    from ops.store.collector import Collector
    from ops.store.origins import Wanted


def wanted(
    place: Place, logs: Sequence[Path], *, source: str | None = None, kind: str | None = None
) -> list[Wanted]:
    """The logs that are named, else those of the settings; UsageError where there are none."""
    from ops.store.origins import from_files, from_settings

    if logs:
        return from_files(logs, place.settings, place.paths, source=source, kind=kind)
    if source is not None or kind is not None:
        raise UsageError("--source and --kind say what a LOG is, and none is named", "name one")
    found, odd = from_settings(place.settings)
    for sentence in odd:
        say(sentence)
    if not found:
        raise UsageError(
            "there is no log to read",
            "name one: /var/log/asterisk/queue_log, or put [[sources]] into the settings",
        )
    return found


@contextlib.contextmanager
def collector(
    place: Place, following: Sequence[Wanted] = (), *, again: bool = False
) -> Iterator[Collector]:
    """A collector on the store; the caller holds the lock. StoreError where it can't write."""
    from ops.store.opening import open_collector

    with explained(place.store):
        found = open_collector(place.store, place.settings, following, again=again, report=say)
    try:
        yield found
    finally:
        found.close()


def load(place: Place, found: Sequence[Wanted], *, again: bool = False) -> None:
    """Store finished logs, with a bar; the caller holds the lock.

    What can't be read is told and passed over: SourceError at the end. StoreError ends it.
    """
    from ops.store.origins import together

    failures = 0
    with collector(place, again=again) as writer:
        for each in together(found):
            failures += _load_one(place, writer, each)
        writer.step()  # what else is due: erasing what is older than the site keeps
    if failures:
        raise SourceError(
            f"{failures} of the logs could not be read whole", "what could be is stored"
        )


def load_if_free(place: Place, found: Sequence[Wanted]) -> None:
    """`load`, unless another process does that, or only others may: then what they have is there.

    What could not be read is told, and is no error: the rest is worth looking at.
    """
    if place.store.is_dir() and not os.access(place.store, os.W_OK):
        return
    try:
        with place.writing():
            load(place, found)
    except SourceError as error:
        say(str(error), error.hint)
    except StoreError:
        if not place.is_held():
            raise


def _load_one(place: Place, writer: Collector, each: Wanted) -> int:
    """Store one source's files; returns how many of them failed."""
    from ops.sources.kinds import kind
    from ops.store.origins import remember

    known = set(writer.errors)
    try:
        with (
            progress(f"Reading {each.source}", _size(each.files), "B") as more,
            explained(place.store),
        ):
            intake = writer.load(each.source, kind(each.kind, place.settings), each.files, more)
            remember([each], place.paths, place.access())
    except SourceError as error:
        say(str(error), error.hint)
        return 1
    failures = [each for each in writer.errors if each not in known]
    for failure in failures:
        say(failure)
    rejected, foreign = _rejected(place, each.source)
    bad = f", {rejected:,} of all could not be read (`floorwatch doctor`)" if rejected else ""
    hint = f"is it of another kind than {each.kind}? --kind NAME says which" if foreign else ""
    say(f"{each.source}: {counted(intake.lines, 'line')} stored{bad}", hint)
    return len(failures)


def _size(files: Sequence[Path]) -> int:
    """Bytes to be read, 0 (unknown) where some are packed or missing."""
    try:
        return 0 if any(map(_packed, files)) else sum(file.stat().st_size for file in files)
    except OSError:
        return 0


def _packed(file: Path) -> bool:
    return file.name.endswith(".gz")


def _rejected(place: Place, source: str) -> tuple[int, bool]:
    """How many lines of a source could not be read, and whether no other is an event of it."""
    import polars as pl

    from ops.store.layout import whole_listing

    files = [each.path for each in whole_listing(place.paths.source_folder(source)).segments]
    if not files:
        return 0, False
    rows = pl.scan_parquet(files)
    is_erased = (pl.col("reason") == "erased").fill_null(False)
    rejected = rows.select((pl.col("reason").is_not_null() & ~is_erased).sum()).collect().item()
    if not rejected:
        return 0, False
    event = rows.filter(pl.col("event").is_not_null() | is_erased).head(1).select("seq").collect()
    return int(rejected), event.is_empty()
