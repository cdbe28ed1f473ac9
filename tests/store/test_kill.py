"""Killed at any moment, rotated in between: every line is stored exactly once, in order."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest

from tests.store.processes import collector, stored, wait_until


class Writer(threading.Thread):
    """A phone system: appends numbered lines, sometimes half of one, and rotates its log."""

    def __init__(self, log: Path, seed: int) -> None:
        super().__init__(daemon=True)
        self.log = log
        self.written: list[tuple[int, str]] = []
        self.done = threading.Event()
        self._random = random.Random(seed)
        self._start_s = int(time.time()) - 100_000

    def run(self) -> None:
        """Write until told to stop; a line is only counted once it is whole."""
        number, rotation = 0, 0
        while not self.done.is_set():
            with self.log.open("ab", buffering=0) as file:
                for _ in range(self._random.randrange(1, 40)):
                    number += 1
                    stamp = self._start_s + number // 7
                    call = f"{stamp}|{stamp}.{number}|support|NONE|ENTERQUEUE"
                    line = f"{call}||+4930{number}|1\n".encode()
                    cut = self._random.randrange(len(line))
                    file.write(line[:cut])
                    file.write(line[cut:])
                    self.written.append((stamp, f"{stamp}.{number}"))
                    time.sleep(self._random.random() * 0.004)
            if self._random.random() < 0.08:
                rotation += 1
                self.log.rename(self.log.with_name(f"{self.log.name}.{1000 - rotation}"))


def torture(tmp_path: Path, kills: int, seed: int) -> None:
    """Kill the collector `kills` times while the log grows and is rotated."""
    log, store = tmp_path / "queue_log", tmp_path / "store"
    writer = Writer(log, seed)
    writer.start()
    chance = random.Random(seed + 1)
    for _ in range(kills):
        process = collector(log, store)
        seen = len(stored(store))
        # half of the kills strike at once, the others after it has stored something
        if chance.random() < 0.5:
            wait_until(lambda: len(stored(store)) > seen or process.poll() is not None)  # noqa: B023
        time.sleep(chance.random() * 0.8)
        process.kill()
        _, said = process.communicate()
        assert b"Traceback" not in said, said.decode()
    writer.done.set()
    writer.join()
    process = collector(log, store)
    try:
        wait_until(lambda: len(stored(store)) >= len(writer.written), 90)
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert stored(store) == writer.written


def test_nothing_is_lost_or_doubled_when_the_collector_is_killed(tmp_path: Path) -> None:
    torture(tmp_path, kills=5, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_or_doubled_when_it_is_killed_often(tmp_path: Path, seed: int) -> None:
    torture(tmp_path, kills=12, seed=100 + seed)
