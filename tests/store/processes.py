"""Real collectors in real processes, and what they have stored."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from ops.store.layout import StorePaths, whole_listing

ROOT = Path(__file__).parents[2]


def collector(log: Path, store: Path, *more: str) -> subprocess.Popen[bytes]:
    """`floorwatch collect LOG`, following."""
    command = [sys.executable, str(ROOT / "app.py"), "collect", str(log), "--store", str(store)]
    return subprocess.Popen(
        [*command, "--source", "pbx", *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def stored(store: Path, source: str = "pbx") -> list[tuple[int, str]]:
    """(stamp, call id) of every stored line, in order."""
    while True:
        tiles = whole_listing(StorePaths(store).source_folder(source)).segments
        try:
            frames = [pl.read_parquet(t.path, columns=["seq", "s", "call_id"]) for t in tiles]
        except FileNotFoundError:
            continue  # compacted meanwhile: list again
        if not frames:
            return []
        return pl.concat(frames).sort("seq").select("s", "call_id").rows()


def wait_until(condition: Callable[[], bool], timeout_s: float = 60.0) -> None:
    """Wait for `condition`; fail when it takes too long."""
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)
