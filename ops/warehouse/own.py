"""A user's own queries, beside the built-in ones: `$XDG_CONFIG_HOME/floorwatch/queries/*.sql`.

They have the header of the built-in ones, and are run as ad-hoc SQL is: in the sandbox, masked.
One that can't be read takes nothing away from the others.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.errors import QueryError
from ops.warehouse.catalog import Query, catalog, parse

USER = "user"
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LARGEST = 1 << 20


def own_folder() -> Path:
    """Where this user's queries lie; it need not exist."""
    config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(config).expanduser() / "floorwatch" / "queries"


def own_queries(folder: Path | None = None) -> tuple[list[Query], list[QueryError]]:
    """The queries of the folder by name, and what is wrong with the files that are none."""
    found: list[Query] = []
    wrong: list[QueryError] = []
    built_in = catalog()
    for path in sorted((folder or own_folder()).glob("*.sql")):
        try:
            query = parse(path, _text(path), USER)
            if query.name in built_in:
                raise QueryError(f"{path}: {query.name} is a built-in query", "rename it")
            found.append(query)
        except QueryError as error:
            wrong.append(error)
    return found, wrong


def own_query(name: str) -> Query | None:
    """The user's own query of that name, if there is one; QueryError where it can't be read."""
    found, wrong = own_queries()
    if broken := next((one for one in wrong if f"/{name}.sql" in str(one)), None):
        raise broken
    return next((query for query in found if query.name == name), None)


def all_queries() -> list[Query]:
    """The built-in queries, then the user's own that can be read."""
    return [*catalog().values(), *own_queries()[0]]


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST).decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: this is not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise QueryError(f"{path}: can't be read: {error.strerror}", "check its rights") from error


def with_header(
    name: str, says: str, sql: str, params: Sequence[str], columns: Sequence[str]
) -> str:
    """The file of a query: its header, and the SQL. A header that is there is kept but for both."""
    header, body = split(sql)
    told = {
        "name": name, "title": name.replace("_", " ").capitalize(), "says": says or name,
        "unit": "rows", "grain": "row", "better": "neither",
    } | dict(header)  # fmt: skip
    told |= {"name": name, "params": ", ".join(params), "columns": ", ".join(_plain(columns))}
    if says:
        told["says"] = says
    lines = (f"-- {key}: {' '.join(value.split())}".rstrip() for key, value in told.items())
    return "\n".join([*lines, "--", body.strip(), ""])


def split(sql: str) -> tuple[Mapping[str, str], str]:
    """The header that SQL begins with, and the rest."""
    lines = sql.strip().split("\n")
    found: dict[str, str] = {}
    for at, line in enumerate(lines):
        told = re.match(r"--\s*(name|title|says|unit|grain|better|params|columns|reach):(.*)", line)
        if told is None:
            rest = lines[at + 1 :] if found and line.strip() == "--" else lines[at:]
            return found, "\n".join(rest)
        found[told[1]] = told[2].strip()
    return found, ""


def save(query_text: str, name: str, *, replace: bool = False) -> Path:
    """Keep a query under its name; QueryError where that is not possible, or there is one."""
    if not NAME.fullmatch(name):
        raise QueryError(f"{name!r} is no name for a query", "lower-case letters, digits and _")
    if name in catalog():
        raise QueryError(f"{name} is a built-in query", "take another name")
    path = own_folder() / f"{name}.sql"
    parse(path, query_text, USER)
    if path.exists() and not replace:
        raise QueryError(f"{path} is there already", "take another name, or replace it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(query_text)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        what = f"{error.filename or path}: {error.strerror}"
        raise QueryError(what, "see who owns the folder, and that the disk has room") from error
    return path


def _plain(columns: Sequence[str]) -> list[str]:
    """Columns' names as a header can hold them: `count_star()` is count_star; each once."""
    found: list[str] = []
    for column in columns:
        word = re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_") or "column"
        word = word if word[0].isalpha() else f"column_{word}"
        while word in found:
            word += "_"
        found.append(word)
    return found
