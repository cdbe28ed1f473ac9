"""Callers' numbers: masked unless revealed, with a stable id so that masked rows still group."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ops.errors import StoreError, UsageError
from ops.formats import masked
from ops.numbers import normal_form
from ops.settings import NumberSettings, Settings

KEY_BYTES = 32
# The stamp a line begins with, and the unique id of a call behind it, are nobody's number.
_LEADING = re.compile(r"\s*\d{9,11}(?:\.\d+)?(?=\|)(?:\|\d{9,11}\.\d+(?=\|))?")
# An extension is short, and stands where a caller's number does.
_CALLER = re.compile(r"(\|ENTERQUEUE\|[^|]*\||\|(?:FULL|JOINEMPTY|JOINUNAVAIL)\|)([^|]*\d[^|]*)")
_NUMBER = re.compile(r"\+?\d(?:[ ()/-]{0,2}\d){4,}")
_APART = "\ue000"
"""What keeps the digits of a time apart for as long as numbers are looked for."""
_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_CLOCK = (
    r"[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?"
    r"(?:Z|[+-]\d\d:?\d\d(?![ ()/-]{0,2}\d))?(?!\d)"
)
# Something before it that a number could begin with makes it a part of one.
_TIME = re.compile(
    r"(?<![\d+])(?<![\d+][ ()/-])(?<![\d+][ ()/-]{2})"
    rf"(?:(?:{_YEAR}([/-])[0-3]?\d\1[0-3]?\d|[0-3]?\d([./-])[0-3]?\d\2{_YEAR}){_CLOCK}"
    rf"|(?:{_YEAR}([/-]){_MONTH}\3{_DAY}|{_DAY}([./-]){_MONTH}\4{_YEAR}"
    rf"|{_MONTH}([./-]){_DAY}\5{_YEAR})(?![ ()/-]{{0,2}}\d))"
)


@dataclass(frozen=True, slots=True)
class Privacy:
    """How one reader may see callers' numbers."""

    digits_shown: int
    reveal: bool
    key: Callable[[], bytes]
    numbers: NumberSettings

    def caller(self, number: str | None) -> str | None:
        """The number as this reader may see it; None stays None."""
        if number is None or self.reveal:
            return number
        return masked(number, self.digits_shown)

    def raw(self, line: str | None) -> str | None:
        """A line of a log as this reader may see it; None stays None."""
        if line is None or self.reveal:
            return line
        return masked_raw(line, self.digits_shown)

    def told(self, text: str) -> str:
        """What is wrong with a line, or a part of it, as this reader may see it: times stay."""
        return text if self.reveal else masked_but_times(text, self.digits_shown)

    def customer(self, number: str | None) -> str | None:
        """A 12-digit hex id of an identified caller, the same in every answer of this store."""
        return self.known(normal_form(number, self.numbers))

    def known(self, normal: str | None) -> str | None:
        """The same for a number that is in its normal form already; None stays None."""
        if normal is None:
            return None
        return hmac.new(self.key(), normal.encode(), hashlib.sha256).hexdigest()[:12]


def privacy(settings: Settings, store: Path, *, reveal: bool = False) -> Privacy:
    """What the settings allow; UsageError where they forbid to reveal."""
    if reveal and not settings.privacy.reveal_allowed:
        raise UsageError(
            "this site's settings do not allow whole numbers to be shown",
            "leave --reveal out, or ask who keeps floorwatch.toml (privacy.reveal_allowed)",
        )
    shown, key = settings.privacy.digits_shown, cache(lambda: _key(store))
    return Privacy(shown, reveal, key, settings.numbers)


def masked_raw(line: str, shown: int = 4) -> str:
    """A line of a log with callers' numbers masked, and all that looks like one of five digits.

    The time stamp it begins with stays, and so does a call's unique id right after it.
    """
    found = _LEADING.match(line)
    lead = found.end() if found else 0
    rest = _CALLER.sub(lambda caller: caller[1] + masked(caller[2], shown), line[lead:])
    return line[:lead] + _NUMBER.sub(lambda number: masked(number[0], shown), rest)


def masked_but_times(line: str, shown: int = 4) -> str:
    """The same, but dates and times can be read where nothing joins them to another number.

    For a reader who must see what is wrong with a time.
    """
    told = _TIME.sub(lambda time: _APART.join([*time[0], ""]), line.replace(_APART, ""))
    return masked_raw(told, shown).replace(_APART, "")


def make_key(store: Path) -> Path:
    """The file with the store's secret, made once: without it ids could be found by trying.

    Raises StoreError where it can't be made.
    """
    path = store / "customer.key"
    if path.exists():
        return path
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)  # of two processes at once the first wins, whole
        temporary.unlink()
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}", "the store must be writable once") from error
    return path


def _key(store: Path) -> bytes:
    path = make_key(store)
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"{path}: {error.strerror}", "whoever runs the collector has to let you read it"
        ) from error
