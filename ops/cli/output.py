"""Rows as a table, CSV, JSON, NDJSON, Markdown or Parquet, to standard output or a file.

For programs: column names as in the query's header, instants ISO 8601 in UTC with a Z, durations in
seconds, ratios 0 to 1, nothing (CSV) or null where there is no value. For people (table, md):
instants in the users' time zone, ratios and seconds rounded, "–" where there is no value.
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO
from zoneinfo import ZoneInfo

import typer

from ops.cli.options import Format, OutputOptions
from ops.errors import FloorwatchError, UsageError

if TYPE_CHECKING:
    import polars as pl

INSTANT = "%Y-%m-%dT%H:%M:%S%.fZ"
_SLICE = 100_000
_SUFFIXES = {f".{each}": each for each in Format} | {".txt": Format.TABLE, ".jsonl": Format.NDJSON}


def chosen(options: OutputOptions) -> Format:
    """The format asked for: by name, else by the file's, else a table."""
    if options.format is not None:
        return options.format
    suffix = options.out.suffix.lower() if options.out else ""
    return _SUFFIXES.get(suffix, Format.TABLE)


def check(options: OutputOptions) -> None:
    """Raise UsageError for what `write` would refuse, before any work is done."""
    if options.out is None:
        if chosen(options) is Format.PARQUET and sys.stdout.isatty():
            raise UsageError("Parquet is not for a terminal", "send it to a file with --out FILE")
        if options.force:
            raise UsageError("--force is about --out, which is not given", "leave it out")
    else:
        from ops.export.files import check as check_file

        check_file(options.out, force=options.force)


def write(
    frame: pl.DataFrame,
    options: OutputOptions,
    zone: ZoneInfo,
    absent: Mapping[str, str] | None = None,
) -> None:
    """Write the rows of `frame` as `options` say.

    `absent` names what a null of a column means to people: {"queue": "all"}. Raises UsageError
    (see `check`) and FloorwatchError where a file can't be written.
    """
    check(options)
    if options.limit is not None:
        frame = frame.head(options.limit)
    form = chosen(options)
    if form in (Format.TABLE, Format.MD):
        parts = _for_people(frame, form, zone, absent or {})
    else:
        parts = _for_programs(frame, form)
    if options.out is not None:
        from ops.export.files import whole_or_nothing

        with whole_or_nothing(options.out) as part, part.open("wb") as file:
            file.writelines(parts)
    elif sys.stdout.isatty() and form is not Format.PARQUET:
        emit(_harmless(part) for part in parts)
    else:
        emit(parts)


def emit(parts: Iterable[bytes]) -> None:
    """Write to standard output; a reader that has enough (`| head`) ends the command, well."""
    with standard_output() as stream:
        stream.writelines(parts)


@contextlib.contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """What to write rows to; FloorwatchError where there is no room.

    A reader that has enough ends the command, with 0.
    """
    try:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        what = f"standard output: {error.strerror or error}"
        raise FloorwatchError(what, "make room, or send it elsewhere") from error


def _for_programs(frame: pl.DataFrame, form: Format) -> Iterator[bytes]:
    import polars as pl
    import polars.selectors as cs

    from ops.export.cells import harmless_frame, harmless_text

    if form is Format.PARQUET:
        from io import BytesIO

        buffer = BytesIO()
        frame.with_columns(cs.datetime(time_zone=None).dt.replace_time_zone("UTC")).write_parquet(
            buffer
        )
        yield buffer.getvalue()
        return
    frame = frame.with_columns(cs.datetime().dt.strftime(INSTANT))
    if form is Format.CSV:
        plain = cs.float().fill_nan(None).cast(pl.String).str.strip_suffix(".0")
        head = pl.DataFrame([[harmless_text(name) for name in frame.columns]], orient="row")
        yield head.write_csv(include_header=False).encode()
        for part in frame.iter_slices(_SLICE):
            cells = harmless_frame(part.with_columns(plain))
            yield cells.write_csv(include_header=False).encode()
        return
    yield from _json(frame, b"\n" if form is Format.NDJSON else b",\n")


def _json(frame: pl.DataFrame, between: bytes) -> Iterator[bytes]:
    """An object a row: lines of their own, or with commas between them an array."""
    is_array = between != b"\n"
    yield b"[" if is_array else b""
    lead = b"\n" if is_array else b""
    for part in frame.iter_slices(_SLICE):
        if lines := part.write_ndjson().encode().rstrip(b"\n"):
            yield lead + lines.replace(b"\n", between)
            lead = between
    if is_array:
        yield b"\n]\n" if frame.height else b"]\n"
    elif frame.height:
        yield b"\n"


def _for_people(
    frame: pl.DataFrame, form: Format, zone: ZoneInfo, absent: Mapping[str, str]
) -> Iterator[bytes]:
    from ops.cli.tables import aligned, markdown

    columns = [
        [_cell(value, zone, absent.get(name, "–")) for value in frame[name].to_list()]
        for name in frame.columns
    ]
    right = [frame[name].dtype.is_numeric() for name in frame.columns]
    lines = (markdown if form is Format.MD else aligned)(frame.columns, columns, right)
    for line in lines:
        yield f"{line}\n".encode()


def _cell(value: object, zone: ZoneInfo, absent: str) -> str:
    """One value as a person reads it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return absent
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime):
        at = value.replace(tzinfo=value.tzinfo or UTC).astimezone(zone)
        return at.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _harmless(part: bytes) -> bytes:
    """Text whose control characters, but for line ends, a terminal gets to see as U+FFFD."""
    text = part.decode()
    if text.isascii() and text.replace("\n", "").isprintable():
        return part
    from ops.formats import safe

    return "\n".join(safe(line) if line else "" for line in text.split("\n")).encode()
