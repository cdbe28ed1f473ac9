"""The pages the SQL screen opens: a query, what was asked before, ways to take it along, a name."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ops.errors import FloorwatchError
from ops.tui.localtime import local
from ops.tui.reader import reason_of
from ops.tui.screens.picking import NameScreen, Pick, PickScreen
from ops.tui.sql.history import Asked
from ops.tui.sql.result import Result
from ops.tui.sql.statement import params_of
from ops.tui.sql.taking import WAYS

if TYPE_CHECKING:
    from pathlib import Path

    from ops.warehouse.catalog import Query


def query_page(found: "Sequence[Query]", picked: "Callable[[Query], object]") -> PickScreen:
    """Pick a query, built-in or one's own."""
    picks = [Pick(query.name, query.says, at) for at, query in enumerate(found)]
    return PickScreen("a query, or words of what it says", picks, lambda at: picked(found[at]))


def history_page(
    asked: Sequence[Asked], zone: str, picked: Callable[[Asked], object]
) -> PickScreen:
    """Pick what was asked before."""
    picks = [
        Pick(f"{local(one.at_s, zone):%Y-%m-%d %H:%M}", " ".join(one.sql.split()), at)
        for at, one in enumerate(asked)
    ]
    return PickScreen("words of what was asked", picks, lambda at: picked(asked[at]))


def ways_page(picked: Callable[[str], object]) -> PickScreen:
    """Pick how to take a result along."""
    ways = list(WAYS)
    picks = [Pick(*WAYS[way], at) for at, way in enumerate(ways)]
    return PickScreen("how", picks, lambda at: picked(ways[at]))


def save_page(result: Result, opened: str, saved: "Callable[[str, Path], object]") -> NameScreen:
    """Give what was asked a name, under which it is kept; `opened` is the one it may replace."""

    def given(typed: str) -> str:
        from ops.warehouse.own import save, with_header

        name, _, says = typed.partition(":")
        name, sql = name.strip(), result.asked.sql
        text = with_header(name, says.strip(), sql, params_of(sql), result.frame.columns)
        try:
            path = save(text, name, replace=name == opened)
        except FloorwatchError as error:
            return reason_of(error)
        saved(name, path)
        return ""

    asks = "its name, a colon, what it says: late_calls: calls answered late"
    hint = "lower-case letters, digits and _ ; Enter saves, Esc does not"
    return NameScreen(asks, hint, opened, given)
