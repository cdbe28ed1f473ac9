"""Jumping within a screen, copying from it, saving it."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ops.tui.screens.jump import JumpScreen, codes
from ops.tui.theme import looks
from tests.tui import floors
from tests.tui.driver import LARGE, SIZES, Person, at_the_floor


def focus(person: Person, text: str) -> bool:
    """Whether the cursor is on the first place that says so."""
    return person.style(text).bgcolor == looks(person.app.theme).focus.bgcolor


def letters_at(person: Person, x: int, line: str) -> str:
    """The letters that lie over a line, from column `x` on."""
    return "".join(c for c in line[x : x + 2] if c.isalpha())


async def test_letters_stand_beside_panes_and_rows_and_typing_them_goes_there() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("g")
        row = person.row("billing", "80.2 %")
        await person.press(*letters_at(person, 0, row))
        assert focus(person, "billing") and "80.2 %" in person.row("billing", "80.2 %")
        await person.press("g")
        await person.press(*letters_at(person, 0, person.row("··· 6610")))
        assert focus(person, "··· 6610")
        before = person.text
        await person.press("g", "escape")
        assert person.text == before  # nothing of it stays


@pytest.mark.parametrize("size", SIZES)
async def test_sixty_agents_take_two_letters_and_all_can_be_reached(size: tuple[int, int]) -> None:
    async with at_the_floor(floors.sixty, size) as person:
        await person.press("g")
        assert len(person.lines) == size[1]
        screen = person.app.screen
        assert isinstance(screen, JumpScreen)
        code, target = list(screen._targets.items())[-1]
        await person.press(*code)
        assert person.app.focused == target.pane
        assert target.pane.chosen == target.pane._sheet.items[target.item]


def test_no_code_is_the_beginning_of_another() -> None:
    for count in (0, 1, 26, 27, 90, 400, 676):
        made = codes(count)
        assert len(set(made)) == count
        assert not [a for a in made for b in made if a != b and b.startswith(a)]
    assert len(codes(26)[-1]) == 1 and sum(len(code) == 1 for code in codes(90)) == 23


async def test_another_key_leaves_jump_mode() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("g", "f5")
        await person.press("w")
        assert not person.sees("QUEUE")  # a key again, not a letter


async def test_a_figure_the_row_and_the_screen_are_copied_and_said() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("C")
        assert person.sees("Copy  support", "service level", "the row", "the whole screen")
        await person.press(person.row("service level").partition("  service level")[0][-1])
        assert person.clipboard == "71.2 %"
        await person.until(lambda: person.sees("copied service level: 71.2 %"))
        await person.press("down", "y")
        assert person.clipboard.startswith("sales: waiting 1, longest wait 0:09, service level")
        await person.press("Y")
        await person.until(lambda: "WAITING NOW" in person.clipboard)
        lines = person.clipboard.splitlines()
        assert lines[0].startswith(" Floorwatch · Acme Support") and len(lines) == 40
        assert "copied" not in person.clipboard  # the message lies on the screen, not in it


async def test_the_figure_under_the_cursor_is_copied_at_once() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("c")
        assert person.clipboard == "71.2 %"
        await person.until(lambda: person.sees("copied service level: 71.2 %"))
        await person.press("left", "c")
        assert person.clipboard == "2:14"
        await person.press("down", *["right"] * 6, "c")
        assert person.clipboard == "7 (3.7 %)"  # abandoned, as the list of what to copy has it
        await person.clicks("··· 8832")  # callers have no columns to stand on
        await person.press("c")
        assert person.sees("Copy  ··· 8832", "waited")


async def test_the_figure_of_an_agents_day_is_copied_as_it_stands_there() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.clicks("Ben Ode")
        await person.press("enter", "c")
        assert person.clipboard == "paused"


async def test_what_is_copied_of_a_caller_an_agent_and_a_happening() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.clicks("··· 8832")
        await person.press("y")
        assert person.clipboard == (
            "··· 8832: caller ··· 8832, queue support, waited 1:58, earlier calls today 0"
        )
        await person.clicks("Ben Ode")
        await person.press("y")
        assert person.clipboard.startswith("Ben Ode: state paused (lunch), for 11:03")
        await person.clicks("10:40:03" if person.sees("10:40:03") else "10:41:52")
        await person.press("y")
        assert "gave up after 3:07" in person.clipboard


async def test_a_click_copies_too() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("C")
        await person.clicks("longest wait")
        assert person.clipboard == "2:14"
        assert person.sees("WAITING NOW") and not person.sees("the whole screen")


async def test_the_screen_is_saved_where_one_is_and_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_the_floor(floors.busy) as person:
        await person.press("ctrl+s")
        await person.until(lambda: person.sees("saved", "2026-11-23-104207.svg"))
        await person.press("ctrl+s")
        await person.until(lambda: len(list(tmp_path.iterdir())) == 2)
    first, second = sorted(tmp_path.iterdir(), key=lambda path: len(path.name))
    assert second.name == "floorwatch-floor-2026-11-23-104207-2.svg"
    text = first.read_text()
    ElementTree.fromstring(text)  # one well-formed document
    assert "71.2" in text and "cdnjs" not in text
    assert "saved" not in second.read_text()
    assert first.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_where_the_folder_is_not_ours_the_picture_goes_to_the_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.chdir(tmp_path)
    async with at_the_floor(floors.busy, LARGE) as person:
        await person.press("ctrl+s")
        await person.until(lambda: person.sees("saved", "state/floorwatch/floorwatch-floor"))
