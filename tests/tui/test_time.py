"""The clock, freshness, pausing, and the past."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from textual.strip import Strip

from ops.snapshot import Snapshot
from ops.tui.freshness import Failure, Mood, freshness, long_ago
from ops.tui.theme import looks
from ops.tui.widgets.pane import Painted
from tests.tui import floors
from tests.tui.driver import SMALL, at_the_floor
from tests.tui.floors import NOW_S, floor, queue, source


async def test_waits_tick_between_pictures() -> None:
    async with at_the_floor(floors.busy) as person:
        assert "2:14" in person.row("··· 0147")
        await person.waits(3)
        assert "2:17" in person.row("··· 0147")
        assert "2:17" in person.row("support", "71.2 %")
        assert "4:15" in person.row("Ana Ruiz")
        assert "10:42:10" in person.header
        assert len(person.feed.asked) == 1  # the clock alone has moved


async def test_the_app_ticks_on_its_own() -> None:
    async with at_the_floor(floors.busy) as person:
        person.clock.s += 2
        await person.until(lambda: "2:16" in person.row("··· 0147"))


async def test_only_lines_that_change_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_the_floor(floors.calm) as person:
        await person.waits(1)
        drawn: list[tuple[str | None, int]] = []
        render = Painted.render_line

        def noted(self: Painted, y: int) -> Strip:
            drawn.append((self.id, y))
            return render(self, y)

        monkeypatch.setattr(Painted, "render_line", noted)
        await person.waits(1)
        queues = {y for id, y in drawn if id == "queues"}
        assert queues == {2}  # sales, where somebody waits; support and billing stand still
        assert ("happenings", 0) not in drawn


async def test_a_dead_collector_is_louder_than_a_breach_and_dims_the_floor() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.waits(6)  # and no newer picture
        loud = looks("dark").loud
        assert "picture 0:06 old" in person.header
        assert person.style("picture 0:06 old").bgcolor == loud.bgcolor
        assert person.style("71.2 %").color == looks("dark").bad.color
        await person.waits(30)
        assert person.style("71.2 %").color == looks("dark").dim.color
        assert person.style("picture 0:36").bgcolor == loud.bgcolor
        seen = person.row("··· 0147")
        await person.waits(60)
        assert person.row("··· 0147") == seen  # nobody knows whether they still wait


async def test_no_heartbeat_says_stale_and_since_when() -> None:
    def stopped(now_s: float) -> Snapshot:
        return floor(now_s, queues=(queue("support"),), sources=(source(NOW_S),))

    async with at_the_floor(stopped) as person:
        await person.waits(8)
        await person.refreshes()
        assert "stale 0:08" in person.header
        await person.waits(40)
        await person.refreshes()
        assert "stale since 10:42:06" in person.header


@pytest.mark.parametrize(
    ("shot", "mood", "says"),
    [
        (floor(), Mood.LIVE, "live 0.4 s"),
        (floor(sources=(source(NOW_S, read_to_s=NOW_S - 250),)), Mood.LIVE, "quiet 4:10"),
        (
            floor(sources=(source(NOW_S, read_to_s=NOW_S + 5520),)),
            Mood.LIVE,
            "the log's clock is 1 h 32 min ahead",
        ),
        (floor(sources=(source(NOW_S, at_end=False, read_to_s=NOW_S - 5000),)), Mood.LIVE,
         "catching up, at 09:18:47"),
        (floor(sources=(source(NOW_S), source(NOW_S, source="b", heartbeat_s=NOW_S - 12))),
         Mood.STALE, "b: stale 0:12"),
        (floor(sources=(source(NOW_S, heartbeat_s=None),)), Mood.DEAD,
         "no collector has ever run"),
        (floor(as_of_s=NOW_S - 5220), Mood.PAST, "1 h 27 min back"),
        (floor(as_of_s=NOW_S - 5220, ended=True), Mood.ENDED,
         "ended log, shown as of Mon 23 Nov 09:15:07"),
        (floor(sources=()), Mood.LIVE, "live 0.0 s"),
    ],
)  # fmt: skip
def test_freshness(shot: Snapshot, mood: Mood, says: str) -> None:
    fresh = freshness(shot, NOW_S)
    assert (fresh.mood, fresh.text) == (mood, says)


def test_a_failure_says_how_old_the_picture_is_and_why() -> None:
    fresh = freshness(floor(), NOW_S + 9, Failure("the store is gone", NOW_S + 1))
    assert (fresh.mood, fresh.text) == (Mood.STALE, "picture 0:09 old: the store is gone")


@pytest.mark.parametrize(
    ("s", "says"), [(45, "45 s"), (720, "12 min"), (5220, "1 h 27 min"), (3 * 86400, "3 d 0 h")]
)
def test_long_ago(s: float, says: str) -> None:
    assert long_ago(s) == says


async def test_a_pause_holds_everything_and_says_so() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("space")
        seen = person.row("··· 0147")
        await person.waits(40)
        assert "paused 0:40" in person.header
        assert person.row("··· 0147") == seen
        await person.press("space")
        assert "live" in person.header
        assert "2:54" in person.row("··· 0147")


async def test_rewinding_shows_the_past_unmistakably_and_alarms_nobody() -> None:
    async with at_the_floor(floors.busy) as person:
        await person.press("left_square_bracket")
        assert "PAST" in person.header and "10:42:00" in person.header
        assert "7 s back · End returns" in person.header
        assert person.style("PAST").bgcolor == looks("dark").past.bgcolor
        assert person.style("71.2 %").color != looks("dark").bad.color
        await person.press("left_square_bracket", "left_curly_bracket")
        assert "10:30:00" in person.header
        assert person.feed.asked[-1] == NOW_S - 727
        await person.press("right_curly_bracket")
        assert "10:45" not in person.header and "live" in person.header  # past the present: back


async def test_a_replay_is_the_past_though_it_moves_and_can_be_held() -> None:
    def replayed(now_s: float) -> Snapshot:
        return replace(floors.busy(now_s), replayed=10.0)

    async with at_the_floor(replayed) as person:
        assert person.header.startswith(" PAST · Acme Support    Mon 23 Nov 10:42:07 Berlin")
        assert person.header.endswith("replay 10 × ") and "alert" not in person.header
        assert person.style("replay 10").bgcolor == looks("dark").past.bgcolor
        assert person.style("71.2 %").color == looks("dark").bright.color
        await person.waits(3)
        assert "2:17" in person.row("··· 0147")
        await person.press("space")
        await person.waits(2)
        assert "replay 10 × · paused" in person.header and "2:17" in person.row("··· 0147")


@pytest.mark.parametrize("key", ["end", "home", "escape"])
async def test_returning_to_the_present(key: str) -> None:
    async with at_the_floor(floors.busy, SMALL) as person:
        await person.press(*["left_square_bracket"] * 3)
        assert "10:40:00" in person.header
        await person.press(key)
        assert "PAST" not in person.header and "live" in person.header
        assert person.feed.asked[-1] is None


async def test_the_past_is_not_asked_for_again_and_again() -> None:
    async with at_the_floor(floors.busy) as person:
        person.app._watch.refresh_s = 0.01
        await person.press("left_square_bracket")
        asked = len(person.feed.asked)
        await asyncio.sleep(0.2)
        assert len(person.feed.asked) == asked


async def test_an_ended_log_says_so_and_rewinds_from_its_end() -> None:
    def old(now_s: float) -> Snapshot:
        return replace(floors.ended(now_s), taken_s=now_s)

    async with at_the_floor(old) as person:
        person.clock.s += 400 * 86400
        await person.refreshes()
        assert "ended log, shown as of Mon 23 Nov 10:42:07" in person.header
        assert "2:14" in person.row("··· 0147")
        await person.press("left_square_bracket")
        assert "PAST" in person.header and "7 s back" in person.header
        await person.press("end")
        assert "ended log" in person.header
