"""Rows that came of a question, and how their values read."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING, Any

from ops.formats import NOTHING, cells
from ops.tui.sql.history import Asked
from ops.tui.sql.statement import tokens

if TYPE_CHECKING:
    import polars as pl

LIMIT = 1000
"""So many rows are asked for at first; the others when somebody wants them."""

_SAMPLE = 300
_WIDEST = 40
_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What came of a question."""

    asked: Asked
    frame: pl.DataFrame
    more: bool
    """Whether there are more rows than these."""
    elapsed_s: float
    as_of_s: int | None
    """Epoch second of the moment it was asked for; None: the present."""
    revealed: bool = False
    of: int | None = None
    """How many rows there were before a filter; None: there is none."""

    @property
    def rows(self) -> str:
        """How many there are: `12 rows`, `1,000 of more than 1,000 rows`, `3 of 12 rows`."""
        count = self.frame.height
        if self.of is not None:
            return f"{count:,} of {'the first ' if self.more else ''}{self.of:,} rows"
        if self.more:
            return f"{count:,} of more than {count:,} rows"
        return f"{count:,} row{'' if count == 1 else 's'}"

    @property
    def name(self) -> str:
        """What its tab is called: the first relation it reads, or its first word."""
        found = [token for token in tokens(self.asked.sql) if token.kind != "comment"]
        for before, token in pairwise(found):
            if before.text.lower() == "from" and token.kind in ("name", "quoted"):
                return token.text.strip('"')
        return found[0].text.lower() if found else "nothing"


def kept(result: Result, needle: str) -> Result:
    """The rows that have every word of a filter in one of their values, whatever the case."""
    words = needle.lower().split()
    if not words:
        return result
    import polars as pl

    texts = [_lower(series) for series in result.frame.iter_columns()]
    found = pl.repeat(True, result.frame.height, eager=True)
    for word in words:
        has = [values.str.contains(word, literal=True).fill_null(False) for values in texts]
        found &= reduce(or_, has, pl.repeat(False, result.frame.height, eager=True))
    return replace(result, frame=result.frame.filter(found), of=result.frame.height)


def _lower(values: pl.Series) -> pl.Series:
    """Values as text in lower case: what is shown of them, and digits beyond it."""
    import polars as pl

    by_engine = not values.dtype.is_nested() and values.dtype not in (pl.Binary, pl.Object)
    if by_engine:
        return values.cast(pl.String).str.to_lowercase()
    return pl.Series([text(value).lower() for value in values.to_list()], dtype=pl.String)


def text(value: Any) -> str:  # noqa: ANN401 - whatever the engine has
    """A value in one line, as SQL means it: instants in UTC; null is "–"."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}" if math.isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "auto")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value[:_LOOKED_AT].hex()
    return str(value)


def is_figure(kind: pl.DataType) -> bool:
    """Whether a column's values stand at the right."""
    return kind.is_numeric() or kind.is_temporal()


def widths(frame: pl.DataFrame) -> tuple[int, ...]:
    """Cells for each column: its name, its first and last values, and of figures the ends."""
    found = []
    for name, series in zip(frame.columns, frame.iter_columns(), strict=True):
        seen = [*series.head(_SAMPLE), *series.tail(_SAMPLE)]
        if is_figure(series.dtype):
            seen += [series.min(), series.max()]
        widest = max((cells(text(value)[:_LOOKED_AT]) for value in seen), default=1)
        found.append(max(1, min(_WIDEST, max(widest, cells(name)))))
    return tuple(found)
