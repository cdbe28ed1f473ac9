"""What a screen asks for itself, besides the picture all share. No Textual.

A `Question` is an object that answers itself from the store, in the reader's thread. An `Inquiry`
is a question that is being asked: it knows what has come, when to ask again, and when not to. It
counts on the scene's instant, which stands still in the past, in a pause and when data has
stopped: then nothing is asked again and again.
"""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ops.feed import Question

T = TypeVar("T")
_SLOWEST_S = 10.0
_RESTS = 10
"""An answer rests for at least so many times as long as it took: to ask stays a small part."""

_NEVER: Any = object()


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """What has come of a question so far; a widget's `told`."""

    answer: T | None = None
    """The last answer; it stays while the next one is on its way, or fails."""
    reason: str = ""
    """Why the last try failed; "" where it did not."""
    busy: bool = False
    """Whether the question is on its way."""

    def words(self) -> str:
        """What to say in the place of an answer that is not there; "" where it is."""
        if self.answer is not None:
            return ""
        return self.reason or "reading …"


@dataclass(slots=True)
class Inquiry:
    """A question being asked, for the widgets named in `to`."""

    question: Question[Any]
    to: tuple[str, ...]
    every_s: float | None
    """How long after an answer to ask again, if that came soon; None: only for another moment."""
    told: Told[Any] = field(default_factory=Told)
    number: int = 0
    """Counts the tries: only what answers the last one counts."""
    once: bool = False
    """Something to be done: never asked again, and what comes of it always counts."""
    _as_of_s: Any = _NEVER
    _at_s: float = 0.0
    _took_s: float = 0.0
    _failures: int = 0

    def due(self, at_s: float, as_of_s: int | None) -> bool:
        """Whether to ask (again) at the scene's instant, which shows the moment `as_of_s`."""
        if self.told.busy or self.once:
            return False
        if as_of_s != self._as_of_s:
            return True
        if self._failures:
            return at_s - self._at_s >= min(_SLOWEST_S, 2.0 ** (self._failures - 1))
        rests_s = max(self.every_s or 0.0, _RESTS * self._took_s)
        return self.every_s is not None and at_s - self._at_s >= rests_s

    def asked(self, at_s: float, as_of_s: int | None) -> None:
        """It is on its way."""
        self.number += 1
        self._at_s, self._as_of_s = at_s, as_of_s
        self.told = Told(self.told.answer, self.told.reason, busy=True)

    def answered(self, answer: object, reason: str, at_s: float, took_s: float = 0.0) -> None:
        """It has come back: with an answer, or with the reason why there is none."""
        self._took_s, self._at_s = took_s, at_s
        self._failures = self._failures + 1 if reason else 0
        self.told = Told(self.told.answer if reason else answer, reason)

    def dropped(self, stale: bool = False) -> None:
        """What is on its way does not count, and is asked again later; `stale`: so is what came."""
        if (self.told.busy or stale) and not self.once:
            self.number += 1
            self._as_of_s = _NEVER
            self.told = Told(self.told.answer, self.told.reason)
