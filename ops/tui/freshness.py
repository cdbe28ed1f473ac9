"""How much the picture can be trusted: fresh, quiet, stale, of the past.

Stale is louder than bad, and a quiet log with a beating heart is not stale. Pure: no clock of its
own, no Textual.
"""

import enum
from dataclasses import dataclass

from ops.formats import duration
from ops.snapshot import Snapshot, SourceNow
from ops.tui.localtime import day_and_time, time_of_day

STALE_S = 5.0
"""Without a heartbeat, or a new picture, for this long: say so, loudly."""
DEAD_S = 30.0
"""For this long: the floor dims, and its waits stop counting."""
QUIET_S = 60.0
"""No event for this long is worth saying, calmly."""
AHEAD_S = 3600.0
"""The newest event lies so far in the future: two clocks do not agree."""
BEHIND_S = 30.0
"""A source that is not at its end and this far back is being caught up with."""


class Mood(enum.Enum):
    """How the screen as a whole behaves."""

    LIVE = "live"
    STALE = "stale"
    DEAD = "dead"
    PAUSED = "paused"
    PAST = "past"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there has been no newer picture, and since when."""

    reason: str
    since_s: float


@dataclass(frozen=True, slots=True)
class Freshness:
    """The mood, what the header says of it, and how far the waits may count."""

    mood: Mood
    text: str
    at_s: float
    age_s: float = 0.0
    """How long ago everything was last known to be fine; 0 for what is over, or paused."""


def freshness(
    snapshot: Snapshot,
    now_s: float,
    failure: Failure | None = None,
    paused_s: float | None = None,
    left_s: float | None = None,
) -> Freshness:
    """Judge a picture at `now_s`.

    `paused_s` is when somebody stopped the refresh; `left_s` the present somebody left to look at
    the past. Both None: the picture is what the feed shows of its own accord.
    """
    as_of_s = snapshot.as_of_s
    if as_of_s is not None and (left_s is not None or not snapshot.ended):
        back = f"{long_ago((now_s if left_s is None else left_s) - as_of_s)} back"
        hint = "" if left_s is None else " · End returns"
        return Freshness(Mood.PAST, f"{back}{_because(failure)}{hint}", as_of_s)
    if as_of_s is not None:
        at = day_and_time(as_of_s, snapshot.zone)
        text = f"ended log, shown as of {at}{_because(failure)}"
        return Freshness(Mood.ENDED, text, as_of_s)
    if snapshot.replayed is not None:
        held = "" if paused_s is None else " · paused"
        text = f"replay {snapshot.replayed:g} ×{held}{_because(failure)}"
        return Freshness(Mood.PAST, text, now_s if paused_s is None else paused_s)
    if paused_s is not None:
        return Freshness(Mood.PAUSED, f"paused {_ago(now_s - paused_s)}", paused_s)
    good_s, text = _last_good(snapshot, now_s, failure)
    age_s = now_s - good_s
    if age_s > DEAD_S:
        return Freshness(Mood.DEAD, text, good_s + DEAD_S, age_s)
    if age_s > STALE_S or failure is not None:
        return Freshness(Mood.STALE, text, now_s, age_s)
    return Freshness(Mood.LIVE, _live(snapshot, now_s, good_s), now_s, age_s)


def _because(failure: Failure | None) -> str:
    return f" · {failure.reason}" if failure else ""


def _last_good(snapshot: Snapshot, now_s: float, failure: Failure | None) -> tuple[float, str]:
    """The last instant everything was known to be fine, and what to say when it is long ago."""
    taken_s = snapshot.taken_s
    age = f"picture {_ago(now_s - taken_s)} old"
    if failure is not None:
        return taken_s, f"{age}: {failure.reason}"
    slowest = min(snapshot.sources, key=lambda s: s.heartbeat_s or 0.0, default=None)
    if slowest is None or now_s - taken_s > STALE_S:  # the reading is late, whatever the log is
        return taken_s, age
    if slowest.heartbeat_s is None:
        return 0.0, f"{_named(snapshot, slowest)}no collector has ever run"
    return slowest.heartbeat_s, _stale(snapshot, slowest, now_s)


def _stale(snapshot: Snapshot, source: SourceNow, now_s: float) -> str:
    beat_s = source.heartbeat_s or 0.0
    name = _named(snapshot, source)
    if now_s - beat_s > DEAD_S:
        return f"{name}stale since {time_of_day(beat_s, snapshot.zone)}"
    return f"{name}stale {_ago(now_s - beat_s)}"


def _live(snapshot: Snapshot, now_s: float, good_s: float) -> str:
    for source in snapshot.sources:
        read_to_s = source.read_to_s
        if not source.at_end and read_to_s is not None and now_s - read_to_s > BEHIND_S:
            at = time_of_day(read_to_s, snapshot.zone)
            return f"{_named(snapshot, source)}catching up, at {at}"
    last_s = max((s.read_to_s for s in snapshot.sources if s.read_to_s is not None), default=None)
    if last_s is not None and last_s - now_s >= AHEAD_S:
        return f"the log's clock is {long_ago(last_s - now_s)} ahead"
    if last_s is not None and now_s - last_s >= QUIET_S:
        return f"quiet {_ago(now_s - last_s)}"
    return f"live {max(0.0, now_s - good_s):.1f} s"


def _named(snapshot: Snapshot, source: SourceNow) -> str:
    """The source's name where there are several, so that one knows which."""
    return f"{source.source}: " if len(snapshot.sources) > 1 else ""


def _ago(s: float) -> str:
    return duration(int(max(0.0, s)))


def long_ago(s: float) -> str:
    """A distance into the past, as one says it: `45 s`, `12 min`, `1 h 27 min`, `3 d 4 h`."""
    whole = int(max(0.0, s))
    if whole < 60:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes:02} min"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h"
