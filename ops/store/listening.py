"""Listens to the phone systems' manager interfaces, in a thread of the collector's process."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from ops import clock
from ops.errors import SourceError
from ops.settings import AmiSettings
from ops.sources.ami.floor import Floor
from ops.sources.ami.reader import Address, Reader
from ops.store import known
from ops.store.access import Access
from ops.store.layout import StorePaths

LOOK_S = 0.2
"""A change is on disk after so long at most."""
BEAT_S = 1.0
LEAVING_S = 0.3


class Listener:
    """One reader a source, and one file that says what they know. The caller holds the lock."""

    def __init__(
        self,
        paths: StorePaths,
        access: Access,
        wanted: Mapping[str, AmiSettings],
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._path = paths.known
        self._access = access
        self._report = report
        self._floors = {source: Floor() for source in wanted}
        self._readers = {
            source: Reader(
                Address(ami.host, ami.port, ami.user), partial(secret, ami), self._floors[source]
            )
            for source, ami in wanted.items()
        }
        self._told: dict[str, str | None] = dict.fromkeys(wanted, "")
        self._written: tuple[object, ...] = ()
        self._written_s = 0.0
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="ami", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """End it, and take the file away: from now on nothing is known."""
        with contextlib.suppress(RuntimeError):  # it has ended already
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread.is_alive():
            self._thread.join(LEAVING_S)
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _run(self) -> None:
        try:
            asyncio.run(self._listen())
        except Exception as error:  # collecting goes on, and what was written grows stale
            self._report(f"AMI: {type(error).__name__}: {error}; nobody listens any more")

    async def _listen(self) -> None:
        self._loop = asyncio.get_running_loop()
        tasks = [asyncio.create_task(reader.run()) for reader in self._readers.values()]
        try:
            while not self._stop.is_set():
                self._tell()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), LOOK_S)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _tell(self) -> None:
        """Write what has changed, and once a second anyway; say what has gone wrong, once."""
        state = tuple(
            (reader.known, reader.error, self._floors[source].version)
            for source, reader in self._readers.items()
        )
        if state == self._written and clock.monotonic() - self._written_s < BEAT_S:
            return
        for source, reader in self._readers.items():
            self._say(source, reader)
        sources = {source: self._source(source) for source in self._readers}
        with contextlib.suppress(OSError):  # a full disk: the next one may have room
            known.write(self._path, known.Known(clock.now_s(), sources), self._access)
        self._written, self._written_s = state, clock.monotonic()

    def _source(self, source: str) -> known.SourceKnown:
        reader = self._readers[source]
        if not reader.known:
            return known.SourceKnown(error=reader.error, heard_s=reader.heard_s)
        picture = self._floors[source].picture()
        return known.SourceKnown(True, reader.error, reader.heard_s, picture)

    def _say(self, source: str, reader: Reader) -> None:
        said = reader.error if reader.error or reader.known else ""
        if said == self._told[source]:
            return
        self._told[source] = said
        if said:
            self._report(f"{source}: {said}; will try again")
        elif reader.known:
            members = self._floors[source].picture().members
            agents = len({member.interface for member in members})
            self._report(f"{source}: AMI tells how {agents} agents' devices are")


def secret(ami: AmiSettings) -> str:
    """The secret, from the settings or the first line of its file. Raises SourceError."""
    if ami.secret_file is None:
        return ami.secret or ""
    file = Path(ami.secret_file)
    try:
        first = file.read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8"
        raise SourceError(f"{file}: {why}", "it has to hold the secret, and be readable") from error
    if not first:
        raise SourceError(f"{file}:1: no secret in it", "write it in the first line")
    return first
