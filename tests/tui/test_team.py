"""Agents: their weeks with how sure one can be, and what would help, in neutral words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ops.snapshot import Pause, Share
from ops.snapshot.resolution import Estimate
from ops.snapshot.team import AgentFigures
from ops.tui.coaching import hints
from tests.tui.driver import SIZES, Person
from tests.tui.weeks import MONDAY, NOW_S, Log, opens, over_weeks, store_of_weeks

TEAM = AgentFigures(
    None, Share(800, 1000), 0, Estimate(0.8, 0.78, 0.82), 1.0, Share(300_000.0, 1000),
    Estimate(300.0, 295.0, 305.0), 1.0, 100, 50, (), 10_000, Share(50, 1000), (), (),
)  # fmt: skip
ANA = replace(
    TEAM, agent="Ana", resolved=Share(80, 100), fcr=Estimate(0.8, 0.74, 0.85),
    handled=Share(30_000.0, 100), aht_s=Estimate(300.0, 280.0, 320.0), transferred=10, blind=5,
    unanswered=Share(5, 100),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of_weeks(tmp_path_factory.mktemp("team"))


def row_of(person: Person, name: str) -> list[str]:
    """The row of the table that begins with a name, word by word."""
    return next(line for line in person.lines if line.startswith(f" {name} ")).split()


@pytest.mark.parametrize("size", SIZES)
async def test_each_agent_has_figures_with_their_bands(folder: Path, size: tuple[int, int]) -> None:
    async with over_weeks(folder, size) as person:
        await opens(person, "5")
        assert person.sees("AGENTS  28 days · 12.0 % left out", "FCR 7 days, any later contact")
        # 10 of 14 and 5 of 6 stayed resolved, which chance may do: 20 contacts of the team's 75 %
        # are added to each, so (10 + 15) / 34 and (5 + 15) / 26.
        ana, ben, team = (row_of(person, name) for name in ("Ana", "Ben", "all queues"))
        assert (ana[2], ben[2]) == ("17", "8")
        assert (ana[3], ben[3], team[4]) == ("73.5", "76.9", "75.0")
        assert person.sees("WHAT WOULD HELP  Ana", "17 calls are too few to conclude anything")
        assert person.sees("Stay resolved", "own 71.4 % of 14", "Pauses", "none")
        await opens(person, "down")
        assert person.sees("WHAT WOULD HELP  Ben", "lunch 30:00 in 1", "1 of 9 · 11.1 %")


async def test_an_agents_figures_explain_themselves_and_open_into_the_day(folder: Path) -> None:
    async with over_weeks(folder) as person:
        await opens(person, "5")
        await person.press("down", "question_mark")
        await person.until(lambda: person.sees("Stay resolved, Ben, 2026-10-29 to 2026-11-25"), 20)
        assert person.sees("own 83.3 % of 6 contacts", "2 pending", "Kleinman", "agent_fcr.sql")
        await person.press("right")
        await person.until(lambda: person.sees("Handling time, Ben"))
        await person.press("escape")
        await opens(person, "enter")
        assert person.sees("Agent · Acme", "PAUSES  30:00")
        await opens(person, "escape")
        await opens(person, "slash", "a", "n", "a", "enter")
        assert row_of(person, "Ana") and not [li for li in person.lines if li.startswith(" Ben ")]


async def test_agents_stand_by_name_unless_somebody_sorts_them(folder: Path) -> None:
    async with over_weeks(folder) as person:
        await opens(person, "5", "s", "s", "s")
        assert person.sees("by AHT")
        await opens(person, "o")
        assert person.sees("FCR 7 days, in the same queue")
        await opens(person, "d")
        assert person.sees("FCR 14 days")
        await opens(person, *["left_curly_bracket"] * 7)  # before Ben's lunch
        assert "PAST" in person.header
        await opens(person, "down")
        assert person.sees("WHAT WOULD HELP") and not person.sees("lunch")


async def test_one_queue_is_looked_at_and_all_again(tmp_path: Path) -> None:
    def supported(log: Log) -> None:
        for number, agent in enumerate(("Ana", "Ana", "Cid")):
            log.answered(MONDAY + 600 * number, f"0304000{number}", agent, talk=240,
                         queue="support")  # fmt: skip
        log.answered(NOW_S - 600, "03050000", "Ana", talk=240, queue="support")
        log.answered(NOW_S - 300, "03050001", "Ana", talk=60)

    async with over_weeks(store_of_weeks(tmp_path, supported)) as person:
        await opens(person, "5")
        assert row_of(person, "Ana")[1:3] == ["2", "21"] and row_of(person, "Ben")
        await opens(person, "v", *"supp", "enter")
        await opens(person)
        assert row_of(person, "support")[1:3] == ["1", "4"]
        assert row_of(person, "Ana")[1:3] == ["1", "3"] and row_of(person, "Cid")[2] == "1"
        assert "4:00" in row_of(person, "Ana")
        assert not [line for line in person.lines if line.startswith(" Ben ")]
        assert person.sees("WHAT WOULD HELP  Ana · in support", "Pauses", "in all queues · none")
        await opens(person, "left", "left", "question_mark")
        await person.until(lambda: person.sees("Calls handled, Ana"), 20)
        assert person.sees("over 1 call,", "support")
        await opens(person, "escape", "escape")
        assert row_of(person, "all queues") and row_of(person, "Ben")


def test_in_line_with_the_team_is_said_so() -> None:
    [said] = hints(ANA, TEAM)
    assert said.startswith("No figure stands apart")


def test_few_calls_conclude_nothing() -> None:
    few = replace(ANA, handled=Share(900.0, 3), fcr=Estimate(0.5, 0.4, 0.6))
    [said] = hints(few, TEAM)
    assert said.startswith("3 calls are too few")
    [said] = hints(replace(few, handled=Share(300.0, 1)), TEAM)
    assert said.startswith("1 call is too few")


def test_no_calls_show_nothing() -> None:
    none = replace(ANA, handled=Share(0.0, 0), fcr=Estimate(None, None, None))
    [said] = hints(none, TEAM)
    assert said == "No call was answered in these weeks: there is nothing to show of calls."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fcr": Estimate(0.7, 0.66, 0.75)}, "70.0 % stay resolved, of the team's 80.0 %: going"),
        ({"fcr": Estimate(0.9, 0.86, 0.93)}, "what is done differently may help the others"),
        ({"aht_s": Estimate(400.0, 380.0, 420.0)}, "A call takes 6:40, the team 5:00: ask which"),
        ({"unanswered": Share(20, 100)}, "20.0 % of rings are not taken, the team's 5.0 %"),
        ({"blind": 9}, "9 of 10 calls were handed on without a word"),
        ({"pauses": (Pause("", 7200, 3, 3600),)}, "2:00:00 of pauses have no reason"),
    ],
)
def test_what_the_bands_bear_out_is_said(changes: dict[str, object], said: str) -> None:
    [hint] = hints(replace(ANA, **changes), TEAM)  # type: ignore[arg-type]
    assert said in hint


def test_long_calls_after_which_fewer_come_back_are_well_spent() -> None:
    one = replace(ANA, fcr=Estimate(0.9, 0.86, 0.93), aht_s=Estimate(400.0, 380.0, 420.0))
    assert "time well spent" in hints(one, TEAM)[1]
    one = replace(ANA, fcr=Estimate(0.7, 0.66, 0.75), aht_s=Estimate(200.0, 180.0, 220.0))
    assert "more time may save a second call" in hints(one, TEAM)[1]


def test_nobody_is_called_the_worst() -> None:
    one = replace(ANA, fcr=Estimate(0.1, 0.05, 0.2), aht_s=Estimate(900.0, 800.0, 990.0),
                  unanswered=Share(90, 100), blind=10)  # fmt: skip
    said = " ".join(hints(one, TEAM)).casefold()
    assert not [word for word in ("worst", "best", "bad", "poor", "rank") if word in said]
