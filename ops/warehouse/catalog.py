"""The catalog of queries: every SQL file under queries/, its header parsed and checked.

A file begins with a header, one `-- key: value` a line, all eight keys of `KEYS` in any order;
comments of any form may follow it, best below a bare `--`.
Palette, command line, help panel and docs read what they know of a query from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ops.errors import QueryError
from ops.resources import queries_dir

FOLDERS = ("model", "live", "metrics", "reports")
"""Folders of the built-in queries; a query of a user's own folder has `folder` "user"."""

KEYS = ("name", "title", "says", "unit", "grain", "better", "params", "columns")
OPTIONAL = ("reach", "scope")
"""Keys a header may have besides."""

BETTER = ("higher", "lower", "neither")

_HEADER_LINE = re.compile(r"--\s*([A-Za-z_]+):(?:\s+(.*))?$")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_PARAM = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_REACH = re.compile(r"\d+|window|all")
_QUOTED_OR_COMMENT = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Query:
    """One question: what its header says, and the SQL below it (without the header)."""

    name: str
    title: str
    says: str
    """One sentence: the definition that matters."""
    unit: str
    grain: str
    better: str
    """higher, lower or neither."""
    params: tuple[str, ...]
    """Names to bind, exactly these: DuckDB refuses others."""
    columns: tuple[str, ...]
    """Names of the columns it returns, in order."""
    sql: str
    path: Path
    folder: str
    """model, live, metrics, reports or user."""
    reach: tuple[str, str] | None = None
    """How far before its period and beyond a query looks at contacts: seconds, `window` or `all`;
    None: at all of them."""
    scope: str | None = None
    """The one scope of `repeats` it reads, where no param says so; None: all."""


def catalog(extra: Sequence[Path] = ()) -> Mapping[str, Query]:
    """All queries by name: the built-in ones and those right in the folders `extra`.

    Read once a process. Raises QueryError with file and line for a header that is wrong, and for
    two files of one name, naming both.
    """
    return _read(queries_dir(), tuple(extra))


def parse(path: Path, text: str, folder: str) -> Query:
    """The query in `text`, the content of `path`; raises QueryError with file and line."""
    lines = text.splitlines()
    header, length = _header(path, lines)
    body = "\n".join(lines[length:]).strip()
    name, line = header["name"]
    # A derivation may share its stem with the metric that lists its rows: calls.sql.
    if name != path.stem and (folder, name) != ("model", f"model_{path.stem}"):
        what = f"name is {name!r}, the file is {path.stem!r}"
        raise _mistake(path, line, what, "make them equal")
    better, line = header["better"]
    if better not in BETTER:
        raise _mistake(path, line, f"better is {better!r}", f"write {', '.join(BETTER)}")
    query = Query(
        name=name,
        title=header["title"][0],
        says=header["says"][0],
        unit=header["unit"][0],
        grain=header["grain"][0],
        better=better,
        params=_words(path, "params", *header["params"]),
        columns=_words(path, "columns", *header["columns"]),
        sql=body,
        path=path,
        folder=folder,
        reach=_reach(path, *header["reach"]) if "reach" in header else None,
        scope=header["scope"][0] if "scope" in header else None,
    )
    _check_params(query, lines, header["params"][1], length)
    return query


@lru_cache(maxsize=8)
def _read(built_in: Path, extra: tuple[Path, ...]) -> Mapping[str, Query]:
    found: dict[str, Query] = {}
    for query in _queries(built_in, extra):
        if query.name in found:
            raise QueryError(
                f"{query.path}: the name {query.name!r} is taken by {found[query.name].path}",
                "rename the file, and the name in its header",
            )
        found[query.name] = query
    return MappingProxyType(found)


def _queries(built_in: Path, extra: tuple[Path, ...]) -> Iterator[Query]:
    places = [(built_in / folder, folder) for folder in FOLDERS]
    places += [(folder, "user") for folder in extra]
    for place, folder in places:
        if folder == "user" and not place.is_dir():
            raise QueryError(f"{place}: no such folder of queries", "make it, or take it off")
        for path in sorted(place.glob("*.sql")):
            yield parse(path, _text(path), folder)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _mistake(path, line, "this is not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        why = error.strerror or str(error)
        raise QueryError(f"{path}: can't be read: {why}", "check its rights") from error


def _header(path: Path, lines: Sequence[str]) -> tuple[dict[str, tuple[str, int]], int]:
    """Values and their lines (from 1) by key, and how many lines the header has."""
    found: dict[str, tuple[str, int]] = {}
    length = 0
    for number, line in enumerate(lines, start=1):
        match = _HEADER_LINE.match(line.rstrip())
        known = (*KEYS, *OPTIONAL)
        if not match or (set(KEYS) <= found.keys() and match[1] not in known):
            break
        key, value = match[1], (match[2] or "").strip()
        if key not in known:
            hint = f"the keys are {', '.join(known)}; comments go below the header"
            raise _mistake(path, number, f"unknown key {key!r}", hint)
        if key in found:
            again = f"{key} again, it stands in line {found[key][1]}"
            raise _mistake(path, number, again, "keep one")
        if not value and key != "params":
            raise _mistake(path, number, f"{key} is empty", "give it a value")
        found[key] = (value, number)
        length = number
    missing = [key for key in KEYS if key not in found]
    if missing:
        hint = f"add `-- {missing[0]}: ...` to the first lines"
        raise _mistake(path, length + 1, f"the header has no {', '.join(missing)}", hint)
    return found, length


def _words(path: Path, key: str, value: str, line: int) -> tuple[str, ...]:
    """A comma-separated list of names; empty for an empty value."""
    words = tuple(word.strip() for word in value.split(",")) if value else ()
    for word in words:
        if not _WORD.fullmatch(word):
            hint = "lower-case names, parted by commas"
            raise _mistake(path, line, f"{key}: {word!r} is not a name", hint)
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise _mistake(path, line, f"{key}: {', '.join(twice)} stands there twice", "keep one")
    return words


def _reach(path: Path, value: str, line: int) -> tuple[str, str]:
    words = [word.strip() for word in value.split(",")]
    if len(words) != len(("before", "after")) or not all(map(_REACH.fullmatch, words)):
        hint = "before and after the period: seconds, window or all, as in 0, window"
        raise _mistake(path, line, f"reach is {value!r}", hint)
    return words[0], words[1]


def _check_params(query: Query, lines: Sequence[str], line: int, length: int) -> None:
    """The SQL names exactly the header's params, as `$name`."""
    if not (bare := _QUOTED_OR_COMMENT.sub(_newlines, query.sql)).strip():
        raise _mistake(query.path, length + 1, "no SQL below the header", "write the query")
    used = set(_PARAM.findall(bare))
    if unused := [name for name in query.params if name not in used]:
        what = f"params: {', '.join(unused)} is not used"
        raise _mistake(query.path, line, what, "use it as $name in the SQL, or take it off")
    if unknown := sorted(used - set(query.params)):
        name = f"${unknown[0]}"
        place = (n for n, text in enumerate(lines, 1) if n > length and name in text)
        what = f"{name} is not among the header's params"
        raise _mistake(query.path, next(place, line), what, "add it to params")


def _newlines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n") or " "


def _mistake(path: Path, line: int, what: str, hint: str) -> QueryError:
    return QueryError(f"{path}:{line}: {what}", hint)
