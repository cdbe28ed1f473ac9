"""When the feed fails, hangs, or is left: what stays, what is said, how quickly one is out."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ops.errors import StoreError
from ops.snapshot import Snapshot
from ops.tui.app import FloorApp
from ops.tui.reader import Reader
from ops.tui.watch import Watch
from tests.tui import floors
from tests.tui.driver import Clock, Person, at_the_floor
from tests.tui.feeds import FloorFeed
from tests.tui.floors import NOW_S, floor

ROOT = Path(__file__).parents[2]


async def test_the_last_picture_stays_and_says_how_old_it_is_and_why() -> None:
    async with at_the_floor(floors.busy) as person:
        person.feed.error = StoreError("the store is gone", "mount it again")
        await person.refreshes()
        await person.waits(7)
        assert "picture 0:07 old: the store is gone (mount it again)" in person.header
        assert person.sees("support", "71.2 %")
        person.feed.error = None
        await person.refreshes()
        assert "live" in person.header


async def test_a_feed_that_cannot_open_is_said_and_tried_again() -> None:
    class Late(FloorFeed):
        opened = 0

        def open(self) -> None:
            self.opened += 1
            if self.opened < 3:
                raise StoreError("no store at /nowhere")

    clock = Clock()
    feed = Late(floors.busy, clock)
    app = FloorApp(feed, refresh_s=3600, now=clock)
    async with app.run_test(size=(120, 40)) as pilot:
        person = Person(app, pilot, feed, clock)
        await person.settles()
        assert "no store at /nowhere" in person.header
        assert person.sees("QUEUE")
        while feed.opened < 3:
            app.ask()
            await person.settles()
        assert person.sees("71.2 %")


async def test_even_a_panic_is_survived() -> None:
    class Panic(BaseException):
        pass

    async with at_the_floor(floors.busy) as person:
        person.feed.error = Panic("not yet implemented: INTERVAL")  # type: ignore[assignment]
        await person.refreshes()
        assert "Panic: not yet implemented" in person.header


def test_asking_goes_on_less_and_less_often() -> None:
    watch = Watch(refresh_s=1.0)
    delays = []
    for _ in range(6):
        watch.failed("no", NOW_S)
        delays.append(watch.delay_s(None))
    assert delays == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    watch.brought(floor(), None)
    assert watch.delay_s(None) == 1.0


def test_the_next_picture_is_asked_for_when_this_one_has_come() -> None:
    watch = Watch(refresh_s=1.0)
    watch.brought(floor(), None)
    assert watch.delay_s(None) == 1.0
    watch.toggle_pause(NOW_S)
    assert watch.delay_s(None) is None
    watch.toggle_pause(NOW_S)
    watch.step(-60, NOW_S)
    assert watch.delay_s(None) == 0.0  # something else is wanted by now
    assert watch.delay_s(watch.wanted_s) is None


def test_a_picture_from_the_wrong_side_of_the_present_is_dropped() -> None:
    watch = Watch(refresh_s=1.0)
    watch.brought(floor(), None)
    watch.step(-60, NOW_S)
    live = floor(NOW_S + 1)
    watch.brought(live, None)
    assert watch.snapshot is not live


class Hanging(FloorFeed):
    """A feed whose second picture never comes, whatever one does."""

    def __init__(self) -> None:
        super().__init__(floors.busy)
        self.hangs = threading.Event()

    def snapshot(self, as_of_s: int | None = None) -> Snapshot:
        if self.asked:
            self.hangs.set()
            time.sleep(60)
        return super().snapshot(as_of_s)


async def test_a_hanging_picture_does_not_hold_the_screen_or_the_exit() -> None:
    feed = Hanging()
    app = FloorApp(feed, refresh_s=0.01, now=lambda: NOW_S)
    async with app.run_test(size=(80, 24)) as pilot:
        while not feed.hangs.is_set():
            await pilot.pause(0.01)
        await pilot.press("w", "w")  # the screen still answers
        started = time.monotonic()
        app.exit()
        await pilot._wait_for_screen()
    assert time.monotonic() - started < 0.5
    assert not app.stopped
    assert feed.closed


def test_a_reader_that_can_stop_does() -> None:
    feed = FloorFeed(floors.busy)
    came = threading.Event()
    reader = Reader(feed, lambda _: came.set())
    reader.start()
    reader.picture(None)
    assert came.wait(5)
    assert reader.stop()
    assert feed.closed


_PROGRAM = """
from ops.tui.app import FloorApp
from ops.tui.reader import leave
from tests.tui.test_failure import Hanging
app = FloorApp(Hanging(), refresh_s=0.01)
app.run()
leave(app.stopped, 7)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_process_is_gone_within_half_a_second_of_q() -> None:
    ours, theirs = pty.openpty()
    os.environ.setdefault("TERM", "xterm-256color")
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM], stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT
    )
    try:
        _read_until(ours, b"71.2")
        time.sleep(0.3)  # the second picture is on its way now, for a minute
        started = time.monotonic()
        os.write(ours, b"q")
        while process.poll() is None and time.monotonic() - started < 5:
            select.select([ours], [], [], 0.01)[0] and os.read(ours, 65536)
        took = time.monotonic() - started
        assert process.returncode == 7
        assert took < 0.5
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)


def _read_until(fd: int, text: bytes, within_s: float = 20.0) -> None:
    seen, until = b"", time.monotonic() + within_s
    while text not in seen and time.monotonic() < until:
        if select.select([fd], [], [], 0.1)[0]:
            seen += os.read(fd, 65536)
    assert text in seen
