"""What one chooses (sorting, numbers, theme, filter, screen), and finds again."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from ops.feed import StoreFeed
from ops.settings import PrivacySettings, Settings
from ops.snapshot import Happening, Snapshot
from ops.tui.order import ORDERS, known, next_order
from ops.tui.remembered import Choices, file_of, read, write
from ops.tui.theme import looks
from tests.tui import floors
from tests.tui.driver import LARGE, SMALL, Person, at_the_floor
from tests.tui.floors import NOW_S
from tests.tui.test_screens import TwoPlaces

NAMES = ("support", "sales", "billing", "night")


def queues_seen(person: Person) -> list[str]:
    """The queues of the table, from top to bottom."""
    words = [line.split()[1:2] for line in person.lines[3:8]]
    return [word[0] for word in words if word and word[0] in NAMES]


async def test_queues_are_sorted_by_one_key_and_the_heading_says_by_what() -> None:
    async with at_the_floor(floors.busy) as person:
        heading = person.row("WAIT", "LONGEST")
        assert "▾" not in heading
        seen = {}
        for mark in (" ▾ ", "▾LONGEST", "▾WAIT", "▾LEVEL", "QUEUE▾"):
            await person.press("s")
            marked = person.row("LONGEST")
            assert mark in marked
            assert marked.replace("▾", " ").split() == heading.split()
            seen[mark.strip(" ▾")] = queues_seen(person)
        assert seen == {
            "": ["support", "billing", "sales", "night"],  # breached, warning, fine, closed
            "LONGEST": ["support", "billing", "sales", "night"],
            "WAIT": ["support", "billing", "sales", "night"],
            "LEVEL": ["support", "billing", "sales", "night"],
            "QUEUE": ["billing", "night", "sales", "support"],
        }
        await person.press("s")
        assert person.row("WAIT", "LONGEST") == heading
        assert queues_seen(person) == list(NAMES)


async def test_each_pane_has_its_own_sorting_and_a_click_on_its_heading_does_it() -> None:
    async with at_the_floor(floors.busy, LARGE) as person:
        await person.press("tab", "s")
        assert "by queue" in person.row("WAITING NOW")
        await person.clicks("AGENTS")
        assert "by state" in person.row("AGENTS") and "by queue" in person.row("WAITING NOW")
        await person.press("shift+tab", "shift+tab", "s")
        assert "by trouble" in person.row("QUEUES")  # tiles


async def test_agents_who_need_a_look_come_first_when_sorted_by_time_in_state() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.clicks("AGENTS")
        await person.press("s")
        first = next(line for line in person.lines if "Fay Nord" in line)
        assert first.index("Fay Nord") < 60  # twenty-six minutes on the phone
        assert "Fay Nord" in person.lines[person.lines.index(person.row("AGENTS")) + 1]


def test_orders_of_another_version_are_passed_over() -> None:
    assert known({"queues": "level", "agents": "shoe size", "moons": "name"}) == {"queues": "level"}
    assert next_order("agents", {"agents": "shoe size"}) == {"agents": "state"}
    assert all(len({way.name for way in ways}) == len(ways) for ways in ORDERS.values())


def with_numbers(person_feed_revealed: object) -> object:
    """A floor whose numbers are whole while the feed is asked to show them."""

    def make(now_s: float) -> Snapshot:
        shot = floors.busy(now_s)
        if not getattr(person_feed_revealed, "revealed", False):
            return shot
        whole = [replace(w, caller=f"+4930123{w.caller[-4:]}") for w in shot.waiting]
        said = Happening(NOW_S - 15, "abandoned", "support", "+49301239021 gave up after 3:07")
        return replace(shot, waiting=tuple(whole), happenings=(said,))

    return make


async def test_numbers_are_shown_and_masked_again_at_once() -> None:
    async with at_the_floor(floors.busy) as person:
        person.feed.make = with_numbers(person.feed)  # type: ignore[assignment]
        await person.press("r")
        await person.until(lambda: person.sees("+49301230147", "numbers shown"))
        assert person.style("numbers shown").color == looks("dark").warn.color
        person.feed.error = RuntimeError("nothing newer")  # even where no newer picture comes
        await person.press("r")
        assert not person.sees("+4930") and "numbers shown" not in person.header
        assert person.sees("··· gave up after 3:07")


async def test_where_the_settings_forbid_it_numbers_stay_masked_and_why_is_said() -> None:
    async with at_the_floor(floors.busy) as person:
        person.feed.reveal_allowed = False
        await person.press("r")
        await person.until(lambda: person.sees("settings do not allow it (ask)"))
        assert "numbers shown" not in person.header and not person.feed.revealed


def test_the_stores_feed_asks_its_settings(tmp_path: Path) -> None:
    feed = StoreFeed(tmp_path, Settings(privacy=PrivacySettings(reveal_allowed=False)))
    with pytest.raises(Exception, match="do not allow whole numbers"):
        feed.reveal(True)
    assert not feed.revealed
    allowed = StoreFeed(tmp_path, Settings())
    allowed.reveal(True)
    assert allowed.revealed


async def test_everything_chosen_is_found_again(tmp_path: Path) -> None:
    memory = file_of(tmp_path / "store")
    async with at_the_floor(floors.busy, app=TwoPlaces, memory=memory) as person:
        await person.press("t", "s", "s", "r", "/")
        await person.types("support")
        await person.press("enter", "9")
    assert memory.stat().st_mode & 0o777 == 0o600
    async with at_the_floor(floors.busy, app=TwoPlaces, memory=memory) as person:
        assert person.header.startswith(" Sums") and person.feed.revealed
        assert person.app.theme == "light"
        assert "filter support  Esc all" in person.lines[-1]
        await person.press("1")
        assert "▾LONGEST" in person.row("LONGEST") and "numbers shown" in person.header
        await person.press("escape")
        assert person.sees("sales")
    assert read(memory)[0].filter == ""


def test_each_store_has_its_own_choices(tmp_path: Path) -> None:
    one, other = file_of(tmp_path / "a" / "store"), file_of(tmp_path / "b" / "store")
    assert one != other and one.parent == other.parent
    assert write(one, Choices(theme="light")) == ""
    assert read(one)[0].theme == "light" and read(other) == (Choices(), "")


@pytest.mark.parametrize("text", ["{", '{"theme": 7}', "\x00\xff", "[]"])
async def test_a_broken_state_is_passed_over_and_said(tmp_path: Path, text: str) -> None:
    memory = tmp_path / "state.json"
    memory.write_text(text)
    async with at_the_floor(floors.busy, memory=memory) as person:
        await person.until(lambda: person.sees("what you chose last time can't be read"))
        assert person.sees("71.2 %")
        await person.press("t")
    assert read(memory) == (Choices(theme="light"), "")


async def test_names_that_mean_nothing_are_passed_over(tmp_path: Path) -> None:
    memory = tmp_path / "state.json"
    write(memory, Choices(theme="puce", orders={"queues": "smell"}, screen="attic"))
    async with at_the_floor(floors.busy, memory=memory) as person:
        assert person.app.theme == "dark" and queues_seen(person) == list(NAMES)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_one_may_not_write_is_said_once(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    async with at_the_floor(floors.busy, SMALL, memory=tmp_path / "deep" / "state.json") as person:
        await person.press("t", "t")
        await person.until(lambda: person.sees("what you choose can't be kept"))


async def test_a_file_in_the_way_of_the_folder_is_said_and_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("a file")
    async with at_the_floor(floors.busy, memory=tmp_path / "deep" / "state.json") as person:
        await person.press("t")
        await person.until(lambda: person.sees("what you choose can't be kept"))
        assert person.app.theme == "light"
