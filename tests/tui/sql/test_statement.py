"""SQL as text: statements, parameters, where an error is."""

from __future__ import annotations

import pytest

from ops.tui.sql.mistake import place_of, said
from ops.tui.sql.statement import params_of, statement_at, statements

TWO = "SELECT ';' -- a; comment\nFROM calls;\n\n/* ; */ SELECT 2"


def test_semicolons_in_strings_and_comments_part_nothing() -> None:
    assert [one.text for one in statements(TWO)] == [
        "SELECT ';' -- a; comment\nFROM calls",
        "/* ; */ SELECT 2",
    ]
    assert statements(" ; -- nothing\n;") == []


@pytest.mark.parametrize(("offset", "begins"), [(0, "SELECT ';'"), (36, "SELECT ';'"),
                                                (40, "/*"), (999, "/*")])  # fmt: skip
def test_the_statement_the_cursor_is_in_or_behind(offset: int, begins: str) -> None:
    found = statement_at(TWO, offset)
    assert found is not None and found.text.startswith(begins)
    assert TWO[found.start : found.end] == found.text


def test_parameters_are_names_not_texts() -> None:
    assert params_of("SELECT $b, '$no', $a, $b -- $never") == ("b", "a")


def marked(message: str, hint: str, sql: str) -> str:
    found = place_of(message, hint, sql)
    return "" if found is None else sql[found[0] : found[1]]


@pytest.mark.parametrize(
    ("message", "hint", "word"),
    [
        ('syntax error at or near "x"', "line 2, column 6", "wher"),
        ("Conversion Error: no", "LINE 2:   wher '12x'::INT\n               ^^^^^", "'12x'"),
        ("Conversion Error: no", "LINE 2: ...er '12x'::INT...\n             ^", "'12x'"),
        ('Binder Error: Referenced column "agnet" not found in FROM clause!', "", "agnet"),
        ("there is no relation CALS", "there are calls", "cals"),
        ("stopped: this takes longer than it may", "ask for less", ""),
    ],
)
def test_an_error_points_at_its_word(message: str, hint: str, word: str) -> None:
    sql = "SELECT agnet FROM cals -- agnet\n  wher '12x'::INT"
    assert marked(message, hint, sql) == word


def test_what_is_said_has_no_drawing() -> None:
    drawn = "LINE 1: select  '12x'::INT\n                     ^^^^^"
    assert said("Conversion Error: not '12x'", drawn) == "Conversion Error: not '12x'"
    assert said("there is no relation x", "there are calls") == (
        "there is no relation x (there are calls)"
    )
