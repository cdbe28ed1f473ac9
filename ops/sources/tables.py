"""Lines of a delimited file or of JSON objects as a table of texts, one row a record."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
import polars as pl

from ops.sources.bulk import cells as plain_cells
from ops.sources.framing import Framing

LINE = "\0line"
"""The column that holds the number of a record's first line in its chunk, from 0."""


@dataclass(slots=True)
class Table:
    """`cells` has the column LINE and one text column for each name; null: no such cell."""

    cells: pl.DataFrame
    rejects: list[tuple[int, str, bytes]] = field(default_factory=list)
    """(line, reason, bytes) of what is no record."""


def header_names(line: bytes, separator: str, encoding: str) -> tuple[str, ...]:
    """The columns a header line names; a name that comes twice is told apart by a number."""
    text = line.decode(encoding, "replace").removeprefix("\ufeff").rstrip("\r\n")
    names: list[str] = []
    for name in next(csv.reader([text], delimiter=separator), []):
        plain = own = name.strip() or "column"
        number = 1
        while own in names:
            number += 1
            own = f"{plain}_{number}"
        names.append(own)
    return tuple(names)


def delimited(
    data: bytes, names: Sequence[str], separator: str, framing: Framing, encoding: str
) -> Table:
    """The records of delimited text whose columns are `names`."""
    if encoding != "utf-8":
        data = data.decode(encoding, "replace").encode()
    data = data.replace(b"\r\n", b"\n")
    if not (framing.quoted and b'"' in data):
        columns = [f"c{number}" for number in range(len(names))]
        read = plain_cells(data, [*columns, "surplus"], 1 << 20, separator)
        if read is not None and not _is_ragged(read, columns[-1]):
            read.columns = [*names, "\0surplus"]
            lines = pl.int_range(read.height, eager=True).alias(LINE)
            return Table(read.select(lines, *names))
    return _one_by_one(data, names, separator, framing)


def _is_ragged(read: pl.DataFrame, last: str) -> bool:
    return bool(read[last].null_count()) or read["surplus"].null_count() < read.height


def _one_by_one(data: bytes, names: Sequence[str], separator: str, framing: Framing) -> Table:
    """The same, a record at a time: what a fast reader would drop or guess is told."""
    rows: list[list[str | int]] = []
    rejects: list[tuple[int, str, bytes]] = []
    for line, raw in framing.records(data):
        found = _split(raw, separator, quoted=framing.quoted)
        if isinstance(found, str):
            rejects.append((line, found, raw))
            continue
        while len(found) > len(names) and not found[-1].strip():
            found.pop()
        if len(found) != len(names):
            what = f"{len(found)} cells, the header has {len(names)}" if raw else "empty line"
            rejects.append((line, what, raw))
        else:
            rows.append([line, *found])
    schema = {LINE: pl.Int64, **dict.fromkeys(names, pl.String)}
    return Table(pl.DataFrame(rows, schema=schema, orient="row"), rejects)


def _split(raw: bytes, separator: str, *, quoted: bool) -> list[str] | str:
    """The cells of one record, or why it is none."""
    if b"\0" in raw:
        return "NUL byte"
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start + 1} (`encoding` says which it is)"
    if not quoted or '"' not in text:
        return text.split(separator)
    try:
        found = list(csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True))
    except csv.Error as error:
        return f"quotes: {error}"
    return found[0] if len(found) == 1 else "quotes: more than one row"


def objects(data: bytes, names: Sequence[str]) -> Table:
    """The records of JSON objects, one a line; a name with dots reaches into inner objects."""
    paths = [name.split(".") for name in names]
    rows: list[list[object]] = []
    rejects: list[tuple[int, str, bytes]] = []
    for line, raw, found in json_lines(data):
        if isinstance(found, str):
            rejects.append((line, found, raw))
        else:
            rows.append(
                [line, *(_text(found, name, path) for name, path in zip(names, paths, strict=True))]
            )
    schema = {LINE: pl.Int64, **dict.fromkeys(names, pl.String)}
    return Table(pl.DataFrame(rows, schema=schema, orient="row"), rejects)


def json_lines(data: bytes) -> Iterator[tuple[int, bytes, dict[str, object] | str]]:
    """(number from 0, bytes, the object or why it is none) of every line that is not empty."""
    decode = msgspec.json.Decoder().decode
    lines = data.split(b"\n")
    lines.pop()
    for line, raw in enumerate(lines):
        if not raw.strip():
            continue
        try:
            found = decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield line, raw, f"not JSON: {error}"
            continue
        yield line, raw, found if isinstance(found, dict) else "not a JSON object"


def _text(found: dict[str, object], name: str, path: Sequence[str]) -> str | None:
    value: object = found.get(name)
    if value is None and len(path) > 1:
        value = found
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
