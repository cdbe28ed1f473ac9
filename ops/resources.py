"""Where the SQL files and the sample data lie.

An installed Floorwatch carries both inside its package, so that nothing lies loose in
site-packages; a checkout has them beside the package, where people look for them.
"""

from __future__ import annotations

from pathlib import Path

from ops.errors import FloorwatchError

_PACKAGE = Path(__file__).resolve().parent


def queries_dir() -> Path:
    """The folder of the query files; raises FloorwatchError where it is missing."""
    return _folder("queries")


def data_dir() -> Path:
    """The folder of the sample inputs; raises FloorwatchError where it is missing."""
    return _folder("data")


def _folder(name: str) -> Path:
    # Inside first: beside an installed package lie other people's packages.
    for parent in (_PACKAGE, _PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise FloorwatchError(
        f"{_PACKAGE / name}: the folder that Floorwatch brings with it is missing",
        "install floorwatch again, or run it from a whole checkout",
    )
