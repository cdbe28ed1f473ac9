"""Commands run in this process, with streams of their own, and in processes of their own."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from ops.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it wrote."""

    code: int
    data: bytes
    err: str

    @property
    def out(self) -> str:
        return self.data.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        """Its CSV."""
        return list(csv.DictReader(io.StringIO(self.out)))

    @property
    def json(self) -> Any:  # noqa: ANN401 (what a document holds is the test's to say)
        return json.loads(self.data)


class Stream(io.TextIOWrapper):
    """A standard stream that may say it is a terminal."""

    def __init__(self, is_terminal: bool, text: str = "") -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8", write_through=True)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def bytes(self) -> bytes:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue()


def floorwatch(
    *arguments: str | Path,
    terminal: bool = False,
    typed: str = "",
) -> Ran:
    """Run a command line in this process."""
    out, err = Stream(terminal), Stream(terminal)
    with (
        mock.patch.object(sys, "stdin", Stream(terminal, typed)),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
    ):
        code = main([str(word) for word in arguments])
    return Ran(code, out.bytes(), err.bytes().decode())


def done(*arguments: str | Path) -> Ran:
    """Run a command line that must end well."""
    ran = floorwatch(*arguments)
    assert ran.code == 0, ran.err
    return ran


def process(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start a command line as a process of its own, in the checkout."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )


def ended(running: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str]:
    """Send a signal and wait: exit code and what was said."""
    running.send_signal(number)
    _, err = running.communicate(timeout=60)
    return running.returncode, err
