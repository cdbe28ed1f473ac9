"""A phone system's manager interface on a real socket, as well or as badly behaved as one likes."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from ops.sources.ami.floor import Floor
from ops.sources.ami.messages import Parser
from ops.sources.ami.reader import Address, Reader, Timing

BANNER = b"Asterisk Call Manager/11.0.0\r\n"
USER, SECRET, CHALLENGE = "floorwatch", "s3cret", "840415273"
QUICK = Timing(
    connect_s=1, answer_s=0.4, quiet_s=0.1, again_s=60, first_retry_s=0.01, longest_retry_s=0.05
)
LONG_S = 10.0


def wire(*messages: Mapping[str, str]) -> bytes:
    """Messages as they are sent."""
    return b"".join(
        "".join(f"{k}: {v}\r\n" for k, v in message.items()).encode() + b"\r\n"
        for message in messages
    )


def answer(events: Sequence[Mapping[str, str]], action_id: str) -> bytes:
    """QueueStatus's answer."""
    mine = {"ActionID": action_id}
    first = {"Response": "Success", "EventList": "start", "Message": "Queue status will follow"}
    last = {"Event": "QueueStatusComplete", "EventList": "Complete", "ListItems": "1"}
    return wire(first | mine, *({**event} | mine for event in events), last | mine)


@dataclass
class Pbx:
    """What it says and has been told. `status` is its answer to QueueStatus."""

    status: Sequence[Mapping[str, str]] = ()
    greeting: bytes = BANNER
    knows_md5: bool = True
    silent: frozenset[str] = frozenset()
    """Actions it does not answer."""
    actions: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _writer: asyncio.StreamWriter | None = None

    @property
    def is_connected(self) -> bool:
        return self._writer is not None

    def asked(self, action: str) -> int:
        """How often it was asked for that."""
        return sum(each.get("Action") == action for each in self.actions)

    async def send(self, data: bytes) -> None:
        assert self._writer is not None
        self._writer.write(data)
        await self._writer.drain()

    def cut(self) -> None:
        """Break the connection without a word."""
        assert self._writer is not None
        self._writer.transport.abort()
        self._writer = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writer = writer
        writer.write(self.greeting)
        parser = Parser()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            while data := await reader.read(1 << 16):
                for message in parser.feed(data):
                    self.actions.append(dict(message.headers))
                    writer.write(self.answer_to(message.headers))
        if self._writer is writer:
            self._writer = None
        writer.close()

    def answer_to(self, action: Mapping[str, str]) -> bytes:
        name = action.get("Action", "")
        if name in self.silent:
            return b""
        match name:
            case "Challenge" if self.knows_md5:
                return wire({"Response": "Success", "Challenge": CHALLENGE})
            case "Login" if self._is_right(action):
                return wire({"Response": "Success", "Message": "Authentication accepted"})
            case "Login":
                return wire({"Response": "Error", "Message": "Authentication failed"})
            case "QueueStatus":
                return answer(self.status, action.get("ActionID", ""))
            case "Ping":
                return wire({"Response": "Success", "Ping": "Pong"})
        return wire({"Response": "Error", "Message": "Invalid/unknown command"})

    def _is_right(self, login: Mapping[str, str]) -> bool:
        key = hashlib.md5((CHALLENGE + SECRET).encode()).hexdigest()
        right = login.get("Key") == key if self.knows_md5 else login.get("Secret") == SECRET
        return right and login.get("Username") == USER


@asynccontextmanager
async def listening(pbx: Pbx) -> AsyncIterator[Pbx]:
    """The phone system, up."""
    server = await asyncio.start_server(pbx.serve, "127.0.0.1", pbx.port)
    pbx.port = server.sockets[0].getsockname()[1]
    try:
        yield pbx
    finally:
        server.close()
        if pbx.is_connected:
            pbx.cut()


@asynccontextmanager
async def reading(
    pbx: Pbx, floor: Floor, secret: str = SECRET, timing: Timing = QUICK
) -> AsyncIterator[Reader]:
    """A reader of it, at work."""
    address = Address("127.0.0.1", pbx.port, USER)
    reader = Reader(address, lambda: secret, floor, timing)
    task = asyncio.create_task(reader.run())
    try:
        yield reader
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(true: Callable[[], object]) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(LONG_S):
        while not true():
            await asyncio.sleep(0.001)
