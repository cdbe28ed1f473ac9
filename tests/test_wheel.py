"""What is installed is what is in the checkout: locks, sdist, wheel, and the command in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UNREACHABLE = ("Failed to establish a new connection", "NewConnectionError", "name resolution")


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that ends well, in an environment without this checkout."""
    outside = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=outside,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pip(python: str | Path, *arguments: str | Path, cwd: Path) -> str:
    """Runs this environment's pip on the environment of `python`, which needs none of its own."""
    options = ("--disable-pip-version-check", "--no-input", "--quiet", "--python", python)
    return run(sys.executable, "-m", "pip", *options, *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean copy of the sources: what git knows, and what it would add."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("a wheel is built from a git checkout, and this is none")
    copy = tmp_path_factory.mktemp("sources")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():  # a deleted file is listed until its deletion is added
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(sources: Path) -> Path:
    return build_wheel(sources, sources.parent / "wheel")


def build_wheel(source: Path, folder: Path) -> Path:
    """The wheel of a source tree or sdist, built by the hatchling of the development lock."""
    offline = ("--no-build-isolation", "--no-deps", "--no-index")
    folder.mkdir(exist_ok=True)
    pip(sys.executable, "wheel", *offline, "--wheel-dir", folder, source, cwd=folder)
    (built,) = folder.glob("floorwatch-*.whl")
    return built


@dataclass(frozen=True, slots=True)
class Installed:
    """A virtual environment that holds Floorwatch, and an empty folder to work in."""

    bin: Path
    cwd: Path

    def floorwatch(self, *arguments: str | Path) -> str:
        return run(self.bin / "floorwatch", *arguments, cwd=self.cwd)

    def python(self, script: str) -> str:
        return run(self.bin / "python", "-c", script, cwd=self.cwd)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment that held nothing, with exactly what the lock names."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    there = Installed(folder / "venv" / "bin", folder)
    python = there.bin / "python"
    try:
        hashed = ("--require-hashes", "-r", ROOT / "requirements.lock")
        pip(python, "install", "--no-compile", *hashed, cwd=folder)  # compiling takes 10 s
    except AssertionError as failure:
        if not os.environ.get("CI") and any(words in str(failure) for words in UNREACHABLE):
            pytest.skip("no network to install the lock's packages from")
        raise
    pip(python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    return there


def test_wheel_holds_the_package_and_nothing_loose(wheel: Path, sources: Path) -> None:
    inside = members(wheel)
    tops = {name.split("/")[0] for name in inside}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ops"}
    assert len(tops) == 2
    for folder in ("queries", "data"):
        ours = {p.relative_to(sources) for p in (sources / folder).rglob("*") if p.is_file()}
        assert ours, f"{folder}/ is empty"
        assert {f"ops/{path.as_posix()}" for path in ours} <= inside


def test_wheel_from_the_sdist_is_the_same(wheel: Path, sources: Path) -> None:
    folder = sources.parent / "sdist"
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=sources)
    (sdist,) = folder.glob("floorwatch-*.tar.gz")
    assert members(build_wheel(sdist, sources.parent / "wheel-of-sdist")) == members(wheel)


def members(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_installed_wheel_shows_a_floor(installed: Installed) -> None:
    pip(installed.bin / "python", "check", cwd=installed.cwd)
    assert "Usage" in installed.floorwatch("--help")
    where = "from ops.resources import {0}; print({0}())"
    data = Path(installed.python(where.format("data_dir")).strip())
    queries = Path(installed.python(where.format("queries_dir")).strip())
    assert data.is_relative_to(installed.bin.parent)
    assert queries.is_relative_to(installed.bin.parent)
    installed.floorwatch("collect", "--once", "--store", "S", data / "queue_log")
    floor = json.loads(installed.floorwatch("now", "--store", "S", "--format", "json"))
    assert floor["queues"], floor


def test_development_lock_holds_the_other_one() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_locks_name_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"]
    assert names(asked) <= pins("requirements.lock").keys()
    assert names(project["dependency-groups"]["dev"]) <= pins("requirements-dev.lock").keys()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_name_no_place_and_leave_nothing_unhashed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|^-|^\s+-(?!-hash=sha256:)", text, re.MULTILINE)
    requirements = re.findall(r"^[a-z].*(?:\n +--hash.*)*", text, re.MULTILINE)
    assert all("--hash=sha256:" in requirement for requirement in requirements)


def pins(lock: str) -> dict[str, str]:
    """Package → version, of a lock in the checkout."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", text, re.MULTILINE))


def names(requirements: Sequence[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in requirements}
