"""A log that is written, rotated, truncated and compressed while it is being read."""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from ops.sources.follow import Follower
from tests.sources.following import Stored, append, pack, sibling, stamp_of

SECONDS = 3.0
QUIET_S = 0.2


@dataclass
class Writer(threading.Thread):
    """Does everything at once that happens to a log, as fast as it can."""

    log: Path
    chance: random.Random = field(default_factory=lambda: random.Random(4))
    lines: list[bytes] = field(default_factory=list)
    rotations: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.numbers: dict[int, bool] = {}

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for _ in range(self.chance.randrange(1, 60)):
                self.write(self.log)
            self.chance.choice([self.rename, self.copytruncate])()
            time.sleep(self.chance.random() / 20)
        self.write(self.log)

    def write(self, path: Path) -> None:
        line = b"%d|%06d|%s" % (time.time(), len(self.lines), b"x" * self.chance.randrange(80))
        self.lines.append(line)
        cut = self.chance.randrange(len(line))
        append(path, line[:cut])
        append(path, line[cut:] + b"\n")

    def shift(self) -> Path:
        for number in range(self.rotations, 0, -1):
            for end in ("", ".gz"):
                old = sibling(self.log, f".{number}{end}")
                if old.exists():
                    old.rename(sibling(self.log, f".{number + 1}{end}"))
        self.rotations += 1
        return sibling(self.log, ".1")

    def rename(self) -> None:
        old = self.log.rename(self.shift())
        for _ in range(self.chance.randrange(3)):
            self.write(old)
        self.log.touch()
        self.write(self.log)
        if self.chance.random() < 0.3:
            pack(old)

    def copytruncate(self) -> None:
        copy = self.shift()
        shutil.copyfile(self.log, copy)
        os.truncate(self.log, 0)
        if self.chance.random() < 0.3:
            pack(copy)


def test_every_line_once_in_order(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.touch()
    writer, stored = Writer(log), Stored()

    def follower() -> Follower:
        return Follower(log, stored.entries(), stamp_of=stamp_of, chunk_bytes=2000, quiet_s=QUIET_S)

    following = follower()
    writer.start()
    quiet_since = time.monotonic()
    while writer.is_alive() or time.monotonic() - quiet_since < 8 * QUIET_S:
        if stored.take(following.poll()):
            quiet_since = time.monotonic()
        if writer.chance.random() < 0.02:
            following.close()
            following = follower()
        time.sleep(0.005)

    assert writer.rotations > 10
    assert stored.data.splitlines() == writer.lines
    assert following.state().error is None
