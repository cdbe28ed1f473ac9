"""The floor in a real browser: it paints, it listens to keys, it asks nobody else for anything."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.web.browser import Browser, Page
from tests.web.conftest import Served

CROSS_SITE = """
new Promise(done => {
  const socket = new WebSocket("ws://127.0.0.1:%d/ws");
  socket.onopen = () => done("open");
  socket.onerror = () => done("refused");
})
"""
BLANK_BYTES = 10_000
"""A picture without letters is smaller."""


async def changed(page: Page, before: bytes = b"") -> bytes:
    """The picture once it shows letters, differs much from `before`, and holds still."""
    async with asyncio.timeout(30):
        last, now = b"", await page.picture()
        while len(now) < BLANK_BYTES or abs(len(now) - len(before)) < 2_000 or last != now:
            await asyncio.sleep(0.3)
            last, now = now, await page.picture()
    return now


async def test_a_person_opens_the_floor_and_presses_a_key(served: Served, profile: Path) -> None:
    async with Browser.started(profile) as browser:
        page = await browser.page()
        await page.open(f"{served.address}/?token={served.tokens['ana']}")
        await page.until("document.body?.classList.contains('-first-byte')")
        assert await page.script("document.title + location.search") == "Floorwatch"
        floor = await changed(page)
        await page.script("document.querySelector('.xterm-helper-textarea').focus()")
        await page.press("w")  # the wall
        assert await changed(page, floor) != floor
        foreign = [a for a in page.requests if not a.startswith((served.address, "data:"))]
        assert foreign == []

        stranger = await browser.page()
        await stranger.open("data:text/html,<title>evil</title>")
        assert await stranger.script(CROSS_SITE % served.port) == "refused"
