"""Which moment is being watched, and when to ask again. A state machine without Textual.

One picture is asked for at a time; the next is due a while after the last has come. On failure
the last picture stays, the reason is kept, and asking goes on, less and less often.
"""

from dataclasses import dataclass, field

from ops.snapshot import Snapshot
from ops.tui.freshness import Failure, freshness
from ops.tui.remembered import Choices
from ops.tui.scene import Scene

_SLOWEST_S = 10.0


@dataclass(slots=True)
class Watch:
    """What is wanted, what has come, what went wrong."""

    refresh_s: float
    wanted_s: int | None = None
    """The past moment somebody asked for; None: the present."""
    busy: bool = False
    paused_s: float | None = None
    failure: Failure | None = None
    snapshot: Snapshot | None = None
    _end_s: float | None = field(default=None)
    """Where the feed's own present is a fixed moment (an ended log), that moment."""
    _failures: int = field(default=0)

    def brought(self, snapshot: Snapshot, asked_s: int | None) -> None:
        """A picture has come. One from the wrong side of the present is dropped."""
        self.busy, self.failure, self._failures = False, None, 0
        if (asked_s is None) != (self.wanted_s is None):
            return
        self.snapshot = snapshot
        if asked_s is None:
            self._end_s = snapshot.as_of_s

    def failed(self, reason: str, now_s: float) -> None:
        """None has come."""
        self.busy = False
        self._failures += 1
        since_s = self.failure.since_s if self.failure else now_s
        self.failure = Failure(reason, since_s)

    def delay_s(self, asked_s: int | None) -> float | None:
        """How long to wait, after the answer to `asked_s`, before asking again; None: don't."""
        if asked_s != self.wanted_s:
            return 0.0
        if self.failure is not None:
            return float(min(_SLOWEST_S, max(1.0, self.refresh_s) * 2 ** (self._failures - 1)))
        if self.wanted_s is not None or self.paused_s is not None:
            return None
        return self.refresh_s

    @property
    def follows(self) -> bool:
        """Whether the present is to be seen as it changes: nobody holds it or looks elsewhere."""
        return self.wanted_s is None and self.paused_s is None and self.failure is None

    def step(self, by_s: int, now_s: float) -> bool:
        """Go to the next full minute (or whatever `by_s` is) back or forth; whether that moves.

        Stepping past the present returns to it.
        """
        if self.snapshot is None:
            return False
        present_s = self._present(now_s)
        here_s = present_s if self.wanted_s is None else self.wanted_s
        grain_s = abs(by_s)
        if by_s < 0:
            wanted_s: int | None = (int(here_s) - 1) // grain_s * grain_s
        else:
            wanted_s = (int(here_s) // grain_s + 1) * grain_s
            wanted_s = wanted_s if wanted_s < present_s else None
        moved, self.wanted_s = wanted_s != self.wanted_s, wanted_s
        if moved:
            self.paused_s = None
        return moved

    def return_to_present(self) -> bool:
        """Leave the past; whether there was one to leave."""
        was_past, self.wanted_s = self.wanted_s is not None, None
        return was_past

    def toggle_pause(self, now_s: float) -> None:
        """Hold the picture, or go on."""
        self.paused_s = now_s if self.paused_s is None else None

    def scene(self, now_s: float, choices: Choices, revealed: bool = False) -> Scene | None:
        """The last picture as somebody wants to see it at `now_s`; None before the first."""
        shot = self.snapshot
        if shot is None:
            return None
        rewound = self.wanted_s is not None and shot.as_of_s is not None
        left_s = self._present(now_s) if rewound else None
        fresh = freshness(shot, now_s, self.failure, self.paused_s, left_s)
        return Scene(shot, fresh, choices.filter, choices.orders, revealed)

    def _present(self, now_s: float) -> float:
        return now_s if self._end_s is None else self._end_s
