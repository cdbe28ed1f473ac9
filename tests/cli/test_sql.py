"""`floorwatch sql`: where the statement comes from, how rows go out, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import done, floorwatch

COUNT = "SELECT queue, count(*) AS calls FROM calls GROUP BY queue ORDER BY queue"
COUNTED = "queue,calls\nsales,2\nsupport,2\n"


def test_words_a_file_or_a_pipe(small: Path, tmp_path: Path) -> None:
    to = ("--store", small, "--format", "csv")
    ran = done("sql", COUNT, *to)
    assert ran.out == COUNTED
    assert ran.err.startswith("floorwatch: 2 rows in ")
    file = tmp_path / "count.sql"
    file.write_text(COUNT.replace("FROM", "-- of the day\nFROM"))
    assert done("sql", "-f", file, *to).out == COUNTED
    assert floorwatch("sql", *to, typed=COUNT).out == COUNTED


def test_parameters_limits_and_moments(small: Path) -> None:
    mine = ("sql", "SELECT call_id FROM calls WHERE queue = $q ORDER BY seq", "--store", small,
            "--format", "csv", "--param", "q=sales")  # fmt: skip
    ran = done(*mine, "--limit", "1")
    assert ran.out == "call_id\nc1\n"
    assert "1 of more than 1 rows" in ran.err
    assert done(*mine, "--as-of", "2025-11-22T19:45:05Z").out == "call_id\nc1\n"
    states = "SELECT outcome FROM calls ORDER BY seq"
    then = done("sql", states, "--store", small, "--as-of", "last", "--format", "csv")
    assert then.out.split() == ["outcome", "answered", "abandoned", "waiting", "waiting"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["COPY calls TO 'x.csv'"], 6, "only reads"),
        (["SELEC 1"], 6, "line 1, column 1"),
        (["SELECT nothing FROM calls"], 6, "nothing"),
        (["SELECT $a"], 6, "a"),
        (["SELECT 1", "-f", "x.sql"], 2, "given twice"),
        (["-f", "/no/such/file.sql"], 2, "can't be read"),
        ([" "], 2, "is empty"),
    ],
)
def test_refusals(small: Path, arguments: list[str], code: int, says: str) -> None:
    ran = floorwatch("sql", *arguments, "--store", small)
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_whole_numbers_only_where_the_site_allows(small: Path, tmp_path: Path) -> None:
    asked = ("sql", "SELECT max(caller) AS c FROM calls WHERE queue = 'sales'", "--store", small,
             "--format", "csv")  # fmt: skip
    assert done(*asked).out == "c\n··· 4567\n"
    assert done(*asked, "--reveal").out == "c\n+49 30 1234567\n"
    settings = tmp_path / "floorwatch.toml"
    settings.write_text("[privacy]\nreveal_allowed = false\n")
    assert floorwatch(*asked, "--reveal", "--settings", settings).code == 2
