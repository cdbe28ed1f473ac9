"""AMI's QueueParams, QueueEntry and QueueSummary events, raw as on the wire or as JSON objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ops.reconcile.reading import Caller, Place, QueueReading, Reading
from ops.sources.ami.messages import BANNER, Parser

_KINDS = ("QueueParams", "QueueEntry", "QueueSummary")


@dataclass(frozen=True, slots=True)
class Event:
    """One AMI event and where it stands."""

    place: Place
    headers: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """The name of the event."""
        return str(self.headers.get("Event", ""))

    @property
    def at_s(self) -> float | None:
        """When it came, where a recorder wrote it down as `t`."""
        t = self.headers.get("t")
        return float(t) if isinstance(t, int | float) else None

    def text(self, key: str) -> str:
        """A header that has to be there."""
        if key not in self.headers:
            raise self.place.error(f"{self.kind} without {key}")
        return str(self.headers[key])

    def whole(self, key: str) -> int:
        """A header that has to be a whole number, not below 0."""
        said = self.text(key)
        if not (said.isascii() and said.isdigit()):
            raise self.place.error(f"{self.kind}: {key} is {said!r}, not a whole number")
        return int(said)

    def share(self, key: str) -> float:
        """A header that has to be a percentage."""
        try:
            share = float(self.text(key))
        except ValueError:
            share = -1.0
        if not 0 <= share <= 100:
            raise self.place.error(f"{self.kind}: {key} is {self.headers[key]!r}, not a percentage")
        return share


@dataclass(slots=True)
class _Queue:
    """The newest that was said of one queue."""

    params: Event | None = None
    summary: Event | None = None
    entries: list[Event] = field(default_factory=list)


def looks_like(text: str) -> bool:
    """Whether it is, or begins like, what AMI sends."""
    return text.lstrip().startswith((BANNER, "Event:", "Response:")) or "\nEvent:" in text


def raw_events(text: str, file: str) -> Iterator[Event]:
    """The messages of a raw AMI session; raises SourceError for a line without a colon."""

    def odd(number: int, line: str) -> None:
        raise Place(file, number).error(f"not an AMI line: {line[:60]!r}")

    for message in Parser(odd).feed(text.encode() + b"\n\n"):
        if message.event:
            yield Event(Place(file, message.line), message.headers)


def reading(events: Iterable[Event], form: str, at_s: float | None = None) -> Reading:
    """What the events say last of every queue; raises SourceError for a damaged one."""
    found: dict[str, _Queue] = {}
    for event in events:
        if event.kind not in _KINDS:
            continue
        queue = found.setdefault(event.text("Queue"), _Queue())
        if event.kind == "QueueParams":
            queue.params, queue.entries = event, []
        elif event.kind == "QueueEntry":
            queue.entries.append(event)
        else:
            queue.summary = event
        at_s = event.at_s or at_s
    # Whoever keeps the counters only has nothing against which waits could be compared.
    has_entries = any(queue.entries for queue in found.values())
    queues = tuple(_queue(name, queue, has_entries) for name, queue in found.items())
    return Reading(form, queues, at_s)


def _queue(name: str, said: _Queue, has_entries: bool) -> QueueReading:
    if said.params is None and said.summary is None:
        raise said.entries[0].place.error(f"a QueueEntry of {name} before its QueueParams")
    if said.params is None:
        return _from_summary(name, said.summary)
    params = said.params
    calls = params.whole("Calls")
    told = QueueReading(
        queue=name,
        line=params.place.line,
        calls=calls,
        completed=params.whole("Completed"),
        abandoned=params.whole("Abandoned"),
        perf=params.share("ServicelevelPerf"),
        perf2=params.share("ServicelevelPerf2") if "ServicelevelPerf2" in params.headers else None,
        holdtime=params.whole("Holdtime"),
        talktime=params.whole("TalkTime") if "TalkTime" in params.headers else None,
        threshold_s=params.whole("ServiceLevel") if "ServiceLevel" in params.headers else None,
    )
    if not has_entries and calls:
        return told
    if len(said.entries) != calls:
        what = f"{name} has {calls} calls, but {len(said.entries)} QueueEntry follow"
        raise params.place.error(what)
    return replace(told, callers=tuple(_caller(entry) for entry in said.entries))


def _caller(entry: Event) -> Caller:
    call_id = str(entry.headers.get("Uniqueid") or "") or None
    return Caller(call_id, str(entry.headers.get("Channel", "")), entry.whole("Wait"))


def _from_summary(name: str, summary: Event | None) -> QueueReading:
    assert summary is not None
    return QueueReading(
        queue=name,
        line=summary.place.line,
        calls=summary.whole("Callers"),
        longest_s=summary.whole("LongestHoldTime"),
        holdtime=summary.whole("HoldTime"),
        talktime=summary.whole("TalkTime"),
    )
