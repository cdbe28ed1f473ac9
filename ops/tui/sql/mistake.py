"""Where in a statement an error is, and what it says without the drawing the engine adds."""

import re

from ops.tui.sql.statement import tokens

_PLACE = re.compile(r"^line (\d+), column (\d+)$")
_DRAWN = re.compile(r"^LINE (\d+): (.*)\n( *)\^", re.MULTILINE)
_NAMED = (
    re.compile(r"no relation ([\w.]+)"),
    re.compile(r'near "([^"]+)"'),
    re.compile(r'[Cc]olumn "([^"]+)"'),
    re.compile(r"with name (\w+) does not exist"),
    re.compile(r"function matches .*?'(\w+)\("),
    re.compile(r"^(\w+)\(\) may not"),
    re.compile(r"parameter[^:]*: (\w+)"),
    re.compile(r'"([^"]+)"'),
)
_CUT = "..."


def place_of(message: str, hint: str, sql: str) -> tuple[int, int] | None:
    """Offsets in `sql` of what an error of the sandbox is about; None where it does not say."""
    if (told := _PLACE.match(hint)) is not None:
        at = _offset(sql, int(told[1]), int(told[2]) - 1)
        return None if at is None else _word(sql, at)
    if (drawn := _DRAWN.search(f"{message}\n{hint}")) is not None:
        at = _drawn_at(sql, drawn)
        if at is not None:
            return _word(sql, at)
    return _named(message, sql)


def said(message: str, hint: str) -> str:
    """The error in one line, without the engine's drawing of the place."""
    kept = _DRAWN.split(f"{message}\n{hint}")[0] if "LINE " in f"{message}{hint}" else ""
    if not kept:
        kept = message if not hint or _PLACE.match(hint) else f"{message} ({hint})"
    return " ".join(kept.split())


def _offset(sql: str, line: int, column: int) -> int | None:
    lines = sql.split("\n")
    if not 1 <= line <= len(lines):
        return None
    return sum(len(one) + 1 for one in lines[: line - 1]) + min(column, len(lines[line - 1]))


def _drawn_at(sql: str, drawn: re.Match[str]) -> int | None:
    """The engine draws a long line cut: `LINE 3: ...queue, agnet FROM...`."""
    start = _offset(sql, int(drawn[1]), 0)
    if start is None:
        return None
    line = sql[start:].split("\n", maxsplit=1)[0]
    shown = drawn[2]
    column = len(drawn[3]) - len(f"LINE {drawn[1]}: ")
    if shown.startswith(_CUT):
        rest = shown.removeprefix(_CUT).removesuffix(_CUT)
        found = line.find(rest)
        if found < 0:
            return None
        column += found - len(_CUT)
    return start + max(0, min(column, len(line)))


def _named(message: str, sql: str) -> tuple[int, int] | None:
    """The first token that is what the message names."""
    for pattern in _NAMED:
        found = pattern.search(message)
        if found is None:
            continue
        name = found[1].rpartition(".")[2].lower()
        for token in tokens(sql):
            if token.kind != "comment" and token.text.strip("\"'$").lower() == name:
                return token.start, token.end
    return None


def _word(sql: str, at: int) -> tuple[int, int]:
    """The token at an offset, or the last one where the text ends too early."""
    found = [token for token in tokens(sql) if token.kind != "comment"]
    here = next((token for token in found if token.start <= at < token.end), None)
    here = here or next((token for token in found if token.start >= at), None)
    here = here or (found[-1] if found else None)
    return (here.start, here.end) if here else (0, 0)
