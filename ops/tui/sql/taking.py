"""A result as text for the clipboard, or as a file, written as `floorwatch export` writes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ops.errors import FloorwatchError
from ops.formats import counted
from ops.tui.sql.result import Result, text

MOST_COPIED = 10_000
"""Rows a clipboard is burdened with."""

WAYS = {
    "copy-csv": ("copy CSV", "the rows to the clipboard"),
    "copy-md": ("copy Markdown", "a table for chat and mail"),
    "csv": ("write CSV", "a file here, all rows"),
    "xlsx": ("write XLSX", "a file here, all rows"),
    "parquet": ("write Parquet", "a file here, all rows"),
    "ndjson": ("write NDJSON", "a file here, all rows"),
}


def is_copied(way: str) -> bool:
    """Whether it goes to the clipboard: the rows that are seen; into a file go all."""
    return way.startswith("copy-")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it."""

    words: str
    copied: str | None = None
    """For the clipboard."""
    failed: bool = False


def take(result: Result, way: str, folder: Path, at: datetime) -> Taken:
    """Make the text, or write the file into `folder`; what went wrong is told, not raised."""
    try:
        if is_copied(way):
            return _copied(result, way.removeprefix("copy-"))
        path = folder / f"floorwatch-sql-{at:%Y-%m-%d-%H%M%S}.{way}"
        return Taken(f"saved {path}: {counted(_written(result, way, path), 'row')}")
    except (FloorwatchError, OSError) as error:
        hint = getattr(error, "hint", "")
        return Taken(f"not taken: {error}" + (f" ({hint})" if hint else ""), failed=True)


def markdown(result: Result) -> str:
    """The rows as a Markdown table."""

    def line(values: Iterator[str]) -> str:
        return "| " + " | ".join(value.replace("|", "\\|") for value in values) + " |"

    frame = result.frame.head(MOST_COPIED)
    rule = "|" + "|".join("---:" if k.is_numeric() else "---" for k in frame.dtypes) + "|"
    rows = (line(" ".join(text(v).split()) for v in row) for row in frame.iter_rows())
    return "\n".join([line(iter(frame.columns)), rule, *rows, ""])


def _copied(result: Result, way: str) -> Taken:
    count = min(result.frame.height, MOST_COPIED)
    words = f"copied {counted(count, 'row')}"
    if count < result.frame.height or result.more:
        words += ", the first; a file takes all"
    if way == "md":
        return Taken(words, markdown(result))
    from ops.export.files import framed, stream

    out = io.BytesIO()
    with framed(result.name, result.frame.head(MOST_COPIED)) as (connection, rows):
        stream(connection, rows, "csv", out)
    return Taken(words, out.getvalue().decode())


def _written(result: Result, form: str, path: Path) -> int:
    from ops.export.files import check, framed, write

    check(path, force=False)
    with framed(result.name, result.frame) as (connection, rows):
        return write(connection, rows, form, path, lambda _: None)
