"""What somebody may not read is said as what it is, and the rest is done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from ops.cli.main import COMMANDS, app
from tests.cli.terminal import ROOT, Ran

NOBODY = 65_534
_CAPS = "-dac_override,-dac_read_search"


def as_somebody(*arguments: str | Path) -> Ran:
    """Run a command line as somebody who may not read everything, which root may."""
    command = [sys.executable, str(ROOT / "app.py"), *map(str, arguments)]
    if os.geteuid() == 0:
        if (setpriv := shutil.which("setpriv")) is None:
            pytest.skip("root may read everything, and there is no setpriv")
        command = [setpriv, "--bounding-set", _CAPS, "--inh-caps", _CAPS, *command]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    return Ran(done.returncode, done.stdout, done.stderr.decode())


def hidden(path: Path) -> Path:
    """Let nobody here look into it."""
    path.chmod(0)
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    return path


def path_options() -> Iterator[tuple[str, bool]]:
    """Every option and argument that is a path, and whether it is judged by the parser."""
    group = typer.main.get_command(app)
    for command in (group, *(group.get_command(None, name) for name in COMMANDS)):  # type: ignore[attr-defined]
        for parameter in command.params:
            told = parameter.type_descriptor
            if told.annotation in (Path, list[Path]):
                yield f"{command.name} {parameter.name}", told.parameter_info.readable


def test_no_path_is_judged_before_the_command_itself_opens_it() -> None:
    found = dict(path_options())
    assert len(found) > 10
    assert [name for name, is_judged in found.items() if is_judged] == []


def test_a_log_without_rights_is_passed_over(small_log: Path, store_dir: Path) -> None:
    other = small_log.parent / "other_log"
    other.write_bytes(small_log.read_bytes().replace(b"|c1|", b"|x1|"))
    ran = as_somebody("collect", "--once", "--store", store_dir, hidden(other), small_log)
    assert ran.code == 4
    assert f"can't read {other}: no permission" in ran.err
    assert "queue_log: 9 lines stored" in ran.err


def test_a_store_without_rights_is_an_error_of_the_store(small: Path) -> None:
    ran = as_somebody("now", "--store", hidden(small))
    assert ran.code == 5
    assert "Permission denied" in ran.err
    assert as_somebody("query", "calls", "--store", small).code == 5


def test_settings_without_rights_are_an_error_of_the_settings(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "floorwatch.toml"
    file.write_text("")
    ran = as_somebody("now", "--store", small, "--settings", hidden(file))
    assert (ran.code, "can't be read: Permission denied" in ran.err) == (3, True)
