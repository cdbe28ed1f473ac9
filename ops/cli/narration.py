"""What is said beside the data: to standard error, one harmless line at a time."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from ops.formats import safe

_REDRAW_S = 0.1
_WIDTH = 30


def say(message: str, hint: str = "") -> None:
    """Print `message` to stderr as "floorwatch: …", the hint below it."""
    first, *others = message.splitlines() or [""]
    lines = [f"floorwatch: {safe(first)}", *(safe(line) for line in others)]
    lines += [f"  {safe(line)}" for line in hint.splitlines()]
    with contextlib.suppress(OSError, ValueError):  # nobody listens: that is no reason to fail
        print("\n".join(lines), file=sys.stderr, flush=True)


@contextlib.contextmanager
def progress(label: str, total: int, unit: str = "") -> Iterator[Callable[[int], None]]:
    """A bar on stderr, where that is a terminal; yields what is told how much more is done.

    `unit` "B" shows megabytes; a `total` of 0 means unknown, and only the amount is shown.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar = _Bar(label, total, unit)
    try:
        yield bar.add
    finally:
        bar.clear()


class _Bar:
    def __init__(self, label: str, total: int, unit: str) -> None:
        self._label, self._total, self._unit = safe(label, 40), total, unit
        self._done, self._drawn_at = 0, 0.0
        self._draw()

    def add(self, more: int) -> None:
        self._done += more
        if time.monotonic() - self._drawn_at >= _REDRAW_S:
            self._draw()

    def clear(self) -> None:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _draw(self) -> None:
        self._drawn_at = time.monotonic()
        print(f"\r\x1b[K{self._text()}", end="", file=sys.stderr, flush=True)

    def _text(self) -> str:
        done = _amount(self._done, self._unit)
        if not self._total:
            return f"{self._label}  {done}"
        share = min(1.0, self._done / self._total)
        filled = round(share * _WIDTH)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        return f"{self._label}  {bar} {share:4.0%}  {done} of {_amount(self._total, self._unit)}"


def _amount(number: int, unit: str) -> str:
    return f"{number / 1e6:,.1f} MB" if unit == "B" else f"{number:,} {unit}".rstrip()
