"""What was asked before, kept in a file."""

from __future__ import annotations

from pathlib import Path

from ops.tui.sql.history import MOST, Asked, History


def test_the_newest_is_first_and_the_same_question_is_there_once(tmp_path: Path) -> None:
    path = tmp_path / "state" / "history"
    mine, other = History(path), History(path)
    mine.add(Asked("SELECT 1", "", 1))
    other.add(Asked("SELECT 2", "a=1", 2))
    mine.add(Asked("SELECT 1", "", 3))
    assert [(one.sql, one.at_s) for one in History(path).asked] == [
        ("SELECT 1", 3),
        ("SELECT 2", 2),
    ]
    assert path.stat().st_mode & 0o077 == 0


def test_it_does_not_grow_and_a_broken_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_bytes(b'{"sql": 1}\nnonsense\n{"sql":"SELECT 0"}\n')
    history = History(path)
    assert [one.sql for one in history.asked] == ["SELECT 0"]
    for number in range(1, MOST + 10):
        history.add(Asked(f"SELECT {number}"))
    history.add(Asked("x" * 100_000))
    assert len(History(path).asked) == MOST
    assert History(path).asked[0].sql == f"SELECT {MOST + 9}"


def test_where_it_can_not_be_kept_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    history = History(tmp_path / "file" / "history")
    history.add(Asked("SELECT 1"))
    assert history.complaint and history.asked[0].sql == "SELECT 1"
