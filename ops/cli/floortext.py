"""The floor once, as plain text for people and as an object for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from zoneinfo import ZoneInfo

from ops import clock
from ops.cli.tables import aligned
from ops.formats import counted, duration, percent, safe
from ops.snapshot import AgentNow, QueueNow, Snapshot, SourceNow, StatesFrom

_LATEST = 10
_QUEUES = (
    "queue", "wait", "longest", "level", "target", "formula", "offered", "answered", "abandoned",
    "overflowed", "asa", "ready", "talking", "paused",
)  # fmt: skip
_AT_HAND = ("talking", "on hold", "in use", "wrap-up", "ringing", "paused", "ready")


def text(shot: Snapshot, zone: ZoneInfo) -> Iterator[str]:
    """The floor line by line: queues, who waits, agents, what has just happened, sources."""
    at_s = shot.taken_s if shot.as_of_s is None else shot.as_of_s
    yield safe(" · ".join(filter(None, ("Floorwatch", shot.site, _when(shot, at_s, zone)))))
    yield ""
    yield from _queues(shot.queues, at_s)
    if shot.waiting:
        yield ""
        rows = [
            [w.queue, w.caller, duration(at_s - w.offered_s), _earlier(w.earlier)]
            for w in shot.waiting
        ]
        yield from _table(("waiting", "caller", "wait", "today"), rows, {2})
    if shot.agents:
        yield ""
        yield from _agents(shot.agents, at_s, shot.states)
    if shot.happenings:
        yield ""
        latest = [[_clock(h.s, zone), h.queue, h.text] for h in shot.happenings[:_LATEST]]
        yield from _table(("latest", "queue", "what"), latest, set())
    yield ""
    for source in shot.sources:
        yield _source(source, zone)


def as_object(shot: Snapshot) -> dict[str, object]:
    """All of the snapshot, rows with the keys of the queries in queries/live."""
    at_s = shot.taken_s if shot.as_of_s is None else shot.as_of_s
    return {
        "taken_at": iso(shot.taken_s),
        "as_of": iso(shot.as_of_s),
        "ended": shot.ended,
        "site": shot.site,
        "zone": shot.zone,
        "queues": [_queue_row(queue) for queue in shot.queues],
        "waiting": [
            asdict(w) | {"wait_s": max(0, int(at_s) - w.offered_s), "offered_s": iso(w.offered_s)}
            for w in shot.waiting
        ],
        "agents": [asdict(agent) | {"since_s": iso(agent.since_s)} for agent in shot.agents],
        "happenings": [asdict(each) | {"s": iso(each.s)} for each in shot.happenings],
        "sources": [
            asdict(source) | {"read_to_s": iso(source.read_to_s),
                              "heartbeat_s": iso(source.heartbeat_s)}
            for source in shot.sources
        ],
        "states": None if shot.states is None else asdict(shot.states),
        "rejected": shot.rejected,
    }  # fmt: skip


def iso(s: float | None) -> str | None:
    """Epoch seconds as ISO 8601 in UTC: "2026-11-22T20:11:12Z"."""
    if s is None:
        return None
    at = clock.instant(s)
    precise = "milliseconds" if at.microsecond else "seconds"
    return at.replace(tzinfo=None).isoformat(timespec=precise) + "Z"


def _queue_row(queue: QueueNow) -> dict[str, object]:
    row = asdict(queue)
    row |= {
        "oldest_s": iso(queue.oldest_s),
        "opens_s": iso(queue.opens_s),
        "under_since_s": iso(queue.under_since_s),
        "numerator": queue.level.numerator,
        "denominator": queue.level.denominator,
        "value": queue.level.value,
        "abandoned": queue.abandoned.numerator,
        "abandoned_of": queue.abandoned.denominator,
        "trend": list(queue.trend),
    }
    del row["level"]
    return row


def _when(shot: Snapshot, at_s: float, zone: ZoneInfo) -> str:
    local = clock.instant(at_s).astimezone(zone)
    stamp = f"{local:%Y-%m-%d %H:%M:%S} {shot.zone}"
    if shot.ended:
        return f"the log has ended: as of its last event, {stamp}"
    return f"as of {stamp}" if shot.as_of_s is not None else stamp


def _queues(queues: Sequence[QueueNow], at_s: float) -> Iterator[str]:
    if not queues:
        yield "no queue has been heard of yet"
        return
    rows = [
        [
            q.queue if q.is_open is not False else f"{q.queue} (closed)",
            str(q.waiting),
            duration(None if q.oldest_s is None else at_s - q.oldest_s),
            percent(q.level.numerator, q.level.denominator),
            f"{q.target:.0%} in {q.threshold_s:g} s",
            q.formula,
            str(q.offered),
            str(q.answered),
            f"{q.abandoned.numerator:g} {percent(q.abandoned.numerator, q.abandoned.denominator)}",
            str(q.overflowed),
            duration(q.asa_s),
            *map(str, (q.ready, q.talking, q.paused)),
        ]
        for q in queues
    ]
    yield from _table(_QUEUES, rows, set(range(1, len(_QUEUES))) - {4, 5})


def _told(states: StatesFrom | None) -> str:
    """Whether the states are known, where they can be."""
    if states is None:
        return ""
    return f" ({states.text})" if states.is_known else f" (states inferred, {states.text})"


def _agents(agents: Sequence[AgentNow], at_s: float, states: StatesFrom | None) -> Iterator[str]:
    counts = Counter(agent.state for agent in agents)
    each = " · ".join(f"{number} {state}" for state, number in counts.most_common())
    yield safe(f"agents{_told(states)}: {each}")
    rows = [
        [
            a.agent,
            a.state,
            duration(None if a.since_s is None else at_s - a.since_s),
            a.reason or "" if a.state == "paused" else a.queue or "",
            str(a.calls),
            duration(a.talk_s),
        ]
        for a in agents
        if a.state in _AT_HAND
    ]
    if rows:
        heads = ("agent", "state", "since", "queue or reason", "calls", "talk")
        yield from _table(heads, rows, {2, 4, 5})


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: set[int]) -> Iterator[str]:
    columns = list(zip(*rows, strict=True))
    return aligned(heads, columns, [number in right for number in range(len(heads))])


def _earlier(earlier: int | None) -> str:
    return f"called {earlier}× before" if earlier else ""


def _clock(s: float, zone: ZoneInfo) -> str:
    return f"{clock.instant(s).astimezone(zone):%H:%M:%S}"


def _source(source: SourceNow, zone: ZoneInfo) -> str:
    told = [f"source {source.source}"]
    if source.read_to_s is None:
        told.append("nothing read yet")
    else:
        told.append(
            f"last event {clock.instant(source.read_to_s).astimezone(zone):%Y-%m-%d %H:%M:%S}"
        )
    if source.rejected:
        told.append(f"{counted(source.rejected, 'line')} rejected")
    return safe(": ".join((told[0], ", ".join([*told[1:], *filter(None, (source.error,))]))))
