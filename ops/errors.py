"""Errors a person can act on, and the exit codes they end a command with.

Every error that Floorwatch raises on purpose is a `FloorwatchError`: its text says what is
wrong and where (file and line where there is one), its `hint` says what to do. The command
line prints both to stderr and ends with the class's `exit_code`; a screen shows them in place.

| code | class           | meaning                                                            |
|------|-----------------|--------------------------------------------------------------------|
| 0    |                 | it worked                                                          |
| 1    | FloorwatchError | anything not listed below                                          |
| 2    | UsageError      | the command was asked wrongly: an option, a period, a name         |
| 3    | SettingsError   | floorwatch.toml or a queues.conf it names can't be read or is wrong |
| 4    | SourceError     | a phone system's log can't be read                                 |
| 5    | StoreError      | the store can't be read or written, or another process holds it    |
| 6    | QueryError      | a query is unknown, has a bad header, or failed                    |
| 130  |                 | interrupted (Ctrl-C)                                               |
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self


class FloorwatchError(Exception):
    """What is wrong and where is `str(error)`; what to do about it is `error.hint` (or "")."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class UsageError(FloorwatchError):
    """The command or a call was asked wrongly: an option, a period, a name."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong in one file; `str` gives "file:line: what — what to do"."""

    file: str
    line: int
    """Counted from 1; 0 where the file as a whole is meant, and not shown then."""
    what: str
    to_do: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}" + (f" — {self.to_do}" if self.to_do else "")


class SettingsError(FloorwatchError):
    """The settings, or a queues.conf they name, can't be read or contain mistakes.

    Made with `of`: `str(error)` is then a line `file:line: what — what to do` for every mistake,
    all of which are also in `mistakes`.
    """

    exit_code: ClassVar[int] = 3
    mistakes: tuple[Mistake, ...] = ()

    @classmethod
    def of(cls, mistakes: Iterable[Mistake], hint: str = "") -> Self:
        """The error that lists `mistakes`, in their order."""
        listed = tuple(mistakes)
        error = cls("\n".join(map(str, listed)), hint)
        error.mistakes = listed
        return error


class SourceError(FloorwatchError):
    """A phone system's log can't be read."""

    exit_code: ClassVar[int] = 4


class StoreError(FloorwatchError):
    """The store can't be read or written, or another process holds it."""

    exit_code: ClassVar[int] = 5


class QueryError(FloorwatchError):
    """A query is unknown, its header is wrong, or running it failed."""

    exit_code: ClassVar[int] = 6
