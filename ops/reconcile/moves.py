"""What moved Asterisk's counters, from our log: the rows of queries/metrics/asterisk_moves.sql."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from ops.errors import UsageError
from ops.warehouse.warehouse import Moment, Warehouse

LEAD_S = 10
"""The log is read so far beyond the asked moment: a counter can be ahead of its line."""


class Move(NamedTuple):
    """One event that moved a counter, or made a caller wait or stop waiting.

    A tuple: a year of a busy queue is some millions of them.
    """

    seq: int
    s: int
    call_id: str
    kind: str
    """entered, answered, dropped, completed, gone, left or outcall."""
    wait_s: int | None
    """As logged: with a memberdelay it is longer than the counters'."""
    talk_s: int | None
    answer_s: int | None
    was_answered: bool
    was_removed: bool


@dataclass(frozen=True, slots=True)
class QueueMoves:
    """One queue's moves since the last start, each list in the order of the log."""

    waits: tuple[Move, ...] = ()
    """Callers who came, were answered or left."""
    answers: tuple[Move, ...] = ()
    """Members who answered, also those who or whose caller hung up before the bridge."""
    ends: tuple[Move, ...] = ()
    """Talks that ended and callers who are counted as abandoned."""


@dataclass(frozen=True, slots=True)
class Log:
    """One source's moves, as far as `asked_s` + LEAD_S."""

    asked_s: int
    started_s: int | None
    """The last start of Asterisk before `asked_s`; None: the log begins later."""
    queues: dict[str, QueueMoves]

    def queue(self, name: str) -> QueueMoves:
        """The moves of a queue, none for one the log has not heard of."""
        return self.queues.get(name, QueueMoves())


def before(moves: Sequence[Move], s: int) -> int:
    """How many of `moves` are stamped before the second `s`."""
    return bisect_left(moves, s, key=lambda move: move.s)


def one_source(warehouse: Warehouse, source: str | None) -> str:
    """The source to compare: `source`, or the store's only one. Raises UsageError."""
    sources = tuple(warehouse.last_events)
    if source is None and len(sources) == 1:
        return sources[0]
    listed = ", ".join(sources) or "none"
    if source is None:
        raise UsageError(f"which source? The store has {listed}", "name one with --source")
    if source not in sources:
        raise UsageError(f"no source {source!r} in the store; it has {listed}", "name one of these")
    return source


def load(warehouse: Warehouse, source: str, asked_s: int) -> Log:
    """The moves of `source` since its last start before `asked_s`. Raises QueryError."""
    params = {"until": asked_s, "queue": None}
    found = warehouse.run("asterisk_moves", params, Moment(asked_s + LEAD_S))
    found = found.filter(pl.col("source") == source)
    started = found.filter(pl.col("move") == "started")["s"].to_list()
    rows = found.filter(pl.col("move") != "started").select(
        "seq",
        "s",
        "call_id",
        "move",
        pl.col("wait_s", "talk_s", "answer_s").cast(pl.Int64),
        "was_answered",
        "was_removed",
        "queue",
    )
    queues = {
        name: _sorted([Move(*row[:-1]) for row in part.iter_rows()])
        for (name,), part in rows.partition_by("queue", as_dict=True, maintain_order=True).items()
    }
    return Log(asked_s, max(started, default=None), queues)


def _sorted(moves: list[Move]) -> QueueMoves:
    def of(*kinds: str) -> tuple[Move, ...]:
        return tuple(move for move in moves if move.kind in kinds)

    answers = (m for m in moves if m.kind in ("answered", "dropped", "gone") and m.was_answered)
    return QueueMoves(
        waits=of("entered", "answered", "gone", "left"),
        answers=tuple(answers),
        ends=of("completed", "gone", "outcall"),
    )
