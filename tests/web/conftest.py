"""A server over a store of the real log, as a process of its own."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import SMALL
from tests.cli.terminal import ROOT, done


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    port: int
    tokens: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as (_, found):
        yield found


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Served]]:
    """A server over a small store in `folder`, ended at the end."""
    (folder / "queue_log").write_text(SMALL)
    done("collect", "--once", "--store", folder / "store", folder / "queue_log")
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, ROOT / "app.py", "serve", "--store", folder / "store", "--user", "ana",
         "--user", "ben", "--port", str(port), "--sessions", "2"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield running, Served(port, _links(running))
    finally:
        running.terminate()
        running.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _links(running: subprocess.Popen[str]) -> dict[str, str]:
    """The tokens by user, from what the server prints when it listens."""
    found: dict[str, str] = {}
    assert running.stderr is not None
    for line in running.stderr:
        if link := re.search(r"(\w+): http://\S+/\?token=(\S+)", line):
            found[link[1]] = link[2]
        if "Ctrl-C" in line:
            return found
    raise AssertionError("the server ended")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"
