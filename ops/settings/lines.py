"""In which line of a TOML file a key stands: tomllib reads values but keeps no positions.

`Lines` reads text that tomllib has accepted, so it only has to find where things begin and end:
tables, arrays of tables, dotted and quoted keys, strings of all four kinds, arrays and inline
tables over several lines. A key's path is a tuple of names and, in arrays, indexes from 0:
("sources", 0, "paths", 1).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# In order: the multi-line kinds first, whose end may follow one or two quotes of the text.
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|'
    r"'''.*?'{3,5}|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


class Lines:
    """Where every key and array item of a TOML text stands; lines are counted from 1."""

    def __init__(self, text: str) -> None:
        """Read `text`, which tomllib must have accepted."""
        self._text = text
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._at = 0
        self._arrays: dict[Path, int] = {}
        self.found: dict[Path, int] = {}
        self._document()

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest table or key around it that is there, else 1."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.found:
                return self.found[path[:length]]
        return 1

    def _document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self._text):
            if self._text.startswith("[[", self._at):
                table = self._header(2)
            elif self._text[self._at] == "[":
                table = self._header(1)
            else:
                self._pair(table)

    def _header(self, brackets: int) -> Path:
        """A [table] or [[array of tables]] line; the path of the table it opens."""
        line = self._line()
        self._at += brackets
        names = self._key()
        self._skip(_SPACES)
        self._at += brackets
        path: Path = ()
        for name in names:
            path = (*path, name)
            self.found.setdefault(path, line)
            if path in self._arrays and path != names:
                path = (*path, self._arrays[path])
        if brackets == 2:
            path = self._next_table(path, line)
        return path

    def _next_table(self, path: Path, line: int) -> Path:
        if path and isinstance(path[-1], int):
            path = path[:-1]
        self._arrays[path] = self._arrays.get(path, -1) + 1
        path = (*path, self._arrays[path])
        self.found[path] = line
        return path

    def _pair(self, table: Path) -> None:
        """A `key = value`, in the document or in an inline table."""
        line = self._line()
        path = table
        for name in self._key():
            path = (*path, name)
            self.found.setdefault(path, line)
        self._skip(_SPACES)
        self._at += 1  # the equals sign
        self._value(path)

    def _key(self) -> tuple[str, ...]:
        """A dotted key; stops behind it."""
        names: list[str] = []
        while True:
            self._skip(_SPACES)
            names.append(self._name())
            self._skip(_SPACES)
            if self._text[self._at : self._at + 1] != ".":
                return tuple(names)
            self._at += 1

    def _name(self) -> str:
        start = self._at
        if self._text[start] in "\"'":
            self._skip(_STRING)
            return str(tomllib.loads(f"k = {self._text[start : self._at]}")["k"])
        self._skip(_BARE_KEY)
        return self._text[start : self._at]

    def _value(self, path: Path) -> None:
        self._skip(_SPACES)
        first = self._text[self._at]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        else:
            self._skip(_STRING if first in "\"'" else _SCALAR)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._next_in("]"):
            self.found[*path, index] = self._line()
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._next_in("}"):
            self._pair(path)

    def _next_in(self, end: str) -> bool:
        """Go to the next item; False, and behind `end`, if there is none."""
        while self._skip(_BLANK) < len(self._text) and self._text[self._at] == ",":
            self._at += 1
        if self._text[self._at] == end:
            self._at += 1
            return False
        return True

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """Go behind what `pattern` matches here; the new place."""
        match = pattern.match(self._text, self._at)
        if match:
            self._at = match.end()
        return self._at

    def _line(self) -> int:
        return bisect_right(self._breaks, self._at - 1) + 1
