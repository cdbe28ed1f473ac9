"""Following any number of files: new ones come in, tables grow, copies are no news."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ops.sources.framing import Framing
from ops.sources.gathering import LOOK_S, QUIET_S, Gatherer
from ops.sources.generations import Chunk, Known
from tests.sources.following import stamp_of

CSV = Framing(header_lines=1, quoted=True)
HEADER = b"at,text\n"


@dataclass
class Folder:
    """A folder that is followed, with a clock set by hand."""

    path: Path
    framing: Framing = CSV
    now: float = 0.0
    known: dict[int, Known] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.gatherer = Gatherer(
            lambda: sorted(self.path.glob("*.csv")),
            list(self.known.values()),
            stamp_of=stamp_of,
            framing=self.framing,
            clock=lambda: self.now,
        )

    def write(self, name: str, data: bytes, *, age_s: float = 100) -> None:
        file = self.path / name
        file.write_bytes(data)
        settled = file.stat().st_mtime - age_s
        os.utime(file, (settled, settled))

    def poll(self) -> list[bytes]:
        self.now += LOOK_S
        return [chunk.data for chunk in self._stored()]

    def _stored(self) -> Iterator[Chunk]:
        for chunk in self.gatherer.poll():
            lines = chunk.first_line + chunk.data.count(b"\n") - 1
            assert chunk.header == HEADER[: len(HEADER) * self.framing.header_lines]
            self.known[chunk.ordinal] = Known(
                chunk.ordinal, chunk.head, chunk.end, lines, chunk.tail
            )
            yield chunk


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


ONE, TWO, THREE = (f"{1_800_000_000 + n}|,{n}\n".encode() for n in range(3))


def test_files_of_one_header_are_told_apart_and_read_once(folder: Folder) -> None:
    folder.write("a.csv", HEADER + ONE)
    assert folder.poll() == [HEADER + ONE]
    folder.write("b.csv", HEADER + TWO)
    folder.write("copy.csv", HEADER + ONE)
    assert folder.poll() == [HEADER + TWO]
    assert folder.poll() == []
    folder.restart()
    assert folder.poll() == []
    assert folder.gatherer.state().at_end


def test_a_growing_table_is_gone_on_with_at_whole_records(folder: Folder) -> None:
    folder.write("a.csv", HEADER + ONE + b'1800000005|,"two', age_s=0)
    assert folder.poll() == [HEADER + ONE]
    assert folder.gatherer.state().pending_bytes
    folder.write("a.csv", HEADER + ONE + b'1800000005|,"two\nlines"\n' + b"1800000006|,x", age_s=0)
    assert folder.poll() == [b'1800000005|,"two\nlines"\n']
    folder.write("a.csv", HEADER + ONE + b'1800000005|,"two\nlines"\n1800000006|,x', age_s=QUIET_S)
    assert folder.poll() == [b"1800000006|,x\n"]
    assert folder.poll() == []


def test_a_file_that_cannot_be_read_is_named_and_the_others_are(folder: Folder) -> None:
    folder.write("a.csv", HEADER + ONE)
    (folder.path / "z.csv").mkdir()
    assert folder.poll() == [HEADER + ONE]
    state = folder.gatherer.state()
    assert not state.at_end
    assert "z.csv is a directory" in str(state.error)


def test_documents_that_are_still_being_written_are_waited_for(tmp_path: Path) -> None:
    folder = Folder(tmp_path, Framing())
    folder.write("a.csv", b'[\n{"at": "1800000000|"},\n{"at"')
    assert folder.poll() == []
    assert "still being written" in str(folder.gatherer.state().error)
    folder.write("a.csv", b'[\n{"at": "1800000000|"},\n{"at": 2}\n]')
    assert folder.poll() == [b'{"at":"1800000000|"}\n{"at":2}\n']
    assert folder.gatherer.state().error is None
