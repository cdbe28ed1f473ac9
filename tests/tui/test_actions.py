"""Keys, the mouse, filter, help, palette, themes, wall, resizing: what a person does."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest
from textual.color import Color

from ops.tui.actions import ACTIONS, clashes, in_footer, keys_of, known_to, shown, unknown
from ops.tui.app import FloorApp
from ops.tui.places import PLACES
from ops.tui.screens.alerts import AlertsScreen
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.explain import ExplainScreen
from ops.tui.screens.owed import OwedScreen
from ops.tui.screens.queueday import QueueScreen
from ops.tui.screens.story import CallScreen
from ops.tui.theme import _COLOURS, NAMES, looks
from ops.tui.widgets.bigfigures import figures
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.wall import figures_width
from tests.tui import floors
from tests.tui.driver import LARGE, SIZES, SMALL, USUAL, at_the_floor


def test_every_action_has_somebody_who_does_it() -> None:
    owners: dict[str, type] = {"app": FloorApp, "pane": Pane}
    owners |= {place.id: place.load() for place in PLACES}
    owners |= {"owed": OwedScreen, "call": CallScreen}
    owners |= {"queue": QueueScreen, "explain": ExplainScreen, "alerts": AlertsScreen}
    for action in ACTIONS:
        on_screen, _, call = action.call.partition("(")[0].rpartition(".")
        owner = AppScreen if on_screen == "screen" else owners[action.where]
        assert inspect.isroutine(getattr(owner, f"action_{call}", None)), action.id
        assert action.description and action.tooltip
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert not clashes({})


def test_keys_can_be_remapped_and_mistakes_are_found() -> None:
    keys = {"app.quit": "B", "floor.wall": "t", "no.such": "y"}
    quit_action = next(action for action in ACTIONS if action.id == "app.quit")
    assert keys_of(quit_action, keys) == ("B",)
    assert unknown(keys) == ["no.such"]
    assert clashes(keys) == ["t is both floor.wall and app.theme"]


@pytest.mark.parametrize(
    ("key", "says"), [("space", "Space"), ("f1", "F1"), ("ctrl+p", "Ctrl-P"), ("/", "/"),
                      ("shift+tab", "Shift-Tab")]
)  # fmt: skip
def test_keys_are_written_as_they_stand_on_the_keyboard(key: str, says: str) -> None:
    assert shown(key) == says


async def test_a_remapped_key_works_and_the_footer_says_so() -> None:
    async with at_the_floor(floors.busy, LARGE, keys={"floor.wall": "b"}) as person:
        assert "b wall" in person.lines[-1]
        await person.press("w")
        assert person.sees("QUEUE")
        await person.press("b")
        assert not person.sees("QUEUE")


async def test_a_wrong_key_map_is_said_not_swallowed() -> None:
    async with at_the_floor(floors.busy, keys={"floor.wal": "b"}) as person:
        await person.until(lambda: person.sees("no action is called floor.wal"))


async def test_the_footer_names_the_keys_and_a_click_does_it() -> None:
    async with at_the_floor(floors.busy, (260, 60)) as person:  # every screen by its name, and all
        for action in in_footer("floor"):
            if action.id != "app.present":
                assert action.footer in person.lines[-1]
        assert "present" not in person.lines[-1]
        await person.clicks("w wall")
        assert not person.sees("QUEUE")
        await person.press("escape")
        await person.clicks("[ rewind")
        assert "PAST" in person.header and "End present" in person.lines[-1]
        assert "pause" not in person.lines[-1]


async def test_a_narrow_footer_keeps_help_and_quit() -> None:
    async with at_the_floor(floors.busy, SMALL) as person:
        assert person.lines[-1].rstrip().endswith("F1 help   q quit")
        await person.press("/")
        await person.types("support")
        await person.press("enter")
        assert "filter support  Esc all" in person.lines[-1]


async def test_the_filter_narrows_everything_and_moves_no_column() -> None:
    async with at_the_floor(floors.busy) as person:
        before = person.row("billing", "80.2 %")
        await person.press("/")
        await person.types("billing")
        assert person.row("billing", "80.2 %") == before
        assert not person.sees("71.2 %") and not person.sees("··· 0147")
        await person.press("enter")
        assert "filter billing  Esc all" in person.lines[-1]
        await person.press("escape")
        assert person.sees("71.2 %", "··· 0147")


async def test_a_filter_nothing_matches_says_so() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("/")
        await person.types("zzz q")  # q and space are letters here, not commands
        assert person.sees("no queue matches the filter", "nobody that matches")
        assert person.app.is_running


async def test_the_cursor_stays_on_its_caller_when_others_leave() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("tab", "down", "down", "down")
        focus = looks("dark").focus.bgcolor
        assert person.style("··· 6610").bgcolor == focus
        person.feed.make = lambda now_s: replace(
            floors.busy(now_s), waiting=floors.busy(now_s).waiting[2:]
        )
        await person.refreshes()
        assert person.style("··· 6610").bgcolor == focus


async def test_a_click_selects_and_the_wheel_scrolls() -> None:
    def many(now_s: float) -> object:
        shot = floors.busy(now_s)
        one = shot.waiting[0]
        return replace(shot, waiting=tuple(
            replace(one, call_id=f"c{at}", caller=f"··· {at:04}") for at in range(100)
        ))  # fmt: skip

    async with at_the_floor(many) as person:  # type: ignore[arg-type]
        await person.clicks("··· 0004")
        assert person.style("··· 0004").bgcolor == looks("dark").focus.bgcolor
        assert "1–" in person.row("WAITING NOW")
        await person.press("pagedown")
        assert not person.sees("··· 0000")


async def test_help_lists_every_action_and_sign() -> None:
    async with at_the_floor(floors.busy, LARGE) as person:
        await person.press("h")
        first = person.text
        await person.press("end")
        for action in known_to("floor"):
            assert action.description in first or person.sees(action.description), action.id
        await person.until(lambda: person.sees("▲", "breached, act now", "nothing has told its"))
        await person.press("escape")
        assert not person.sees("breached, act now")


async def test_the_palette_offers_every_action_by_its_group() -> None:
    async with at_the_floor(floors.busy, LARGE) as person:
        await person.press("ctrl+p")
        await person.types("wall mode")
        await person.until(lambda: person.sees("Look: Wall mode"))
        await person.press("enter")
        await person.until(lambda: not person.sees("Look: Wall mode"))
        await person.settles()
        assert not person.sees("QUEUE") and person.sees("waiting", "longest")


async def test_a_number_explains_itself() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("down", "question_mark")
        await person.until(lambda: person.sees("Service level, sales, today"))
        assert person.sees("284 answered in time / (412 offered − 13 short abandons)",
                           "queries/metrics/service_level.sql", "negative", "68.9 %",
                           "FROM calls")  # fmt: skip
        await person.press("escape")
        assert person.sees("WAITING NOW") and not person.sees("FROM calls")


async def test_why_there_is_no_explanation_is_said() -> None:
    async with at_the_floor(floors.busy) as person:

        def refuse(*_: object) -> object:
            raise RuntimeError("the query has no file")

        person.feed.explain = refuse  # type: ignore[assignment,method-assign]
        await person.press("question_mark")
        await person.until(lambda: person.sees("the query has no file"))


async def test_themes_go_round_and_nothing_is_lost() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("/")
        await person.types("support")
        await person.press("enter")
        seen = person.text
        for name in (*NAMES[1:], NAMES[0]):
            await person.press("t")
            assert person.style("71.2 %").color == looks(name).bad.color
            assert person.text == seen


def test_every_theme_can_be_read() -> None:
    for colours in _COLOURS.values():
        for name in ("text", "dim", "bright", "bad", "warn", "good", "accent"):
            for under in ("ground", "focus", "raised"):
                least = 4.5 if under == "ground" else 3.5
                ratio = contrast(getattr(colours, name), getattr(colours, under))
                assert ratio >= least, (colours.ground, name, under, ratio)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG defines it, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [channel / 255 for channel in Color.parse(colour).rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("size", SIZES)
async def test_the_wall_shows_every_queue_huge_and_leaves_again(size: tuple[int, int]) -> None:
    async with at_the_floor(floors.busy, size) as person:
        await person.press("w")
        for name in ("▲ support", "● sales", "△ billing", "○ night"):
            assert person.sees(name)
        assert person.sees("longest", "22 in · 2 ready") and not person.sees("WAITING NOW")
        assert "live" in person.header
        await person.press("w")
        assert person.sees("WAITING NOW")


async def test_names_stand_huge_on_the_wall_where_there_is_room_beside_the_figures() -> None:
    queues = floors.busy().queues[:3]
    async with at_the_floor(lambda now_s: floors.floor(now_s, queues=queues)) as person:
        await person.press("w")
        for name in ("SALES", "BILLING"):
            for line in figures(name, 1):
                assert person.sees(line), name
        sales = next(line for line in person.lines if figures("SALES", 1)[0] in line)
        assert sales.index(figures("SALES", 1)[0]) >= figures_width(2) - 1


async def test_whoever_is_looked_for_is_found_on_a_small_screen_too() -> None:
    people = (floors.agent("Ana Ruiz"), floors.agent("Ben Ode", "paused", 60))
    async with at_the_floor(lambda now_s: floors.floor(now_s, agents=people), SMALL) as person:
        assert person.sees("nobody needs a look") and not person.sees("Ana Ruiz")
        await person.press("/")
        await person.types("ruiz")
        assert person.sees("Ana Ruiz", "ready") and not person.sees("Ben Ode")
        await person.types("x")
        assert person.sees("nobody that matches")


async def test_resizing_never_breaks_it() -> None:
    async with at_the_floor(floors.sixty) as person:
        for keys in ((), ("w",), ("w", "f1"), ("escape", "left_square_bracket")):
            await person.press(*keys)
            for size in ((1, 1), (7, 3), (200, 60), (40, 12), (79, 23), SMALL, (500, 8), USUAL):
                await person.resizes(*size)
                assert len(person.lines) == size[1]  # and `lines` holds each to its width
