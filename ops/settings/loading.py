"""Finding floorwatch.toml, reading it and what it names, and saying everything that is wrong."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from ops import queuesconf
from ops.errors import Mistake, SettingsError
from ops.settings.across import across
from ops.settings.check import faults
from ops.settings.lines import Lines
from ops.settings.model import AmiSettings, Settings, Tables

FILE_NAME = "floorwatch.toml"
VARIABLE = "FLOORWATCH_SETTINGS"

_HINT = "docs/settings.md lists every key with its default"


def find(given: Path | None = None, store: Path | None = None) -> Path | None:
    """The settings file that counts, or None if there is none.

    In this order: `given` (--settings), $FLOORWATCH_SETTINGS, floorwatch.toml in the store's
    folder, then in $XDG_CONFIG_HOME/floorwatch. The first two are taken even if they are
    missing: `load` then says so, instead of going on with other settings than were asked for.
    """
    if given is not None:
        return given
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser()
    config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    folders = [store] if store else []
    for folder in (*folders, Path(config).expanduser() / "floorwatch"):
        if os.path.exists(folder / FILE_NAME):  # also False where nobody lets us look
            return folder / FILE_NAME
    return None


def load(path: Path | None) -> Settings:
    """Read and check the settings in `path` (see `find`); None gives the defaults.

    Raises SettingsError with every mistake's file and line, those of a queues.conf included.
    """
    if path is None:
        return Settings()
    text = _text(path)
    data, lines = _parsed(path, text)
    found = [*faults(data, Tables), *across(data, lines)]
    mistakes = {Mistake(str(path), lines.line(at), what, to_do) for at, what, to_do in found}
    confs, elsewhere = _confs(path, data, lines)
    if mistakes or elsewhere:
        by_line = sorted(mistakes, key=lambda mistake: (mistake.line, mistake.what))
        raise SettingsError.of([*by_line, *elsewhere], _HINT)
    tables = msgspec.convert(data, Tables)
    return Settings(**_settled(tables, path), path=path, confs=confs)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"can't be read: {error.strerror or error}"
        mistake = Mistake(str(path), 0, what, "correct the path or its rights")
        raise SettingsError.of([mistake]) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        mistake = Mistake(str(path), line, "not UTF-8", "save it as UTF-8")
        raise SettingsError.of([mistake]) from error


def _parsed(path: Path, text: str) -> tuple[dict[str, Any], Lines]:
    try:
        return tomllib.loads(text), Lines(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        said = str(error) or "nested too deeply"
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", said)
        last = text.rstrip().count("\n") + 1
        line = int(at[1]) if at and at[1] else last
        what = f"not TOML: {said[: at.start()] if at else said}"
        mistake = Mistake(str(path), line, what, "correct the line, or quote the value")
        raise SettingsError.of([mistake], _HINT) from error


def _confs(
    path: Path, data: dict[str, Any], lines: Lines
) -> tuple[tuple[queuesconf.QueuesConf, ...], list[Mistake]]:
    """The queues.conf every source names, and what is wrong with them."""
    confs: dict[Path, queuesconf.QueuesConf] = {}
    mistakes: list[Mistake] = []
    sources = data.get("sources")
    for index, source in enumerate(sources if isinstance(sources, list) else []):
        named = source.get("queues_conf") if isinstance(source, dict) else None
        if not isinstance(named, str) or not named:
            continue
        where = Path(_absolute(named, path))
        try:
            if where not in confs:
                confs[where] = queuesconf.read(where)
        except SettingsError as error:
            line = lines.line(("sources", index, "queues_conf"))
            what = f"queues_conf = {named!r} has mistakes"
            mistakes.append(Mistake(str(path), line, what, "they follow"))
            mistakes.extend(error.mistakes)
    return tuple(confs.values()), list(dict.fromkeys(mistakes))


def _settled(tables: Tables, path: Path) -> dict[str, Any]:
    """The tables as keyword arguments, with every path absolute."""
    said = {field: getattr(tables, field) for field in tables.__struct_fields__}
    replace = msgspec.structs.replace
    said["sources"] = tuple(
        replace(
            source,
            paths=tuple(_absolute(pattern, path) for pattern in source.paths),
            queues_conf=source.queues_conf and _absolute(source.queues_conf, path),
            ami=source.ami and _with_file(source.ami, path),
        )
        for source in tables.sources
    )
    if tables.store.path:
        said["store"] = replace(tables.store, path=_absolute(tables.store.path, path))
    return said


def _with_file(ami: AmiSettings, path: Path) -> AmiSettings:
    file = ami.secret_file and _absolute(ami.secret_file, path)
    return msgspec.structs.replace(ami, secret_file=file)


def _absolute(said: str, path: Path) -> str:
    """A path of the settings file: "~" expanded, relative ones taken from the file's folder."""
    return os.path.normpath(os.path.join(path.absolute().parent, os.path.expanduser(said)))
