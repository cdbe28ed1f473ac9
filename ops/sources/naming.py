"""Which log a file belongs to: its folder and its stem, whatever rotation made of its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# logrotate's .1 and -20260101 (with an hour or as epoch seconds too), .2026-01-01, .old
_ROTATION = re.compile(r"(?:\.\d{1,4}|[.-]\d{8}(?:\d{2}|-?\d{6})?|[.-]\d{4}-\d{2}-\d{2}|\.old)$")
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_GLOB = re.compile(r"[*?\[]")
LONGEST = 64
"""A source's name has at most so many characters: it is a folder of the store."""


@dataclass(frozen=True, slots=True, order=True)
class LogName:
    """A log with all its generations: `folder` is absolute without links, `stem` a file name."""

    folder: Path
    stem: str

    @classmethod
    def of(cls, file: Path) -> LogName:
        """The log that `file` is a generation of."""
        return cls(file.parent.resolve(), stem_of(file.name))

    @property
    def path(self) -> Path:
        """Where its live file lies, or would."""
        return self.folder / self.stem

    @property
    def source(self) -> str:
        """The name its source gets where nobody gives it one."""
        name = _UNSAFE.sub("-", self.stem).lstrip("_.-")[:LONGEST]
        return name or "log"


def stem_of(name: str) -> str:
    """A file name without what rotation and packing add: `queue_log-20260101.gz`: `queue_log`."""
    stem = name.removesuffix(".gz")
    while (shorter := _ROTATION.sub("", stem)) not in ("", stem):
        stem = shorter
    return stem or name


def by_log(files: Iterable[Path]) -> dict[LogName, list[Path]]:
    """The files of each log, logs and files in the order they first come in."""
    found: dict[LogName, list[Path]] = {}
    for file in files:
        found.setdefault(LogName.of(file), []).append(file)
    return found


def matches(pattern: str) -> list[Path]:
    """The files an absolute glob names, by name; a path without a wildcard names itself."""
    if not _GLOB.search(pattern):
        return [Path(pattern)]
    folder = Path(pattern).anchor
    return sorted(path for path in Path(folder).glob(pattern[len(folder) :]) if path.is_file())


def meant(pattern: str) -> LogName | None:
    """The log an absolute glob is about, though no file may be there yet: `/log/queue_log*`.

    None where its folder has wildcards, or its name begins with one.
    """
    path = Path(pattern)
    literal = _GLOB.split(path.name)[0]
    if _GLOB.search(str(path.parent)) or not literal:
        return None
    return LogName(path.parent.resolve(), stem_of(literal.rstrip(".-") or literal))
