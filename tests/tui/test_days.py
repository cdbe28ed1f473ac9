"""Looking closer: a queue's day, an agent's, and what stands behind each number."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.snapshot import About
from ops.snapshot.explanation import OF_AGENT, OF_QUEUE
from tests.tui.driver import SIZES, SMALL, Clock, Person
from tests.tui.stored import AT_S, OPENS_S, at_the_store, feed_of, store_of_a_day


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of_a_day(tmp_path_factory.mktemp("day"))


async def opens(person: Person, *keys: str) -> None:
    """Press keys and wait for what is asked of the store."""
    await person.press(*keys)
    await person.until(lambda: not person.sees("reading …"))
    await person.settles()


@pytest.mark.parametrize("size", SIZES)
async def test_a_queue_opens_into_its_day(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_store(folder, size) as person:
        await opens(person, "enter")
        assert "Queue · Acme" in person.header or size == SMALL
        assert person.row("▲ sales", "55.6 %")
        assert person.sees("BY 15 MINUTES", "╌ target 80 %", "08:00", "08:30")
        said = person.row("08:30–08:45")
        assert "50.0 % · 2 offered · 1 in time · 0 late · 0 gave up · 1 waiting" in said
        assert person.sees("WAITS  10 calls", "╌╌ 20 s 5")
        calls = [line for line in person.lines if "··· " in line]
        worst = [("▲", "1:30", "gave up"), ("▲", "0:30", "gave up"), ("△", "1:00", "waiting")]
        for line, words in zip(calls, worst, strict=False):
            assert all(word in line for word in words), line


async def test_left_and_right_go_by_quarters_and_enter_opens_their_calls(folder: Path) -> None:
    async with at_the_store(folder) as person:
        await opens(person, "enter")
        await person.press("left")
        assert "0.0 % · 3 offered · 0 in time · 0 late · 3 gave up" in person.row("08:15–08:30")
        await person.press("left", "left", "left")
        said = person.row("08:00–08:15")
        assert "80.0 % · 5 offered · 4 in time · 1 late · 0 gave up · ASA 0:12" in said
        await opens(person, "enter")
        assert person.sees("CALLS 08:00–08:15  5 · the worst first")
        assert "0:40" in person.row("△", "answered") and "Ben" in person.row("△", "answered")
        assert not person.sees("··· 1234")
        await opens(person, "escape")
        assert person.sees("CALLS  10 · the worst first")
        await person.press("escape")
        assert person.sees("WAITING NOW")


async def test_who_gave_up_is_one_key_away(folder: Path) -> None:
    async with at_the_store(folder) as person:
        assert person.sees("··· 1234 gave up after 1:30, 2nd time today", "fell under 80 %")
        await opens(person, "a")
        assert person.sees("WHO GAVE UP  3 · the newest first")
        assert "0:03" in person.row("··· 9999", "gave up, short")
        await opens(person, "a")
        assert person.sees("CALLS  10 · the worst first")
        await opens(person, "a")
        await opens(person, "slash", "1", "2", "3", "4", "enter")
        assert person.sees("WHO GAVE UP  2 of 3") and not person.sees("··· 9999")


async def test_a_queues_day_is_rewound_with_the_floor(folder: Path) -> None:
    async with at_the_store(folder, SMALL) as person:
        await opens(person, "enter")
        await opens(person, "left_curly_bracket")
        assert "PAST" in person.header and "08:30:00" in person.header
        assert person.sees("08:15–08:30", "WAITS  8 calls")
        assert not person.sees("08:30–08:45")
        await opens(person, "end")
        assert person.sees("08:30–08:45", "WAITS  10 calls")


async def test_a_queues_day_goes_on_with_the_floor(folder: Path) -> None:
    async with at_the_store(folder) as person:
        await opens(person, "enter")
        assert "1 waiting" in person.row("08:30–08:45")
        person.clock.s = OPENS_S + 2820
        person.app.ask()
        await person.until(lambda: person.sees("2:05"))
        assert "no calls" in person.row("08:45–09:00")  # the cursor goes along
        await person.press("left")
        says = "2 offered · 1 in time · 1 late"
        await person.until(lambda: says in person.row("08:30–08:45"))
        assert "2:05" in person.row("△", "answered", "0:35")


@pytest.mark.parametrize("size", SIZES)
async def test_an_agent_opens_into_their_day(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_store(folder, size) as person:
        if size == SMALL:  # where Ben needs a look: his lunch has lasted for 25 minutes
            await opens(person, "tab", "tab", "enter")
        else:
            await person.clicks("Ben")
            await opens(person, "enter")
        assert "2 %" in person.row("Ben", "paused", "25:00")  # 20 s talking of 20:00 in the queue
        assert person.sees("TODAY  since 08:00 · 45:00 in", "PAUSES  25:00", "lunch")
        assert not person.sees("unknown", "8:00:00")  # the night before the day began
        assert "1 %" in person.row("talking", "0:20")
        assert "44 %" in person.row("ready", "19:40", "███")
        assert "56 %" in person.row("paused", "25:00", "███")
        assert "0:40" in person.row("··· 0005", "answered")
        await person.press("escape")
        assert person.sees("WAITING NOW")


async def test_a_call_leads_to_its_agent_and_back(folder: Path) -> None:
    async with at_the_store(folder) as person:
        await opens(person, "enter")
        await opens(person, "left", "left", "enter")
        await opens(person, "enter")
        assert person.sees("Agent · Acme", "PAUSES  25:00")
        await opens(person, "escape")
        assert person.sees("CALLS 08:00–08:15")


async def test_any_number_explains_itself(folder: Path) -> None:
    async with at_the_store(folder) as person:
        await opens(person, "question_mark")
        await person.until(lambda: person.sees("Service level, sales, today"))
        assert person.sees("55.6 %", "5 answered in time / (10 counted − 1 short abandon)",
                           "numerator 5 · denominator 9", "asterisk2",
                           "queries/metrics/service_level.sql", "$queue", "sales")  # fmt: skip
        await person.press("right")
        await person.until(lambda: person.sees("Error budget left, sales, today"))
        assert person.sees("20 % of 9 counted may miss, 1.8 calls; 4 have missed", "-2.2 calls")
        await person.press("escape", "right", "right", "question_mark")
        await person.until(lambda: person.sees("Burn rate, sales, today"))
        assert person.sees("30 min: 3 missed of 4, over 20 % = 3.75 ×")
        await person.press("escape", "left_curly_bracket")
        await opens(person, "home")


async def test_numbers_of_the_past_and_of_a_quarter_explain_themselves(folder: Path) -> None:
    async with at_the_store(folder) as person:
        await opens(person, "left_curly_bracket")
        await opens(person, "question_mark")
        await person.until(lambda: person.sees("Service level, sales, today"))
        assert person.sees("4 answered in time / (8 counted − 1 short abandon)")
        await opens(person, "escape", "enter")
        await person.press("left", "question_mark")
        await person.until(lambda: person.sees("Quarter of an hour, sales, 08:00–08:15"))
        assert person.sees("4 / 5 counted; offered 5: 4 answered in time of 5")
        await opens(person, "escape", "tab", "question_mark")
        await person.until(lambda: person.sees("How long they waited, sales, today", "8 calls"))


def test_what_is_explained_is_what_is_shown(folder: Path) -> None:
    feed = feed_of(folder, Clock(AT_S))
    feed.open()
    shot = feed.snapshot()
    [queue] = shot.queues
    told = {f: feed.explain(About(f, queue.queue)) for f in OF_QUEUE}
    shown = {
        "waiting": "1", "longest": "1:00", "level": "55.6 %", "budget": "-2.2 calls",
        "burn": "5.00 ×", "offered": "10", "answered": "6", "abandoned": "25.0 %",
        "asa": "0:12", "overflowed": "0.0 %", "lost": "0", "staff": "1",
    }  # fmt: skip
    assert {f: e.value for f, e in told.items()} == shown | {
        "burn": f"{queue.burn:.2f} ×",
        "asa": "0:12",
    }
    assert told["level"].share == queue.level
    assert queue.budget_left == pytest.approx(-2.2)
    assert told["abandoned"].share == queue.abandoned
    for figure, explanation in told.items():
        assert explanation.says and explanation.sql and explanation.formula, figure
    ben = {f: feed.explain(About(f, agent="Ben")).value for f in OF_AGENT}
    assert ben == {
        "state": "paused", "handled": "1", "aht": "0:20", "times": "8:45:00",
        "occupancy": "1.7 %", "pauses": "25:00", "unanswered": "50.0 %",
    }  # fmt: skip
    feed.close()
