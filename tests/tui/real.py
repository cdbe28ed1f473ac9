"""The app over a real store: the sample day that ships with the project, at its busiest second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from docs.feeds import bring_journal
from ops.feed import StoreFeed
from ops.resources import data_dir
from ops.settings import Settings, load
from ops.sources.kinds import kind
from ops.store.opening import open_collector
from ops.tui.app import FloorApp
from tests.tui.driver import USUAL, Person


def sample_settings() -> Settings:
    """The settings that ship with the sample day."""
    return load(data_dir() / "floorwatch.toml")


def sample_store(store: Path) -> Path:
    """The sample day, stored."""
    store.mkdir(parents=True, exist_ok=True)
    collector = open_collector(store, sample_settings())
    collector.load("demo", kind("asterisk"), [data_dir() / "queue_log"])
    collector.close()
    bring_journal(store)
    return store


class Hands(Person):
    """Somebody in front of an app over a store; its feed is a real one."""

    def __init__(self, app: FloorApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot

    async def refreshes(self) -> None:
        """Have a picture of the clock's second now."""
        await self.settles()
        self.app.ask()
        await self.settles()


@asynccontextmanager
async def over_store(
    store: Path,
    now: Callable[[], float],
    size: tuple[int, int] = USUAL,
    settings: Settings | None = None,
) -> AsyncIterator[Hands]:
    """A person in front of the real thing, whose clock `now` is; the first picture has come."""
    feed = StoreFeed(store, settings or sample_settings(), play=now)
    app = FloorApp(feed, refresh_s=3600, now=now)
    async with app.run_test(size=size, notifications=True) as pilot:
        hands = Hands(app, pilot)
        await hands.until(lambda: app.scene is not None, 30.0)
        await hands.settles()
        yield hands


async def all_of(hands: Sequence[Hands]) -> None:
    """Everybody looks at the same second."""
    for one in hands:
        await one.refreshes()
    await asyncio.sleep(0)
