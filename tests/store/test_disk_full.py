"""The disk is full: the collector says so, waits, and goes on when there is room."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.store import status
from tests.store.conftest import log
from tests.store.processes import collector, stored, wait_until


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k,mode=700", "floorwatch-test", str(mounted)]
    made = subprocess.run(command, capture_output=True, check=False)
    if made.returncode != 0:
        pytest.skip("a small file system can only be made by root")
    yield mounted
    subprocess.run(["umount", "-l", str(mounted)], check=True)


def test_a_full_disk_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 380_000)
    store = small_disk / "store"
    source = log(tmp_path / "queue_log", 500)
    process = collector(source, store)
    try:
        wait_until(lambda: process.poll() is not None or _says_full(store), 30)
        assert process.poll() is None, process.communicate()[1].decode()
        assert stored(store) == []
        ballast.unlink()
        wait_until(lambda: len(stored(store)) == 500 * 4, 30)
        wait_until(lambda: not _says_full(store), 10)
    finally:
        process.terminate()
        said = process.communicate(timeout=20)[1].decode()
    assert "cannot write" in said
    assert "No space left" in said
    assert "goes on" in said
    lines = [line.split("|") for line in source.read_text().splitlines()]
    assert stored(store) == [(int(fields[0]), fields[1]) for fields in lines]


def _says_full(store: Path) -> bool:
    told = status.read(store / "status.json")
    return bool(told and told.error and "No space left" in told.error)
