"""The engine's locks and the kernel's, each on its own, without the grammar before it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from ops.settings import Settings, SqlSettings
from ops.warehouse.sandbox.child import lock
from ops.warehouse.warehouse import Warehouse
from tests.cli.terminal import ROOT

ATTEMPTS = [
    "FROM read_text('/etc/passwd')",
    "FROM read_csv('/etc/passwd')",
    "FROM '/etc/passwd'",
    "FROM glob('/*')",
    "COPY (SELECT 1) TO '{outside}/new.csv'",
    "WITH x AS (COPY (SELECT 1 AS a) TO '{outside}/new.csv') FROM x",
    "COPY (SELECT 1) TO '{segment}'",
    "EXPORT DATABASE '{outside}/all'",
    "ATTACH '{outside}/other.db'",
    "ATTACH '{outside}/other.db' (READ_ONLY)",
    "INSTALL httpfs",
    "LOAD httpfs",
    "FROM read_csv('https://127.0.0.1/x.csv')",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET allowed_directories = ['/']",
    "RESET allowed_paths",
    "SET threads = 64",
    "SET memory_limit = '100GB'",
    "SET temp_directory = '/'",
    "CREATE SECRET s (TYPE s3)",
    "SELECT getenv('HOME')",
]


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_engine_refuses_on_its_own(small: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(small, Settings())
    warehouse.refresh()
    scratch, outside = tmp_path / "scratch", tmp_path / "outside"
    scratch.mkdir()
    outside.mkdir()
    (outside / "other.db").touch()
    cursor = warehouse.cursor()
    lock(cursor, warehouse.files(), scratch, SqlSettings())
    before = contents(small)
    for attempt in ATTEMPTS:
        sql = attempt.format(outside=outside, segment=warehouse.files()[0])
        with pytest.raises(duckdb.Error):
            cursor.execute(sql).fetchall()
    assert contents(small) == before
    assert contents(outside) == {"other.db": hashlib.sha256(b"").hexdigest()}
    assert cursor.execute("SELECT count(*) FROM calls").fetchall() == [(4,)]
    warehouse.close()


KERNEL = """
import os, sys
from pathlib import Path
from ops.warehouse.sandbox.kernel import only_write
folder, outside = Path(sys.argv[1]), Path(sys.argv[2])
if not only_write(folder):
    sys.exit(7)
(folder / "mine").write_text("mine")
for attempt in (
    lambda: (outside / "new").write_text("x"),
    lambda: open(outside / "kept", "r+b"),
    lambda: open(outside / "kept", "wb"),
    lambda: os.truncate(outside / "kept", 0),
    lambda: os.unlink(outside / "kept"),
    lambda: os.rename(outside / "kept", folder / "moved"),
    lambda: os.mkdir(outside / "folder"),
    lambda: os.execv("/bin/sh", ["sh", "-c", "true"]),
):
    try:
        attempt()
    except PermissionError:
        continue
    sys.exit(1)
import duckdb  # whatever it starts is held to it as well
try:
    duckdb.execute(f"COPY (SELECT 1) TO '{outside}/kept' (USE_TMP_FILE false)")
except duckdb.Error:
    sys.exit(0)
sys.exit(2)
"""


def test_the_kernel_refuses_on_its_own(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "kept").write_text("kept")
    ran = subprocess.run(
        [sys.executable, "-c", KERNEL, folder, outside],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if ran.returncode == 7:
        pytest.skip("this kernel has no Landlock: only the engine's locks hold")
    assert ran.returncode == 0, ran.stderr
    assert [path.name for path in outside.iterdir()] == ["kept"]
    assert (outside / "kept").read_text() == "kept"
