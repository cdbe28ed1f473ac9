"""The one process that writes a store: follows the logs, commits, compacts, beats.

It may be killed at any moment. What is committed is whole; what is not is read again.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ops.errors import FloorwatchError, StoreError
from ops.sources.events import Kind
from ops.sources.follow import Chunk, Follower, Known, Once
from ops.sources.gathering import Gatherer
from ops.store import status
from ops.store.access import Access
from ops.store.closing import Closer
from ops.store.compaction import Compactor, remove_temporaries
from ops.store.cutting import Cutting
from ops.store.derive import Identities, set_identities
from ops.store.erase import erase_before
from ops.store.intake import Intake
from ops.store.layout import StorePaths
from ops.store.quoting import sql_text
from ops.store.sweep import sweep_cuts

if TYPE_CHECKING:
    from ops.store.listening import Listener

COMMIT_S = 0.25
"""At most four commits a second and source."""

FEW_FILES = 40
"""Of so many finished files each is long enough for its calls to be derived beside the load."""

POLL_S = 0.05
"""How long a line that comes after a silence waits at most."""

BEAT_S = 1.0
TIDY_S = 2.0
RETRY_S = 2.0
DAY_S = 86_400
CUT_BYTES = 4 << 20
"""A cut is made when so many bytes of log lie behind the last one (about 65,000 lines)."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A source to collect: its name, its format and the log to follow."""

    source: str
    kind: Kind
    log: Path
    files: Callable[[], Sequence[Path]] | None = None
    """All its files as they are now, where it is not one log that is rotated."""


def connect(paths: StorePaths, access: Access) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that spills into the store's own temporary folder."""
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    spill = access.folder(paths.root / "tmp")
    connection.execute(f"SET temp_directory = {sql_text(spill)}")
    return connection


def _follower(feed: Feed, known: Sequence[Known]) -> Follower | Gatherer:
    stamp_of, framing = feed.kind.stamp_of, feed.kind.framing
    if feed.files is not None:
        return Gatherer(feed.files, known, stamp_of=stamp_of, framing=framing)
    return Follower(feed.log, known, stamp_of=stamp_of, framing=framing)


class Collector:
    """Collects `feeds` into the store until told to stop. The caller holds the store's lock."""

    def __init__(
        self,
        paths: StorePaths,
        access: Access,
        feeds: Sequence[Feed],
        who: Identities,
        *,
        again: bool = False,
        keep_days: int | None = None,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._paths = paths
        self._access = access
        self._feeds = feeds
        self._again = again
        self._keep_days = keep_days
        self._kept_at: float | None = None
        self._report = report
        self._connection = connect(paths, access)
        self._who = who
        set_identities(self._connection, who)
        self._intakes: dict[str, Intake] = {}
        self._followers: dict[str, Follower | Gatherer] = {}
        self._errors: dict[str, str] = {}
        self._retry_at: dict[str, float] = {}
        self._untidy = {feed.source for feed in feeds}
        self._beat_at = self._tidied_at = 0.0
        for source in paths.sources():
            remove_temporaries(paths.source_folder(source))
            remove_temporaries(paths.calls / source)
        self._listener: Listener | None = None

    def listen(self, listener: Listener) -> None:
        """Hear the phone systems themselves as well, for as long as this collects."""
        self._listener = listener
        listener.start()

    def run(self, stop: threading.Event) -> None:
        """Collect until `stop` is set; never raises for a full disk or an unreadable log."""
        try:
            while not stop.is_set():
                started = time.monotonic()
                wait_s = COMMIT_S if self.step() else POLL_S
                stop.wait(max(0.0, wait_s - (time.monotonic() - started)))
        finally:
            self.close()

    def step(self) -> int:
        """Store what is new in every log, tidy up, beat. Returns the lines stored."""
        stored = sum(self._collect(feed) for feed in self._feeds)
        self._forget_old()
        if time.monotonic() - self._tidied_at >= TIDY_S:
            self._tidied_at = time.monotonic()
            for source in self._untidy.copy():
                self._tidy(source, CUT_BYTES)
        if stored or time.monotonic() - self._beat_at >= BEAT_S:
            self._beat()
        return stored

    def load(self, source: str, kind: Kind, files: Sequence[Path],
             progress: Callable[[int], None] = lambda _: None) -> Intake:  # fmt: skip
        """Store finished files in the order given, then derive their calls.

        `progress` is told the bytes of every chunk. Raises StoreError or SourceError.
        """
        intake = self._intake(source, kind)
        once = Once(files, intake.known(), stamp_of=kind.stamp_of, framing=kind.framing)

        def counted() -> Iterator[Chunk]:
            for chunk in once.chunks():
                yield chunk
                progress(len(chunk.data))

        if len(files) > FEW_FILES:  # cut once, behind all of them: most are small
            intake.store(counted())
        else:
            with Cutting(self._closer(), source) as cutting:
                intake.store(counted(), cutting.take)
        for state in once.states():
            if state.error:
                self._errors[state.path] = state.error
            for warning in state.warnings:
                self._report(f"{source}: {warning}")
        self._tidy(source, 1 << 20)
        self._beat()
        return intake

    def cut(self, source: str) -> None:
        """Derive and keep the closed calls of everything stored of `source`."""
        self._tidy(source, 0)

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong at the moment, a line each."""
        return tuple(self._errors.values())

    def close(self) -> None:
        """Let go of logs and memory; the store needs nothing of it."""
        for follower in self._followers.values():
            follower.close()
        if self._listener is not None:
            self._listener.close()
        self._connection.close()

    def _collect(self, feed: Feed) -> int:
        if time.monotonic() < self._retry_at.get(feed.source, 0.0):
            return 0
        try:
            intake = self._intake(feed.source, feed.kind)
            follower = self._followers.get(feed.source)
            if follower is None:
                follower = _follower(feed, intake.known())
                self._followers[feed.source] = follower
            stored = intake.store(follower.poll())
        except (FloorwatchError, OSError) as error:
            self._fail(feed.source, error)
            return 0
        if stored:
            self._untidy.add(feed.source)
        if self._errors.pop(feed.source, None):
            self._report(f"{feed.source}: goes on")
        return stored

    def _fail(self, source: str, error: Exception) -> None:
        """Keep the message, forget the follower's place: the store's own word counts."""
        if self._errors.get(source) != str(error):
            hint = getattr(error, "hint", "")
            self._report(f"{source}: {error}" + (f" — {hint}" if hint else "") + "; will try again")
        self._errors[source] = str(error)
        self._retry_at[source] = time.monotonic() + RETRY_S
        if (follower := self._followers.pop(source, None)) is not None:
            follower.close()
        self._intakes.pop(source, None)

    def _intake(self, source: str, kind: Kind) -> Intake:
        if source not in self._intakes:
            self._intakes[source] = Intake(
                self._paths, self._access, source, kind, again=self._again
            )
        return self._intakes[source]

    def _forget_old(self) -> None:
        """Once a day, erase what is older than the site keeps."""
        due = self._kept_at is None or time.monotonic() - self._kept_at >= DAY_S
        if self._keep_days is None or not due:
            return
        self._kept_at = time.monotonic()
        before_s = int(time.time()) - self._keep_days * DAY_S
        try:
            erase_before(self._paths, self._access, self._connection, before_s)
        except (duckdb.Error, OSError, StoreError) as error:
            self._report(f"cannot erase what is older than {self._keep_days} days: {error}")

    def _tidy(self, source: str, cut_bytes: int) -> None:
        """Compact, cut and sweep; a failure here loses nothing and is tried again."""
        folder = self._paths.source_folder(source)
        compactor = Compactor(folder, self._access, self._connection)
        closer = self._closer()
        try:
            while compactor.step():
                pass
            while closer.close(source, least_bytes=cut_bytes):
                pass
            while closer.merge(source):
                pass
            compactor.sweep()
            sweep_cuts(closer, source)
            self._untidy.discard(source)
            self._errors.pop(f"{source} (tidying)", None)
        except (duckdb.Error, OSError, StoreError) as error:
            self._errors[f"{source} (tidying)"] = f"{source}: cannot compact: {error}"

    def _closer(self) -> Closer:
        return Closer(self._paths, self._access, self._connection, self._who)

    def _beat(self) -> None:
        self._beat_at = time.monotonic()
        sources = {feed.source: self._source_status(feed) for feed in self._feeds}
        told = status.Status(
            beat_s=time.time(),
            pid=os.getpid(),
            error="; ".join(self.errors) or None,
            sources=sources,
        )
        with contextlib.suppress(OSError):  # a full disk: the next beat may have room
            status.write(self._paths.status, told, self._access)

    def _source_status(self, feed: Feed) -> status.SourceStatus:
        intake, follower = self._intakes.get(feed.source), self._followers.get(feed.source)
        last = intake.last_event_s if intake else None
        error = self._errors.get(feed.source)
        if follower is None:
            return status.SourceStatus(path=str(feed.log), last_event_s=last, error=error)
        state = follower.state()
        return status.SourceStatus(
            path=state.path, read_to=state.read_to, at_end=state.at_end, last_event_s=last,
            error=error or state.error, warnings=state.warnings, gaps=state.gaps,
        )  # fmt: skip
