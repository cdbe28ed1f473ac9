"""Programs in a terminal of their own: what they print, and when it was seen."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Terminal:
    """A process in a pseudo-terminal of 120 columns."""

    def __init__(self, arguments: Sequence[str], home: Path, lines: int = 40) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 120, 0, 0))
        names = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("STATE", "CONFIG")}
        env = {**os.environ, **names, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        env = {key: value for key, value in env.items() if key != "NO_COLOR"}
        self.fd = ours
        self.began = time.time()
        self.process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env={**env, "TZ": "UTC"},
            stdin=theirs, stdout=theirs, stderr=theirs,  # Textual draws on stderr
        )  # fmt: skip
        os.close(theirs)

    def press(self, keys: str) -> None:
        """Type something."""
        os.write(self.fd, keys.encode())

    def close(self) -> None:
        """Quit, by force if need be."""
        self.press("q")
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.fd)


def read_on(
    terminals: Sequence[Terminal],
    seen: Callable[[int, bytes], object],
    until: Callable[[], bool],
    within_s: float = 60.0,
) -> None:
    """Read what they print until `until`; `seen` is told which one printed what."""
    numbers = {terminal.fd: at for at, terminal in enumerate(terminals)}
    end = time.monotonic() + within_s
    while not until() and time.monotonic() < end:
        for fd in select.select(list(numbers), [], [], 0.02)[0]:
            try:
                seen(numbers[fd], os.read(fd, 1 << 16))
            except OSError:
                numbers.pop(fd)
