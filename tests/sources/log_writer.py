"""A log as a phone system writes it and a rotation treats it, one random step at a time."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.sources.following import Stored


@dataclass
class Time:
    """Stamps and file times of the year 2033, so that only the follower's clock makes quiet."""

    wall_ns: int = 2_000_000_000 * 10**9
    monotonic: float = 1000.0

    def pass_(self, seconds: float) -> None:
        self.wall_ns += int(seconds * 1e9)
        self.monotonic += seconds

    def touch(self, path: Path) -> None:
        self.wall_ns += 1_000_000
        os.utime(path, ns=(self.wall_ns, self.wall_ns))

    @property
    def second(self) -> int:
        return self.wall_ns // 10**9


@dataclass
class Written:
    """A generation as the phone system wrote it."""

    data: bytearray = field(default_factory=bytearray)
    path: Path | None = None  # None: deleted

    def lines(self, *, closed: bool) -> list[bytes]:
        *whole, rest = bytes(self.data).split(b"\n")
        return [*whole, rest] if closed and rest else whole


class LogWriter(RuleBasedStateMachine):
    """A phone system and a log rotation, in any order; `poll` looks at what they do midway."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="follow-"))
        self.log = self.folder / "queue_log"
        self.time = Time()
        self.generations = [Written(path=self.log)]
        self.log.touch()
        self.time.touch(self.log)
        self.old: Written | None = None  # renamed, but still the phone system's open file
        self.counter = 0
        self.stored = Stored()

    def poll(self) -> None:
        raise NotImplementedError

    # ------------------------------------------------------------ writing

    @property
    def writing(self) -> Written:
        return self.old or self.generations[-1]

    def write(self, data: bytes) -> None:
        generation = self.writing
        if generation.path is None:
            return
        with generation.path.open("ab") as file:
            file.write(data)
        self.time.touch(generation.path)
        generation.data += data

    def event(self, width: int) -> bytes:
        self.counter += 1
        return b"%d|%06d|%s" % (self.time.second, self.counter, b"x" * width)

    @rule(widths=st.lists(st.integers(0, 40), min_size=1, max_size=6), newline=st.booleans())
    def append(self, widths: list[int], newline: bool) -> None:
        """Whole lines, the last of which may stay without its newline for now."""
        data = b"\n".join(self.event(width) for width in widths)
        self.write(data + (b"\n" if newline else b""))

    @rule()
    def append_newline(self) -> None:
        self.write(b"\n" if self.writing.data and not self.writing.data.endswith(b"\n") else b"")

    @rule(size=st.sampled_from([100, 1000]))
    def append_long_line(self, size: int) -> None:
        self.write(self.event(size) + b"\n")

    @precondition(lambda self: not self.writing.data)
    @rule()
    def start(self) -> None:
        """The same first line as that of any other start within this second."""
        self.write(b"%d|NONE|NONE|NONE|QUEUESTART|\n" % self.time.second + self.event(3) + b"\n")

    # ------------------------------------------------------------ rotating

    def shift(self) -> None:
        """queue_log.1 becomes queue_log.2 and so on, the oldest first, as logrotate does it."""
        rotated = [g for g in self.generations if g.path is not None and g.path != self.log]
        for generation in sorted(rotated, key=lambda g: -self.number(g)):
            assert generation.path is not None
            suffix = ".gz" if generation.path.suffix == ".gz" else ""
            name = f"queue_log.{self.number(generation) + 1}{suffix}"
            generation.path = generation.path.rename(self.folder / name)

    @staticmethod
    def number(generation: Written) -> int:
        assert generation.path is not None
        return int(generation.path.name.split(".")[1])

    def rotated_name(self) -> Path:
        return self.folder / "queue_log.1"

    @precondition(lambda self: self.old is None and self.generations[-1].data)
    @rule(create=st.booleans(), look=st.booleans(), reopen=st.booleans())
    def rotate(self, create: bool, look: bool, reopen: bool) -> None:
        """By renaming; the phone system may write on into the renamed file until it reopens."""
        self.shift()
        if look:
            self.poll()
        last = self.generations[-1]
        last.path = self.log.rename(self.rotated_name())
        self.old = last
        if look:
            self.poll()
        self.generations.append(Written(path=self.log))
        if create:
            self.log.touch()
            self.time.touch(self.log)
        if reopen:
            self.reopen()

    @precondition(lambda self: self.old is not None)
    @rule()
    def reopen(self) -> None:
        self.old = None

    @precondition(lambda self: self.old is None and self.generations[-1].data)
    @rule(looks=st.tuples(st.booleans(), st.booleans()), part=st.integers(0, 200))
    def copytruncate(self, looks: tuple[bool, bool], part: int) -> None:
        self.shift()
        copy = self.rotated_name()
        whole = self.log.read_bytes()
        copy.write_bytes(whole[:part])
        self.time.touch(copy)
        if looks[0]:
            self.poll()
        copy.write_bytes(whole)
        self.time.touch(copy)
        if looks[1]:
            self.poll()
        os.truncate(self.log, 0)
        self.time.touch(self.log)
        self.generations[-1].path = copy
        self.generations.append(Written(path=self.log))

    def idle(self) -> list[Written]:
        """Generations nobody writes to."""
        return [
            generation
            for generation in self.generations[:-1]
            if generation.path is not None and generation is not self.old
        ]

    @precondition(lambda self: any(g.path.suffix != ".gz" for g in self.idle()))
    @rule(data=st.data(), look=st.booleans(), part=st.integers(0, 60))
    def compress(self, data: st.DataObject, look: bool, part: int) -> None:
        plain = [g for g in self.idle() if g.path is not None and g.path.suffix != ".gz"]
        generation = data.draw(st.sampled_from(plain))
        assert generation.path is not None
        packed = generation.path.with_name(generation.path.name + ".gz")
        whole = gzip.compress(generation.path.read_bytes(), mtime=0)
        packed.write_bytes(whole[:part])
        self.time.touch(packed)
        if look:
            self.poll()
        packed.write_bytes(whole)
        found = generation.path.stat()
        os.utime(packed, ns=(found.st_mtime_ns, found.st_mtime_ns))
        if look:
            self.poll()
        generation.path.unlink()
        generation.path = packed

    def is_stored(self, generation: Written) -> bool:
        """Whether all its lines are stored (they are all different but for the starts)."""
        lines = [line for line in generation.lines(closed=True) if b"QUEUESTART" not in line]
        stored = {line for chunk in self.stored.chunks for line in chunk.data.split(b"\n")}
        return all(line in stored for line in lines)

    def deletable(self) -> list[Written]:
        """Stored generations without a namesake.

        Once the longer of two that begin alike is gone, the shorter can't be told from a copy.
        """
        heads = [g.lines(closed=True)[:1] for g in self.generations]
        return [
            g for g in self.idle()
            if self.is_stored(g) and heads.count(g.lines(closed=True)[:1]) == 1
        ]  # fmt: skip

    @precondition(lambda self: self.deletable())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        generation = data.draw(st.sampled_from(self.deletable()))
        assert generation.path is not None
        generation.path.unlink()
        generation.path = None
        self.time.pass_(1.0)  # no later start is a namesake either

    @precondition(lambda self: self.idle())
    @rule(data=st.data())
    def copy(self, data: st.DataObject) -> None:
        """A copy of a rotated file, as people make them before they try something."""
        generation = data.draw(st.sampled_from(self.idle()))
        assert generation.path is not None
        shutil.copyfile(generation.path, self.folder / f"queue_log-copy-{self.counter}")
        self.time.touch(self.folder / f"queue_log-copy-{self.counter}")
