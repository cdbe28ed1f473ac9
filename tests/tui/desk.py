"""A person in front of the app over a store that lives: what they do is written, and shows.

Of the last hours: `0301111` gave up twice (30 and 90 s), `0302222` once after 40 s and was then
answered by Ana, `0303333` gave up after 5 s. Owed to `0302222` are a promise that slipped (they
phoned again) and a complaint; to `0304444` something overdue; and a call without a number is due
in an hour.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ops.feed import StoreFeed
from ops.settings import load
from ops.sources.kinds import kind
from ops.store.journal import Opening, journal_of
from ops.store.layout import StorePaths
from ops.store.opening import open_collector
from ops.tui.app import FloorApp
from tests.tui.driver import USUAL
from tests.tui.real import Hands


def gave_up(n: int, s: int, caller: str, wait: int) -> list[str]:
    return [
        f"{s}|{s}.{n}|sales|NONE|ENTERQUEUE||{caller}|1",
        f"{s + wait}|{s}.{n}|sales|NONE|ABANDON|1|1|{wait}",
    ]


def moved_on(n: int, s: int, caller: str) -> list[str]:
    """Answered in sales by Ben, transferred to support, answered there by Ana."""
    return [
        f"{s}|{s}.{n}|sales|NONE|ENTERQUEUE||{caller}|1",
        f"{s + 10}|{s}.{n}|sales|Ben|CONNECT|10|{s}.{n}1|3",
        f"{s + 40}|{s}.{n}|sales|Ben|BLINDTRANSFER|700|default|10|30|1",
        f"{s + 45}|{s}.{n}|support|NONE|ENTERQUEUE||{caller}|1",
        f"{s + 65}|{s}.{n}|support|Ana|CONNECT|20|{s}.{n}2|4",
        f"{s + 125}|{s}.{n}|support|Ana|COMPLETECALLER|20|60|1",
    ]


def desk(folder: Path, days_ago: int = 0) -> Path:
    """Make the store; its folder. The log, not what is owed, is so many days older."""
    present = int(time.time())
    now = present - days_ago * 86_400
    lines = [
        *gave_up(1, now - 7000, "0301111", 30),
        *gave_up(2, now - 6000, "0301111", 90),
        *gave_up(3, now - 5000, "0302222", 40),
        *gave_up(4, now - 4000, "0303333", 5),
        *moved_on(5, now - 600, "0302222"),
    ]
    log, settings = folder / "queue_log", folder / "floorwatch.toml"
    log.write_text("".join(f"{line}\n" for line in lines))
    settings.write_text('site = "Acme"\ntime_zone = "UTC"\n')
    store = folder / "store"
    store.mkdir()
    collector = open_collector(store, load(settings))
    collector.load("pbx", kind("asterisk"), [log])
    collector.close()
    _owe(store, present)
    return folder


def _owe(store: Path, now: int) -> None:
    journal = journal_of(StorePaths(store), None, "ana")
    long_ago = datetime.fromtimestamp(now - 3000, UTC)
    for opening in (
        Opening(kind="promise", customer="0302222", title="send the form", owner="Ben"),
        Opening(kind="complaint", customer="0302222", title="rude music"),
        Opening(kind="promise", customer="0304444", title="ring back", due=long_ago),
        Opening(kind="errand", title="ask the plumber",
                due=datetime.fromtimestamp(now, UTC) + timedelta(hours=1)),
    ):  # fmt: skip
        journal.open(opening)
    # Opened an hour ago, all but the complaint: rewritten as if it had been so.
    path = StorePaths(store).follow_ups
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    for entry in entries:
        if entry["kind"] != "complaint":
            entry["at"] = datetime.fromtimestamp(now - 3600, UTC).isoformat()
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))


def written(folder: Path) -> list[dict[str, str]]:
    """What stands in the journal."""
    path = StorePaths(folder / "store").follow_ups
    return [json.loads(line) for line in path.read_text().splitlines()]


class Patient(Hands):
    """Somebody who waits for a busy machine."""

    async def until(self, happened: Callable[[], object], within_s: float = 20.0) -> None:
        try:
            await super().until(happened, within_s)
        except TimeoutError:
            raise AssertionError(f"it did not happen in:\n{self.text}") from None

    def has(self, *words: str) -> bool:
        """Whether a line has all the words."""
        return any(all(word in line for word in words) for line in self.lines)


@asynccontextmanager
async def at_the_desk(
    folder: Path, size: tuple[int, int] = USUAL, by: str | None = "eve"
) -> AsyncIterator[Patient]:
    """A person in front of it; the first picture has come."""
    feed = StoreFeed(folder / "store", load(folder / "floorwatch.toml"))
    feed.by = by
    app = FloorApp(feed, refresh_s=1.0)
    async with app.run_test(size=size, notifications=True) as pilot:
        hands = Patient(app, pilot)
        await hands.until(lambda: app.scene is not None, 30.0)
        await hands.settles()
        yield hands


async def goes(hands: Hands, *keys: str) -> None:
    """Press keys and wait for what is asked of the store."""
    await hands.press(*keys)
    await hands.until(lambda: not hands.sees("reading …"), 15.0)
    await hands.settles()
