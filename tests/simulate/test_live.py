"""The floor while it runs: whole lines as their time comes, one writer, a quick stop."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ops.errors import UsageError
from ops.simulate.live import LiveFloor
from ops.simulate.site import acme
from ops.simulate.writer import write_history

BERLIN = ZoneInfo("Europe/Berlin")
TINY = acme(agents=8)
START = datetime(2026, 10, 27, 9, 30, tzinfo=UTC)


class Running:
    """A floor in a thread; `result` is what run() returned."""

    def __init__(self, floor: LiveFloor) -> None:
        self.stop = threading.Event()
        self.result: list[str | None] = []
        self._thread = threading.Thread(target=lambda: self.result.append(floor.run(self.stop)))
        self._thread.start()

    def end(self) -> float:
        """Stop; the seconds it took."""
        began = time.monotonic()
        self.stop.set()
        self._thread.join(10)
        assert not self._thread.is_alive()
        return time.monotonic() - began


def live(path: Path, speed: float = 1.0, start: datetime | None = START) -> LiveFloor:
    return LiveFloor(path, seed=7, zone=BERLIN, speed=speed, start=start, site=TINY)


def history(path: Path, until: datetime) -> bytes:
    write_history(path, until, 0, seed=7, zone=BERLIN, site=TINY)
    return path.read_bytes()


def wait_for(path: Path, size: int) -> None:
    until = time.monotonic() + 20
    while not (path.exists() and path.stat().st_size >= size):
        assert time.monotonic() < until, "the floor writes nothing"
        time.sleep(0.02)


@pytest.mark.parametrize("speed", [600.0, 20_000.0, 1e9])
def test_a_fast_floor_writes_what_history_would_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speed: float
) -> None:
    path = tmp_path / "log"
    written: list[bytes] = []
    write = os.write

    def write_and_note(file: int, data: bytes) -> int:
        written.append(data)
        return write(file, data)

    monkeypatch.setattr(os, "write", write_and_note)
    before = history(tmp_path / "before", START)
    running = Running(live(path, speed))
    wait_for(path, len(before) + 500)
    reads = []
    for _ in range(30):
        reads.append(path.read_bytes())
        time.sleep(0.02)
    assert running.end() < 0.5
    assert running.result == [None]
    data = path.read_bytes()
    assert len(data) > len(before)
    assert all(data.startswith(read) for read in reads)
    # What is written is whole lines; a reader may still see a long write page by page.
    chunks = [chunk for chunk in written if chunk in data]
    assert len(chunks) > 1
    assert all(chunk.endswith(b"\n") for chunk in chunks)
    last = datetime.fromtimestamp(int(data.splitlines()[-1][:10]), UTC)
    assert history(tmp_path / "before", last + timedelta(minutes=30)).startswith(data)


def test_at_speed_one_lines_come_in_their_second(tmp_path: Path) -> None:
    path = tmp_path / "log"
    floor = LiveFloor(path, seed=7, zone=BERLIN, site=acme(load=5), start=START)
    running = Running(floor)
    sizes: list[int] = []
    late: list[float] = []
    until = time.monotonic() + 40
    while len(sizes) < 5 and time.monotonic() < until:
        size = path.stat().st_size if path.exists() else 0
        if size and (not sizes or size != sizes[-1]):
            sizes.append(size)
            late.append(floor.clock_s() - int(path.read_bytes().splitlines()[-1][:10]))
        time.sleep(0.01)
    running.end()
    assert len(sizes) == 5
    # the first two growths are what was missing; a stamp is up to a second old when written
    assert all(-0.05 <= age < 2 for age in late[2:])


def test_unless_told_otherwise_it_is_now(tmp_path: Path) -> None:
    path = tmp_path / "log"
    began = datetime.now(UTC)
    floor = live(path, start=None)
    running = Running(floor)
    missing = history(tmp_path / "missing", began)
    wait_for(path, len(missing))
    assert abs(floor.clock_s() - time.time()) < 1
    assert running.end() < 0.5
    assert history(tmp_path / "missing", datetime.now(UTC)).startswith(path.read_bytes())


def test_a_gap_is_filled_before_it_lives_on(tmp_path: Path) -> None:
    path = tmp_path / "log"
    short = history(path, START - timedelta(hours=30))
    path.write_bytes(short[:-11])  # and killed in the middle of a line
    reference = tmp_path / "reference"
    history(reference, START - timedelta(hours=30))
    until_start = history(reference, START)
    running = Running(live(path))
    wait_for(path, len(until_start))
    assert running.end() < 0.5
    assert path.read_bytes().startswith(until_start)


def test_a_floor_that_ran_ahead_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "log"
    ahead = history(path, START + timedelta(hours=40))
    running = Running(floor := live(path, 2000.0))
    wait_for(path, len(ahead) + 300)
    assert running.end() < 0.5
    assert path.read_bytes().startswith(ahead)
    assert floor.clock_s() > (START + timedelta(hours=39)).timestamp()


def test_the_second_floor_on_a_log_only_reads(tmp_path: Path) -> None:
    path = tmp_path / "log"
    running = Running(live(path, 600.0))
    wait_for(path, 100)
    began = time.monotonic()
    reason = live(path, 600.0).run(threading.Event())
    assert time.monotonic() - began < 0.5
    assert reason is not None
    assert "another demo" in reason
    running.end()
    second = Running(live(path, 600.0))  # the lock went with its holder
    size = path.stat().st_size
    wait_for(path, size + 1)
    second.end()
    assert second.result == [None]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("something else\n")
    reason = live(path).run(threading.Event())
    assert reason is not None
    assert "not of this simulated floor" in reason
    assert "delete it" in reason
    assert path.read_text() == "something else\n"


def test_stopped_before_it_began_it_returns_at_once(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert live(tmp_path / "log").run(stop) is None


@pytest.mark.parametrize("speed", [0.0, -1.0, float("inf"), float("nan")])
def test_speeds_that_cannot_be_are_refused(tmp_path: Path, speed: float) -> None:
    with pytest.raises(UsageError, match="speed"):
        live(tmp_path / "log", speed)
