"""Where the SQL files and the sample data are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops import resources
from ops.errors import FloorwatchError

FOLDERS = ("queries", "data")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "ops"
    folder.mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", folder)
    return folder


def test_a_checkout_has_them_beside_the_package() -> None:
    root = Path(__file__).resolve().parent.parent
    assert resources.queries_dir() == root / "queries"
    assert resources.data_dir() == root / "data"


def test_inside_the_package_comes_first(package: Path) -> None:
    for name in FOLDERS:
        (package / name).mkdir()
        (package.parent / name).mkdir()  # somebody else's, in the same site-packages
    assert resources.queries_dir() == package / "queries"
    assert resources.data_dir() == package / "data"


def test_a_broken_installation_says_what_to_do(package: Path) -> None:
    with pytest.raises(FloorwatchError, match="queries") as caught:
        resources.queries_dir()
    assert "install floorwatch again" in caught.value.hint
    assert str(package) in str(caught.value)
