"""AMI on the wire: lines `Key: value`, an empty line after each message. Nothing here opens one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

BANNER = "Asterisk Call Manager/"
MOST_BYTES = 1 << 20
"""No message is longer; what is, is no message."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; of a header that is repeated the last one counts."""

    line: int
    """Where it begins, counted from 1 since the start of what was fed."""
    headers: Mapping[str, str]

    @property
    def event(self) -> str:
        """The name of the event, "" for an answer."""
        return self.headers.get("Event", "")


class TooLongError(ValueError):
    """What comes has no end, so it is no AMI."""


class Parser:
    """Bytes in pieces of any size to messages; `odd` is told lines that are none, with number."""

    def __init__(self, odd: Callable[[int, str], None] = lambda number, line: None) -> None:
        self._odd = odd
        self._rest = b""
        self._line = 0
        self._start = 0
        self._size = 0
        self._headers: dict[str, str] = {}

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that `data` completes. Raises TooLongError."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._line += 1
            if line.rstrip(b"\r"):
                self._header(line)
            elif self._headers:
                message = Message(self._start, self._headers)
                self._headers, self._start, self._size = {}, 0, 0
                yield message
        if len(self._rest) + self._size > MOST_BYTES:
            raise TooLongError(f"more than {MOST_BYTES:,} bytes without an end")

    def _header(self, line: bytes) -> None:
        self._size += len(line)
        text = line.decode(errors="replace").rstrip("\r")
        key, colon, value = text.partition(":")
        if colon:
            self._start = self._start or self._line
            self._headers[key] = value.strip()
        elif not text.startswith(BANNER):
            self._odd(self._line, text)


def encoded(headers: Mapping[str, str]) -> bytes:
    """A message as it is sent. Raises ValueError where a value would break out of its line."""
    for key, value in headers.items():
        if any(ord(character) < 32 for character in key + value):
            raise ValueError(f"{key}: a control character")
    return "".join(f"{key}: {value}\r\n" for key, value in headers.items()).encode() + b"\r\n"
