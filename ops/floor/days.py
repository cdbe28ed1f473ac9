"""A queue's day and an agent's, and the calls of either: each number from a query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ops import formats
from ops.floor.day import today
from ops.privacy import Privacy
from ops.snapshot.days import AgentDay, Calls, DayCall, Interval, Pause, QueueDay, Stretch, WaitStep
from ops.snapshot.share import Share
from ops.warehouse.live import Rows
from ops.warehouse.warehouse import Moment, Warehouse

MOST_CALLS = 500
Row = Mapping[str, Any]
_AS_IT_IS = ("s", "call_id", "queue", "outcome", "left_by", "wait_s", "talk_s", "agent", "rank")


def queue_day(warehouse: Warehouse, queue: str, moment: Moment) -> QueueDay:
    """The day of one queue: its quarters of an hour, and how long its callers waited."""
    day = today(warehouse, moment)
    params = {"since": day.since_s, "until": day.until_s, "queue": queue}
    intervals = warehouse.rows("intervals", params, moment)
    waits = warehouse.rows("wait_distribution", params, moment)
    return QueueDay(
        queue=queue,
        since_s=day.since_s,
        intervals=tuple(_interval(row) for row in intervals if row["queue"] == queue),
        waits=tuple(_wait_step(row) for row in waits),
    )


def calls_of(
    warehouse: Warehouse,
    privacy: Privacy,
    moment: Moment,
    *,
    queue: str | None = None,
    agent: str | None = None,
    span: tuple[int, int] | None = None,
) -> Calls:
    """The calls of today or of a span of it (half-open), the worst first; an agent's newest first.

    At most `MOST_CALLS`; all of an agent's.
    """
    day = today(warehouse, moment)
    since_s, until_s = span or (day.since_s, day.until_s)
    limit = MOST_CALLS if agent is None else None
    params = {"since": since_s, "until": until_s, "queue": queue, "agent": agent, "limit": limit}
    rows = warehouse.rows("day_calls", params, moment)
    calls = [_call(row, privacy) for row in rows]
    if agent is not None:
        calls.sort(key=lambda call: -call.s)
    return Calls(tuple(calls), rows[0]["found"] if rows else 0)


def abandons(warehouse: Warehouse, privacy: Privacy, queue: str | None, moment: Moment) -> Calls:
    """Who gave up today, the newest first."""
    day = today(warehouse, moment)
    params = {"since": day.since_s, "until": day.until_s, "queue": queue}
    rows = warehouse.rows("abandoned_calls", params, moment)
    calls = tuple(
        DayCall(
            s=_epoch_s(row["offered_at"]),
            call_id=row["call_id"],
            queue=row["queue"],
            caller=_caller(row, privacy),
            outcome="abandoned",
            left_by=None,
            wait_s=row["wait_s"],
            talk_s=None,
            agent=None,
            rank=3 if row["is_short"] else 1,
            is_short=row["is_short"],
        )
        for row in reversed(rows)
    )
    return Calls(calls, len(calls))


def agent_day(warehouse: Warehouse, agent: str, moment: Moment) -> AgentDay:
    """The day of one agent: states, pauses by reason, rings nobody took, occupancy."""
    day = today(warehouse, moment)
    params = {"since": day.since_s, "until": day.until_s, "agent": agent}

    def rows(name: str) -> Rows:
        return [row for row in warehouse.rows(name, params, moment) if row["agent"] == agent]

    stretches = tuple(Stretch(r["s"], r["end_s"], r["state"]) for r in rows("agent_timeline"))
    pauses = [Pause(r["reason"], r["seconds"], r["pauses"], r["longest_s"]) for r in rows("pauses")]
    return AgentDay(
        agent=agent,
        since_s=day.since_s,
        until_s=min(day.until_s, int(moment.clock_s)),
        stretches=stretches,
        pauses=tuple(sorted(pauses, key=lambda pause: (-pause.lasted_s, pause.reason))),
        unanswered=_summed(rows("ring_no_answer")),
        occupancy=_summed(rows("occupancy")),
    )


def _summed(rows: Rows) -> Share:
    """One ratio of several rows: the sum of both parts."""
    return Share(sum(r["numerator"] for r in rows), sum(r["denominator"] for r in rows))


def _interval(row: Row) -> Interval:
    return Interval(
        s=_epoch_s(row["interval_at"]),
        offered=row["offered"],
        in_time=row["in_time"],
        late=row["answered"] - row["in_time"],
        abandoned=row["abandoned"],
        overflowed=row["overflowed"],
        lost=row["lost"],
        level=Share(row["numerator"], row["denominator"]),
        asa_s=row["asa_s"],
    )


def _wait_step(row: Row) -> WaitStep:
    return WaitStep(**{column: row[column] for column in WaitStep.__slots__})


def _call(row: Row, privacy: Privacy) -> DayCall:
    return DayCall(
        **{column: row[column] for column in _AS_IT_IS},
        caller=_caller(row, privacy),
        is_short=bool(row["is_short"]),
    )


def _caller(row: Row, privacy: Privacy) -> str:
    return privacy.caller(row["caller"]) or formats.masked("")


def _epoch_s(at: datetime) -> int:
    return int(at.replace(tzinfo=UTC).timestamp())
