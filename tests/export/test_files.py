"""`floorwatch export`: the same rows in every format, whole files or none, nothing revealed."""

from __future__ import annotations

import csv
import io
import json
import resource
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from tests.cli.conftest import START, line
from tests.cli.terminal import ROOT, done, floorwatch

DAY = ("--since", "2025-11-22")

HOSTILE = "".join([
    line(0, "a|=1+2|NONE|ENTERQUEUE||+49 30 7654321|1"),
    line(1, "b|@cmd|NONE|ENTERQUEUE||2345678|1"),
    line(9, "a|=1+2|-Ana|CONNECT|9|m1|2"),
    line(12, "a|=1+2|-Ana|COMPLETEAGENT|9|3|1"),
])  # fmt: skip


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    log = tmp_path / "queue_log"
    log.write_text(HOSTILE)
    done("collect", "--once", "--store", tmp_path / "store", log)
    return tmp_path / "store"


def test_csv_and_ndjson_are_what_query_prints(small: Path, tmp_path: Path) -> None:
    for what in ("intervals", "service_level", "outcomes"):
        asked = done("query", what, *DAY, "--store", small, "--format", "csv").data
        assert done("export", what, *DAY, "--store", small).data == asked, what
    file = tmp_path / "calls.ndjson"
    assert done("export", "calls", file, *DAY, "--store", small).data == b""
    rows = [json.loads(each) for each in file.read_text().splitlines()]
    queried = done("query", "calls", *DAY, "--store", small, "--format", "json").json
    assert rows == [{k: v for k, v in row.items() if k != "customer"} for row in queried]


def test_every_file_holds_the_same_rows(small: Path, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"calls.{kind}" for kind in ("csv", "parquet", "xlsx", "duckdb")}
    for file in files.values():
        assert "4 rows" in done("export", "calls", file, *DAY, "--store", small).err
    text = list(csv.DictReader(io.StringIO(files["csv"].read_text())))
    frame = pl.read_parquet(files["parquet"])
    assert str(frame["offered_at"].dtype) == "Datetime(time_unit='us', time_zone='UTC')"
    sheet = openpyxl.load_workbook(files["xlsx"]).active
    assert sheet is not None
    heading, *cells = sheet.iter_rows(values_only=True)
    with duckdb.connect(files["duckdb"], read_only=True) as client:
        table = client.execute("SELECT * FROM calls").fetchall()
    assert list(heading) == frame.columns == list(text[0])
    at = frame.columns.index("offered_at")
    waits = [3.0, 30.0, None, None]
    assert frame["wait_s"].to_list()[:2] == waits[:2]
    assert [row[frame.columns.index("wait_s")] for row in cells][:2] == waits[:2]
    assert [row["wait_s"] for row in text][:2] == ["3", "30"]
    assert cells[0][at] == table[0][at] == datetime(2025, 11, 22, 19, 45, 1)
    assert sheet.freeze_panes == "A2"


def test_nothing_is_replaced_or_half_written(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text("mine")
    ran = floorwatch("export", "calls", file, *DAY, "--store", small)
    assert (ran.code, file.read_text()) == (2, "mine")
    assert "--force" in ran.err
    done("export", "calls", file, "--force", *DAY, "--store", small)
    assert file.read_text().startswith("call_id,")
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "duckdb"])
def test_a_full_disk_is_told_and_leaves_nothing(small: Path, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "out" / f"events.{kind}"
    file.parent.mkdir()
    ran = subprocess.run(
        [sys.executable, ROOT / "app.py", "export", "events", file, *DAY, "--store", small],
        capture_output=True, text=True, timeout=60, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )  # fmt: skip
    assert ran.returncode == 1, ran.stderr
    assert str(file) in ran.stderr
    assert "make room" in ran.stderr
    assert list(file.parent.iterdir()) == []


def test_no_cell_is_a_formula(hostile: Path, tmp_path: Path) -> None:
    text = done("export", "calls", *DAY, "--store", hostile, "--reveal").rows
    assert [row["queue"] for row in text] == ["'=1+2", "'@cmd"]
    assert text[0]["agent"] == "'-Ana"
    assert text[0]["caller"] == "+49 30 7654321"  # begins like one, and is a number
    file = tmp_path / "calls.xlsx"
    done("export", "calls", file, *DAY, "--store", hostile)
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    kinds = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds["=1+2"] == "s"


def test_no_cell_of_any_other_csv_is_one(hostile: Path, tmp_path: Path) -> None:
    store = ("--store", hostile, "--format", "csv")
    done("follow-up", "add", "--title", "=SUM(A1)", "--queue", "=1+2", "--store", hostile)
    out = tmp_path / "calls.csv"
    done("query", "calls", *DAY, "--store", hostile, "--out", out)
    asked = [
        out.read_text(),
        done("find", *DAY, *store).out,
        done("sql", 'SELECT queue, agent AS "@agent" FROM calls ORDER BY s', *store).out,
        done("follow-up", "list", *store).out,
    ]
    cells = [list(csv.reader(io.StringIO(each))) for each in asked]
    assert all(any("'=1+2" in row for row in each) for each in cells)
    assert cells[2] == [["queue", "'@agent"], ["'=1+2", "'-Ana"], ["'@cmd", ""]]
    assert any("'=SUM(A1)" in row for row in cells[3])
    assert [c for each in cells for row in each for c in row if c[:1] in tuple("=@-")] == []
    as_it_is = done("query", "calls", *DAY, "--store", hostile, "--format", "json").json
    assert [row["queue"] for row in as_it_is] == ["=1+2", "@cmd"]


def test_numbers_are_masked_unless_revealed(small: Path) -> None:
    for what in ("calls", "contacts", "events", "rejects"):
        out = done("export", what, *DAY, "--store", small).out
        assert "1234567" not in out.replace(" ", "")
    out = done("export", "events", *DAY, "--store", small, "--reveal").out
    assert out.count("+49 30 1234567") == 2


def streamed(store: Path, to: str) -> subprocess.CompletedProcess[str]:
    """Export events where a shell sends them: what came of the export, and what it said."""
    export = f'"{sys.executable}" "{ROOT / "app.py"}" export events {" ".join(DAY)}'
    script = f'{export} --store "{store}" {to}; echo "${{PIPESTATUS[0]}}"'
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=60, check=True
    )


def test_a_reader_that_has_enough_is_no_error(hostile: Path, tmp_path: Path) -> None:
    log = tmp_path / "more" / "queue_log"
    log.parent.mkdir()
    log.write_text("".join(line(n, f"{n}|q|NONE|ENTERQUEUE||{n}|1") for n in range(20_000)))
    done("collect", "--once", "--store", hostile, "--source", "more", log)
    ran = streamed(hostile, "| head -n 1")  # of far more than a pipe holds
    assert ran.stdout.splitlines()[-1] == "0"
    assert ran.stderr == ""


def test_a_question_that_fails_ends_the_stream() -> None:
    code = """
import duckdb, io
from ops.export.files import Rows, stream
stream(duckdb.connect(), Rows("wrong", "SELECT nothing", {}), "csv", io.BytesIO())
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.returncode == 1 and "BinderException" in ran.stderr


def test_a_reader_without_room_is_told_of(small: Path) -> None:
    ran = streamed(small, "> /dev/full")
    assert ran.stdout == "1\n"
    assert "standard output: No space left on device" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["everything"], "there is no export 'everything'"),
        (["model_calls"], "there is no export"),
        (["calls", "--format", "ods"], "no format is called 'ods'"),
        (["database"], "needs a name"),
        (["metrics", "--format", "csv"], "not for metrics"),
        (["calls", "--format", "xlsx"], "not for a stream"),
    ],
)
def test_refusals(small: Path, arguments: list[str], says: str) -> None:
    ran = floorwatch("export", *arguments, "--store", small)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_more_rows_than_a_sheet_has(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.export.spreadsheet.MOST_ROWS", 3)
    file = tmp_path / "events.xlsx"
    done("export", "events", file, *DAY, "--store", small)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["events", "events 2", "events 3"]
    assert [sheet.max_row for sheet in book.worksheets] == [4, 4, 3]
    assert START  # the log's first second is that of the first row
