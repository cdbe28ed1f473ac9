"""When the floor calls for help, and when it stops. Pure: no clock of its own, no Textual.

`measures` says how things are at one moment; `Alarms` remembers, so that nothing flaps: beyond one
level an alert is raised, only within a calmer one it ends, and in both it stays for a while
(`[alerts]` in the settings).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ops.formats import duration, percent
from ops.settings import AlertSettings
from ops.snapshot import QueueNow, Snapshot
from ops.tui.freshness import STALE_S, Freshness
from ops.tui.localtime import hour_and_minute

_ENDED_KEPT = 50
DATA = "data"
"""What a stale alert is about."""


class Verdict(enum.Enum):
    """How something is, measured by both of its levels."""

    BEYOND = "beyond the level that raises"
    BETWEEN = "between the levels"
    WITHIN = "within the level that ends"


Key = tuple[str, str]
"""Kind of the alert, and whose."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be wrong, at one moment."""

    key: Key
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that was raised, and perhaps has ended."""

    key: Key
    raised_s: float
    text: str
    seen: bool = False
    """Whether somebody has acknowledged it."""
    ended_s: float | None = None

    @property
    def about(self) -> str:
        """Whose: a queue, or the data."""
        return self.key[1]


def measures(shot: Snapshot, fresh: Freshness) -> list[Measure]:
    """Everything that can be wrong with a picture of the present.

    Where the data is stale nothing can be said of the queues.
    """
    limits = shot.alerts
    found = []
    if limits.stale_s is not None:
        verdict = _judged(fresh.age_s, limits.stale_s, min(STALE_S, limits.stale_s))
        found.append(Measure(("stale", DATA), verdict, fresh.text))
    if fresh.age_s <= STALE_S:
        for queue in shot.queues:
            if queue.is_open is not False:
                found += _of_queue(queue, fresh.at_s, shot)
    return found


def _judged(value: float, raises: float, ends: float) -> Verdict:
    if value > raises:
        return Verdict.BEYOND
    return Verdict.WITHIN if value <= ends else Verdict.BETWEEN


def _of_queue(queue: QueueNow, at_s: float, shot: Snapshot) -> Iterator[Measure]:
    limits = shot.alerts
    waited_s = 0 if queue.oldest_s is None else max(0, int(at_s) - queue.oldest_s)
    waits = f"the oldest caller waits {duration(waited_s)}"
    burn = queue.burn or 0.0
    text = f"misses {burn:.1f} × as many calls as its target allows"
    yield Measure(("burn", queue.queue), _judged(burn, limits.burn, limits.burn_clear), text)
    if limits.longest_wait_s is not None:
        ends = limits.longest_wait_clear_s
        ends = limits.longest_wait_s / 2 if ends is None else ends
        verdict = _judged(waited_s, limits.longest_wait_s, ends)
        yield Measure(("longest wait", queue.queue), verdict, waits)
    if limits.under_target is not None:
        yield _level(queue, limits.under_target, shot)
    if limits.nobody_ready_s is not None:
        alone = queue.waiting > 0 and queue.ready == 0
        late = waited_s > limits.nobody_ready_s
        verdict = Verdict.BETWEEN if alone else Verdict.WITHIN
        text = f"nobody is ready, {queue.waiting} waiting, the oldest for {duration(waited_s)}"
        yield Measure(("nobody ready", queue.queue), Verdict.BEYOND if alone and late else verdict,
                      text)  # fmt: skip


def _level(queue: QueueNow, under: float, shot: Snapshot) -> Measure:
    limits = shot.alerts
    level, calls = queue.level.value, queue.level.denominator
    verdict = Verdict.WITHIN
    if level is not None and calls >= limits.under_target_calls:
        # Rounded: 0.8 − 0.75 is a little more than 0.05.
        missing = round(queue.target - level, 9)
        verdict = _judged(missing, under, min(under, limits.under_target_clear))
    shown = percent(queue.level.numerator, calls)
    goal = f"{queue.target * 100:g} %"
    since_s = queue.under_since_s
    since = f"under {goal} since {hour_and_minute(since_s, shot.zone)}" if since_s else ""
    text = f"{shown} in {queue.threshold_s:g} s today, {since or f'target {goal}'}"
    return Measure(("under target", queue.queue), verdict, text)


class Alarms:
    """What is raised now, and what has ended since; a state machine that is told measures."""

    def __init__(self) -> None:
        self._raised: dict[Key, Alert] = {}
        self._since: dict[Key, float] = {}
        """Since when something not (yet) raised has been beyond its level."""
        self._ended: list[Alert] = []
        self._heard_s: float | None = None

    @property
    def has_heard(self) -> bool:
        """Whether any measures have been heard yet."""
        return self._heard_s is not None

    @property
    def raised(self) -> tuple[Alert, ...]:
        """The alerts of now, those nobody has seen first, then the youngest first."""
        return tuple(sorted(self._raised.values(), key=lambda a: (a.seen, -a.raised_s, a.key)))

    @property
    def ended(self) -> tuple[Alert, ...]:
        """The last ones that have ended, the youngest first."""
        return tuple(reversed(self._ended))

    def hear(
        self, found: Iterable[Measure], at_s: float, limits: AlertSettings
    ) -> tuple[Alert, ...]:
        """Take in the measures of an instant; returns what has been raised by them.

        What is already beyond its level when the first ones are heard is raised at once: nobody
        knows for how long it has been. Where a clock goes back, what it ran ahead is forgotten.
        """
        first, self._heard_s = self._heard_s is None, at_s
        new = []
        for measure in found:
            alert = self._raised.get(measure.key)
            if alert is not None:
                self._keep(replace(alert, text=measure.text), measure.verdict, at_s, limits)
            elif self._is_due(measure, at_s, limits, first):
                self._raised[measure.key] = Alert(measure.key, at_s, measure.text)
                new.append(self._raised[measure.key])
        return tuple(new)

    def acknowledge(self, key: Key | None = None) -> None:
        """Somebody has seen an alert, or all of them."""
        for one in [key] if key is not None else list(self._raised):
            if one in self._raised:
                self._raised[one] = replace(self._raised[one], seen=True)

    def _keep(self, alert: Alert, verdict: Verdict, at_s: float, limits: AlertSettings) -> None:
        alert = replace(alert, raised_s=min(alert.raised_s, at_s))
        if verdict is Verdict.WITHIN and at_s - alert.raised_s >= limits.hold_s:
            del self._raised[alert.key]
            self._ended = [*self._ended, replace(alert, ended_s=at_s)][-_ENDED_KEPT:]
        else:
            self._raised[alert.key] = alert

    def _is_due(self, measure: Measure, at_s: float, limits: AlertSettings, first: bool) -> bool:
        if measure.verdict is not Verdict.BEYOND:
            self._since.pop(measure.key, None)
            return False
        since_s = min(at_s, self._since.setdefault(measure.key, at_s))
        self._since[measure.key] = since_s
        ends = (a.ended_s for a in self.ended if a.key == measure.key and a.ended_s is not None)
        ended_s = next(ends, None)
        if ended_s is not None and 0 <= at_s - ended_s < limits.hold_s:
            return False
        is_due = first or at_s - since_s >= limits.raise_after_s
        if is_due:
            del self._since[measure.key]
        return is_due
