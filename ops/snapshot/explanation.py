"""What the screen says of one number when asked for its meaning."""

from dataclasses import dataclass

from ops.snapshot.share import Share

OF_QUEUE = (
    "waiting", "longest", "level", "budget", "burn", "offered", "answered", "abandoned", "asa",
    "overflowed", "lost", "staff",
)  # fmt: skip
OF_AGENT = ("state", "handled", "aht", "times", "occupancy", "pauses", "unanswered")


@dataclass(frozen=True, slots=True)
class About:
    """A number on the screen: which figure, and of what."""

    figure: str
    """A key of `ops.floor.figures.FIGURES`: level, burn, asa, state, ..."""
    queue: str | None = None
    agent: str | None = None
    span: tuple[int, int] | None = None
    """Of a part of the day, half-open; None: today."""

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The figures of the same thing, in the order the screen has them."""
        figures = OF_AGENT if self.agent is not None else OF_QUEUE
        return figures if self.figure in figures else ()


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
