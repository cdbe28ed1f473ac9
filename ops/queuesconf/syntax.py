r"""The syntax of Asterisk's configuration files, as its own reader takes it.

    [name]                a section; [name](!) a template, which is none itself
    [name](a,b)           inherits what sections a and b hold so far
    [name](+)             goes on with a section begun before
    key = value           or key => value; key += value appends to the last value of that key
    ; comment             ;-- a comment over lines, nested if need be --;    \; a semicolon
    #include "file"       or <file>, globs allowed; #tryinclude may find nothing; #exec is not run

What Asterisk refuses is a mistake, what it only grumbles about is a warning.
"""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass, field
from pathlib import Path

from ops.errors import Mistake

INCLUDE_DEPTH = 10
FILES = 1000


@dataclass(frozen=True, slots=True)
class Setting:
    """One `key = value` and where it stands."""

    key: str
    value: str
    file: str
    line: int


@dataclass(slots=True)
class Section:
    """One [name]; sections of the same name are one."""

    name: str
    file: str
    line: int
    template: bool = False
    settings: list[Setting] = field(default_factory=list)


class Reader:
    """Reads one file and what it includes into `sections`, `mistakes` and `warnings`."""

    def __init__(self, path: Path) -> None:
        self.sections: dict[str, Section] = {}
        self.files: list[str] = []
        self.mistakes: list[Mistake] = []
        self.warnings: list[Mistake] = []
        self._folder = path.parent
        self._section: Section | None = None
        self._reading: list[str] = []

    def read(self, path: Path) -> None:
        """Read a file into the current section and those it opens; OSError if it can't be."""
        data = path.read_bytes()
        name = str(path)
        self.files.append(name)
        self._reading.append(os.path.realpath(path))
        depth, opened = 0, 0
        for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            text = raw.decode("utf-8", "replace")
            if "\N{REPLACEMENT CHARACTER}" in text:
                self._warn(name, number, "not UTF-8", "save the file as UTF-8")
            was = depth
            text, depth = uncommented(text, depth)
            opened = number if depth > was else opened
            if text.strip():
                self._line(text.strip(), name, number)
        if depth:
            self._warn(name, opened, "a comment begun here (;--) never ends", "close it with --;")
        self._reading.pop()

    def _line(self, text: str, file: str, line: int) -> None:
        if text.startswith("["):
            self._open(text, file, line)
        elif text.startswith("#"):
            self._directive(text, file, line)
        else:
            self._set(text, file, line)

    def _open(self, text: str, file: str, line: int) -> None:
        name, closed, rest = text[1:].partition("]")
        rest = rest.strip()
        options, ended, _ = rest.removeprefix("(").partition(")")
        if not closed or (rest.startswith("(") and not ended):
            to_do = "write it as [name] or [name](template)"
            self._fail(file, line, f"{text[:40]!r} is not closed", to_do)
            self._section = Section(name, file, line)  # not kept: what follows belongs nowhere
            return
        words = [word.strip() for word in options.split(",")] if rest.startswith("(") else []
        known = self.sections.get(name)
        if "+" in words and known is None:
            self._fail(file, line, f"[{name}](+): no section {name!r} before", "drop the (+)")
        elif known is not None and "+" not in words:
            self._warn(file, line, f"[{name}] stands in line {known.line} of {known.file} too",
                       "the two are taken as one; write the second as [name](+)")  # fmt: skip
        section = known or self.sections.setdefault(name, Section(name, file, line))
        section.template = section.template or "!" in words
        for base in (word for word in words if word not in ("", "!", "+")):
            self._inherit(section, base, file, line)
        self._section = section

    def _inherit(self, section: Section, base: str, file: str, line: int) -> None:
        if base not in self.sections:
            self._fail(file, line, f"[{section.name}]({base}): no section {base!r} before",
                       "define the template above, or correct its name")  # fmt: skip
            return
        section.settings.extend(list(self.sections[base].settings))

    def _set(self, text: str, file: str, line: int) -> None:
        if self._section is None:
            self._fail(file, line, f"{text[:40]!r} stands before any [section]",
                       "is this a queues.conf?")  # fmt: skip
            return
        key, equals, value = text.removeprefix("\\").partition("=")
        append = key.endswith("+")
        key, value = key.removesuffix("+").strip(), value.removeprefix(">").strip()
        if not equals or not key:
            self._warn(file, line, f"{text[:40]!r} is not 'key = value'", "Asterisk ignores it too")
            return
        settings = self._section.settings
        same = [at for at, setting in enumerate(settings) if setting.key == key] if append else []
        if same:
            value = settings[same[-1]].value + value
            settings[same[-1]] = Setting(key, value, file, line)
        else:
            settings.append(Setting(key, value, file, line))

    def _directive(self, text: str, file: str, line: int) -> None:
        word, argument = [*text[1:].split(None, 1), "", ""][:2]
        word = word.lower()
        if argument[:1] + argument[-1:] in ('""', "<>"):
            argument = argument[1:-1]
        if word == "exec":
            self._warn(file, line, "#exec is not run", "what it would add is not seen")
        elif word not in ("include", "tryinclude") or not argument:
            self._warn(file, line, f"{text[:40]!r} is no directive", "Asterisk ignores it too")
        elif not self._include(argument, file, line) and word == "include":
            self._fail(file, line, f"the file {argument!r} to include is not there",
                       "correct the path, or write #tryinclude")  # fmt: skip

    def _include(self, pattern: str, file: str, line: int) -> bool:
        """Read every file of `pattern`; whether there was one."""
        found: list[str] = []
        # Asterisk takes relative names from its configuration folder, where the first file is.
        for folder in (self._folder, Path(file).parent):
            found = found or sorted(glob.glob(os.path.join(folder, pattern)))
        found = [name for name in found if os.path.isfile(name)]
        for name in found:
            if os.path.realpath(name) in self._reading:
                self._fail(file, line, f"{pattern!r} includes itself", "break the circle")
                continue
            if len(self._reading) > INCLUDE_DEPTH or len(self.files) >= FILES:
                self._fail(file, line, f"{pattern!r} is included too deep", "include less")
                break
            try:
                self.read(Path(name))
            except OSError as error:
                self._fail(file, line, f"{name!r} can't be read: {error.strerror}",
                           "give Floorwatch's user read access")  # fmt: skip
        return bool(found)

    def _fail(self, file: str, line: int, what: str, to_do: str) -> None:
        self.mistakes.append(Mistake(file, line, what, to_do))

    def _warn(self, file: str, line: int, what: str, to_do: str) -> None:
        self.warnings.append(Mistake(file, line, what, to_do))


def uncommented(text: str, depth: int) -> tuple[str, int]:
    r"""One line without its comments, and how many block comments are open after it.

    `depth` is how many were open before it. "\;" becomes ";".
    """
    kept = ""
    while (at := text.find(";")) >= 0:
        before, after = text[:at], text[at + 1 :]
        if before.endswith("\\"):
            kept += "" if depth else before[:-1] + ";"
        elif after.startswith("--") and not after.startswith("---"):
            kept += "" if depth else before
            depth += 1
            after = after[2:]
        elif depth and before.endswith("--"):
            depth -= 1
        elif not depth:
            return kept + before, 0
        text = after
    return kept + ("" if depth else text), depth


def arguments(text: str) -> list[str]:
    """Comma-separated arguments as Asterisk's applications split them.

    Quotes and parentheses hold commas, a backslash takes the next character as it is.
    """
    found, word, quoted, parens, at = [], "", False, 0, 0
    while at < len(text):
        character = text[at]
        if character == "\\" and at + 1 < len(text):
            at += 1
            word += text[at]
        elif character == '"':
            quoted = not quoted
        elif character == "," and not quoted and not parens:
            found.append(word.strip())
            word = ""
        else:
            parens = max(0, parens + (character == "(") - (character == ")"))
            word += character
        at += 1
    return [*found, word.strip()]
