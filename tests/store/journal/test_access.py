"""Whose the journal is: its owner's, or a group's that may write it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ops.store.access import Access
from ops.store.journal import Journal, Opening
from ops.store.journal.erase import erase_from_journal
from ops.store.layout import StorePaths


@pytest.mark.parametrize(
    ("access", "folder", "file"),
    [(Access(), 0o700, 0o600), (Access(os.getgid()), 0o2750, 0o660)],
    ids=["alone", "shared"],
)
def test_the_modes_of_its_files(tmp_path: Path, access: Access, folder: int, file: int) -> None:
    paths = StorePaths(tmp_path / "store")
    mine = Journal(paths, access, "ana")
    mine.open(Opening(kind="promise", customer="0301234567"))

    def modes() -> set[int]:
        return {path.stat().st_mode & 0o7777 for path in paths.journal.iterdir()}

    assert paths.journal.stat().st_mode & 0o7777 == folder
    assert modes() == {file}
    assert erase_from_journal(paths, access, lambda text, _: "1234567" in text) == 1
    assert modes() == {file}
    mine.open(Opening(kind="promise"))
    assert len(paths.follow_ups.read_text().splitlines()) == 2
