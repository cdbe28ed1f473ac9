"""A real headless Chromium, driven over its debugging protocol."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-port=0", "--window-size=1200,800",
)  # fmt: skip


class Page:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.requests: list[str] = []
        """The address of everything the page has asked for."""

    async def tell(self, method: str, **params: object) -> dict[str, Any]:
        """Send one command and wait for its result."""
        wanted = next(self._ids)
        await self._socket.send_json({"id": wanted, "method": method, "params": params})
        async with asyncio.timeout(30):
            while True:
                told = await self._socket.receive_json()
                if told.get("method") == "Network.requestWillBeSent":
                    self.requests.append(told["params"]["request"]["url"])
                if told.get("id") == wanted:
                    assert "error" not in told, told
                    return dict(told["result"])

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self.tell("Network.enable")
        await self.tell("Page.navigate", url=address)

    async def script(self, expression: str) -> Any:  # noqa: ANN401 (what a script says)
        """The value of an expression."""
        told = await self.tell(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        return told["result"].get("value")

    async def until(self, expression: str, seconds: float = 30.0) -> None:
        """Wait for an expression to become true."""
        async with asyncio.timeout(seconds):
            while not await self.script(expression):
                await asyncio.sleep(0.1)

    async def press(self, key: str) -> None:
        """One key, as a person would."""
        await self.tell("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def picture(self) -> bytes:
        """The tab as PNG."""
        told = await self.tell("Page.captureScreenshot", format="png")
        return base64.b64decode(told["data"])


class Browser:
    """A Chromium with a profile of its own."""

    def __init__(self, client: aiohttp.ClientSession, port: int) -> None:
        self._client, self._port = client, port

    async def page(self) -> Page:
        """A new tab."""
        at = f"http://127.0.0.1:{self._port}/json/new?about:blank"
        async with self._client.put(at) as told:
            found = await told.json()
        return Page(await self._client.ws_connect(found["webSocketDebuggerUrl"], max_msg_size=0))

    @classmethod
    @contextlib.asynccontextmanager
    async def started(cls, profile: Path) -> AsyncIterator[Self]:
        """Skips the test where there is no Chromium."""
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        if program is None:
            pytest.skip("there is no Chromium: install the package `chromium`")
        running = subprocess.Popen(
            [program, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with aiohttp.ClientSession() as client:
                yield cls(client, await _port(profile / "DevToolsActivePort"))
        finally:
            running.kill()
            running.wait()


async def _port(file: Path) -> int:
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(OSError, ValueError, IndexError):
                return int(file.read_text().splitlines()[0])
            await asyncio.sleep(0.05)
