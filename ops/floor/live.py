"""One live refresh becomes one frozen Snapshot: every number of it from `queries/live/*.sql`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ops import clock, formats
from ops.floor.day import Day, today
from ops.floor.states import overlay
from ops.privacy import Privacy
from ops.settings.hours import OpeningHours
from ops.snapshot import (
    AgentNow,
    Happening,
    QueueNow,
    Share,
    Snapshot,
    SourceNow,
    Waiting,
)
from ops.store import known, status
from ops.warehouse.live import Rows
from ops.warehouse.warehouse import Moment, Warehouse

QUARTER_S = 900
TREND = 96
"""A day has at most so many quarters of an hour on the floor (100 where it has 25 hours: cut)."""

STALE_S = {"breaches_now": 5.0, "trend_now": 2.0}
"""What need not be asked at every refresh: nobody sees that it is so much late, and on a busy
floor, several times a second, it would cost more than all the others."""

HAPPENINGS = 50
BREACHES = 1_000
"""More than anybody reads: the last one of each queue has to be among them."""
ENDED_S = 300
"""A log that was loaded, not followed, and whose last event is older than this has ended."""

GONE = {
    "abandoned": "gave up after",
    "overflowed": "left unanswered after",
    "refused": "was not let in",
    "lost": "was lost at a restart",
}


_AS_IT_IS = (
    "queue", "waiting", "oldest_s", "threshold_s", "target", "formula", "offered", "answered",
    "overflowed", "lost", "asa_s", "budget_left", "burn_5", "burn_30",
)  # fmt: skip
"""Columns of queues_now that a QueueNow has under the same name."""


def take(warehouse: Warehouse, privacy: Privacy, as_of_s: int | None = None) -> Snapshot:
    """The floor as of `as_of_s`, or now. A finished log is shown as of its last event.

    Where a phone system itself tells of the present, that is laid over what the log says.
    """
    beat = status.read(warehouse.paths.status)
    ended_s = None if as_of_s is not None else ended_at(warehouse, beat)
    taken_s = clock.now_s()
    asked_s = as_of_s if as_of_s is not None else ended_s
    moment = Moment(None, taken_s) if asked_s is None else Moment(asked_s)
    day = today(warehouse, moment)
    params = {"since": day.since_s, "until": day.until_s}

    def rows(name: str) -> Rows:
        params["limit"] = BREACHES if name == "breaches_now" else HAPPENINGS
        return warehouse.rows(name, params, moment, stale_s=STALE_S.get(name, 0.0))

    shot = Snapshot(
        taken_s=taken_s,
        as_of_s=moment.asked_s,
        ended=ended_s is not None,
        site=warehouse.settings.site,
        zone=str(warehouse.settings.zone),
        queues=_queues(warehouse, rows, day, moment),
        waiting=tuple(_waiting(row, privacy) for row in rows("waiting_now")),
        agents=tuple(_agent(row) for row in rows("agents_now")),
        happenings=_happenings(rows, privacy),
        sources=_sources(warehouse, beat),
        rejected=sum(warehouse.rejected.values()),
        long_states=warehouse.settings.long_states,
        alerts=warehouse.settings.alerts,
    )
    return overlay(shot, known.read(warehouse.paths.known), warehouse.settings)


def ended_at(warehouse: Warehouse, beat: status.Status | None = None) -> int | None:
    """The second after the last event of a log that nobody follows, else None.

    One that ends in the future is over too: nobody writes it.
    A log whose collector has died was followed: it is stale, and its source's heartbeat says so.
    """
    last = warehouse.last_event_s
    if last is None or abs(clock.now_s() - last) < ENDED_S:
        return None
    beat = beat or status.read(warehouse.paths.status)
    followed = beat is not None and any(source.path for source in beat.sources.values())
    return None if followed else last + 1


def _queues(
    warehouse: Warehouse, rows: Callable[[str], Rows], day: Day, moment: Moment
) -> tuple[QueueNow, ...]:
    trends: dict[str, dict[int, Share]] = {}
    for row in rows("trend_now"):
        trends.setdefault(row["queue"], {})[row["s"]] = Share(row["numerator"], row["denominator"])
    members = {row["queue"]: row for row in rows("members_now")}
    since = _under_since(rows("breaches_now"))
    at = clock.instant(moment.clock_s)
    found = []
    for row in rows("queues_now"):
        name = row["queue"]
        hours = warehouse.settings.queue(name).open
        is_open = None if hours is None else hours.is_open(at, warehouse.settings.zone)
        burns = [row["burn_5"], row["burn_30"]]
        found.append(
            QueueNow(
                **{column: row[column] for column in _AS_IT_IS},
                level=Share(row["numerator"], row["denominator"]),
                abandoned=Share(row["abandoned"], row["abandoned_of"]),
                burn=min((b for b in burns if b is not None), default=None),
                trend=_trend(trends.get(name, {}), day, moment),
                ready=members.get(name, {}).get("ready", 0),
                talking=members.get(name, {}).get("talking", 0),
                paused=members.get(name, {}).get("paused", 0),
                is_open=is_open,
                opens_s=_opens_s(hours, at, warehouse.settings.zone) if is_open is False else None,
                under_since_s=since.get(name),
            )
        )
    return tuple(found)


def _under_since(marks: Rows) -> dict[str, int | None]:
    """Since when each queue has been under its target, by its last mark; None: it is back."""
    oldest_first = reversed(marks)
    return {row["queue"]: row["s"] if row["kind"] == "breached" else None for row in oldest_first}


def _opens_s(hours: OpeningHours | None, at: datetime, zone: ZoneInfo) -> int | None:
    opens = None if hours is None else hours.opens_at(at, zone)
    return None if opens is None else int(opens.timestamp())


def _trend(shares: Mapping[int, Share], day: Day, moment: Moment) -> tuple[float | None, ...]:
    last = int(moment.clock_s) // QUARTER_S * QUARTER_S
    quarters = range(day.since_s, min(last, day.until_s - QUARTER_S) + 1, QUARTER_S)
    shown = [shares[s].value if s in shares else None for s in quarters]
    return tuple(shown[-TREND:])


def _waiting(row: dict[str, Any], privacy: Privacy) -> Waiting:
    return Waiting(
        queue=row["queue"],
        call_id=row["call_id"],
        caller=privacy.caller(row["caller"]) or formats.masked(""),
        offered_s=row["offered_s"],
        threshold_s=row["threshold_s"],
        earlier=row["earlier"],
        yesterday=row["yesterday"],
    )


def _agent(row: dict[str, Any]) -> AgentNow:
    return AgentNow(**{column: row[column] for column in AgentNow.__slots__})


def _happenings(rows: Callable[[str], Rows], privacy: Privacy) -> tuple[Happening, ...]:
    """What befell callers and what befell queues, the newest first."""
    found = [_happening(row, privacy) for row in rows("happenings_now")]
    found += [_breach(row) for row in rows("breaches_now")]
    return tuple(sorted(found, key=lambda one: -one.s)[:HAPPENINGS])


def _breach(row: dict[str, Any]) -> Happening:
    level = formats.percent(row["numerator"], row["denominator"])
    target = f"{row['target'] * 100:g} %"
    breached = row["kind"] == "breached"
    text = f"fell under {target}: {level}" if breached else f"is back at {target}: {level}"
    return Happening(s=row["s"], kind=row["kind"], queue=row["queue"], text=text)


def _happening(row: dict[str, Any], privacy: Privacy) -> Happening:
    caller = privacy.caller(row["caller"]) or formats.masked("")
    text = f"{caller} {GONE.get(row['kind'], row['kind'])}"
    if row["kind"] in ("abandoned", "overflowed"):
        text += f" {formats.duration(row['wait_s'])}"
    if (row["times"] or 0) > 1:
        text += f", {formats.ordinal(row['times'])} time today"
    return Happening(s=row["s"], kind=row["kind"], queue=row["queue"], text=text)


def _sources(warehouse: Warehouse, beat: status.Status | None) -> tuple[SourceNow, ...]:
    told = beat.sources if beat else {}
    rejected = warehouse.rejected
    last = warehouse.last_events
    found = []
    for source in sorted({*told, *rejected}):
        one = told.get(source, status.SourceStatus())
        read_to = last.get(source)
        found.append(
            SourceNow(
                source=source,
                read_to_s=None if read_to is None else float(read_to),
                heartbeat_s=beat.beat_s if beat and source in told else None,
                at_end=one.at_end,
                rejected=rejected.get(source, 0),
                error=one.error,
            )
        )
    return tuple(found)
