"""Which source a log is: by the settings, by where the store had it from, or by its stem.

Files of one folder and stem are one source, for ever; another folder with the same default name
may be another phone system, so somebody has to name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from ops.errors import UsageError
from ops.settings import Settings, SourceSettings
from ops.sources.kinds import kind as kind_named
from ops.sources.naming import LogName, by_log, matches, meant
from ops.sources.siblings import list_log
from ops.store.access import Access
from ops.store.layout import SAFE_SOURCE, StorePaths

DEFAULT_KIND = "asterisk"
_NAMED = 3


class Origin(msgspec.Struct, frozen=True):
    """Where a source first came from: the folder and stem that give it its name."""

    kind: str
    folder: str
    stem: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A log somebody wants in the store, and the source it is."""

    source: str
    kind: str
    log: LogName
    files: tuple[Path, ...] = ()
    """The finished files of it that were named, or found, in that order."""
    globs: tuple[str, ...] = ()
    """Where more files of it may come, where it is no log that is rotated."""

    @property
    def place(self) -> str:
        """Where it is read from, for messages."""
        return ", ".join(self.globs) or str(self.followed)

    def listed(self) -> list[Path]:
        """Its files as they are now, of a source that is no log."""
        return [*self.files, *(file for glob in self.globs for file in matches(glob))]

    @property
    def followed(self) -> Path:
        """The file that grows: the log under its own name, unless only the named one is there."""
        live = self.log.path
        if len(self.files) != 1 or live.exists() or self.files[0].suffix == ".gz":
            return live
        return self.files[0] if self.files[0].exists() else live


def from_settings(settings: Settings) -> tuple[list[Wanted], list[str]]:
    """The settings' sources, a log each, and what is odd about them."""
    found: list[Wanted] = []
    odd: list[str] = []
    for source in settings.sources:
        if not kind_named(source.kind, settings).follows:
            tables = _tables(source.name, source.kind, (), source.paths)
            if not tables.files:
                odd.append(f"source {source.name}: no file matches {', '.join(source.paths)}")
            found.append(tables)
            continue
        logs = _logs(source)
        if not logs:
            odd.append(f"source {source.name}: no file matches {', '.join(source.paths)}")
            continue
        wanted, *others = logs
        odd.extend(
            f"source {source.name}: {other.path} is another log than {wanted.path} and is not "
            "read; give it a source of its own" for other in others
        )  # fmt: skip
        files = [f for p in source.paths for f in matches(p) if LogName.of(f) == wanted]
        files += [each.path for each in list_log(wanted.path).files]
        found.append(Wanted(source.name, source.kind, wanted, tuple(dict.fromkeys(files))))
    return found, odd


def from_files(
    files: Iterable[Path],
    settings: Settings,
    paths: StorePaths,
    *,
    source: str | None = None,
    kind: str | None = None,
) -> list[Wanted]:
    """The logs that `files` belong to, each with its source.

    Raises UsageError where a name is no source's, or two logs would get one.
    """
    if source is not None and not SAFE_SOURCE.fullmatch(source):
        raise UsageError(
            f"{source!r} can't be a source's name",
            "use letters, digits, '.', '_' and '-', 64 at most, a letter or digit first",
        )
    files = list(files)
    own = _own_tables(files, settings)
    known = origin(paths.source_folder(source)) if source is not None else None
    named_kind = kind or (own and own.kind) or (known and known.kind) or DEFAULT_KIND
    if not kind_named(named_kind, settings).follows:
        name = source or (own.name if own else named_kind)
        tables = _tables(name, named_kind, files)
        is_named = source is not None or own is not None
        _check_origin(paths, tables, named=is_named, is_log=False)
        return [tables]
    return _from_logs(files, settings, paths, source=source, kind=kind)


def _tables(source: str, kind: str, files: Sequence[Path], globs: Sequence[str] = ()) -> Wanted:
    """A source that is any number of files: documents, or tables of records."""
    absolute = dict.fromkeys(file.parent.resolve() / file.name for file in files)
    absolute |= dict.fromkeys(file for glob in globs for file in matches(glob))
    first = next(iter(absolute), None)
    folder = first.parent if first else Path(globs[0] if globs else ".").parent
    return Wanted(source, kind, LogName(folder, kind), tuple(absolute), tuple(globs))


def _own_tables(files: Sequence[Path], settings: Settings) -> SourceSettings | None:
    """The settings' source that all of `files` are tables of."""
    wanted = {file.parent.resolve() / file.name for file in files}
    for source in settings.sources:
        if not kind_named(source.kind, settings).follows:
            there = {each.resolve() for glob in source.paths for each in matches(glob)}
            if wanted <= there:
                return source
    return None


def _from_logs(
    files: Iterable[Path],
    settings: Settings,
    paths: StorePaths,
    *,
    source: str | None,
    kind: str | None,
) -> list[Wanted]:
    """The same for logs that grow and are rotated."""
    configured = {
        log: each
        for each in settings.sources
        if kind_named(each.kind, settings).follows
        for log in _logs(each)[:1]
    }
    found: list[Wanted] = []
    for log, own in by_log(files).items():
        absolute = tuple(dict.fromkeys(log.folder / file.name for file in own))
        told = configured.get(log)
        name = source or (told and told.name) or _remembered(paths, log) or log.source
        known = origin(paths.source_folder(name))
        chosen = kind or (told and told.kind) or (known and known.kind) or DEFAULT_KIND
        wanted = Wanted(name, kind_named(chosen, settings).name, log, absolute)
        _check_origin(paths, wanted, named=source is not None or told is not None)
        _check_twice(found, wanted, named=source is not None)
        found.append(wanted)
    return found


def origin(folder: Path) -> Origin | None:
    """Where the source whose segments lie in `folder` came from, if that was noted."""
    try:
        return msgspec.json.decode((folder / "source.json").read_bytes(), type=Origin)
    except (OSError, msgspec.DecodeError):
        return None


def remember(found: Iterable[Wanted], paths: StorePaths, access: Access) -> None:
    """Keep where sources first came from, if their logs are there. For the lock's holder only."""
    for each in found:
        folder = paths.source_folder(each.source)
        there = any(path.exists() for path in (each.log.path, *each.files))
        if there and origin(folder) is None:
            note = Origin(each.kind, str(each.log.folder), each.log.stem)
            access.folder(folder)
            temporary = folder / ".source.json.tmp"
            temporary.write_bytes(msgspec.json.encode(note))
            access.file(temporary)
            temporary.replace(folder / "source.json")


def together(wanted: Sequence[Wanted]) -> list[Wanted]:
    """One entry a source, with the files of all its logs, in order."""
    found: dict[str, Wanted] = {}
    for each in wanted:
        first = found.get(each.source)
        files = (*first.files, *each.files) if first else each.files
        found[each.source] = replace(first or each, files=files)
    return list(found.values())


def _logs(source: SourceSettings) -> list[LogName]:
    """The logs that a source's globs name; first the one they are about."""
    about = [log for pattern in source.paths if (log := meant(pattern)) is not None]
    found = list(by_log(file for pattern in source.paths for file in matches(pattern)))
    first = [log for log in about if log in found] or (about[:1] if not found else [])
    return list(dict.fromkeys([*first, *found]))


def _remembered(paths: StorePaths, log: LogName) -> str | None:
    """The source of the store that came from this folder and stem."""
    for name in paths.sources():
        known = origin(paths.source_folder(name))
        if known is not None and (known.folder, known.stem) == (str(log.folder), log.stem):
            return name
    return None


def _check_origin(paths: StorePaths, wanted: Wanted, *, named: bool, is_log: bool = True) -> None:
    known = origin(paths.source_folder(wanted.source))
    if known is None:
        return
    if known.kind != wanted.kind:
        raise UsageError(
            f"source {wanted.source!r} is of kind {known.kind}, not {wanted.kind}",
            "give the other log a name of its own with --source NAME",
        )
    here, there = wanted.log.path, Path(known.folder) / known.stem
    if here != there and not named:
        these, those = str(here), str(there)
        what, moved = "this log is", ", moved"
        if not is_log:
            these, those = _few(wanted.files), f"other files, in {known.folder}"
            what, moved = "they are of", ""
        raise UsageError(
            f"{these}: the store has a source {wanted.source!r} from {those}",
            f"say which system {what}: --source NAME (--source {wanted.source} if it is that "
            f"one{moved})",
        )


def _few(files: Sequence[Path]) -> str:
    """Some files by their names, the rest by their number."""
    more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
    return ", ".join(map(str, files[:_NAMED])) + more


def _check_twice(found: Sequence[Wanted], wanted: Wanted, *, named: bool) -> None:
    for other in found:
        if other.source == wanted.source and not named:
            raise UsageError(
                f"{other.log.path} and {wanted.log.path} would both be source {wanted.source!r}",
                "store them one after the other, each with its --source NAME",
            )
