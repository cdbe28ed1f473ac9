"""What can be done to a follow-up, by whom, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest

from ops import clock
from ops.errors import UsageError
from ops.store.journal import Opening, journal_of
from ops.store.journal.ids import made, ms_of, typed
from ops.store.journal.journal import whoami
from ops.store.layout import StorePaths
from tests.store.journal.writers import journal, written

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_line_says_who_when_and_what(tmp_path: Path) -> None:
    with mock.patch.object(clock, "now", return_value=NOON):
        opened = journal(tmp_path).open(
            Opening(kind="promise", customer="+49 30 1234567", queue="support", due=NOON)
        )
        journal(tmp_path, "ben").act("assign", opened.id, owner="Chi")
    path = StorePaths(tmp_path).follow_ups
    assert path.read_text() == (
        f'{{"id":"{opened.id}","at":"2026-11-25T12:00:00Z","by":"ana","do":"open",'
        '"kind":"promise","customer":"+49 30 1234567","queue":"support",'
        '"due":"2026-11-25T12:00:00Z"}\n'
        f'{{"id":"{made((ms_of(opened.id) or 0) + 1)}","at":"2026-11-25T12:00:00Z","by":"ben",'
        f'"do":"assign","on":"{opened.id}","owner":"Chi"}}\n'
    )
    assert path.stat().st_mode & 0o777 == 0o600


def test_ids_sort_even_when_the_clock_steps_back(tmp_path: Path) -> None:
    mine = journal(tmp_path)
    first = mine.open(Opening(kind="promise"))
    with mock.patch.object(clock, "now", return_value=NOON):
        second = journal(tmp_path).open(Opening(kind="promise"))
    assert (second.at < first.at) == (first.at > NOON)
    assert second.id > first.id
    assert ms_of(made(1_795_608_000_123)) == 1_795_608_000_123
    assert typed(" o1il ") == "0111"
    assert ms_of("nothing") is None


def test_who_writes_is_the_user_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("USER", "somebody-else")
    mine = journal_of(StorePaths(tmp_path), None)
    assert mine.open(Opening(kind="promise")).by == whoami() != "somebody-else"
    assert journal_of(StorePaths(tmp_path), None, "web:eli").open(Opening(kind="x")).by == "web:eli"


@pytest.mark.parametrize(
    ("before", "do", "says"),
    [
        ([], "reopen", "is open"),
        (["done"], "done", "is done already"),
        (["cancel"], "snooze", "is cancelled already"),
        (["done"], "assign", "is done already"),
        (["done", "reopen"], "reopen", "is open"),
        ([], "open", "nothing that is done"),
        ([], "burn", "nothing that is done"),
    ],
)
def test_what_makes_no_sense_is_refused(
    tmp_path: Path, before: list[str], do: str, says: str
) -> None:
    on = journal(tmp_path).open(Opening(kind="promise")).id
    for each in before:
        journal(tmp_path).act(each, on)
    size = StorePaths(tmp_path).follow_ups.stat().st_size
    with pytest.raises(UsageError, match=says):
        journal(tmp_path).act(do, on)
    assert StorePaths(tmp_path).follow_ups.stat().st_size == size


def test_unknown_follow_ups_and_endless_notes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no follow-up 000000001"):
        journal(tmp_path).act("note", "000000001", note="x")
    with pytest.raises(UsageError, match="4,001 letters"):
        journal(tmp_path).open(Opening(kind="promise", note="x" * 4001))
    with pytest.raises(UsageError, match="needs a kind"):
        journal(tmp_path).open(Opening(kind=" "))


def test_a_note_may_be_added_to_what_is_done(tmp_path: Path) -> None:
    mine = journal(tmp_path)
    on = mine.open(Opening(kind="promise")).id
    mine.act("done", on, note="told them")
    mine.act("note", on, note="they said thanks")
    assert [e.note for e in written(tmp_path)[0]] == [None, "told them", "they said thanks"]


def test_an_undone_line_is_as_if_it_had_not_been(tmp_path: Path) -> None:
    mine = journal(tmp_path)
    on = mine.open(Opening(kind="promise")).id
    done = mine.act("done", on)
    mine.undo(done.id)
    assert mine.act("done", on).on == on
    with pytest.raises(UsageError, match="no line"):
        mine.undo(done.id)
    mine.undo(on=on)
    mine.undo(on=on)
    with pytest.raises(UsageError, match="no follow-up"):
        journal(tmp_path).act("note", on)
    with pytest.raises(UsageError, match="nothing to undo"):
        mine.undo(on=on)


def test_of_one_key_there_is_one(tmp_path: Path) -> None:
    mine, other = journal(tmp_path), journal(tmp_path)
    wanted = [Opening(kind="call-back", key=key) for key in ("lost:a", "lost:b", "lost:a")]
    first = mine.open_each(wanted)
    assert [entry.key for entry in first] == ["lost:a", "lost:b"]
    assert other.open_each(wanted) == []
    with pytest.raises(UsageError, match=first[0].id):
        other.open(wanted[0])
    other.act("cancel", first[0].id)
    assert mine.open_each(wanted) == []
    mine.undo(first[1].id)
    assert other.open_each(wanted, by_rule=True) == [], "the rule takes no for an answer"
    (again,) = other.open_each(wanted)
    assert (again.key, again.by) == ("lost:b", "ana")


def test_two_at_once_do_it_once(tmp_path: Path) -> None:
    mine, other = journal(tmp_path), journal(tmp_path, "ben")
    on = mine.open(Opening(kind="promise")).id
    other.act("note", on)
    mine.act("done", on)
    with pytest.raises(UsageError, match="is done already"):
        other.act("done", on)
