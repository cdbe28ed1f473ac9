"""The floor screen, as somebody sees it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from ops.snapshot import Share
from ops.tui.app import FloorApp
from ops.tui.theme import looks
from tests.tui import floors
from tests.tui.driver import LARGE, SIZES, SMALL, USUAL, Clock, Person, at_the_floor
from tests.tui.feeds import FloorFeed
from tests.tui.floors import NOW_S, floor, queue


async def test_the_header_says_where_when_and_how_fresh() -> None:
    async with at_the_floor(floors.busy) as person:
        for text in ("Floorwatch · Acme Support", "Mon 23 Nov 10:42:07 Berlin", "live 0.4 s",
                     "4 alerts", "7 rejected"):  # fmt: skip
            assert text in person.header


async def test_the_worst_thing_is_named_in_one_sentence() -> None:
    async with at_the_floor(floors.busy) as person:
        assert person.sentence.strip() == (
            "▲ support: the next 176 calls all have to be answered in 20 s to reach 80 % today;"
            " the oldest caller waits 2:14"
        )
        await person.resizes(*SMALL)
        assert person.sentence.strip() == (
            "▲ support: next 176 calls all in 20 s to reach 80 %; oldest waits 2:14"
        )


async def test_a_queue_row_says_everything_about_the_queue() -> None:
    async with at_the_floor(floors.busy) as person:
        row = person.row("support", "71.2 %")
        words = ["▲", "support", "7", "2:14", "71.2 %", "−36", "4.1 ×", "412", "351", "28",
                 "7.0 %", "0:38"]  # fmt: skip
        places = [row.index(word) for word in words]
        assert places == sorted(places)
        assert person.sees("80/20 standard since 08:00")


async def test_a_closed_queue_has_no_level_and_says_why() -> None:
    async with at_the_floor(floors.busy) as person:
        row = person.row("○ night")
        assert "n/a" in row and "closed until 20:00" in row
        assert "0.0 %" not in row and "100" not in row


async def test_queues_of_different_goals_say_their_own() -> None:
    def make(now_s: float) -> object:
        two = (queue("one"), queue("two", threshold_s=30.0, formula="asterisk2", target=0.9))
        return floor(now_s, queues=two)

    for size in SIZES[:2]:
        async with at_the_floor(make, size) as person:  # type: ignore[arg-type]
            assert "80/20 standard" in person.row(" one ")
            assert "90/30 asterisk2" in person.row(" two ")


async def test_queues_of_one_formula_leave_it_to_the_heading() -> None:
    def make(now_s: float) -> object:
        return floor(now_s, queues=(queue("one"), queue("two", threshold_s=30.0)))

    async with at_the_floor(make) as person:  # type: ignore[arg-type]
        assert "LEVEL  standard since 08:00" in person.row("LONGEST")
        assert "80/30 █" in person.row(" two ")


@pytest.mark.parametrize("size", SIZES)
async def test_headings_stand_over_their_columns_and_none_is_clipped(size: tuple[int, int]) -> None:
    async with at_the_floor(floors.sixty, size) as person:
        heading = person.row("WAIT", "LONGEST")
        row = person.row("support", "71.2 %")
        assert "…" not in heading
        for title, value in (("WAIT", " 7"), ("LONGEST", "2:14"), ("BUDGET", "−36"),
                             ("ABANDONED", "7.0 %")):  # fmt: skip
            assert heading.index(title) + len(title) == row.index(value) + len(value)


async def test_the_small_screen_keeps_the_rows_whole() -> None:
    async with at_the_floor(floors.busy, SMALL) as person:
        row = person.row("support", "71.2 %")
        assert all(word in row for word in ("2:14", "−36", "28", "7.0 %"))
        assert person.sees("22 in · 2 ready · 12 talking", "Ben Ode", "Fay Nord")
        assert not person.sees("Ana Ruiz")  # talking for an ordinary time: no need to look


async def test_few_queues_on_a_large_screen_become_tiles_with_a_chart() -> None:
    async with at_the_floor(floors.busy, LARGE) as person:
        assert person.sees("in time today", "since 08:00 · by 15 min · ╌ 80 %", "█▀▀")
        assert not person.sees("LONGEST")
        assert person.sees("412 offered · 351 answered · 3 overflowed",
                           "28 abandoned 7.0 % · ASA 0:38 · budget −36",
                           "burn 4.1 × · 0 ready · 9 talking · 0 paused")  # fmt: skip
        await person.resizes(*USUAL)
        assert person.sees("LONGEST")


async def test_many_queues_stay_rows_on_a_large_screen() -> None:
    async with at_the_floor(floors.sixty, LARGE) as person:
        assert person.sees("LONGEST", "OVERFLOWED", "READY TALKING PAUSED")


async def test_who_waits_is_listed_oldest_first_with_how_often_they_called() -> None:
    async with at_the_floor(floors.busy, LARGE) as person:
        waits = [line[:60] for line in person.lines if line.startswith((" support", " billing"))]
        assert "··· 0147" in waits[0] and "2:14 ▲" in waits[0] and "3rd call today" in waits[0]
        assert "··· 2075" in waits[2] and "called yesterday" in waits[2]
        assert "··· 6610" in waits[3] and "0:31 △" in waits[3] and "call" not in waits[3]


async def test_sixty_agents_fit_on_120_by_40_beside_twelve_queues() -> None:
    async with at_the_floor(floors.sixty, USUAL) as person:
        assert not person.sees(" of 60")
        agents = [agent.agent for agent in floors.sixty().agents]
        assert len(set(agents)) == 60
        for name in agents:
            assert person.sees(name if len(name) <= 10 else f"{name[:9]}…"), name
        assert person.sees("58 in · 6 ready")


async def test_agents_who_do_not_fit_are_counted_and_can_be_reached() -> None:
    def crowd(now_s: float) -> object:
        return replace(floors.sixty(now_s), agents=floors.crew(400))

    async with at_the_floor(crowd) as person:  # type: ignore[arg-type]
        assert person.sees("1–60 of 399")  # the one who is out has given way
        await person.press("tab", "tab", "tab")
        await person.press(*["pagedown"] * 8)
        assert person.sees("–399 of 399")


@pytest.mark.parametrize(
    ("name", "state"), [("Sofia Almeida", "talking  1:15"), ("Bianca Kowalski", "talk   1:15")]
)
async def test_in_two_columns_states_are_short_before_names_are_cut(name: str, state: str) -> None:
    others = tuple(floors.agent(f"Ben Ode {at}") for at in range(39))
    people = (floors.agent(name, "talking", 75, queue="support"), *others)
    async with at_the_floor(lambda now_s: replace(floors.busy(now_s), agents=people)) as person:
        assert f"● {name} {state} support" in person.row(name, "Ben Ode 0")


async def test_who_has_been_out_for_long_is_only_counted() -> None:
    people = (floors.agent("Ana Ruiz"), floors.agent("Ben Ode", "out", 600),
              floors.agent("Chi Mori", "out", 7200))  # fmt: skip
    async with at_the_floor(lambda now_s: floor(now_s, agents=people)) as person:
        assert person.sees("Ana Ruiz", "○ Ben Ode", "1 in · 1 ready · 2 out")
        assert not person.sees("Chi Mori")


async def test_what_just_happened_is_read_beside_the_agents() -> None:
    async with at_the_floor(floors.busy) as person:
        assert person.row("10:41:52").endswith("support ··· 9021 gave up after 3:07, 2nd time today"
                                               + " " * 14)  # fmt: skip


async def test_what_just_happened_is_glimpsed_on_a_small_screen() -> None:
    async with at_the_floor(floors.busy, SMALL) as person:
        assert person.row("10:41 ", "support ··· 9021 gave up 3:07")
        assert "under 80 %: 79.8 %" in person.row("▲10:41 billing")
    async with at_the_floor(floors.sixty, SMALL) as person:
        assert not person.sees("JUST NOW")  # twelve queues come first


async def test_few_agents_are_shown_with_their_calls_and_aht() -> None:
    people = (floors.agent("Ana Ruiz", aht_s=275.0), floors.agent("Ben Ode", "paused", calls=0))
    async with at_the_floor(lambda now_s: floor(now_s, agents=people)) as person:
        heading, row = person.row("AGENT ", "CALLS", "AHT"), person.row("Ana Ruiz")
        assert heading.index("AHT") + 3 == row.index("4:35") + 4
        assert "12" in row and "–" in person.row("Ben Ode")


async def test_an_empty_floor_says_so() -> None:
    for size in SIZES:
        async with at_the_floor(floor, size) as person:
            assert person.sees("no calls yet", "WAITING NOW", "nobody")


async def test_a_calm_floor_has_no_alarming_colour() -> None:
    alarming = {looks("dark").bad.color, looks("dark").warn.color}
    quiet = (queue("support", trend=floors.day(0.97, 11, 2)), queue("sales", trend=()))
    async with at_the_floor(lambda now_s: floor(now_s, queues=quiet, agents=())) as person:
        used = {segment.style.color for strip in person.app.screen._compositor.render_strips()
                for segment in strip if segment.style}  # fmt: skip
        assert not used & alarming
        assert "all queues on target" in person.sentence
        assert "alert" not in person.header


async def test_before_the_first_picture_there_is_a_skeleton() -> None:
    ready = threading.Event()

    class Slow(FloorFeed):
        def open(self) -> None:
            ready.wait(20)

    clock = Clock()
    feed = Slow(floors.busy, clock)
    app = FloorApp(feed, refresh_s=3600, now=clock)
    async with app.run_test(size=USUAL) as pilot:
        person = Person(app, pilot, feed, clock)
        await person.until(lambda: person.sees("opening …", "QUEUE", "WAITING NOW", "AGENTS"))
        ready.set()
        await person.settles()
        assert person.sees("71.2 %")


async def test_one_missed_call_in_the_morning_is_a_warning_not_a_breach() -> None:
    early = queue("support", level=Share(0, 1), budget_left=-0.8, burn=5.0)
    async with at_the_floor(lambda now_s: floor(now_s, queues=(early,))) as person:
        assert person.row("support", "0.0 %").startswith(" △ support")


async def test_no_color_keeps_every_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_the_floor(floors.busy) as person:
        assert person.sees("▲ support", "● sales", "△ billing", "○ night", "? Zoe")
        for strip in person.app.screen._compositor.render_strips():
            for segment in strip:
                colour = segment.style.color if segment.style else None
                if colour is not None and colour.triplet is not None:
                    assert len(set(colour.triplet)) == 1, segment  # a grey


def test_now_is_the_moment_of_the_draft() -> None:
    from ops.tui.localtime import day_and_time

    assert day_and_time(NOW_S, floors.ZONE) == "Mon 23 Nov 10:42:07"
