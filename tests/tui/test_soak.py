"""A day in fast motion: thousands of refreshes leave nothing behind."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.timer import Timer

from ops.snapshot import Snapshot
from tests.tui import floors
from tests.tui.driver import Person, at_the_floor
from tests.tui.test_screens import TwoPlaces


def day(now_s: float) -> Snapshot:
    """A floor on which every second everybody does something else."""
    shot = floors.sixty(now_s)
    turn = int(now_s)
    return replace(
        shot,
        queues=tuple(replace(q, waiting=(turn + at) % 9, offered=turn % 10_000)
                     for at, q in enumerate(shot.queues)),
        waiting=tuple(replace(w, call_id=f"{turn}.{at}", offered_s=turn - at * 7)
                      for at, w in enumerate(shot.waiting)),
        agents=shot.agents[turn % 2 :],
        happenings=tuple(replace(h, s=turn - at) for at, h in enumerate(shot.happenings)),
    )  # fmt: skip


def left_over(person: Person) -> tuple[int, int, int]:
    """Tasks, threads and timers there are."""
    gc.collect()
    timers = sum(isinstance(each, Timer) and each._active.is_set() for each in gc.get_objects())
    return len(asyncio.all_tasks()), threading.active_count(), timers


async def hours(person: Person, refreshes: int) -> None:
    """So many refreshes, one a second of the app's clock, and now and then something is done."""
    for turn in range(refreshes):
        person.clock.s += 1
        await person.refreshes()
        if turn % 50 == 0:
            for key in ("9", "1", "s", "g", "escape", "t", "exclamation_mark", "escape"):
                await person.press(key)


def allocated_kb() -> float:
    """What Python holds of what it has asked for since tracing began."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1000


def resident_kb() -> float:
    """What the process holds of the machine's memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1000


async def soak(held_kb: Callable[[], float], warm: int, refreshes: int, allowed_kb: float) -> None:
    """Caches of bounded size fill while it is warmed up; after that nothing may grow."""
    async with at_the_floor(day, app=TwoPlaces) as person:
        await hours(person, warm)
        before = left_over(person)
        held = held_kb()
        await hours(person, refreshes)
        grown_kb = held_kb() - held
        after = left_over(person)
        assert after[:2] == before[:2] and abs(after[2] - before[2]) <= 2
        assert grown_kb < allowed_kb
        assert "10:42:07" not in person.header and person.sees("QUEUE")
    assert person.app.stopped
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"floor-reader", "floor-asker", "floor-closer"}


async def test_a_hundred_refreshes_leave_nothing_behind() -> None:
    tracemalloc.start()
    try:
        await soak(allocated_kb, 150, 60, 1500)
    finally:
        tracemalloc.stop()


@pytest.mark.slow
async def test_a_day_of_refreshes_leaves_nothing_behind() -> None:
    await soak(resident_kb, 3000, 2000, 8000)


@pytest.mark.slow
async def test_the_tick_stays_on_the_second() -> None:
    async with at_the_floor(floors.busy) as person:
        ticks: list[float] = []
        look = person.app.look_again

        def noted() -> None:
            ticks.append(time.time() % 1.0)
            look()

        person.app._now = time.time
        person.app.look_again = noted  # type: ignore[method-assign]
        await asyncio.sleep(20)
    late = sorted(ticks[1:])
    assert len(late) >= 18
    assert late[len(late) // 2] < 0.2  # late by a little each time, never by more and more
