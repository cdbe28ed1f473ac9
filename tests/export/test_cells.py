"""Text that a spreadsheet would run: the engine, frames and headings agree on what it is."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from ops.export.cells import for_csv, harmless, harmless_frame, harmless_text

CASES = {
    "=1+2": "'=1+2",
    "+cmd": "'+cmd",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "\tx": "'\tx",
    "\rx": "'\rx",
    "\nx": "'\nx",
    "+49 30 123": "+49 30 123",
    "+49 30 123\n": "'+49 30 123\n",
    "+49=1": "'+49=1",
    "": "",
    "a=1": "a=1",
    "'=1": "'=1",
    " =1": " =1",
    "··· 67": "··· 67",
}


@pytest.mark.parametrize("text", CASES, ids=[repr(text) for text in CASES])
def test_all_agree(text: str) -> None:
    with duckdb.connect() as engine:
        found = engine.execute(f"SELECT {harmless('x')} FROM (SELECT $1 AS x)", [text]).fetchone()
    assert found == (CASES[text],)
    assert harmless_frame(pl.DataFrame({"x": [text]}))["x"].to_list() == [CASES[text]]
    assert harmless_text(text) == CASES[text]


def test_frames_keep_what_is_no_text_and_the_names_of_columns() -> None:
    frame = pl.DataFrame(
        {"^x$": ["=1", None], "n": [-1, None], "kind": pl.Series(["-", "a"], dtype=pl.Categorical)}
    )
    shown = harmless_frame(frame)
    assert shown.to_dict(as_series=False) == {
        "^x$": ["'=1", None], "n": [-1, None], "kind": ["'-", "a"],
    }  # fmt: skip


def test_a_heading_is_a_cell_too() -> None:
    with duckdb.connect() as engine:
        found = engine.sql(f"SELECT {for_csv([('=x', 'INTEGER'), ('y', 'VARCHAR')])} "
                           "FROM (SELECT 1 AS \"=x\", '=' AS y)")  # fmt: skip
        assert (found.columns, found.fetchall()) == (["'=x", "y"], [(1, "'=")])
