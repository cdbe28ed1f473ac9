"""Headers: what is read from them, and every mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.errors import QueryError
from ops.warehouse.catalog import FOLDERS, catalog, parse

HEADER = """\
-- name: late
-- title: Late calls
-- says: calls answered after the threshold: the others are not here
-- unit: calls
-- grain: queue
-- better: lower
-- params: since, until
-- columns: queue, numerator
"""
BODY = "--\n-- a comment: with a colon\nSELECT queue, $since + $until AS numerator FROM queues\n"


def query(text: str, name: str = "late.sql") -> None:
    parse(Path(name), text, "metrics")


def test_a_header_is_read() -> None:
    found = parse(Path("late.sql"), HEADER + BODY, "metrics")
    assert (found.name, found.title, found.folder) == ("late", "Late calls", "metrics")
    assert found.says == "calls answered after the threshold: the others are not here"
    assert (found.unit, found.grain, found.better) == ("calls", "queue", "lower")
    assert found.params == ("since", "until")
    assert found.columns == ("queue", "numerator")
    assert found.sql == BODY.strip()


def test_no_params_are_none() -> None:
    text = HEADER.replace("since, until", "").replace("params: ", "params:") + "SELECT 1"
    assert parse(Path("late.sql"), text, "live").params == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("-- unit: calls\n", "", 8, "the header has no unit"),
        ("-- unit: calls\n-- grain: queue\n", "", 7, "the header has no unit, grain"),
        ("-- unit: calls", "-- unit calls", 4, "no unit, grain, better, params, columns"),
        ("-- unit:", "-- units:", 4, "unknown key 'units'"),
        ("-- unit: calls", "-- unit:", 4, "unit is empty"),
        ("-- unit: calls", "-- title: Again", 4, "title again, it stands in line 2"),
        ("better: lower", "better: low", 6, "better is 'low'"),
        ("name: late", "name: later", 1, "name is 'later', the file is 'late'"),
        ("since, until", "since until", 7, "params: 'since until' is not a name"),
        ("since, until", "since, until,", 7, "params: '' is not a name"),
        ("since, until", "since, since, until", 7, "params: since stands there twice"),
        ("since, until", "since, until, queue", 7, "params: queue is not used"),
        ("since, until", "since", 11, "$until is not among the header's params"),
        ("queue, numerator", "queue, Value", 8, "columns: 'Value' is not a name"),
    ],
)
def test_a_mistake_names_its_file_and_line(old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        query((HEADER + BODY).replace(old, new, 1))
    assert str(caught.value).startswith(f"late.sql:{line}: ")
    assert says in str(caught.value)
    assert caught.value.hint


def test_a_file_without_a_header_or_without_sql() -> None:
    with pytest.raises(QueryError, match=r"late\.sql:1: the header has no name, title"):
        query("SELECT 1")
    with pytest.raises(QueryError, match=r"late\.sql:9: no SQL below the header"):
        query(HEADER + "-- to be written\n")


def test_a_dollar_in_a_text_or_a_comment_is_no_param() -> None:
    query(HEADER + "SELECT '$queue', 'it''s $x', $since, $until /* $a */ -- $b\n")


def test_a_user_adds_queries_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "late.sql").write_text(HEADER + BODY, encoding="utf-8")
    both = catalog((tmp_path,))
    assert both["late"].folder == "user"
    assert both["late"].path == tmp_path / "late.sql"
    assert set(both) == {*catalog(), "late"}
    assert "late" not in catalog()


def test_a_name_that_is_taken_names_both_files(tmp_path: Path) -> None:
    (tmp_path / "calls.sql").write_text((HEADER + BODY).replace("late", "calls"), encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        catalog([tmp_path])
    assert str(tmp_path / "calls.sql") in str(caught.value)
    assert str(Path("metrics") / "calls.sql") in str(caught.value)


def test_a_folder_or_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no such folder"):
        catalog([tmp_path / "nowhere"])
    (tmp_path / "late.sql").write_bytes(HEADER.encode() + b"SELECT '\xff'")
    with pytest.raises(QueryError, match=r"late\.sql:9: this is not UTF-8"):
        catalog([tmp_path])


def test_the_built_in_ones_are_read_once_and_cannot_be_changed() -> None:
    assert catalog() is catalog()
    assert {found.folder for found in catalog().values()} <= set(FOLDERS)
    with pytest.raises(TypeError):
        catalog()["late"] = catalog()["calls"]  # type: ignore[index]
