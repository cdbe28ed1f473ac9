"""Taking texts out of the journal: its lines keep their places, what was done stays done.

Either a number, or what the site does not keep so long.

Another file is put in the journal's place by one rename, under the journal's lock, so that whoever
writes meanwhile waits, and whoever reads starts over.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import msgspec

from ops.store.access import Access, publish
from ops.store.journal.entry import CALL_BACK, ERASED
from ops.store.journal.lines import Lines
from ops.store.journal.writing import only_writer, unwritable
from ops.store.layout import StorePaths

_STRUCTURE = frozenset({"v", "id", "at", "by", "do", "on", "undoes", "kind", "queue", "owner",
                        "due", "until", "call", "key"})  # fmt: skip
"""What can't hold a caller's number; anything else can, also in the line of a newer version."""


def erase_from_journal(
    paths: StorePaths, access: Access, holds: Callable[[str, bool], bool]
) -> int:
    """Blank every text that `holds` the number; returns the lines changed.

    `holds` is asked with a text and whether it stands where a customer's number does.
    """
    if not paths.follow_ups.exists():
        return 0
    with only_writer(paths, access):
        lines = paths.follow_ups.read_bytes().split(b"\n")
        without = [_without(line, holds) for line in lines]
        changed = sum(old != new for old, new in zip(lines, without, strict=True))
        if changed:
            _replace(paths, access, b"\n".join(without))
        return changed


def erase_old_from_journal(paths: StorePaths, access: Access, before_s: int) -> int:
    """Blank the texts of follow-ups that nothing was done to since; returns the lines changed.

    What is still owed stays whole, however old; a call-back may have been settled by an answer.
    """
    if not paths.follow_ups.exists():
        return 0
    with only_writer(paths, access):
        news = Lines(paths.follow_ups).look()
        last = {line.entry.follow_up: line.entry for line in news.lines}
        settled = {
            line.entry.follow_up
            for line in news.lines
            if line.entry.do in ("done", "cancel") or line.entry.kind == CALL_BACK
        }
        old = {id for id in settled if last[id].s < before_s}
        numbers = {line.number for line in news.lines if line.entry.follow_up in old}
        lines = paths.follow_ups.read_bytes().split(b"\n")
        without = [
            _without(line, lambda text, _: bool(text)) if number in numbers else line
            for number, line in enumerate(lines, 1)
        ]
        changed = sum(old != new for old, new in zip(lines, without, strict=True))
        if changed:
            _replace(paths, access, b"\n".join(without))
        return changed


def _without(line: bytes, holds: Callable[[str, bool], bool]) -> bytes:
    """The line without the number; byte for byte the same where it has none."""
    text = line.decode("utf-8", "replace")
    try:
        said = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ERASED if holds(text, False) else line
    if not isinstance(said, dict):
        return ERASED if holds(text, False) else line
    blanked = {
        key: value if key in _STRUCTURE else _blanked(value, holds, key == "customer")
        for key, value in said.items()
    }
    return line if blanked == said else msgspec.json.encode(blanked)


def _blanked(value: Any, holds: Callable[[str, bool], bool], is_caller: bool) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return "" if holds(value, is_caller) else value
    if isinstance(value, list):
        return [_blanked(each, holds, is_caller) for each in value]
    if isinstance(value, dict):
        return {key: _blanked(each, holds, is_caller) for key, each in value.items()}
    return "" if holds(str(value), False) else value


def _replace(paths: StorePaths, access: Access, data: bytes) -> None:
    temporary = paths.follow_ups.with_name(f".{paths.follow_ups.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        access.file(temporary, shared_writing=True)
        publish(temporary, paths.follow_ups)
    except OSError as error:
        raise unwritable(error, paths.follow_ups) from error
    finally:
        temporary.unlink(missing_ok=True)
