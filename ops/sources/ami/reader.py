"""The one connection to a phone system's AMI: log in, ask for everything, listen, begin again.

It reads only: Challenge, Login, QueueStatus and Ping are all it ever sends.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ops import clock
from ops.errors import FloorwatchError, SourceError
from ops.sources.ami.floor import Floor
from ops.sources.ami.messages import BANNER, Message, Parser, TooLongError, encoded

CHUNK = 1 << 16
_DEAF = (
    "no events come, so agents' states are up to a minute old — give the user `read = agent` in "
    "manager.conf, then `manager reload`"
)
_TO_DO = "see the user's section in manager.conf, then `manager reload`"


@dataclass(frozen=True, slots=True)
class Timing:
    """How patient a reader is, seconds."""

    connect_s: float = 10.0
    answer_s: float = 10.0
    """Longest wait for an answer: banner, login, the whole of QueueStatus, Ping."""
    quiet_s: float = 15.0
    """After so long without a byte it asks whether anybody is there."""
    again_s: float = 60.0
    """It asks for everything so often, for what no event tells."""
    first_retry_s: float = 1.0
    longest_retry_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the manager interface is, and as whom to log in."""

    host: str
    port: int
    user: str

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class RefusedError(SourceError):
    """The phone system does not let us in: asking soon again would only get us banned."""


def delay_s(timing: Timing, failures: int) -> float:
    """How long to wait after so many failures: longer and longer, never for two the same."""
    most_s = min(timing.longest_retry_s, timing.first_retry_s * float(1 << min(failures - 1, 16)))
    return most_s * random.uniform(0.5, 1.0)


class Reader:
    """Keeps `floor` true for as long as `run` runs; whatever fails is said and tried again."""

    def __init__(
        self,
        address: Address,
        secret: Callable[[], str],
        floor: Floor,
        timing: Timing | None = None,
    ) -> None:
        self._address = address
        self._secret = secret
        self._floor = floor
        self._timing = timing or Timing()
        self._asked = 0
        self._synced_here = False
        self._is_deaf = False
        self.known = False
        """Whether the floor is that of this moment: connected, and a whole picture has come."""
        self.heard_s: float | None = None
        """When the last byte came."""
        self.error: str | None = None
        """Why it is not known, and what to do; None while nothing is wrong."""

    async def run(self) -> None:
        """Connect, listen, and begin again, for ever; ends by being cancelled."""
        failures = 0
        while True:
            try:
                await self._session()
            except RefusedError as error:
                self._failed(error)
                failures = 99
            except Exception as error:  # of whatever kind: a dead reader must not look alive
                failures = 0 if self.known else failures
                self._failed(error)
            failures += 1
            await asyncio.sleep(delay_s(self._timing, failures))

    def _failed(self, error: Exception) -> None:
        self.known = False
        hint = f" — {error.hint}" if isinstance(error, FloorwatchError) and error.hint else ""
        self.error = f"AMI at {self._address}: {_said(error)}{hint}"

    async def _session(self) -> None:
        """One connection, from the first byte to the last; always ends with an exception."""
        async with asyncio.timeout(self._timing.connect_s):
            streams = await asyncio.open_connection(self._address.host, self._address.port)
        wire = _Wire(*streams)
        try:
            await self._login(wire, await wire.banner(self._timing.answer_s))
            await self._listen(wire)
        finally:
            wire.close()

    async def _login(self, wire: _Wire, version: str) -> None:
        """Log in without sending the secret itself, where the phone system knows how."""
        secret, patience_s = self._secret(), self._timing.answer_s
        told = {"Action": "Challenge", "AuthType": "MD5"}
        challenge = (await wire.ask(told, patience_s)).headers.get("Challenge")
        # Before version 2 (Asterisk 12) callers coming and going were events of another class.
        classes = "system,call,agent" if version.startswith("1.") else "system,agent"
        login = {"Action": "Login", "Username": self._address.user, "Events": classes}
        if challenge:
            key = hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()
            login |= {"AuthType": "MD5", "Key": key}
        else:
            login |= {"Secret": secret}
        answer = await wire.ask(login, patience_s)
        if answer.headers.get("Response") != "Success":
            why = answer.headers.get("Message", "without a reason")
            raise RefusedError(f"refuses to let {self._address.user!r} in: {why}", _TO_DO)

    async def _listen(self, wire: _Wire) -> None:
        """Ask for everything, then take in what comes; ask again from time to time."""
        timing = self._timing
        asked_s = self._ask_status(wire)
        pinged = self._is_deaf = self._synced_here = False
        while True:
            waits = self._floor.syncing or pinged
            try:
                messages = await wire.messages(timing.answer_s if waits else timing.quiet_s)
            except TimeoutError:
                if pinged:
                    raise SourceError("does not answer any more") from None
                pinged = True
                wire.send({"Action": "Ping"})
                continue
            pinged, self.heard_s = False, clock.now_s()
            for message in messages:
                self._take(message)
            late_s = clock.monotonic() - asked_s
            if self._floor.syncing and late_s > timing.answer_s:
                raise SourceError("does not tell its queues to the end")
            # Until it says so after a start, it has not loaded all queues.
            booted = any(message.event == "FullyBooted" for message in messages)
            if booted or late_s > timing.again_s:
                asked_s = self._ask_status(wire)

    def _ask_status(self, wire: _Wire) -> float:
        self._asked += 1
        action_id = f"floorwatch-{self._asked}"
        self._floor.begin(action_id)
        wire.send({"Action": "QueueStatus", "ActionID": action_id})
        return clock.monotonic()

    def _take(self, message: Message) -> None:
        headers = message.headers
        if headers.get("Response") == "Error":
            raise SourceError(f"refuses QueueStatus: {headers.get('Message', '')}", _TO_DO)
        if message.event == "Shutdown":
            raise SourceError("the phone system shuts down")
        if not message.event:
            return
        heard, version = self._floor.heard, self._floor.version
        self._floor.apply(headers, clock.now_s())
        if message.event == "QueueStatusComplete" and not self._floor.syncing:
            self._synced(heard, changed=self._floor.version != version)

    def _synced(self, heard: int, *, changed: bool) -> None:
        """A whole picture has come; where it differs though no event ever said so, none come."""
        self._is_deaf = not heard and (self._is_deaf or (self._synced_here and changed))
        self._synced_here = self.known = True
        self.error = f"AMI at {self._address}: {_DEAF}" if self._is_deaf else None


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, OSError):
        number = error.errno or 0  # those of name look-ups are below 0 and have texts of their own
        return os.strerror(number) if number > 0 else error.strerror or str(error)
    if isinstance(error, FloorwatchError | TooLongError):
        return str(error)
    return f"{type(error).__name__}: {error}"


class _Wire:
    """Messages over a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._parser = Parser()
        self._early: list[Message] = []
        """Came together with an answer that was waited for."""

    async def banner(self, patience_s: float) -> str:
        """The version in the first line. Raises SourceError where it is not AMI's."""
        async with asyncio.timeout(patience_s):
            with contextlib.suppress(asyncio.LimitOverrunError, ValueError):
                line = (await self._reader.readline()).decode(errors="replace").strip()
                if line.startswith(BANNER):
                    return line.removeprefix(BANNER)
        raise SourceError("this is no manager interface", "its port is 5038 unless changed")

    def send(self, headers: Mapping[str, str]) -> None:
        """Send an action; a few bytes, so nobody waits for them to be gone."""
        self._writer.write(encoded(headers))

    async def ask(self, headers: Mapping[str, str], patience_s: float) -> Message:
        """Send an action and wait for its answer; events that come before it are passed over."""
        self.send(headers)
        async with asyncio.timeout(patience_s):
            while True:
                messages = await self.messages(patience_s)
                for number, message in enumerate(messages, start=1):
                    if "Response" in message.headers:
                        self._early = messages[number:]
                        return message

    async def messages(self, patience_s: float) -> list[Message]:
        """What has come; waits for more bytes. Raises TimeoutError, or SourceError at the end."""
        if self._early:
            early, self._early = self._early, []
            return early
        async with asyncio.timeout(patience_s):
            data = await self._reader.read(CHUNK)
        if not data:
            raise SourceError("the connection was closed")
        return list(self._parser.feed(data))

    def close(self) -> None:
        """Close it, whatever state it is in."""
        with contextlib.suppress(OSError, RuntimeError):
            self._writer.transport.abort()
