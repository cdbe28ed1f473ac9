"""Random lives of a log: whatever happens to its files, every line comes once, in order."""

from __future__ import annotations

import shutil

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from ops.sources.follow import Follower
from tests.sources.following import QUIET_S, stamp_of
from tests.sources.log_writer import LogWriter


class LogLife(LogWriter):
    """A phone system, a log rotation and a follower, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.chunk_bytes = 64
        self.follower = self.make_follower()

    def teardown(self) -> None:
        try:
            self.end()
        finally:
            self.follower.close()
            shutil.rmtree(self.folder)

    def make_follower(self) -> Follower:
        return Follower(
            self.log,
            self.stored.entries(),
            stamp_of=stamp_of,
            chunk_bytes=self.chunk_bytes,
            quiet_s=QUIET_S,
            clock=lambda: self.time.monotonic,
        )

    # ------------------------------------------------------------ following

    @rule()
    def poll(self) -> None:
        self.stored.take(self.follower.poll())

    @rule(wanted=st.integers(0, 3))
    def poll_and_fail(self, wanted: int) -> None:
        """The store takes a few chunks, then fails: what it did not take comes again."""
        for taken, chunk in enumerate(self.follower.poll()):
            if taken == wanted:
                return
            self.stored.add(chunk)

    @rule(wanted=st.integers(0, 3))
    def poll_and_die(self, wanted: int) -> None:
        for taken, chunk in enumerate(self.follower.poll()):
            self.stored.add(chunk)
            if taken == wanted:
                break
        self.restart(self.chunk_bytes)

    @rule(chunk_bytes=st.sampled_from([16, 64, 300, 1 << 20]))
    def restart(self, chunk_bytes: int) -> None:
        self.follower.close()
        self.chunk_bytes = chunk_bytes
        self.follower = self.make_follower()

    @rule(seconds=st.sampled_from([0.3, 1.0, 6.0, 11.0]))
    def wait(self, seconds: float) -> None:
        self.time.pass_(seconds)

    @invariant()
    def is_untroubled(self) -> None:
        error = self.follower.state().error
        assert error is None or error.startswith(("waiting for", str(self.log) + " is only"))

    def end(self) -> None:
        self.reopen()
        for _ in range(2):
            self.write(self.event(3) + b"\n")
            for _ in range(2 * len(self.generations) + 4):
                self.poll()
                self.time.pass_(QUIET_S + 1)
        last = self.generations[-1]
        expected = [line for g in self.generations for line in g.lines(closed=g is not last)]
        delivered = [line for chunk in self.stored.chunks for line in chunk.data[:-1].split(b"\n")]
        assert delivered == expected
        ordinals = [chunk.ordinal for chunk in self.stored.chunks]
        assert ordinals == sorted(ordinals)
        assert self.follower.state().at_end
        assert self.follower.state().error is None


LogLife.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestLogLife = LogLife.TestCase
