"""Everything wrong with a parsed floorwatch.toml, not only the first thing.

`faults` walks the data beside the Structs of `ops.settings.model`, so a key is described in one
place only; `across` holds what one key alone can't show. Both say where by path, not by line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import msgspec

from ops.settings.kinds import did_you_mean
from ops.settings.lines import Path
from ops.settings.model import Tables


class Fault(NamedTuple):
    """One mistake: where (keys and indexes), what, and what to do."""

    path: Path
    what: str
    to_do: str


def faults(data: object, type_: object, path: Path = ()) -> Iterator[Fault]:
    """Every way in which `data` is not a `type_` (a Struct, dict, tuple or kind of value)."""
    type_, meta = _bare(type_)
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        yield from _table(data, type_, path)
    elif get_origin(type_) is dict:
        yield from _named(data, get_args(type_)[1], path)
    elif get_origin(type_) is tuple:
        yield from _list(data, get_args(type_)[0], meta, path)
    else:
        yield from _value(data, type_, meta, path)


def _bare(type_: object) -> tuple[Any, msgspec.Meta | None]:
    """A type without `| None` and without its Meta, and that Meta."""
    if get_origin(type_) in (UnionType, Union):
        type_ = next(kind for kind in get_args(type_) if kind is not NoneType)
    if get_origin(type_) is Annotated:
        bare, meta = get_args(type_)[:2]
        return bare, meta
    return type_, None


def _table(data: object, struct: type[msgspec.Struct], path: Path) -> Iterator[Fault]:
    if not isinstance(data, dict):
        said = _dotted(path) if isinstance(data, str) else _said(path, data)  # may be a secret
        yield Fault(path, f"{said} is not a table", f"write it as {_header(path)}")
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for key, value in data.items():
        if key in fields:
            yield from faults(value, fields[key].type, (*path, key))
        else:
            yield _unknown(key, tuple(fields), path)
    for key, field in fields.items():
        if field.required and key not in data:
            _, meta = _bare(field.type)
            yield Fault(path, f"{_header(path)} has no {key}", f"add {_example(key, meta)}")


def _named(data: object, type_: object, path: Path) -> Iterator[Fault]:
    if not isinstance(data, dict):
        yield Fault(path, f"{_said(path, data)} is not a table", f"write it as {_header(path)}")
        return
    for name, value in data.items():
        if not name.strip():
            yield Fault((*path, name), f"an empty name in {_header(path)}", "write the name")
        yield from faults(value, type_, (*path, name))


def _list(data: object, type_: object, meta: msgspec.Meta | None, path: Path) -> Iterator[Fault]:
    of_tables = isinstance(type_, type) and issubclass(type_, msgspec.Struct)
    short = isinstance(data, list) and len(data) < ((meta and meta.min_length) or 0)
    if not isinstance(data, list) or short:
        what = "a list of tables" if of_tables else meta.description if meta else "a list"
        to_do = f"write [[{path[-1]}]]" if of_tables else f"write {_example(str(path[-1]), meta)}"
        yield Fault(path, f"{_said(path, data)} is not {what}", to_do)
        return
    to_do = f"write {_example(str(path[-1]), meta)}"
    for index, item in enumerate(data):
        for fault in faults(item, type_, (*path, index)):
            yield fault if of_tables else fault._replace(to_do=to_do)


def _value(data: object, type_: object, meta: msgspec.Meta | None, path: Path) -> Iterator[Fault]:
    """One value against its kind: type and range first, then the kind's own check."""
    key = next(str(part) for part in reversed(path) if isinstance(part, str))
    to_do = f"write {_example(key, meta)}"
    hidden = bool(meta and (meta.extra or {}).get("hidden"))
    try:
        msgspec.convert(data, Annotated[type_, meta] if meta else type_)
        if isinstance(data, float) and not math.isfinite(data):  # TOML has nan and inf
            raise msgspec.ValidationError
    except msgspec.ValidationError:
        wanted = meta.description if meta else "such a value"
        said = key if hidden else _said(path, data)
        yield Fault(path, f"{said} is not {wanted}", to_do)
        return
    check = (meta.extra or {}).get("check") if meta else None
    try:
        if check:
            check(data)
    except ValueError as error:
        what, *advice = map(str, error.args)
        yield Fault(path, f"{key}: {what}", advice[0] if advice and advice[0] else to_do)


def _unknown(key: str, known: tuple[str, ...], path: Path) -> Fault:
    if homes := _homes().get(key):
        to_do = f"it belongs in {' or '.join(homes)}"
    else:
        to_do = did_you_mean(key, known) or f"the keys here are {', '.join(known)}"
    return Fault((*path, key), f"unknown key {key!r} in {_header(path)}", to_do)


@cache
def _homes() -> dict[str, list[str]]:
    """Every key of the file and the tables it may stand in, as they are written."""
    homes: dict[str, list[str]] = {}
    for table in msgspec.structs.fields(Tables):
        homes.setdefault(table.encode_name, []).append(_header(()))
        type_, _ = _bare(table.type)
        header = f"[{table.encode_name}]"
        if get_origin(type_) is dict:
            type_, header = get_args(type_)[1], f"[{table.encode_name}.NAME]"
        elif get_origin(type_) is tuple:
            type_, header = get_args(type_)[0], f"[[{table.encode_name}]]"
        if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
            for field in msgspec.structs.fields(type_):
                homes.setdefault(field.encode_name, []).append(header)
    return homes


def _header(path: Path) -> str:
    """How the table at `path` is written."""
    if not path:
        return "the top of the file"
    if isinstance(path[-1], int):
        return f"[[{_dotted(path[:-1])}]]"
    return f"[{_dotted(path)}]"


def _dotted(path: Path) -> str:
    names = [part for part in path if isinstance(part, str)]
    bare = str.maketrans("", "", "-_")
    plain = [name.isascii() and name.translate(bare).isalnum() for name in names]
    return ".".join(name if ok else f'"{name}"' for name, ok in zip(names, plain, strict=True))


def _said(path: Path, data: object) -> str:
    """`key = value` as far as it is short; an item of a list is `key: value`."""
    if isinstance(path[-1], int):
        return f"{_dotted(path[-2:-1])}: {_toml(data)}"
    return f"{_dotted(path[-1:])} = {_toml(data)}"


def _toml(data: object) -> str:
    match data:
        case bool():
            return str(data).lower()
        case str():
            return f"'{data[:40]}…'" if len(data) > 40 else repr(data)
        case Mapping():
            return "a table"
        case list():
            return "[" + ", ".join(_toml(item) for item in data[:3]) + "]"
    return str(data)[:40]


def _example(key: str, meta: msgspec.Meta | None) -> str:
    value = meta.examples[0] if meta and meta.examples else "…"
    if isinstance(value, list):
        text = "[" + ", ".join(f'"{item}"' for item in value) + "]"
    elif isinstance(value, str):
        text = f'"{value}"'
    else:
        text = _toml(value)
    return f"{_dotted((key,))} = {text}"
