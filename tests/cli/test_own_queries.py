"""Queries of a user's own: they run by name, in the sandbox; a broken one breaks nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import openpyxl
import pytest

from ops.errors import QueryError
from ops.warehouse.own import own_queries, save, with_header
from tests.cli.terminal import done, floorwatch

SQL = "SELECT caller, wait_s FROM calls WHERE wait_s >= $least AND s >= $since ORDER BY wait_s"
LEAST = ("--param", "least=20")
PERIOD = ("--since", "2025-11-22", "--as-of", "last", "--format", "csv")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    text = with_header("patient", "who waited", SQL, ("least", "since"), ("caller", "wait_s"))
    return save(text, "patient").parent


def test_it_runs_by_its_name_masked_and_is_listed(small: Path) -> None:
    ran = done("query", "patient", *LEAST, "--store", small, *PERIOD)
    assert ran.out.splitlines() == ["caller,wait_s", "···,20", "··· 4567,30"]
    assert "1234567" not in ran.out
    assert "patient" in done("metrics").out
    assert SQL in done("metrics", "patient").out


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet", "xlsx", "duckdb"])
def test_it_is_exported_in_every_format(small: Path, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"patient.{kind}"
    ran = done("export", "patient", file, *LEAST, "--store", small, *PERIOD[:4])
    assert "2 rows in" in ran.err
    assert rows_of(file) == [("···", 20), ("··· 4567", 30)]


def test_its_export_is_what_query_prints_and_what_can_not_be_is_said(small: Path) -> None:
    asked = ("patient", *LEAST, "--store", small, *PERIOD)
    assert done("export", *asked).data == done("query", *asked).data
    assert "1234567" in done("export", *asked, "--reveal").out.replace(" ", "")
    refused = floorwatch("export", *asked, "--queue", "sales")
    assert refused.code == 2 and "does not take --queue" in refused.err
    own = own_queries()[0][0].path
    own.with_name("broken.sql").write_text("SELECT 1")
    refused = floorwatch("export", "broken", "--store", small)
    assert refused.code == 6 and "broken.sql:1" in refused.err


def rows_of(file: Path) -> list[tuple[object, ...]]:
    """The rows of an exported file, as a client of its format sees them."""
    if file.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(file).active
        assert sheet is not None
        return list(sheet.iter_rows(min_row=2, values_only=True))
    is_database = file.suffix == ".duckdb"
    with duckdb.connect(file if is_database else ":memory:") as client:
        return client.execute(f"FROM {'patient' if is_database else repr(str(file))}").fetchall()


def test_it_can_not_do_more_than_sql_can(small: Path) -> None:
    save(with_header("sly", "", "SELECT * FROM read_text('/etc/passwd')", (), ("a",)), "sly")
    ran = floorwatch("query", "sly", "--store", small)
    assert ran.code == 6 and "read_text" in ran.err and "root:" not in ran.out


def test_a_broken_one_is_said_and_takes_nothing_away(folder: Path) -> None:
    (folder / "broken.sql").write_text("SELECT 1")
    (folder / "calls.sql").write_text((folder / "patient.sql").read_text())
    ran = done("metrics")
    assert "patient" in ran.out and "broken.sql:1" in ran.err and "calls.sql" in ran.err
    refused = floorwatch("query", "broken")
    assert refused.code == 6 and "broken.sql:1" in refused.err
    assert [query.name for query in own_queries()[0]] == ["patient"]


def test_a_header_that_is_there_is_kept(folder: Path) -> None:
    text = (folder / "patient.sql").read_text().replace("unit: rows", "unit: seconds")
    again = with_header("patient", "", text, ("least", "since"), ("caller", "wait_s"))
    assert again == text


@pytest.mark.parametrize("name", ["Big", "calls", "patient", "a b", "../x"])
def test_a_name_that_can_not_be_is_refused(name: str) -> None:
    with pytest.raises(QueryError):
        save(with_header(name, "", "SELECT 1 AS a", (), ("a",)), name)
