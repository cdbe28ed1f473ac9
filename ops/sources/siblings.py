"""A log and its rotated generations in one folder: NAME, NAME.*, NAME-*, gzip'd or not."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from ops.sources.reading import Ident, UnreadableError, identify

_PASSING = (".lock", ".tmp", ".swp", ".swo", ".swx", ".part", "~")
_NUMBER = re.compile(r"[.-](\d+)(?:\.gz)?$")
_DATES = 19_000_000
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One file of a log, as the listing met it."""

    path: Path
    ident: Ident
    live: bool = False

    @property
    def rotation(self) -> int:
        """Rises from older to newer: a date or an epoch second, or minus logrotate's number."""
        found = _NUMBER.search(self.path.name)
        number = int(found.group(1)) if found else 0
        return number if number >= _DATES else -number


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a log; each file once, under the log's own name if it has it."""

    files: tuple[Found, ...] = ()
    errors: tuple[str, ...] = field(default=())
    steady: bool = True
    """False if names kept changing while they were read: look again later."""

    @property
    def rotated(self) -> frozenset[Ident]:
        """The states of all files but the live one: whether it is worth reading them again."""
        return frozenset(found.ident for found in self.files if not found.live)


def is_sibling(name: str, log_name: str) -> bool:
    """Whether a file called `name` may be a rotated generation of the log `log_name`."""
    return name.startswith((f"{log_name}.", f"{log_name}-")) and not name.endswith(_PASSING)


def list_log(log: Path) -> Listing:
    """All files of `log`, which itself may be missing.

    A rename midway could hide a file, so the listing is made until two agree.
    """
    listing = _list_once(log)
    for _ in range(_TRIES):
        before, listing = listing, _list_once(log)
        if _names(before) == _names(listing):
            return listing
    return Listing(listing.files, listing.errors, steady=False)


def _names(listing: Listing) -> list[tuple[Path, tuple[int, int]]]:
    return [(found.path, found.ident.file) for found in listing.files]


def _list_once(log: Path) -> Listing:
    errors: list[str] = []
    try:
        names = sorted(name for name in os.listdir(log.parent) if is_sibling(name, log.name))
    except FileNotFoundError:
        names = []
    except OSError as error:
        names = []
        errors.append(f"{explain(log.parent, error)}; rotated logs beside {log.name} are not found")
    files: dict[tuple[int, int], Found] = {}
    for path in (log, *(log.parent / name for name in names)):
        try:
            found = Found(path, identify(path), live=path == log)
        except (FileNotFoundError, UnreadableError):
            continue  # gone meanwhile, or a folder; the log itself is looked at elsewhere
        except OSError as error:
            errors.append(explain(path, error))
            continue
        files.setdefault(found.ident.file, found)
    return Listing(tuple(files.values()), tuple(errors))


def explain(path: Path, error: OSError | UnreadableError) -> str:
    """What is wrong with `path`, in words, and what to do."""
    if isinstance(error, UnreadableError):
        return str(error)
    if isinstance(error, PermissionError):
        return f"can't read {path}: no permission; let this user read it (its group, or an ACL)"
    return f"can't read {path}: {error.strerror or error}"
