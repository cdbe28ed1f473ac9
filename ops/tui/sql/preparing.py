"""From the text and the line of parameters to what can be asked, or to what is still to be said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ops.tui.sql import params as values
from ops.tui.sql.asking import Run, Where
from ops.tui.sql.statement import params_of, statement_at
from ops.warehouse.binding import Value

_GIVEN = ("as_of", "heard_s")
"""What the store itself says of the moment, where the line does not."""
_USUAL = {"since": "today", "until": "today"}


@dataclass(frozen=True, slots=True)
class Unready:
    """Why nothing can be asked yet."""

    says: str
    line: str | None = None
    """The line with the parameters that are still to be said; None: it is not about them."""


def prepared(text: str, cursor: int, line: str, limit: int | None) -> Run | Unready:
    """What to ask: the statement the cursor is in, with its parameters as typed.

    UsageError where the line can't be read.
    """
    statement = statement_at(text, cursor)
    if statement is None:
        return Unready("there is no statement: write one SELECT")
    wanted = params_of(statement.text)
    line = line if wanted else ""
    given = values.words(line)
    absent = [name for name in wanted if name not in given and name not in _GIVEN]
    if not absent:
        return Run(statement, line, limit)
    said = " ".join([line.strip(), *(f"{name}=null" for name in absent)]).strip()
    return Unready(f"say what ${', $'.join(absent)} stands for, then run it", said)


def bound(run: Run, where: Where, at_s: float) -> dict[str, Value]:
    """What each parameter of a statement stands for there; `at_s` is what `now` means.

    A FloorwatchError where it can't be told.
    """
    given = {**where.given, **values.parsed(run.params, where.zone, where.asked_s or at_s)}
    return {name: given.get(name) for name in params_of(run.statement.text)}


def usual_line(params: Iterable[str]) -> str:
    """The line for a query that is opened: today, of everything."""
    return " ".join(f"{p}={_USUAL.get(p, 'null')}" for p in params if p not in _GIVEN)
