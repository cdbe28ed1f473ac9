"""The questions of the screens of weeks: whether it was resolved, and by whom."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.snapshot.resolution import Contacts, Fcr, Reasons, RepeatCallers, Repeats
from ops.snapshot.team import Team
from ops.tui.finding import held

if TYPE_CHECKING:
    from ops.feed import Reading

DAY_S = 86_400
SCOPES = {"any": "any later contact", "queue": "in the same queue", "reason": "for the same reason"}
WINDOWS_S = (None, 1 * DAY_S, 3 * DAY_S, 7 * DAY_S, 14 * DAY_S, 30 * DAY_S)
"""Within how long a later contact is a repeat; None: as the settings say."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What counts as the same issue again."""

    scope: str = "any"
    window_s: int | None = None

    def other_scope(self) -> "Judged":
        """With the next scope there is."""
        names = tuple(SCOPES)
        following = names[(names.index(self.scope) + 1) % len(names)]
        return Judged(following, self.window_s)

    def other_window(self, own_s: int) -> "Judged":
        """With the next longer window, after the longest the shortest; `own_s` is that now."""
        longer = [s for s in WINDOWS_S if s is not None and s > (self.window_s or own_s)]
        return Judged(self.scope, longer[0] if longer else WINDOWS_S[1])


@dataclass(frozen=True, slots=True)
class AskFcr:
    """First-contact resolution by queue and week."""

    judged: Judged

    def answer(self, reading: "Reading") -> Fcr:
        """Find it out."""
        from ops.floor.resolution import fcr_by_week

        judged = self.judged
        return fcr_by_week(reading.warehouse, held(reading), judged.scope, judged.window_s)


@dataclass(frozen=True, slots=True)
class AskRepeats:
    """How often one phones and is handed on, of a queue or of all."""

    queue: str | None
    judged: Judged

    def answer(self, reading: "Reading") -> Repeats:
        """Find it out."""
        from ops.floor.resolution import repeats

        judged = self.judged
        return repeats(reading.warehouse, held(reading), self.queue, judged.scope, judged.window_s)


@dataclass(frozen=True, slots=True)
class AskReasons:
    """What contacts were about."""

    queue: str | None

    def answer(self, reading: "Reading") -> Reasons:
        """Find it out."""
        from ops.floor.resolution import reasons

        return reasons(reading.warehouse, held(reading), self.queue)


@dataclass(frozen=True, slots=True)
class AskRepeatCallers:
    """Who keeps phoning."""

    queue: str | None

    def answer(self, reading: "Reading") -> RepeatCallers:
        """Find it out."""
        from ops.floor.resolution import repeat_callers

        return repeat_callers(reading.warehouse, reading.privacy, held(reading), self.queue)


@dataclass(frozen=True, slots=True)
class AskTeam:
    """The last four weeks, agent by agent, of a queue or of all."""

    queue: str | None
    judged: Judged

    def answer(self, reading: "Reading") -> Team:
        """Find it out."""
        from ops.floor.team import team

        judged = self.judged
        return team(reading.warehouse, held(reading), self.queue, judged.scope, judged.window_s)


@dataclass(frozen=True, slots=True)
class AskContacts:
    """The contacts of a customer, or those about a reason."""

    span: tuple[int, int]
    queue: str | None = None
    customer: str | None = None
    reason: str | None = None

    def answer(self, reading: "Reading") -> Contacts:
        """Find it out."""
        from ops.floor.resolution import contacts

        return contacts(
            reading.warehouse, reading.privacy, held(reading), self.span,
            queue=self.queue, customer=self.customer, reason=self.reason,
        )  # fmt: skip
