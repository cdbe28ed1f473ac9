"""Folders of questions whose process was killed: swept later, those in use never."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops.warehouse.sandbox.parent import Question
from tests.warehouse.sandbox.test_asking import wait_until

STARTS_AND_WAITS = """
from ops.warehouse.sandbox.parent import Question
question = Question()
print(question.scratch, flush=True)
input()
"""


def test_what_killed_ones_left_is_swept_an_hour_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    asleep, left, just_left = (started() for _ in range(3))
    (left[1] / "spilled").mkdir()
    for process, _ in (left, just_left):
        process.kill()
        process.communicate()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "floorwatch-sql-link").symlink_to(elsewhere)
    aged(asleep[1])
    aged(elsewhere)

    def is_swept() -> bool:
        aged(left[1])  # again: the process for the question may end only now, and empties it
        Question().cancel()
        return not left[1].exists()

    wait_until(is_swept)
    assert asleep[1].exists() and just_left[1].exists() and elsewhere.exists()
    asleep[0].kill()
    asleep[0].communicate()


def started() -> tuple[subprocess.Popen[str], Path]:
    """A process that keeps one ready for a question, and the folder of that."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_WAITS],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def aged(folder: Path) -> None:
    """As if nothing had happened there for two hours."""
    before = time.time() - 7200
    if folder.exists():
        os.utime(folder, (before, before))
