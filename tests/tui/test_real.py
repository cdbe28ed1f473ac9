"""The whole app over a real store: a tour at every size, the pictures, four of them together."""

from __future__ import annotations

import asyncio
import re
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from docs.feeds import busiest
from ops.resources import data_dir
from ops.snapshot import Snapshot
from ops.sources.naming import LogName
from ops.store.lock import CollectorLock
from ops.store.opening import open_collector
from ops.store.origins import Wanted
from tests.tui.driver import SIZES
from tests.tui.real import Hands, over_store, sample_settings, sample_store
from tests.tui.snapshots import taken


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_store(tmp_path_factory.mktemp("sample") / "store")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_tour(store: Path, size: tuple[int, int]) -> None:
    """Opens the app, filters, looks into a queue, rewinds, has a number explained, comes back."""
    at = busiest(store)
    async with over_store(store, lambda: at + 0.4, size) as hands:
        start = hands.text
        assert "live" in hands.header and hands.sees("WAITING NOW", "AGENTS")
        await hands.press("/")
        await hands.types("support")
        await hands.press("enter")
        assert "filter support" in hands.lines[-1] and not hands.sees("··· 6116")
        await hands.press("enter")
        await hands.until(lambda: not hands.sees("reading …"))
        assert "support" in hands.header or hands.sees("support")
        await hands.press("left_square_bracket")
        await hands.until(lambda: "PAST" in hands.header and not hands.sees("reading …"))
        await hands.press("end")
        await hands.until(lambda: "PAST" not in hands.header and not hands.sees("reading …"))
        await hands.press("escape")
        assert hands.sees("WAITING NOW")
        await hands.press("question_mark")
        await hands.until(lambda: hands.sees("queries/"))
        await hands.press("escape")
        await hands.press("w")
        assert not hands.sees("WAITING NOW")
        await hands.press("escape", "escape")
        assert hands.text == start


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_screen_looks_as_it_did(store: Path, size: tuple[int, int]) -> None:
    """Where it should look otherwise: `python -m tests.tui.snapshots`, and look at the diff."""
    for path, text in (await taken(store, size)).items():
        assert text == path.read_text("utf-8"), path.name


async def test_four_apps_and_a_collector_on_one_store_show_equal_numbers(tmp_path: Path) -> None:
    """While the log grows, everybody who looks at one second sees the same floor."""
    lines = (data_dir() / "queue_log").read_text("utf-8").splitlines(keepends=True)
    log, store = tmp_path / "queue_log", tmp_path / "store"
    store.mkdir()
    log.touch()
    clock = [float(lines[0].partition("|")[0])]
    lock = CollectorLock(store / "collector.lock")
    assert lock.acquire()
    wanted = Wanted("demo", "asterisk", LogName.of(log), (log,))
    collector = open_collector(store, sample_settings(), [wanted])
    steps = range(800, len(lines), 600)
    async with AsyncExitStack() as apps:
        hands: list[Hands] = []
        for number, end in enumerate(steps):
            begun = steps[number - 1] if number else 0
            with log.open("a", encoding="utf-8") as file:
                file.writelines(lines[begun:end])
            clock[0] = float(lines[end - 1].partition("|")[0]) + 1
            await asyncio.to_thread(collector.step)
            if number < 4:  # one after the other opens it, each finding more of a past
                hands.append(await apps.enter_async_context(over_store(store, lambda: clock[0])))
            for one in hands:
                await one.refreshes()
            shots = [shot_of(one) for one in hands]
            assert all(shot == shots[0] for shot in shots), f"at line {end}"
            assert sum(queue.offered for queue in shots[0].queues) > 0
            # Alerts, in the header, tell how long each app has been watching: not compared.
            assert all(one.lines[1:] == hands[0].lines[1:] for one in hands)
        assert len(hands) == 4
        assert re.search(r"\d\.\d %", hands[3].text)
    collector.close()
    lock.release()


def shot_of(hands: Hands) -> Snapshot:
    """What an app shows."""
    assert hands.app.scene is not None
    return hands.app.scene.snapshot
