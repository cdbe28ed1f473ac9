"""A person at the screen: presses keys, looks, waits. Nothing here knows a widget's insides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from rich.style import Style
from textual.pilot import Pilot

from ops.snapshot import Snapshot
from ops.tui.app import FloorApp
from tests.tui.feeds import FloorFeed
from tests.tui.floors import NOW_S

SMALL, USUAL, LARGE = (80, 24), (120, 40), (200, 60)
SIZES = (SMALL, USUAL, LARGE)


class Clock:
    """A clock somebody turns."""

    def __init__(self, s: float = NOW_S) -> None:
        self.s = s

    def __call__(self) -> float:
        return self.s


class Person:
    """Somebody in front of the app."""

    def __init__(self, app: FloorApp, pilot: Pilot[None], feed: FloorFeed, clock: Clock) -> None:
        self.app = app
        self.feed = feed
        self.clock = clock
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, and see what comes of it."""
        await self._pilot.press(*keys)
        await self.settles()

    async def press_only(self, *keys: str) -> None:
        """Press keys, without waiting for what is slow."""
        await self._pilot.press(*keys)

    async def types(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def clicks(self, text: str) -> None:
        """Click on the first place that says so."""
        y, line = next((y, line) for y, line in enumerate(self.lines) if text in line)
        await self._pilot.click(offset=(line.index(text), y))
        await self.settles()

    async def resizes(self, width: int, height: int) -> None:
        await self._pilot.resize_terminal(width, height)
        await self.settles()

    async def waits(self, seconds: float) -> None:
        """Let the clock go on; the app notices as it would on its next tick."""
        self.clock.s += seconds
        self.app.look_again()
        await self.settles()

    async def refreshes(self) -> None:
        """Have the next picture now instead of when it is due."""
        seen = len(self.feed.asked)
        self.app.ask()
        await self.until(lambda: len(self.feed.asked) > seen)
        await self.settles()

    async def settles(self) -> None:
        """Wait until nothing is on its way any more."""
        await self.until(lambda: not self.app.reading)
        await self._pilot.pause()

    async def until(self, happened: Callable[[], object], within_s: float = 20.0) -> None:
        async with asyncio.timeout(within_s):
            while not happened():
                await self._pilot.pause(0.01)

    @property
    def lines(self) -> list[str]:
        """What the screen shows, line by line, at its full width."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        assert len(strips) == height
        assert all(strip.cell_length == width for strip in strips)
        return [strip.text for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    def sees(self, *texts: str) -> bool:
        """All of the texts, anywhere."""
        return all(text in self.text for text in texts)

    def row(self, *words: str) -> str:
        """The first line with all the words."""
        for line in self.lines:
            if all(word in line for word in words):
                return line
        raise AssertionError(f"no line with {words} in:\n{self.text}")

    def style(self, text: str) -> Style:
        """How the first place that says so is drawn."""
        for strip in self.app.screen._compositor.render_strips():
            start = strip.text.find(text)
            if start >= 0:
                seen = 0
                for segment in strip:
                    seen += len(segment.text)
                    if seen > start:
                        return segment.style or Style()
        raise AssertionError(f"{text!r} is not in:\n{self.text}")

    @property
    def clipboard(self) -> str:
        """What was copied last."""
        return self.app.clipboard

    @property
    def header(self) -> str:
        return self.lines[0]

    @property
    def sentence(self) -> str:
        return self.lines[1]


@asynccontextmanager
async def at_the_floor(
    make: Callable[[float], Snapshot],
    size: tuple[int, int] = USUAL,
    keys: dict[str, str] | None = None,
    app: type[FloorApp] = FloorApp,
    memory: Path | None = None,
) -> AsyncIterator[Person]:
    """A person in front of a floor of which the first picture has come; its clock stands."""
    clock = Clock()
    feed = FloorFeed(make, clock)
    shown = app(feed, refresh_s=3600, keys=keys, now=clock, memory=memory)
    async with shown.run_test(size=size, notifications=True) as pilot:
        person = Person(shown, pilot, feed, clock)
        await person.until(lambda: feed.asked)
        await person.settles()
        yield person
