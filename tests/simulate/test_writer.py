"""The log on disk: whenever and in however many pieces it is written, its bytes are the same."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ops.errors import SourceError
from ops.simulate.lock import only_writer
from ops.simulate.site import acme
from ops.simulate.writer import write_history
from tests.conftest import ROOT
from tests.simulate.replay import Replay

BERLIN = ZoneInfo("Europe/Berlin")
TINY = acme(agents=8)
#: a Wednesday, three days after the clocks changed
UNTIL = datetime(2026, 10, 28, 10, 33, 17, 400_000, tzinfo=UTC)


def write(path: Path, until: datetime = UNTIL, weeks: int = 1, seed: int = 7) -> int:
    return write_history(path, until, weeks, seed=seed, zone=BERLIN, site=TINY)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "queue_log"
    lines = write(path)
    data = path.read_bytes()
    assert data.count(b"\n") == lines > 5000
    return data


def test_history_ends_where_it_was_told_to(whole: bytes) -> None:
    lines = whole.decode().splitlines(keepends=True)
    Replay().feed(lines)
    first, last = (datetime.fromtimestamp(int(line[:10]), BERLIN) for line in (lines[0], lines[-1]))
    assert (first.day, first.hour, first.minute, first.second) == (21, 4, 0, 0)
    assert UNTIL - timedelta(minutes=20) < last <= UNTIL


def test_an_equal_run_writes_equal_bytes(whole: bytes, tmp_path: Path) -> None:
    write(tmp_path / "log")
    assert (tmp_path / "log").read_bytes() == whole


def test_written_in_pieces_it_is_the_same(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "log"
    chance = random.Random(3)
    start = UNTIL - timedelta(weeks=1)
    pieces = [3600.0, *sorted(chance.uniform(3600, 7 * 86400) for _ in range(12))]
    # the first piece decides where the log begins, the later ones only continue it
    written = [write(path, start + timedelta(seconds=s), weeks=0 if i == 0 else 52)
               for i, s in enumerate(pieces)]  # fmt: skip
    written.append(write(path))
    assert path.read_bytes() == whole
    assert sum(written) == whole.count(b"\n")
    assert min(written[:-1]) > 0


@pytest.mark.parametrize("case", range(40))
def test_cut_anywhere_it_is_filled_to_the_same_bytes(
    whole: bytes, tmp_path: Path, case: int
) -> None:
    chance = random.Random(case)
    cut = chance.randrange(1, len(whole))
    if case % 3 == 0:  # just before, at and after the end of a line
        cut = whole.index(b"\n", cut) + chance.choice((0, 1, 2))
    path = tmp_path / "log"
    path.write_bytes(whole[:cut])
    write(path)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("cut", [0, 1, 9, 11, 35, 36, 37, 60])
def test_cut_in_its_first_lines_too(whole: bytes, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "log"
    path.write_bytes(whole[:cut])
    write(path)
    assert path.read_bytes() == whole


def test_cut_around_the_start_of_a_day(whole: bytes, tmp_path: Path) -> None:
    start = int(datetime(2026, 10, 25, 4, tzinfo=BERLIN).timestamp())
    lines = whole.splitlines(keepends=True)
    first = next(place for place, line in enumerate(lines) if int(line[:10]) >= start)
    path = tmp_path / "log"
    for place in range(first - 3, first + 4):
        path.write_bytes(b"".join(lines[:place]) + lines[place][: place % 7])
        write(path)
        assert path.read_bytes() == whole


def test_nothing_is_written_twice_or_taken_back(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "log"
    write(path)
    assert write(path) == 0
    assert write(path, UNTIL - timedelta(days=2)) == 0
    assert path.read_bytes() == whole


def test_a_rotated_log_is_continued(whole: bytes, tmp_path: Path) -> None:
    """Its beginning is gone, and with it the day it began on."""
    lines = whole.splitlines(keepends=True)
    path = tmp_path / "log"
    path.write_bytes(b"".join(lines[3000:4000]))
    write(path)
    assert path.read_bytes() == b"".join(lines[3000:])


@pytest.mark.parametrize(
    "foreign",
    [
        b"1795376761|NONE|NONE|NONE|QUEUESTART|\n",
        b"nothing like it\n",
        b"99999999999999999999|NONE|NONE|NONE|QUEUESTART|\n",
        b"\x00" * 100 + b"\n",
        b"\n",
    ],
)
def test_another_log_is_left_alone(tmp_path: Path, foreign: bytes) -> None:
    path = tmp_path / "log"
    path.write_bytes(foreign)
    with pytest.raises(SourceError, match=r"log: .*not of this simulated floor") as caught:
        write(path)
    assert "delete" in caught.value.hint
    assert path.read_bytes() == foreign


def test_another_seed_or_a_damaged_end_is_noticed(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "log"
    for damaged, seed in ((whole, 8), (whole + b"\0\0\0\0", 7), (whole + b"17x", 7)):
        path.write_bytes(damaged)
        with pytest.raises(SourceError, match="not of this simulated floor"):
            write(path, UNTIL + timedelta(days=1), seed=seed)
        assert path.read_bytes() == damaged


def test_a_file_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(SourceError, match="folder: Is a directory"):
        write(tmp_path / "folder")
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match="file: File exists"):
        write(tmp_path / "file" / "below")


def test_progress_counts_days_up_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_history(
        tmp_path / "log", UNTIL, 1, seed=7, zone=BERLIN, site=TINY,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    done = [each for each, _ in told]
    assert done == sorted(done)
    assert {total for _, total in told} == {8}
    assert (done[0], done[-1]) == (0, 8)
    assert len(set(done)) > 5


def test_while_another_writes_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with only_writer(path) as mine:
        assert mine
        assert write(path) == 0
        assert not path.exists()
    assert write(path) > 0


def test_nobody_else_can_read_the_callers_numbers(tmp_path: Path) -> None:
    write(tmp_path / "log", weeks=0)
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0


def test_four_weeks_take_a_few_seconds(tmp_path: Path) -> None:
    began = time.process_time()
    lines = write_history(tmp_path / "log", UNTIL, seed=1, zone=BERLIN)
    assert lines > 200_000
    assert time.process_time() - began < 10


def test_killed_at_any_moment_it_is_continued(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "log"
    program = (
        "import sys; from datetime import datetime; from zoneinfo import ZoneInfo\n"
        "from ops.simulate.site import acme; from ops.simulate.writer import write_history\n"
        "write_history(sys.argv[1], datetime.fromisoformat(sys.argv[2]), 1, seed=7,\n"
        "              zone=ZoneInfo('Europe/Berlin'), site=acme(agents=8),\n"
        "              progress=lambda done, total: print(done, flush=True))\n"
    )
    for day in (1, 3, 5):
        command = [sys.executable, "-c", program, str(path), UNTIL.isoformat()]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for line in child.stdout:
                if int(line) >= day:
                    break
            child.send_signal(signal.SIGKILL)
        assert whole.startswith(path.read_bytes())
    write(path)
    assert path.read_bytes() == whole
