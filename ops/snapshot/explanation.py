"""What the screen says of one number when asked for its meaning."""

from dataclasses import dataclass

from ops.snapshot.resolution import Asked
from ops.snapshot.share import Share

OF_QUEUE = (
    "waiting", "longest", "level", "budget", "burn", "offered", "answered", "abandoned", "asa",
    "overflowed", "lost", "staff",
)  # fmt: skip
OF_AGENT = ("state", "handled", "aht", "times", "occupancy", "pauses", "unanswered")
RESOLUTION = (
    "fcr_so_far", "fcr", "repeat_rate", "per_issue", "transfers", "deflection", "ping_pong",
    "coded", "refusals", "patience",
)  # fmt: skip
OVER_WEEKS = ("agent_fcr", "agent_aht", "team_pauses", "team_unanswered", "team_transfers")


@dataclass(frozen=True, slots=True)
class About:
    """A number on the screen: which figure, and of what."""

    figure: str
    """A key of `ops.floor.figures.FIGURES`: level, burn, asa, state, ..."""
    queue: str | None = None
    agent: str | None = None
    span: tuple[int, int] | None = None
    """Of a part of the day or of days, half-open; None: today."""
    asked: Asked = ()
    """What else its query is asked, such as scope and window."""

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The figures of the same thing, in the order the screen has them."""
        lists = (OF_AGENT, OVER_WEEKS) if self.agent is not None else (OF_QUEUE, RESOLUTION)
        return next((figures for figures in lists if self.figure in figures), ())


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands behind one number: its definition, its parts and the very query."""

    title: str
    says: str
    """The sentence of the query's header."""
    value: str
    """The number as the screen shows it."""
    formula: str
    """How it comes about, in words: `284 answered in time / (412 counted − 13 short abandons)`."""
    share: Share | None
    """Numerator and denominator, where it has them."""
    params: tuple[tuple[str, str], ...]
    """The bound parameters, as text."""
    sql: str
    path: str
    """The query's file, relative: `queries/metrics/service_level.sql`."""
    others: tuple[tuple[str, Share], ...] = ()
    """The same calls under the other formulas."""
    bound: tuple[tuple[str, str | int | float | None], ...] = ()
    """The values the query's parameters were bound to; instants in epoch seconds."""
