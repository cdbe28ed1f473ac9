"""`floorwatch export database`: one file that an older DuckDB opens as well."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops.warehouse.catalog import catalog
from ops.warehouse.dictionary import relations
from tests.cli.terminal import ROOT, done


def client(file: Path, sql: str) -> list[dict[str, object]]:
    """Ask with the command line of DuckDB 1.x."""
    program = shutil.which("duckdb", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the duckdb command line is not installed beside Python")
    ran = subprocess.run(
        [program, "-readonly", "-json", file, "-c", sql],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert not ran.stderr
    return list(json.loads(ran.stdout or "[]"))


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the day that every checkout has, with what was owed on it; read it only."""
    store = tmp_path_factory.mktemp("day") / "store"
    done("collect", "--once", "--store", store, ROOT / "data" / "queue_log")
    shutil.copy(ROOT / "data" / "followups.ndjson", store / "journal")
    return store


@pytest.fixture(scope="module")
def exported(day: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("exported") / "all.duckdb"
    done("export", "database", file, "--store", day, "--as-of", "last")
    return file


def test_an_older_client_finds_every_relation_and_metric(exported: Path) -> None:
    (version,) = client(exported, "SELECT version() AS v")
    assert str(version["v"]).startswith("v1.")
    tables = client(exported, "SELECT table_name AS t, comment AS c FROM duckdb_tables()")
    assert {str(row["t"]): row["c"] for row in tables} == dict(relations())
    views = client(exported, "SELECT view_name AS v, comment AS c FROM duckdb_views() "
                             "WHERE NOT internal")  # fmt: skip
    metrics = {query.name: query.says for query in catalog().values() if query.folder == "metrics"}
    assert {str(row["v"]).removesuffix("_listed"): row["c"] for row in views} == metrics
    columns = client(exported, "SELECT comment AS c FROM duckdb_columns() "
                               "WHERE table_name = 'calls' AND column_name = 'wait_s'")  # fmt: skip
    assert "seconds" in str(columns[0]["c"])


def test_every_view_answers_as_the_query_does(exported: Path, day: Path) -> None:
    for query in catalog().values():
        if query.folder == "metrics":
            name = f"{query.name}_listed" if query.name in relations() else query.name
            client(exported, f"SELECT count(*) AS n FROM {name}")
    for name in ("service_level", "abandonment", "outcomes"):
        queried = done("query", name, "--since", "2026-11", "--store", day,
                       "--format", "json", "--as-of", "last").json  # fmt: skip
        assert client(exported, f"SELECT * FROM {name}") == queried


def test_nobody_is_revealed(exported: Path) -> None:
    found = client(exported, "SELECT count(*) AS n FROM calls WHERE length(regexp_replace("
                             "caller, '[^0-9]', '', 'g')) > 4")  # fmt: skip
    assert found == [{"n": 0}]
