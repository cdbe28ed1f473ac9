"""As of when a question is asked, and the session variables that tell the relations."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from ops.clock import now_s
from ops.settings import Settings

EVERYTHING = (1 << 63) - 1
"""asked_s where no moment was asked for: every stored event counts."""

AHEAD_S = 3600
"""A log whose newest event lies so far in the future has another clock than this machine."""

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Moment:
    """As of when a question is asked: `asked_s` None means now, with every stored event."""

    asked_s: int | None = None
    seen_s: float | None = None
    """What the clock showed, for several questions about one present; None: read it each time."""

    @classmethod
    def present(cls) -> Moment:
        """Now, held still."""
        return cls(None, now_s())

    @property
    def clock_s(self) -> float:
        """Waits run to this epoch second."""
        if self.asked_s is not None:
            return float(self.asked_s)
        return now_s() if self.seen_s is None else self.seen_s


def happened(moment: Moment, since_s: int, last_event_s: int | None) -> Moment:
    """The present of a day that began at `since_s`, today say, whatever the log's clock says.

    Where its newest event lies far in the future the present is the moment it is: memory need not
    go back to today then, and what is stamped later has not happened yet.
    """
    is_today = since_s > moment.clock_s - 2 * DAY_S
    if moment.asked_s is not None or not is_today or last_event_s is None:
        return moment
    is_ahead = last_event_s > moment.clock_s + AHEAD_S
    return Moment(int(moment.clock_s) + 1) if is_ahead else moment


def set_moment(cursor: duckdb.DuckDBPyConnection, moment: Moment, settings: Settings) -> None:
    """Let the relations that `cursor` sees be those of `moment`."""
    asked = EVERYTHING if moment.asked_s is None else moment.asked_s
    limits = settings.lost_after
    cursor.execute(
        f"SET VARIABLE asked_s = {asked}::BIGINT; "
        f"SET VARIABLE clock_s = {moment.clock_s}::DOUBLE; "
        f"SET VARIABLE lost_waiting_s = {limits.waiting_s}::DOUBLE; "
        f"SET VARIABLE lost_talking_s = {limits.talking_s}::DOUBLE"
    )
