"""Working with follow-ups at the screen: what is done is in the journal, and shows."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ops.snapshot.owed import FollowUpNow
from ops.tui.judge import Sign
from ops.tui.widgets.worklist import due_words, sign_of
from tests.tui.desk import at_the_desk, desk, goes, written
from tests.tui.driver import SIZES, SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk(tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_the_worst_stands_first_and_nothing_is_missing(
    folder: Path, size: tuple[int, int]
) -> None:
    async with at_the_desk(folder, size) as hands:
        await goes(hands, "3")
        assert hands.sees("FOLLOW-UPS  4 · 1 slipped · 1 overdue")
        titles = ("send the form", "ring back", "ask the plumber")
        listed = [line for line in hands.lines if any(title in line for title in titles)]
        assert [("▲" in line, "△" in line) for line in listed] == [
            (True, False), (False, True), (False, False),
        ]  # fmt: skip
        assert all(word in listed[0] for word in ("··· 2222", "Ben", "send the form"))
        assert "50 min late" in listed[1] and "nobody" in listed[1]
        assert hands.row("under 4 h", "3") and hands.sees("4 open")
        assert hands.sees("LOST CALLERS  2")
        assert ("1:30" in hands.row("△ ··· 1111", "2")) and hands.row("△ ··· 3333", "0:05")


async def test_what_is_done_is_written_by_whom_and_shows(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "3", "down", "a")
        assert hands.sees("Assign: ring back", "Enter writes it")
        await hands.types("Eve Moss")
        await goes(hands, "enter")
        await hands.until(lambda: hands.has("ring back", "Eve Moss"))
        assert not hands.sees("Assign: ring back")
        last = written(folder)[-1]
        assert (last["do"], last["owner"], last["by"]) == ("assign", "Eve Moss", "eve")
        await goes(hands, "n")
        await hands.types("no answer")
        await goes(hands, "enter")
        await hands.until(lambda: hands.has("ring back", "no answer"))
        await goes(hands, "p")
        await hands.types("+2h")
        await goes(hands, "enter")
        await hands.until(lambda: "late" not in hands.row("ring back"))
        await goes(hands, "z")
        await hands.types("3d")
        await goes(hands, "enter")
        await hands.until(lambda: "rests" in hands.row("ring back"))
        assert [entry["do"] for entry in written(folder)[4:]] == [
            "assign", "note", "set due", "snooze",
        ]  # fmt: skip


async def test_done_undone_cancelled_and_opened_again(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "3", "d")
        await hands.until(lambda: hands.sees("FOLLOW-UPS  3 · 0 slipped"))
        await goes(hands, "u")
        await hands.until(lambda: hands.sees("FOLLOW-UPS  4 · 1 slipped"))
        assert [entry["do"] for entry in written(folder)[-2:]] == ["done", "undo"]
        await goes(hands, "u")
        await hands.until(lambda: hands.sees("nothing was done from here"))
        await goes(hands, "up", "x")
        await hands.until(lambda: hands.sees("FOLLOW-UPS  3"))
        await goes(hands, "v")
        await hands.until(lambda: hands.sees("FOLLOW-UPS, SETTLED  1"))
        assert "cancel" in hands.row("send the form")
        await goes(hands, "O")
        await hands.until(lambda: hands.sees("FOLLOW-UPS, SETTLED  0"))
        await goes(hands, "escape")
        await hands.until(lambda: hands.sees("FOLLOW-UPS  4"))


async def test_a_new_one_by_number(folder: Path) -> None:
    async with at_the_desk(folder, SMALL) as hands:
        await goes(hands, "3", "o")
        await hands.types("0305555")
        await hands.press("tab")
        await hands.types("find the invoice")
        await hands.press("tab", "tab")
        await hands.types("30m")
        await goes(hands, "enter")
        await hands.until(lambda: hands.has("··· 5555", "find the invoice"))
        last = written(folder)[-1]
        assert (last["kind"], last["customer"], last["title"]) == (
            "promise", "0305555", "find the invoice",
        )  # fmt: skip


async def test_what_failed_says_why_and_loses_no_word(folder: Path) -> None:
    lock = folder / "store" / "journal" / "followups.lock"
    async with at_the_desk(folder) as hands:
        await goes(hands, "3", "n")
        lock.unlink()
        lock.mkdir()  # nobody can write there now
        await hands.types("a long story")
        await hands.press("enter")
        await hands.until(lambda: hands.sees("directory", "a long story", "cannot"))
        assert len(written(folder)) == 4
        lock.rmdir()
        await goes(hands, "enter")
        await hands.until(lambda: hands.has("send the form", "a long story"))
        await goes(hands, "z")
        await hands.types("soon")
        await hands.press("enter")
        await hands.until(lambda: hands.sees("'soon' is no time to come", "soon"))
        await hands.press("escape")
        assert not hands.sees("is no time to come") and len(written(folder)) == 5


async def test_a_call_back_is_made_once_by_two_who_look_at_one_list(folder: Path) -> None:
    async with at_the_desk(folder) as one, at_the_desk(folder, by="fay") as other:
        for hands in (one, other):
            await goes(hands, "3", "tab", "tab")
            assert "–" in hands.row("··· 1111", "△")
        await goes(one, "b")
        await one.until(lambda: one.has("● ··· 1111"))
        await goes(other, "b")
        await other.until(lambda: other.sees("a call-back to them was made already"))
        await other.until(lambda: other.has("● ··· 1111"))
        made = [entry for entry in written(folder) if entry["kind"] == "call-back"]
        assert [(entry["customer"], entry["by"]) for entry in made] == [("0301111", "eve")]
        await goes(one, "u")
        await one.until(lambda: one.has("△ ··· 1111"))
        await goes(other, "b")
        await other.until(lambda: sum(e.get("kind") == "call-back" for e in written(folder)) == 2)


async def test_the_past_is_seen_as_it_was_and_not_changed(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "3", "left_curly_bracket", "left_curly_bracket")
        await hands.until(
            lambda: "PAST" in hands.header and hands.sees("FOLLOW-UPS  3 · 0 slipped")
        )
        await goes(hands, "d")
        await hands.until(lambda: hands.sees("this is not the present", "End goes there"))
        await goes(hands, "n")
        assert not hands.sees("Enter writes it") and len(written(folder)) == 4
        await goes(hands, "end")
        await hands.until(lambda: hands.sees("FOLLOW-UPS  4 · 1 slipped"))


async def test_what_is_owed_is_of_now_where_the_log_has_ended_long_ago(tmp_path: Path) -> None:
    async with at_the_desk(desk(tmp_path, days_ago=1000)) as hands:
        await goes(hands, "3")
        assert "ended log" in hands.header
        assert hands.sees("FOLLOW-UPS  4 · 0 slipped · 1 overdue · 1 due today · as of now")
        assert hands.sees("BACKLOG  4 open · as of now · 1 overdue")
        end = datetime.fromtimestamp(time.time() - 1000 * 86_400 - 475, UTC)
        assert hands.sees(f"LOST CALLERS  2 · 3 days to {end:%a} {end.day} {end:%b} ")
        await goes(hands, "question_mark")
        assert hands.sees("4 open; 0 slipped, 1 overdue")
        assert f"{datetime.now(UTC):%Y-%m-%d}" in hands.row("$as_of")
        await goes(hands, "escape", "enter")
        await hands.until(lambda: hands.sees("0 contacts · 1 owed · as of now"))
        await goes(hands, "escape", "tab", "tab", "b")
        await hands.until(lambda: hands.has("● ··· 1111"))
        await goes(hands, "question_mark")
        assert hands.sees("1 of them without a call-back")
        await goes(hands, "escape", "left_square_bracket")
        await hands.until(lambda: "PAST" in hands.header and hands.sees("FOLLOW-UPS  0"))
        await goes(hands, "shift+tab", "shift+tab", "question_mark")
        assert hands.sees("0 open; 0 slipped, 0 overdue")
        assert f"{end:%Y-%m-%d}" in hands.row("$as_of")


async def test_settled_ones_are_explained_as_they_are_listed(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "3", "d", "v")
        await hands.until(lambda: hands.sees("FOLLOW-UPS, SETTLED  1"))
        await goes(hands, "question_mark")
        assert "closed" in hands.row("$state") and hands.sees("0 open; 0 slipped, 0 overdue")


async def test_one_opens_into_its_history_and_its_customers(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "3", "enter")
        await hands.until(lambda: hands.sees("CUSTOMER  ··· 2222 · 2 contacts · 2 owed"))
        assert hands.sees("FOLLOW-UP") and hands.row("open", "ana", "to Ben")
        await goes(hands, "n")
        await hands.types("told them")
        await goes(hands, "enter")
        await hands.until(lambda: hands.has("note", "eve", "told them"))
        await goes(hands, "escape")
        assert hands.row("send the form", "told them")


def test_how_urgent_it_is_and_when_it_is_due() -> None:
    noon = 1_795_608_000  # Wed 25 Nov 2026 12:00 UTC
    one = FollowUpNow("journal", "A", "promise", "", None, None, None, None, noon - 9000, None,
                      noon + 3600, False, 0, None, 0, None, None)  # fmt: skip

    def told(s: float, **said: object) -> tuple[str, str]:
        from dataclasses import replace

        now = replace(one, **said)  # type: ignore[arg-type]
        return sign_of(now, s, noon + 43_200).value, due_words(now, s, noon + 43_200, "UTC")

    assert told(noon) == (Sign.FINE.value, "13:00")
    assert told(noon + 3600) == (Sign.FINE.value, "13:00")
    assert told(noon + 3720) == (Sign.WARN.value, "2 min late")
    assert told(noon + 90_000) == (Sign.WARN.value, "24 h late")
    assert told(noon + 400_000) == (Sign.WARN.value, "4 d late")
    assert told(noon, due_s=noon + 50_000) == (Sign.NONE.value, "Thu 01:53")
    assert told(noon, due_s=noon + 864_000) == (Sign.NONE.value, "5 Dec")
    assert told(noon, due_s=noon + 8_640_000) == (Sign.NONE.value, "5 Mar 2027")
    assert told(noon, is_slipped=True) == (Sign.BAD.value, "13:00")
    assert told(noon, is_slipped=True, snoozed_until_s=noon + 600) == (Sign.NONE.value,
                                                                       "rests 12:10")  # fmt: skip
    assert told(noon, closed_s=noon - 60, closed_how="done") == (Sign.NONE.value, "done 11:59")
