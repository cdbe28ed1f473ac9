"""Trying a file: which kind it is of, else a draft of a mapping, and what that makes of it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import msgspec
import polars as pl

from ops.errors import SourceError
from ops.settings import Settings
from ops.settings.mappings import MappingSettings
from ops.sources.events import Kind, Rows
from ops.sources.framing import Framing
from ops.sources.guess import draft
from ops.sources.kinds import KINDS, kind, mappings
from ops.sources.mapped import Mapped
from ops.sources.naming import stem_of
from ops.sources.reading import LogFile, UnreadableError, header_of
from ops.sources.tables import Table, delimited, header_names, json_lines, objects

SAMPLE_BYTES = 1 << 20
_FITS = 0.5
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Trial:
    """What a kind makes of the beginning of a file."""

    kind: str
    rows: Rows
    toml: str = ""
    """The mapping that was drafted, where no kind fits."""

    @property
    def events(self) -> list[int]:
        """Where in `rows` the events are."""
        return [at for at in range(len(self.rows)) if self.rows.event[at] is not None]

    @property
    def rejects(self) -> list[tuple[str, int, int]]:
        """(reason, how often, where first) of what was rejected, the most frequent first."""
        counts = Counter(reason for reason in self.rows.reason if reason is not None)
        return [(why, n, self.rows.reason.index(why)) for why, n in counts.most_common()]

    @property
    def share(self) -> float:
        """Events among all records; an event without a call, queue or agent is half a one."""
        told = sum(
            1.0 if any(name[at] for name in (self.rows.call_id, self.rows.queue)) else 0.5
            for at in self.events
        )
        return told / max(1, len(self.events) + sum(n for _, n, _ in self.rejects))


def attempt(path: Path, settings: Settings, name: str | None = None) -> Trial:
    """Read the beginning of `path` as kind `name`, or as what fits it best.

    Raises SourceError where it can't be read, UsageError for an unknown kind.
    """
    try:
        with LogFile(path) as file:
            data = file.read_at(0, SAMPLE_BYTES)
            if name is not None:
                return _trial(kind(name, settings), file, data)
            every = [kind(each, settings) for each in (*KINDS, *mappings(settings))]
            trials = [_trial(each, file, data) for each in every]
            best = max(trials, key=lambda trial: trial.share)
            return best if best.share >= _FITS else _drafted(path, file, data, settings)
    except (OSError, UnreadableError) as error:
        raise SourceError(f"{path}: {error}", "see that it is there and whole") from error


def _trial(each: Kind, file: LogFile, data: bytes) -> Trial:
    header = header_of(file, each.framing)
    whole = each.framing.whole(data, len(data))
    if whole == len(header):
        whole, data = len(data) + 1, data + b"\n"
    return Trial(each.name, each.opened(header).decode(data[:whole], 1, 0))


def _drafted(path: Path, file: LogFile, data: bytes, settings: Settings) -> Trial:
    """A mapping made for the file, and what it makes of it."""
    name = (
        re.sub(r"[^A-Za-z0-9_-]+", "-", stem_of(path.name).partition(".")[0]).strip("-") or "mine"
    )
    table, format_, separator = _table(data)
    if not table.cells.height:
        raise SourceError(
            f"{path}: neither a log nor a table of records",
            "a table has a line with its columns' names, or is JSON or Parquet",
        )
    text = draft(table.cells, format_, separator).toml(name)
    mapping = tomllib.loads(text)["mappings"][name]
    made = Mapped(name, msgspec.convert(mapping, MappingSettings), settings.zone.key)
    return Trial(name, _trial(made, file, data).rows, text)


def _table(data: bytes) -> tuple[Table, str, str]:
    """The records of a file nobody has described, its format and what parts its cells."""
    whole = data[: data.rfind(b"\n") + 1] or data + b"\n"
    if whole.lstrip()[:1] == b"{":
        names: dict[str, None] = {}
        for _, _, found in list(json_lines(whole))[:200]:
            if isinstance(found, dict):
                names.update(dict.fromkeys(_paths(found)))
        return objects(whole, list(names)), "json", ","
    header, _, rest = whole.partition(b"\n")
    text = header.decode("utf-8", "replace")
    separator = max(_SEPARATORS, key=text.count)
    format_ = "tsv" if separator == "\t" else "csv"
    found_names = header_names(header, separator, "utf-8")
    if len(found_names) < 2:
        return Table(pl.DataFrame()), format_, separator
    framing = Framing(header_lines=1, quoted=format_ == "csv")
    body = rest[: framing.whole(rest, len(rest))]
    return delimited(body, found_names, separator, framing, "utf-8"), format_, separator


def _paths(found: dict[str, object], before: str = "") -> list[str]:
    names: list[str] = []
    for name, value in found.items():
        if isinstance(value, dict):
            names += _paths(value, f"{before}{name}.")
        elif not isinstance(value, list):
            names.append(f"{before}{name}")
    return names
