"""Torn, damaged, newer and unknown lines: kept, counted, and the rest goes on."""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest

from ops import clock
from ops.errors import StoreError
from ops.settings import NumberSettings
from ops.store.access import Access
from ops.store.collector import connect
from ops.store.erase import erase_before, erase_number
from ops.store.journal import Lines, Opening
from ops.store.layout import StorePaths
from tests.store.journal.writers import ROOT, journal, written


def path_of(store: Path) -> Path:
    return StorePaths(store).follow_ups


def test_a_torn_line_is_set_aside_for_good(tmp_path: Path) -> None:
    mine = journal(tmp_path)
    on = mine.open(Opening(kind="promise")).id
    whole = path_of(tmp_path).read_bytes()
    for torn in (whole[:40], whole[:-1], b"{", b"\xff"):
        with path_of(tmp_path).open("ab") as file:
            file.write(torn)
        before, unread = written(tmp_path)
        assert "cut off" in unread[-1].wrong
        mine.act("note", on, note="goes on")
        after, later = written(tmp_path)
        assert len(after) == len(before) + 1
        assert [each.number for each in later] == [each.number for each in unread]
        assert later[-1].wrong == unread[-1].wrong
    assert path_of(tmp_path).read_bytes().startswith(whole), "nothing is ever edited"


def test_other_damage_is_counted_with_its_reason(tmp_path: Path) -> None:
    on = journal(tmp_path).open(Opening(kind="promise")).id
    lines = [
        b"",
        b"not json",
        b"[1]",
        b'{"id":"1","at":"yesterday","by":"a","do":"note"}',
        b'{"id":"1","at":"2026-11-25T12:00:00","by":"a","do":"note"}',
        b'{"v":2,"id":"1","at":"2026-11-25T12:00:00Z","by":"a","do":"note"}',
        b'{"v":3,"at":12,"act":"note"}',
        b'{"id":"1","at":"2026-11-25T12:00:00Z","by":"a","do":"dance"}',
        b'{"id":"1","at":"2026-11-25T12:00:00Z","by":"\xff","do":"note"}',
        b'"' + b"x" * (2 << 20) + b'"',
    ]
    with path_of(tmp_path).open("ab") as file:
        file.write(b"\n".join(lines) + b"\n")
    journal(tmp_path).act("done", on)
    entries, unread = written(tmp_path)
    assert [entry.do for entry in entries] == ["open", "done"]
    assert [(each.number, each.wrong.name) for each in unread] == [
        (2, "DAMAGED"), (3, "DAMAGED"), (4, "DAMAGED"), (5, "DAMAGED"), (6, "DAMAGED"),
        (7, "NEWER"), (8, "NEWER"), (9, "UNKNOWN"), (10, "DAMAGED"), (11, "DAMAGED"),
    ]  # fmt: skip


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    mine = journal(tmp_path)
    mine.open(Opening(kind="promise"))
    size = path_of(tmp_path).stat().st_size
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from tests.store.journal.writers import journal, Opening\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 50}, {size + 50}))\n"
        f"journal(Path({str(tmp_path)!r})).open(Opening(kind='promise', note='x' * 200))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert "StoreError" in ran.stderr
    assert "followups.ndjson: cannot write: File too large" in ran.stderr
    assert path_of(tmp_path).stat().st_size == size
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert mine.open(Opening(kind="promise")).id


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file in its way")
    with pytest.raises(StoreError, match="journal"):
        journal(tmp_path).open(Opening(kind="promise"))


def test_a_look_at_a_journal_that_has_not_changed_reads_nothing(tmp_path: Path) -> None:
    lines = Lines(path_of(tmp_path))
    assert not lines.look()
    on = journal(tmp_path).open(Opening(kind="promise")).id
    assert [line.number for line in lines.look().lines] == [1]
    assert not lines.look()
    journal(tmp_path).act("note", on)
    assert [line.number for line in lines.look().lines] == [2]
    path_of(tmp_path).unlink()
    assert lines.look().anew
    journal(tmp_path).open(Opening(kind="promise"))
    assert [line.number for line in lines.look().lines] == [1]


def test_a_forgotten_number_leaves_the_journal_too(tmp_path: Path) -> None:
    mine, lines = journal(tmp_path), Lines(path_of(tmp_path))
    first = mine.open(Opening(kind="promise", customer="0301 234567", title="call 0301234567"))
    mine.open(Opening(kind="promise", customer="0305", queue="support", note="ring them"))
    mine.act("note", first.id, note="not at +49 (301) 23 45 67 any more")
    with path_of(tmp_path).open("ab") as file:
        file.write(b"broken 0301234567\n")
        file.write(b'{"v":2,"on":"7","phones":["+49301234567",301234567],"n":{"x":"0301234567"}}\n')
    lines.look()
    paths = StorePaths(tmp_path)
    connection = connect(paths, Access())
    rules = NumberSettings(country_prefix="49", trunk_prefix="0")
    try:
        assert erase_number(paths, Access(), connection, "0301234567", rules) == 4
        assert erase_number(paths, Access(), connection, "0301234567", rules) == 0
    finally:
        connection.close()
    text = path_of(tmp_path).read_text()
    assert "234567" not in text
    assert "23 45 67" not in text
    news = lines.look()
    assert news.anew, "who has read it starts over"
    assert [line.number for line in news.lines] == [1, 2, 3], "lines keep their places"
    assert [(line.entry.customer, line.entry.note) for line in news.lines] == [
        ("", None), ("0305", "ring them"), (None, ""),
    ]  # fmt: skip
    assert [each.wrong.name for each in news.unread] == ["ERASED", "NEWER"]
    mine.act("done", first.id)
    assert written(tmp_path)[0][-1].do == "done"


def test_settled_follow_ups_older_than_the_site_keeps_lose_their_texts(tmp_path: Path) -> None:
    def at(s: int) -> mock._patch[mock.MagicMock]:
        return mock.patch.object(clock, "now", return_value=datetime.fromtimestamp(s, UTC))

    mine = journal(tmp_path)
    with at(100):
        old, late, owed, lost = (
            mine.open(Opening(kind=kind, customer="0301234567", title=title)).id
            for kind, title in (("promise", "old"), ("promise", "late"), ("promise", "owed"),
                                ("call-back", "lost"))
        )  # fmt: skip
    with at(200):
        mine.act("done", old, note="told 0301234567")
        mine.act("done", late)
    with at(999):
        mine.act("note", late, note="thanked us")
    paths = StorePaths(tmp_path)
    connection = connect(paths, Access())
    try:
        assert erase_before(paths, Access(), connection, 999) == 3
        assert erase_before(paths, Access(), connection, 999) == 0
    finally:
        connection.close()
    kept = {entry.follow_up: entry for entry in written(tmp_path)[0] if entry.do == "open"}
    assert {id: (entry.customer, entry.title) for id, entry in kept.items()} == {
        old: ("", ""), late: ("0301234567", "late"), owed: ("0301234567", "owed"), lost: ("", ""),
    }  # fmt: skip
