"""What the lists of weeks have in common: a heading, columns, a row for each item, or words."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from ops.tui.question import Told
from ops.tui.widgets.columns import Column, fitted, heading, row
from ops.tui.widgets.line import Line
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

R = TypeVar("R")


class Listed(NamedTuple, Generic[R]):
    """A list: its heading and what it totals, its columns, and what a row stands for."""

    name: str
    totals: Sequence[str]
    columns: Sequence[Column[R]]
    item: Callable[[R], Item]
    none: str = "none"
    """What to say where there is no row."""


def listing(listed: Listed[R], rows: Sequence[R], told: Told[Any], view: View) -> Sheet:
    """Draw a list."""
    looks = view.looks
    top = title(listed.name, tuple(filter(None, listed.totals)), view, len(rows))
    if not rows:
        said = told.words() or listed.none
        return Sheet((top,), (Line(view.width, looks.dim).gap(1).put(said).strip(),))
    fits = fitted(listed.columns, view.width - 1)
    heads = heading(fits, Line(view.width, looks.head), looks.head).strip()
    body = tuple(
        row(fits, Line(view.width, looks.text), one, looks).strip(view.under(at))
        for at, one in enumerate(rows)
    )
    return Sheet((top, heads), body, tuple(map(listed.item, rows)))
