"""What holds for every command: help, docs, errors that can be acted on, exit codes, pipes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
import typer

from ops import __version__
from ops.cli.main import COMMANDS, app
from ops.errors import FloorwatchError
from tests.cli.terminal import ROOT, done, floorwatch

DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_docs(command: str) -> None:
    shown = done(command, "--help").out
    assert COMMANDS[command] in shown  # the list and the command say the same of it
    assert f"\n## `{command}" in DOCS
    section = DOCS.split(f"\n## `{command}")[1].split("\n## ")[0]
    found = typer.main.get_command(app).get_command(None, command)  # type: ignore[attr-defined]
    options = {each for option in found.params for each in option.opts if each.startswith("--")}
    for option in options - {"--help"}:
        assert re.search(rf"{option}\b", shown)
        assert option in section or option in DOCS.split("\n## ")[1], option
    for parameter in found.params:
        assert parameter.help, f"{command} {parameter.name} has no help"


def test_help_lists_every_command_and_every_exit_code() -> None:
    shown = done("--help").out
    for name, says in COMMANDS.items():
        assert f"{name} {says}" in " ".join(shown.split())
    codes = {each.exit_code for each in FloorwatchError.__subclasses__()} | {0, 1, 70, 130}
    for code in codes:
        assert re.search(rf"^ +{code} ", shown, re.MULTILINE)
        assert re.search(rf"^\| {code} \|", DOCS, re.MULTILINE)


def test_version() -> None:
    assert done("--version").out == f"floorwatch {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["wtach"], "did you mean 'watch'?"),
        (["--colour"], "--help"),
        (["query"], "floorwatch query --help"),
        (["now", "--as-off", "last"], "floorwatch now --help"),
        (["metrics", "--limit", "many"], "'--limit'"),
    ],
    ids=" ".join,
)
def test_mistakes_in_asking(arguments: list[str], says: str) -> None:
    ran = floorwatch(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("floorwatch: ")
    assert says in ran.err


def test_store_and_settings_may_stand_before_the_command(small: Path, tmp_path: Path) -> None:
    settings = tmp_path / "mine.toml"
    settings.write_text('site = "Here"\n')
    assert "Here" in done("--store", small, "--settings", settings, "now").out
    other = tmp_path / "other"
    assert floorwatch("--store", small, "now", "--store", other).code == 5


def test_mistakes_in_the_settings_are_all_told(tmp_path: Path) -> None:
    settings = tmp_path / "mine.toml"
    settings.write_text("sight = 1\nweek_start = 'someday'\n")
    ran = floorwatch("now", "--settings", settings)
    assert ran.code == 3
    assert f"{settings}:1: " in ran.err
    assert f"{settings}:2: " in ran.err


def test_a_bug_is_one_line_and_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with mock.patch("ops.warehouse.own.all_queries", side_effect=RuntimeError("\x1b[2Jbroken")):
        ran = floorwatch("metrics")
    assert ran.code == 70
    assert "RuntimeError" in ran.err
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err
    (details,) = (tmp_path / "floorwatch").iterdir()
    assert str(details) in ran.err
    assert "Traceback" in details.read_text()
    assert details.stat().st_mode & 0o077 == 0


def test_an_interrupt_is_no_bug() -> None:
    with mock.patch("ops.warehouse.own.all_queries", side_effect=KeyboardInterrupt):
        ran = floorwatch("metrics")
    assert (ran.code, ran.err) == (130, "floorwatch: interrupted\n")


def test_a_reader_that_has_enough_is_no_error(real: Path) -> None:
    script = f'"{sys.executable}" "{ROOT / "app.py"}" query calls --since 2026-11-22 ' + (
        f'--store "{real}" --format csv | head -n 1; echo "${{PIPESTATUS[0]}}"'
    )
    ran = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=60, check=True,
        env=dict(os.environ),
    )  # fmt: skip
    assert ran.stdout.splitlines()[0].startswith("call_id,visit,queue,caller,customer,")
    assert ran.stdout.splitlines()[-1] == "0"
    assert ran.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(small: Path) -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, str(ROOT / "app.py"), "now", "--store", str(small)],
            stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
            check=False,
        )  # fmt: skip
    assert ran.returncode == 1
    assert "standard output: No space left" in ran.stderr
    assert "Traceback" not in ran.stderr


# ---- metrics


def test_metrics_lists_every_question_with_its_sentence() -> None:
    shown = done("metrics").out
    for name in ("calls", "service_level", "wait_time", "abandonment", "outcomes", "waiting_now",
                 "queues_now", "agents_now", "rejects"):  # fmt: skip
        assert re.search(rf"^  {name} ", shown, re.MULTILINE)
    rows = done("metrics", "--format", "json").json
    assert {"name", "title", "says", "unit", "params", "columns", "sql"} <= set(rows[0])
    assert "calls" in {row["name"] for row in rows}


def test_one_definition_comes_with_its_sql() -> None:
    shown = done("metrics", "service_level").out
    assert "share of calls answered within the queue's threshold" in shown
    assert "queries/metrics/service_level.sql" in shown
    assert "SELECT" in shown
    assert "formula" in shown
    ran = floorwatch("metrics", "servicelevel")
    assert ran.code == 6
    assert "service_level" in ran.err
