"""What a queues.conf says of its queues, as app_queue understands it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ops.errors import Mistake, SettingsError
from ops.queuesconf.syntax import Reader, Section, Setting, arguments

_SECONDS = ("servicelevel", "wrapuptime", "memberdelay", "maxlen")
_TRUE = ("yes", "true", "y", "t", "1", "on")
_FALSE = ("no", "false", "n", "f", "0", "off")


@dataclass(frozen=True, slots=True)
class Member:
    """One `member => interface,penalty,name,state_interface`."""

    interface: str
    penalty: int
    name: str
    """What the queue_log calls the member; the interface where no name is given."""
    state_interface: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class QueueConf:
    """One queue; lengths of time are seconds, None where the file says nothing."""

    name: str
    file: str
    line: int
    servicelevel: int | None = None
    wrapuptime: int | None = None
    memberdelay: int | None = None
    maxlen: int | None = None
    members: tuple[Member, ...] = ()
    other: Mapping[str, str] = field(default_factory=dict)
    """Every other key, in lower case, with its last value."""


@dataclass(frozen=True, slots=True)
class QueuesConf:
    """A whole queues.conf with what it includes."""

    path: Path
    general: Mapping[str, str]
    """[general], keys in lower case."""
    queues: Mapping[str, QueueConf]
    """By name, in the file's order; templates left out."""
    files: tuple[str, ...]
    """The file and every included one, in the order of reading."""
    warnings: tuple[Mistake, ...]
    """What Asterisk takes, but hardly as meant."""

    @property
    def shared_lastcall(self) -> bool:
        """Whether wrap-up after a queue's call counts in the others (Asterisk's default: yes)."""
        return self._flag("shared_lastcall", True)

    @property
    def log_membername_as_agent(self) -> bool:
        """Whether members come and go in the log under their names (Asterisk's default: no)."""
        return self._flag("log_membername_as_agent", False)

    def _flag(self, key: str, default: bool) -> bool:
        said = self.general.get(key, "").lower()
        return said in _TRUE if said in _TRUE + _FALSE else default


def read(path: Path) -> QueuesConf:
    """Read a queues.conf and what it includes.

    Raises SettingsError with every mistake's file and line, also if the file can't be read.
    """
    reader = Reader(path)
    try:
        reader.read(path)
    except OSError as error:
        what = f"can't be read: {error.strerror or error}"
        mistake = Mistake(str(path), 0, what, "correct the path or its rights")
        raise SettingsError.of([mistake]) from error
    queues: dict[str, QueueConf] = {}
    general: dict[str, str] = {}
    for section in reader.sections.values():
        if section.name.lower() == "general":
            general = {setting.key.lower(): setting.value for setting in section.settings}
        elif not section.template:
            queues[section.name] = _queue(section, reader)
    if reader.mistakes:
        raise SettingsError.of(dict.fromkeys(reader.mistakes))
    files = tuple(dict.fromkeys(reader.files))
    return QueuesConf(path, general, queues, files, tuple(dict.fromkeys(reader.warnings)))


def _queue(section: Section, reader: Reader) -> QueueConf:
    numbers: dict[str, int | None] = {}
    members: dict[str, Member] = {}
    other: dict[str, str] = {}
    for setting in section.settings:
        key = setting.key.lower()
        if key in _SECONDS:
            numbers[key] = _whole(setting, reader)
        elif key == "member":
            member = _member(setting, reader)
            if member:  # a second line for an interface replaces the first, in its place
                members[member.interface] = member
        else:
            other[key] = setting.value
    return QueueConf(
        section.name,
        section.file,
        section.line,
        **numbers,
        members=tuple(members.values()),
        other=other,
    )


def _whole(setting: Setting, reader: Reader) -> int | None:
    """The number a value begins with, which is all that Asterisk reads of it; never below 0."""
    digits = re.match(r"[+-]?[0-9]{1,9}", setting.value)
    where = (setting.file, setting.line)
    said = f"{setting.key} = {setting.value!r}"
    if not digits:
        to_do = f"write it like {setting.key} = 20, or leave the line out"
        reader.mistakes.append(Mistake(*where, f"{said} is not a whole number", to_do))
        return None
    number = int(digits[0])
    if digits[0] != setting.value or number < 0:
        taken = max(number, 0)
        reader.warnings.append(Mistake(*where, f"{said} is taken as {taken}", f"write {taken}"))
    return max(number, 0)


def _member(setting: Setting, reader: Reader) -> Member | None:
    words = [*arguments(setting.value), "", "", ""]
    interface, penalty, name, state = words[:4]
    where = (setting.file, setting.line)
    if not interface:
        what = "a member without an interface"
        reader.warnings.append(Mistake(*where, what, "write member => PJSIP/201,0,Ana Ruiz"))
        return None
    whole = re.fullmatch(r"[0-9]{1,9}", penalty)
    if penalty and not whole:
        what = f"the penalty {penalty!r} of {interface} is taken as 0"
        reader.warnings.append(Mistake(*where, what, "write a whole number"))
    number = int(penalty) if whole else 0
    return Member(interface, number, name or interface, state or interface, *where)
