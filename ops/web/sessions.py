"""The server: the guarded page, and for each session a process of the app, so many at most."""

from __future__ import annotations

import asyncio
import shlex
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import textual_serve
from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

import ops
from ops.web import USER_VARIABLE
from ops.web.guard import USER, Guard

_PAGE = Path(__file__).parent / "page"
_STATIC = Path(textual_serve.__file__).parent / "static"
_RUN = "from ops.cli.main import run; run()"


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, to whom, and where."""

    arguments: tuple[str, ...]
    """Of the `floorwatch` command that a session runs."""
    secrets: Mapping[str, str]
    host: str = "127.0.0.1"
    port: int = 8000
    public: str = ""
    """How browsers know the server; "": by its host and port."""
    most: int = 20
    """So many sessions at once: each is a process that reads the store."""
    ready: Callable[[int], None] = field(default=lambda _: None)
    """Told the port once the server listens."""


class _Session(AppService):
    """A process of the app that knows whose it is."""

    user = ""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment: dict[str, str] = super()._build_environment(width, height)
        root = str(Path(ops.__file__).parents[1])
        path = [root, *filter(None, [environment.get("PYTHONPATH")])]
        return environment | {"PYTHONPATH": ":".join(path), USER_VARIABLE: self.user}


class FloorServer(Server):
    """textual-serve with a guard before it, a page of our own, and nothing from other hosts."""

    def __init__(self, serving: Serving) -> None:
        command = "exec " + shlex.join([sys.executable, "-c", _RUN, *serving.arguments])
        super().__init__(command, serving.host, serving.port, title="Floorwatch")
        self._serving = serving
        self._open = 0

    async def run(self) -> None:
        """Serve until a signal ends it, and every session with it.

        OSError where the address can't be had.
        """
        over = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, over.set)
        runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._serving.host, self._serving.port)
            await site.start()
            self._serving.ready(self._serving.port)
            await over.wait()
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        serving = self._serving
        public = serving.public or f"http://{in_url(serving.host)}:{serving.port}"
        guard = Guard(public, serving.port, serving.secrets)
        app = web.Application(middlewares=[guard.middleware()])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/page", _PAGE),
                web.static("/static", _STATIC),
            ]
        )
        return app

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(_PAGE / "index.html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One session, until its browser leaves or the app ends."""
        if self._open >= self._serving.most:
            raise web.HTTPServiceUnavailable(text="All sessions are taken; try again later.\n")
        self._open += 1
        try:
            return await self._session(request)
        finally:
            self._open -= 1

    async def _session(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=1 << 20)
        await socket.prepare(request)
        session = _Session(
            self.command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=_closing(socket),
            download_manager=self.download_manager,
        )
        session.user = request[USER]
        await session.start(_cells(request, "width", 80), _cells(request, "height", 24))
        try:
            await self._process_messages(socket, session)
        finally:
            await session.stop()
        return socket


def _closing(socket: web.WebSocketResponse) -> Callable[[], Coroutine[None, None, None]]:
    async def close() -> None:
        await socket.close()

    return close


def _cells(request: web.Request, name: str, otherwise: int) -> int:
    """A size in cells that a browser asks for, within reason."""
    asked = request.query.get(name, "")
    return min(max(int(asked), 20), 1000) if asked.isascii() and asked.isdigit() else otherwise


def in_url(host: str) -> str:
    """A host as an address has it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
