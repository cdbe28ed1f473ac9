"""Everything the doctor looks at, in the order a person would."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ops import __version__
from ops.doctor.collecting import collecting
from ops.doctor.data import data
from ops.doctor.files import logs, store_files
from ops.doctor.finding import Finding, note, ok, wrong
from ops.errors import FloorwatchError
from ops.settings import Settings

_PACKAGES = ("duckdb", "polars", "textual", "typer", "msgspec", "tzdata")


def examine(store: Path, settings: Settings) -> Iterator[Finding]:
    """What there is to say of the store under `store` and of `settings`; changes nothing."""
    yield from _settings(settings)
    yield from logs(settings)
    yield from store_files(store, settings)
    yield from collecting(store, settings)
    try:
        yield from data(store, settings)
    except FloorwatchError as error:
        yield wrong("data", str(error), error.hint)
    yield ok("versions", ", ".join(_versions()))


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.path is None:
        yield note(
            "settings",
            f"no file found: defaults hold, and the time zone is this machine's, {settings.zone}",
            "docs/settings.md says what can be set, and where the file is looked for",
        )
    else:
        yield ok("settings", f"{settings.path}, time zone {settings.zone}")
    for warning in settings.warnings():
        yield note("settings", warning)


def _versions() -> Iterator[str]:
    yield f"floorwatch {__version__}"
    yield f"python {platform.python_version()}"
    for package in _PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} is missing"
