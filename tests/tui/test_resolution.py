"""Resolution: by queue and week with its band, why customers came back, how they are treated."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.tui.theme import looks
from ops.tui.widgets.bandchart import Mark, Scale, band_chart, scale_of
from tests.tui.driver import SIZES, SMALL, Person
from tests.tui.weeks import opens, over_weeks, store_of_weeks


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of_weeks(tmp_path_factory.mktemp("weeks"))


def cells_of(person: Person, name: str) -> list[str]:
    """The row of the table that begins with a name, word by word."""
    return next(line for line in person.lines if line.startswith(f" {name} ")).split()


@pytest.mark.parametrize("size", SIZES)
async def test_weeks_with_their_band_and_what_is_pending(
    folder: Path, size: tuple[int, int]
) -> None:
    async with over_weeks(folder, size) as person:
        await opens(person, "2")
        assert person.sees("FCR  all queues · within 7 days, any later contact")
        cells = cells_of(person, "sales")
        # 10 of 14, 5 of 6, and two whose window is open
        figures = ["71", "%", "83", "%", "≤100", "%"]
        if size != SMALL:
            figures = ["71.4", "%", "83.3", "%", "≤100.0", "%"]
        assert cells[-8:-2] == figures
        assert cells[-2:] == ["12.0", "%"]  # three of 25 hid their number
        assert person.row("95 % BAND").split()[-3:] == ["41–88", "27–97", "–"]
        assert person.row("PENDING").split()[-2:] == ["100", "%"]
        assert person.sees("28 DAYS  11.5 % left out")
        for name, value in (
            ("Contacts that repeat", "21.7 %"), ("Contacts per issue", "1.28"),
            ("Calls handed on", "4.0 %"), ("… without a word", "100.0 %"),
            ("Told that we can't", "10.0 %"), ("Coded as resolved", "90.0 %"),
            ("10 % gone within", "0:20"),
        ):  # fmt: skip
            assert value in person.row(name).partition(name)[2], name


async def test_reasons_and_repeat_callers_and_their_contacts(folder: Path) -> None:
    async with over_weeks(folder) as person:
        await opens(person, "2")
        assert person.sees("REASONS  all queues · 1 emerging", "REPEAT CALLERS  3 · 11.5 %")
        # two contacts of two customers, a few; two this week where none was expected
        assert person.row("△ refund").split()[-5:] == ["2", "1.00", "few", "2", "0"]
        await opens(person, "tab", "tab", "enter")
        assert person.sees("Contacts · Acme", "login  4 contacts · the newest first")
        assert "Ana" in person.row("12 Nov 09:30", "··· 0003", "sales", "answered", "2:00")
        await opens(person, "escape")
        await opens(person, "tab", "enter")
        assert person.sees("··· 0003  3 contacts")
        await opens(person, "enter")
        assert person.sees("Call · Acme", "COMPLETECALLER")


async def test_what_counts_as_a_repeat_is_chosen_with_a_key(folder: Path) -> None:
    async with over_weeks(folder) as person:
        await opens(person, "2")
        await opens(person, "d")
        await opens(person, "d")  # 14, 30 days
        assert person.sees("within 30 days", "≤")
        await opens(person, "d")
        assert person.sees("within a day, any later contact")
        # two of 14 came back on the next day, the others later
        assert cells_of(person, "sales")[-8:-6] == ["85.7", "%"]
        await opens(person, "o")
        assert person.sees("in the same queue")
        await opens(person, "o")
        assert person.sees("for the same reason")
        # only those with a reason count: 22 of 25 are left out
        assert cells_of(person, "sales")[-2:] == ["76.0", "%"]


async def test_one_queue_is_looked_at_and_left_again(folder: Path) -> None:
    async with over_weeks(folder) as person:
        await opens(person, "2")
        await opens(person, "down")
        assert person.sees("FCR  sales")
        await opens(person, "enter")
        assert person.sees("28 DAYS  11.5 % left out · sales", "REASONS  sales")
        await opens(person, "escape")
        assert person.sees("28 DAYS  11.5 % left out · all queues")


async def test_every_figure_explains_itself_as_of_its_week(folder: Path) -> None:
    async with over_weeks(folder) as person:
        await opens(person, "2")
        await person.press("left", "left", "question_mark")
        await person.until(lambda: person.sees("so far, all queues, 2026-11-09 to 2026-11-15"), 20)
        assert person.sees("71.4 %", "14 contacts, 4 repeated", "fcr_so_far.sql", "$scope", "any")
        await person.press("right")
        await person.until(lambda: person.sees("Resolved at first contact, all queues"), 20)
        assert person.sees("10 resolved / (10 + 4 repeated)", "numerator 10 · denominator 14")
        await person.press("escape", "tab", "question_mark")
        await person.until(lambda: person.sees("Contacts that repeat, all queues"), 20)
        assert person.sees("21.7 %", "5 / 23 contacts; 3 of nobody left out")


async def test_the_past_knows_less(folder: Path) -> None:
    async with over_weeks(folder) as person:
        await opens(person, "2")
        await opens(person, *["left_curly_bracket"] * 2)
        assert "PAST" in person.header
        assert person.sees("≤100.0 %")


async def test_a_narrow_screen_shows_one_list_at_a_time(folder: Path) -> None:
    async with over_weeks(folder, SMALL) as person:
        await opens(person, "2")
        assert not person.sees("REPEAT CALLERS") and not person.sees("REASONS")
        footer = person.lines[-1]
        keys = ("/ filter", "o scope", "d days", "v list", "F1 help", "q quit")
        assert all(each in footer for each in keys), footer
        await opens(person, "v")
        assert person.sees("REASONS", "login") and not person.sees("28 DAYS")
        await opens(person, "v")
        assert person.sees("REPEAT CALLERS", "··· 0003")
        await opens(person, "slash", *"0001", "enter")
        assert person.sees("··· 0001") and not person.sees("··· 0003")
        await opens(person, "escape", "v")
        assert person.sees("28 DAYS")


def test_a_chart_tells_open_from_known_without_colour() -> None:
    marks = [Mark(0.8, 0.7, 0.9, False, 6, 4), Mark(0.8, 0.7, 0.9, True, 10, 4)]
    assert scale_of(marks) == pytest.approx((0.7, 0.9))
    lines = [line.text for line in band_chart(marks, Scale(0.7, 0.9), 14, 5, looks("dark"), 6)]
    assert lines[0].startswith("90 % ┤") and lines[4].startswith("70 % ┤")
    known, still_open = {line[6:10] for line in lines}, {line[10:14] for line in lines}
    assert not known & still_open
    assert all(len(line) == 14 for line in lines)


@pytest.mark.parametrize(
    ("value", "low", "high", "scale"),
    [(0.8, 0.78, 0.82, (0.75, 0.85)), (1.0, None, None, (0.9, 1.0)), (0.0, None, None, (0, 0.1)),
     (0.5, 0.01, 0.99, (0.0, 1.0))],
)  # fmt: skip
def test_the_scale_goes_from_5_to_5_percent(
    value: float, low: float | None, high: float | None, scale: tuple[float, float]
) -> None:
    assert scale_of([Mark(value, low, high, False, 0, 1)]) == pytest.approx(scale)
