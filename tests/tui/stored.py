"""A person in front of the app over a real store: a small day, every number of which is known.

Queue `sales`, 2025-11-22, 80 % in 20 s. 08:00: four calls answered by Ana after 5 s, one by Ben
after 40 s. 08:15: three callers give up, after 30, 90 (both one number) and 3 s; Ben lets his
phone ring and goes to lunch. 08:30: one call answered by Ana after 10 s, one still waiting.
08:46: Ben answers it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ops.feed import StoreFeed
from ops.settings import load
from ops.sources.kinds import kind
from ops.store.opening import open_collector
from ops.tui.app import FloorApp
from tests.tui.driver import USUAL, Clock, Person

OPENS_S = 1_763_798_400  # Sat 22 Nov 2025 08:00:00 UTC
AT_S = OPENS_S + 45 * 60


def _answered(number: int, at: int, wait: int, agent: str, talk: int = 20) -> list[str]:
    call = f"{OPENS_S + at}.{number}"
    return [
        f"{OPENS_S + at}|{call}|sales|NONE|ENTERQUEUE||0301000{number}|1",
        f"{OPENS_S + at + wait}|{call}|sales|{agent}|CONNECT|{wait}|{call}1|2",
        f"{OPENS_S + at + wait + talk}|{call}|sales|{agent}|COMPLETECALLER|{wait}|{talk}|1",
    ]


def _abandoned(number: int, at: int, wait: int, caller: str) -> list[str]:
    call = f"{OPENS_S + at}.{number}"
    return [
        f"{OPENS_S + at}|{call}|sales|NONE|ENTERQUEUE||{caller}|1",
        f"{OPENS_S + at + wait}|{call}|sales|NONE|ABANDON|1|1|{wait}",
    ]


def _day() -> list[str]:
    waits = f"{OPENS_S + 2640}.9"
    lines = [
        *(f"{OPENS_S}|NONE|sales|{agent}|ADDMEMBER|" for agent in ("Ana", "Ben")),
        *(line for at in range(4) for line in _answered(at, 60 + 60 * at, 5, "Ana")),
        *_answered(5, 400, 40, "Ben"),
        *_abandoned(6, 900, 30, "03055501234"),
        *_abandoned(7, 1000, 90, "03055501234"),
        *_abandoned(8, 1100, 3, "03055509999"),
        f"{OPENS_S + 1150}|{OPENS_S + 1100}.8|sales|Ben|RINGNOANSWER|12000",
        f"{OPENS_S + 1200}|NONE|sales|Ben|PAUSE|lunch",
        *_answered(4, 1900, 10, "Ana"),
        f"{OPENS_S + 2640}|{waits}|sales|NONE|ENTERQUEUE||03010009|1",
        f"{OPENS_S + 2760}|NONE|sales|Ben|UNPAUSE|",
        f"{OPENS_S + 2765}|{waits}|sales|Ben|CONNECT|125|{waits}1|2",
        f"{OPENS_S + 2800}|{waits}|sales|Ben|COMPLETEAGENT|125|35|1",
    ]
    return sorted(lines, key=lambda line: int(line.split("|")[0]))


def store_of_a_day(folder: Path) -> Path:
    """The store, made once for all tests of a module."""
    log, settings = folder / "queue_log", folder / "floorwatch.toml"
    log.write_text("".join(f"{line}\n" for line in _day()))
    settings.write_text('site = "Acme"\ntime_zone = "UTC"\n')
    (folder / "store").mkdir()
    collector = open_collector(folder / "store", load(settings))
    collector.load("pbx", kind("asterisk"), [log])
    collector.close()
    return folder


def feed_of(folder: Path, clock: Clock) -> StoreFeed:
    """A feed of that store whose present is the clock's."""
    return StoreFeed(folder / "store", load(folder / "floorwatch.toml"), play=clock)


@asynccontextmanager
async def at_the_store(folder: Path, size: tuple[int, int] = USUAL) -> AsyncIterator[Person]:
    """A person in front of that day at 08:45; its clock stands."""
    clock = Clock(AT_S)
    feed = feed_of(folder, clock)
    app = FloorApp(feed, refresh_s=3600, now=clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        person = Person(app, pilot, feed, clock)  # type: ignore[arg-type]
        await person.until(lambda: app.scene is not None, 20)
        await person.settles()
        yield person
