"""What every test may ask for, and what no test may touch."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
_NUMBERS = itertools.count(1)

# No deadlines: two shared cores say nothing about an example's speed. On CI the same examples
# every time, so that a red run can be repeated; elsewhere new ones, so that they can be found.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real logs ($FLOORWATCH_SAMPLES, or ../shared/samples beside a checkout)."""
    named = os.environ.get("FLOORWATCH_SAMPLES")
    folder = Path(named) if named else ROOT.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip(f"{folder}: no such folder; name the samples with FLOORWATCH_SAMPLES")
    return folder


@pytest.fixture
def store_dir(tmp_path: Path) -> Path:
    """Where a test may put a store; not there yet."""
    return tmp_path / "store"


@pytest.fixture(scope="session", autouse=True)
def _nobodys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keeps wider fixtures, which begin before any test, out of the user's own folders."""
    homes = tmp_path_factory.mktemp("homes")
    with pytest.MonkeyPatch.context() as patch:
        _move_home(patch, homes / "shared")
        yield homes


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, _nobodys_folders: Path) -> None:
    """Keeps each test from finding what another one left behind; nothing is made ahead."""
    _move_home(monkeypatch, _nobodys_folders / str(next(_NUMBERS)))


def _move_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    for name in list(os.environ):
        if name.startswith("FLOORWATCH_") and name != "FLOORWATCH_SAMPLES":
            patch.delenv(name)
