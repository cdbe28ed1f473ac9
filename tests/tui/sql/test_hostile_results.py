"""What a result, an error or a typed text may hold, and what reaches the screen of it."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from textual.geometry import Size

from ops.tui.screens.rowpage import row_lines
from ops.tui.sql.charting import bars, dots, histogram, kinds_of
from ops.tui.sql.completion import Offer, Offers
from ops.tui.sql.history import Asked
from ops.tui.sql.result import Result, kept, widths
from ops.tui.widgets.editor import harmless as typed
from ops.tui.widgets.grid import paint_grid
from ops.tui.widgets.offers import paint_offers
from ops.tui.widgets.resultchart import paint_bars, paint_chart
from ops.tui.widgets.resultline import Standing, paint_standing, paint_wrong
from ops.tui.widgets.sheet import View
from tests.tui.floors import HOSTILE
from tests.tui.test_hostile import LOOKS, harmless

NUMBERS = [0.0, -1e300, 1e300, float("nan"), float("inf"), None, 1.0, 7.0]


@pytest.mark.parametrize("width", [1, 20, 80, 200])
@pytest.mark.parametrize("name", HOSTILE)
def test_every_line_keeps_to_its_cells(name: str, width: int) -> None:
    column = name or "x"
    frame = pl.DataFrame({column: list(HOSTILE), f"{column}2": NUMBERS})
    view = View(width, 6, LOOKS, cursor=1)
    sheet = paint_grid(frame, widths(frame), view, (0, 0, 1))
    harmless((*sheet.head, *sheet.body), width)
    result = Result(Asked(f'SELECT 1 FROM "{name}"'), frame, True, 1e9, 10**11, True)
    for kind in ("line", "bar", "histogram"):
        swapped = Result(result.asked, frame.select(f"{column}2", column), False, 0.0, None)
        sheet = paint_chart(swapped if kind == "line" else result, kind, name, view)
        harmless((*sheet.head, *sheet.body), width)
    standing = Standing((result,) * 9, 8, None, name, name, name)
    harmless([paint_standing(standing, width, LOOKS)], width)
    harmless(paint_wrong(name * 9, width, LOOKS), width)
    offers = Offers(0, 0, (Offer(name, name, name),) * 9)
    harmless(paint_offers(offers, 8, Size(width, 5), LOOKS), width)
    harmless(row_lines(name, [(name, name, name)], width, LOOKS), width)


def test_what_is_typed_or_pasted_is_text() -> None:
    assert typed("a\x1b[31m\r\nb\tc\u202e\x00") == "a·[31m\nb    c··"


def test_bars_and_steps_are_counted() -> None:
    frame = pl.DataFrame({"kind": ["a", "b"], "n": [3, None], "m": [1.0, 2.0]})
    assert kinds_of(frame) == ("bar", "histogram")
    assert bars(frame, "kind").values == (3.0, None)
    assert bars(frame, "m").of == "m"
    seconds = pl.DataFrame({"s": [0, 1, 1, 19, 40]})
    told = histogram(seconds, "s")
    assert sum(v or 0 for v in told.values) == 5
    assert told.labels[0] == "0 – 2" and told.values[0] == 3.0
    assert kinds_of(pl.DataFrame({"kind": ["a"]})) == ()


def test_a_line_has_the_ends_of_every_step() -> None:
    told = dots(pl.DataFrame({"x": range(100), "y": [*range(50), *range(50, 0, -1)]}), "y", 10)
    assert told is not None and (told.least, told.most) == (0.0, 50.0)
    assert told.steps[0][:3] == (0, 0.0, 0.0) and len(told.steps) == 10
    view = View(30, 5, LOOKS)
    assert paint_bars(bars(pl.DataFrame({"x": [1], "y": [0.001]}), "y"), view).body[0].text.strip()


def test_a_filter_looks_into_every_column_whatever_its_type() -> None:
    frame = pl.DataFrame({
        "text": ["Ana [1]", None, "ÄÖ"], "n": [7, None, 12], "raw": [b"\xab", None, b"x"],
        "at": [datetime(2025, 11, 22, 8, 45), None, None], "all": [[1, 2], None, [3]],
        "none": [None, None, None], "late": [True, None, False],
    })  # fmt: skip
    result = Result(Asked("SELECT 1"), frame, True, 0.0, None)
    found = {
        needle: kept(result, needle).frame["n"].to_list()
        for needle in ("", "aNA", "[1]", "äö", "1", "ana 7", "ab", "08:45:00", "[3]", "true", "zz")
    }
    assert found == {
        "": [7, None, 12], "aNA": [7], "[1]": [7], "äö": [12], "1": [7, 12], "ana 7": [7],
        "ab": [7], "08:45:00": [7], "[3]": [12], "true": [7], "zz": [],
    }  # fmt: skip
    assert kept(result, "12").rows == "1 of the first 3 rows"
    assert kept(Result(Asked(""), pl.DataFrame(), False, 0.0, None), "x").frame.height == 0
