"""The logs that the settings name, and the store's files: there, readable, not for everybody."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from ops.doctor.finding import Finding, note, ok, wrong
from ops.formats import counted
from ops.settings import Settings
from ops.store.layout import StorePaths, listing, whole_listing
from ops.store.origins import Wanted, from_settings

LITTLE_ROOM = 1 << 30
_SHOWN = 3


def logs(settings: Settings) -> Iterator[Finding]:
    """Whether each source's log can be read."""
    if not settings.sources:
        yield ok("sources", "none in the settings: logs are named on the command line")
        return
    found, odd = from_settings(settings)
    for sentence in odd:
        yield wrong("sources", sentence, "correct its paths in the settings")
    for each in found:
        yield from _log(each)


def store_files(store: Path, settings: Settings) -> Iterator[Finding]:
    """Size, gaps and rights of the store's files."""
    if not store.is_dir():
        yield note("store", f"{store}: there is none yet", "floorwatch collect LOG makes it")
        return
    size, files, open_to_all = 0, 0, []
    mask = 0o007 if settings.store.group else 0o077
    for path, found in _walk(store):
        size += 0 if stat.S_ISDIR(found.st_mode) else found.st_size
        files += not stat.S_ISDIR(found.st_mode)
        if found.st_mode & mask:
            open_to_all.append(path)
    yield ok("store", f"{store}, {size / 1e6:,.1f} MB in {counted(files, 'file')}")
    if open_to_all:
        shown = ", ".join(map(str, open_to_all[:_SHOWN]))
        rest = f" and {len(open_to_all) - _SHOWN:,} more" if len(open_to_all) > _SHOWN else ""
        who = "people outside the group" if settings.store.group else "other users"
        yield wrong(
            "store",
            f"{who} may look into {shown}{rest}: callers' numbers stand there",
            f"chmod -R {'o' if settings.store.group else 'go'}-rwx {store}",
        )
    free = shutil.disk_usage(store).free
    if free < LITTLE_ROOM:
        yield wrong("store", f"only {free / 1e6:,.0f} MB of its disk are free", "make room")
    for source in StorePaths(store).sources():
        yield from _segments(source, StorePaths(store).source_folder(source))


def _log(each: Wanted) -> Iterator[Finding]:
    path = each.followed
    topic = f"source {each.source}"
    if each.globs:  # any number of files; that there is none was said before
        yield from _tables(each, topic)
        return
    if not path.exists():
        yield wrong(topic, f"{path}: there is no such file", "correct its paths in the settings")
    elif not os.access(path, os.R_OK):
        yield wrong(topic, f"{path}: no permission to read it", "let this user read it (its group)")
    else:
        older = sum(file != path for file in each.files)
        rotated = f", {older} rotated" if older else ""
        yield ok(topic, f"{path}, {path.stat().st_size / 1e6:,.1f} MB{rotated}, {each.kind}")


def _tables(each: Wanted, topic: str) -> Iterator[Finding]:
    closed = [file for file in each.files if not os.access(file, os.R_OK)]
    for file in closed:
        yield wrong(topic, f"{file}: no permission to read it", "let this user read it (its group)")
    if each.files and not closed:
        size = sum(file.stat().st_size for file in each.files) / 1e6
        yield ok(
            topic, f"{each.place}, {counted(len(each.files), 'file')}, {size:,.1f} MB, {each.kind}"
        )


def _segments(source: str, folder: Path) -> Iterator[Finding]:
    for gap in whole_listing(folder).gaps:
        yield wrong(
            f"source {source}", f"{folder}: {gap}",
            "restore the file, or move the later ones of that log away: they are read again",
        )  # fmt: skip
    if not listing(folder):
        yield note(f"source {source}", "nothing of it is stored yet")


def _walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Every file and folder, the store's own first; what vanishes meanwhile is passed over."""
    for at, _, names in os.walk(folder):
        for path in (Path(at), *(Path(at) / name for name in names)):
            try:
                yield path, path.lstat()
            except FileNotFoundError:
                continue
