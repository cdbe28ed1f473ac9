"""Asking the sandbox: starts its process, gives it a question, waits, kills it when it overruns."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import polars as pl

from ops.clock import monotonic
from ops.errors import QueryError
from ops.warehouse.sandbox.scratch import Scratch
from ops.warehouse.sandbox.wire import FAILED, ROWS, TOO_LONG, Failure, Job

_GRACE_S = 1.0
"""The engine's own limit goes first, and says so; then the process is killed."""

_PASSED_ON = ("TZ", "LANG", "LC_ALL")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question."""

    frame: pl.DataFrame
    more: bool
    """Whether the statement had more rows than `limit` let through."""
    elapsed_s: float


class Question:
    """One process for one question, started ahead of it; `cancel` may come from another thread."""

    def __init__(self) -> None:
        self._scratch = Scratch()
        self._asking = self._cancelled = False
        # Closed by the system too when this process is killed: then the other one ends itself.
        watched, alive = os.pipe()
        self._alive = os.fdopen(alive, "wb", buffering=0)
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "ops.warehouse.sandbox.child", str(self.scratch),
                str(watched),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.scratch,
            env=_environment(),
            pass_fds=(watched,),
        )  # fmt: skip
        os.close(watched)

    @property
    def scratch(self) -> Path:
        """Where the process may write."""
        return self._scratch.path

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def ask(self, job: Job) -> Answer:
        """The answer; QueryError where there is none. Call it once."""
        began = monotonic()
        self._asking = True
        try:
            data, said = self._process.communicate(
                msgspec.json.encode(job), job.limits.seconds + _GRACE_S
            )
        except subprocess.TimeoutExpired:
            raise QueryError(*TOO_LONG) from None
        finally:
            self._clean()
        if self._cancelled:
            raise QueryError("cancelled", "")
        return self._answered(data, said, monotonic() - began)

    def cancel(self) -> None:
        """Kill the process; whoever waits for an answer gets a QueryError."""
        self._cancelled = True
        with contextlib.suppress(OSError):
            self._process.kill()
        if not self._asking:
            self._clean()

    def _clean(self) -> None:
        """See that the process is gone, and take its folder away."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        own = self._process
        for stream in (own.stdin, own.stdout, own.stderr, self._alive):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._scratch.remove()

    def _answered(self, data: bytes, said: bytes, elapsed_s: float) -> Answer:
        if data[:1] == ROWS:
            with contextlib.suppress(pl.exceptions.PolarsError, OSError):
                frame = pl.read_ipc_stream(io.BytesIO(data[2:]))
                return Answer(frame, data[1:2] == b"\1", elapsed_s)
        if data[:1] == FAILED:
            failure = msgspec.json.decode(data[1:], type=Failure)
            raise QueryError(failure.message, failure.hint)
        raise QueryError(*_ended(self._process.returncode, said))


def _environment() -> dict[str, str]:
    """Where to find Floorwatch, the zone and the language; nothing else is the question's."""
    root = Path(__file__).resolve().parents[3]
    own = {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    return own | {name: os.environ[name] for name in _PASSED_ON if name in os.environ}


def _ended(code: int | None, said: bytes) -> tuple[str, str]:
    """Why a process ended without an answer."""
    last = said.decode(errors="replace").strip().rpartition("\n")[2]
    if code is not None and code < 0 and not last:
        return "its process was killed", "perhaps the machine has no more memory: ask for less"
    return "its process ended without an answer", last
