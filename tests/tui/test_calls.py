"""Finding a call in words, and its whole story."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.desk import at_the_desk, desk, goes, written
from tests.tui.driver import SIZES, SMALL


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk(tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize("size", SIZES)
async def test_calls_are_found_as_one_types(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(folder, size) as hands:
        await goes(hands, "4")
        assert hands.sees("CALLS  6", "= all calls")
        await hands.press("/")
        await hands.types("abandoned wait>30 1111")
        await hands.until(lambda: hands.sees("CALLS  1 "))
        assert hands.sees("= calls abandoned, that waited more than 0:30, of the number … 1111")
        assert "1:30" in hands.row("▲", "··· 1111", "gave up")
        await hands.types(" saless")
        assert hands.sees("△ what is saless? (write queue:saless or agent:saless)", "CALLS  1 ")
        await goes(hands, "escape", "escape")
        await hands.until(lambda: hands.sees("CALLS  6"))


async def test_a_call_is_told_across_queues_agents_and_transfers(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "4", "slash")
        await hands.types("agent:ana")
        await goes(hands, "enter")
        await hands.until(lambda: hands.sees("CALLS  1 "))
        await goes(hands, "enter")
        await hands.until(lambda: hands.sees("CUSTOMER  ··· 2222"))
        assert hands.sees("CALL  ··· 2222 · 2 in 2 queues", "EVENTS  6")
        first, second = hands.row("sales", "answered", "Ben"), hands.row("support", "Ana", "caller")
        assert "0:10" in first and "0:20" in second and hands.row("BLINDTRANSFER", "+0:40")
        assert "|sales|NONE|ENTERQUEUE||··· 2222|1" in hands.text and "0302222" not in hands.text
        assert hands.row("▲", "called", "gave up", "0:40")
        assert hands.row("promise", "send the form") and hands.sees("2 contacts · 2 owed")
        await goes(hands, "r")
        await hands.until(lambda: hands.sees("ENTERQUEUE||0302222|1"))
        await goes(hands, "r")
        await hands.until(lambda: not hands.sees("0302222"))
        await goes(hands, "tab", "down", "down", "down", "enter")  # the call before
        await hands.until(lambda: hands.sees("EVENTS  2"))
        await goes(hands, "escape", "escape")
        assert hands.sees("CALLS  1 ")


async def test_something_is_promised_to_a_calls_customer(folder: Path) -> None:
    async with at_the_desk(folder, SMALL) as hands:
        await goes(hands, "4", "slash")
        await hands.types("3333")
        await goes(hands, "enter", "o")
        assert hands.sees("New follow-up for this customer") and not hands.sees("whose: a number")
        await hands.types("send it again")
        await goes(hands, "enter")
        await hands.until(lambda: not hands.sees("New follow-up for"))
        last = written(folder)[-1]
        assert (last["customer"], last["title"], last["queue"], last["kind"]) == (
            "0303333", "send it again", "sales", "promise",
        )  # fmt: skip
        assert last["call"].endswith(".4")
        await goes(hands, "u")
        await hands.until(lambda: written(folder)[-1]["do"] == "undo")


async def test_a_rewound_search_finds_no_more_than_was_known(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "4", "left_curly_bracket", "left_curly_bracket")
        await hands.until(lambda: "PAST" in hands.header and hands.sees("CALLS  4"))
        await goes(hands, "enter")
        await hands.until(lambda: hands.sees("··· 3333"))


async def test_what_the_numbers_mean(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "3", "question_mark")
        await hands.until(lambda: hands.sees("Follow-ups", "queries/metrics/follow_ups.sql"))
        await goes(hands, "escape", "4", "question_mark")
        await hands.until(lambda: hands.sees("Calls", "queries/metrics/find_calls.sql"))
        await hands.press("escape")
        await goes(hands, "3", "tab", "question_mark")
        await hands.until(lambda: hands.sees("Backlog", "follow_up_backlog.sql"))
        await goes(hands, "escape", "tab", "question_mark")
        await hands.until(lambda: hands.sees("Lost callers", "lost_callers.sql"))


async def test_a_calls_lines_are_explained_as_its_own(folder: Path) -> None:
    async with at_the_desk(folder) as hands:
        await goes(hands, "4", "slash")
        await hands.types("agent:ana")
        await goes(hands, "enter", "enter")
        await hands.until(lambda: hands.sees("EVENTS  6"))
        await goes(hands, "question_mark")
        await hands.until(lambda: hands.sees("queries/metrics/call_events.sql"))
        title, value = hands.row("A call's events, all queues").split(" to ")[1].split()[:2]
        assert value == "6", title
        assert ".5 " in hands.row("$call_id")
