"""What the screen says of one number when asked for its meaning."""

from dataclasses import dataclass

from ops.snapshot.share import Share


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands behind one number: its definition, its parts and the very query."""

    title: str
    says: str
    """The sentence of the query's header."""
    formula: str
    """The division in words: `284 answered in time / (412 offered − 13 short abandons)`."""
    value: Share
    params: tuple[tuple[str, str], ...]
    """The bound parameters, as text."""
    sql: str
    path: str
    """The query's file, relative: `queries/metrics/service_level.sql`."""
    others: tuple[tuple[str, Share], ...] = ()
    """The same calls under the other formulas."""
