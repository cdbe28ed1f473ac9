"""Finding calls, and telling the story of one and of its customer: each row from a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ops import clock, formats
from ops.numbers import looked_up
from ops.privacy import Privacy
from ops.snapshot.found import (
    NEAR_S,
    CallEvent,
    CallStory,
    Chapter,
    CustomerStory,
    Found,
    FoundCall,
)
from ops.snapshot.search import search
from ops.warehouse.warehouse import Moment, Warehouse

_FIRST_STEP_S = 3600
_LONGEST_STEP_S = 64 * 86_400
_EVER_S = -(1 << 40)
Row = Mapping[str, Any]
_AS_IT_IS = ("source", "seq", "call_id", "queue", "outcome", "left_by", "wait_s", "talk_s",
             "agent", "ended_by", "transferred_to")  # fmt: skip


def found(warehouse: Warehouse, privacy: Privacy, text: str, moment: Moment, least: int) -> Found:
    """The newest calls that `text` (see `ops.snapshot.search`) looks for, `least` if there are.

    It is looked back in steps, each three times as far as all before, until there are enough: a
    search that finds many calls looks at few, however many years there are. Raises UsageError.
    """
    settings = warehouse.settings
    wanted = search(text, settings.zone, clock.instant(moment.clock_s))
    number = None if wanted.number is None else looked_up(wanted.number, settings.numbers)
    params = {
        "queue_has": wanted.queue, "agent_has": wanted.agent, "outcome": wanted.outcome,
        "number": number, "least_wait_s": wanted.least_wait_s, "most_wait_s": wanted.most_wait_s,
        "call_id": wanted.call_id,
    }  # fmt: skip
    first_s = _EVER_S if wanted.since_s is None else wanted.since_s
    end_s = int(moment.clock_s) + 1
    last_s = end_s if wanted.until_s is None else min(wanted.until_s, end_s)
    calls: list[FoundCall] = []
    is_all = True
    for since_s, until_s in _steps(first_s, last_s):
        rows = warehouse.rows("find_calls", params | {"since": since_s, "until": until_s}, moment)
        calls += [_call(row, privacy) for row in rows]
        if len(calls) >= least:
            is_all = since_s == first_s and len(calls) == least
            break
    return Found(tuple(calls[:least]), is_all)


def _steps(first_s: int, last_s: int) -> Iterator[tuple[int, int]]:
    """Half-open periods back from `last_s` to `first_s`, each three times as long as all before."""
    until_s, length_s = last_s, _FIRST_STEP_S
    while until_s > first_s:
        since_s = max(first_s, until_s - length_s) if length_s < _LONGEST_STEP_S else first_s
        yield since_s, until_s
        until_s, length_s = since_s, 3 * (last_s - since_s)


def call_story(
    warehouse: Warehouse, privacy: Privacy, call_id: str, source: str, s: int, moment: Moment
) -> CallStory:
    """All stays of a call id of which one was offered at `s`, and every event of it, in order."""
    params = {"since": s - NEAR_S, "until": s + NEAR_S, "call_id": call_id, "source": source}
    stays = warehouse.rows("find_calls", params, moment)
    own = [_call(row, privacy) for row in reversed(stays) if row["source"] == source]
    events = warehouse.rows("call_events", params, moment)
    return CallStory(
        stays=tuple(sorted(own, key=lambda one: one.seq)),
        events=tuple(_event(row, privacy) for row in events),
    )


def customer_of_call(
    warehouse: Warehouse, call_id: str, source: str, s: int, moment: Moment
) -> Row | None:
    """The first stay of a call id with an identified customer; None where there is none."""
    params = {"since": s - NEAR_S, "until": s + NEAR_S, "call_id": call_id}
    rows = warehouse.rows("find_calls", params, moment)
    known = (row for row in reversed(rows) if row["source"] == source and row["customer"])
    return next(known, None)


def customer_story(
    warehouse: Warehouse, privacy: Privacy, customer: str | None, moment: Moment
) -> CustomerStory:
    """What is known of a customer (a number in its normal form, or another id)."""
    if customer is None:
        return CustomerStory("", (), moment.clock_s)
    rows = warehouse.rows("customer_story", {"customer": customer}, moment)
    written = next((row["caller"] for row in rows if row["caller"]), customer)
    return CustomerStory(
        privacy.caller(written) or formats.masked(""),
        tuple(_chapter(row, privacy) for row in rows),
        moment.clock_s,
    )


def _call(row: Row, privacy: Privacy) -> FoundCall:
    return FoundCall(
        **{column: row[column] for column in _AS_IT_IS},
        s=epoch_s(row["offered_at"]),
        end_s=None if row["ended_at"] is None else epoch_s(row["ended_at"]),
        caller=privacy.caller(row["caller"]) or formats.masked(""),
        is_known=row["customer"] is not None,
    )


def _event(row: Row, privacy: Privacy) -> CallEvent:
    return CallEvent(
        s=epoch_s(row["at"]),
        event=row["event"],
        queue=row["queue"],
        agent=row["agent"],
        line=privacy.raw(row["line"]) or "",
        position=row["position"],
    )


def _chapter(row: Row, privacy: Privacy) -> Chapter:
    return Chapter(
        **{name: row[name] for name in ("what", "outcome", "queue", "agent", "wait_s", "talk_s",
                                        "id", "source")},
        s=epoch_s(row["at"]),
        is_repeat=bool(row["is_repeat"]),
        due_s=None if row["due_at"] is None else epoch_s(row["due_at"]),
        title=privacy.raw(row["title"]),
    )  # fmt: skip


def epoch_s(at: datetime) -> int:
    """The second of a TIMESTAMP of a query, which is UTC."""
    return int(at.replace(tzinfo=UTC).timestamp())
