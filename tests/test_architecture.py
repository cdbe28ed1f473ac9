"""The rules that keep the house in order: who imports whom, and what start-up may cost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parent.parent

# Each of them takes between a quarter and a whole second to import.
HEAVY = ("duckdb", "polars", "rich", "textual")

LOADED_AT_EXIT = f"""
import atexit, sys
atexit.register(lambda: print(
    "heavy:", *(m for m in {HEAVY!r} if m in sys.modules), file=sys.stderr, flush=True))
"""
IMPORT = LOADED_AT_EXIT + "import ops.cli.main\n"
RUN = LOADED_AT_EXIT + "from ops.cli.main import main\nsys.exit(main())\n"


def test_imports_go_one_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_folder_is_a_package() -> None:
    # The import rules overlook a folder without __init__.py, and with it whatever it imports.
    folders = {module.parent for module in (ROOT / "ops").rglob("*.py")}
    assert {str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists()} == set()


@pytest.mark.parametrize(
    ("script", "arguments"),
    [(IMPORT, []), (RUN, ["--help"]), (RUN, ["collect", "--help"]), (RUN, ["no-such-command"])],
    ids=["import", "help", "command's help", "mistake"],
)
def test_start_up_is_light(script: str, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == (2 if "no-such-command" in arguments else 0), done.stderr
    assert done.stderr.splitlines()[-1] == "heavy:", done.stderr


def test_the_floor_and_a_report_do_without_polars() -> None:
    script = LOADED_AT_EXIT + "import ops.floor, ops.reports.build, ops.warehouse.warehouse"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60,
        check=True,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "heavy: duckdb", done.stderr
