"""Names that try to break out of their cell: on the whole screen, and painter by painter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Size
from textual.strip import Strip

from ops.snapshot import (
    AgentDay,
    Calls,
    DayCall,
    Explanation,
    Interval,
    Pause,
    QueueDay,
    Share,
    Snapshot,
    SourceNow,
    Stretch,
    WaitStep,
)
from ops.snapshot.found import CallEvent, CallStory, Chapter, CustomerStory, Found, FoundCall
from ops.snapshot.owed import (
    AgeStep,
    Backlog,
    BacklogDay,
    Deed,
    FollowUpNow,
    FollowUpStory,
    LostCallers,
    LostNow,
    Worklist,
)
from ops.snapshot.resolution import (
    Contacts,
    Estimate,
    Fcr,
    FcrQueue,
    FcrWeek,
    FoundContact,
    Reason,
    Reasons,
    RepeatCaller,
    RepeatCallers,
    Repeats,
)
from ops.snapshot.team import AgentFigures, Team
from ops.tui.actions import in_footer
from ops.tui.alerts import Alarms, measures
from ops.tui.freshness import freshness
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.screens.alerts import paint_alerts
from ops.tui.screens.explain import explained
from ops.tui.theme import looks
from ops.tui.widgets.agentrow import paint_agent
from ops.tui.widgets.agents import paint_agents
from ops.tui.widgets.backlog import paint_backlog
from ops.tui.widgets.callers import paint_callers
from ops.tui.widgets.customer import paint_customer, paint_deeds
from ops.tui.widgets.daycalls import paint_calls
from ops.tui.widgets.fcr import paint_chart, paint_fcr
from ops.tui.widgets.foundcalls import paint_found, paint_understood
from ops.tui.widgets.happenings import paint_happenings
from ops.tui.widgets.header import paint_header, paint_sentence
from ops.tui.widgets.line import cell
from ops.tui.widgets.lost import paint_lost
from ops.tui.widgets.pauses import paint_pauses
from ops.tui.widgets.quarters import paint_quarters
from ops.tui.widgets.queues import paint_queues
from ops.tui.widgets.reasons import paint_reasons
from ops.tui.widgets.repeaters import paint_contacts, paint_repeaters
from ops.tui.widgets.repeats import paint_repeats
from ops.tui.widgets.sheet import View
from ops.tui.widgets.story import paint_events, paint_stays
from ops.tui.widgets.team import paint_coached, paint_team
from ops.tui.widgets.tiles import paint_tiles
from ops.tui.widgets.timeline import paint_timeline
from ops.tui.widgets.waits import paint_waits
from ops.tui.widgets.wall import paint_wall
from ops.tui.widgets.worklist import paint_worklist
from tests.tui import floors
from tests.tui.driver import SIZES, at_the_floor
from tests.tui.floors import NOW_S

LOOKS = looks("dark")
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def harmless(strips: Iterable[Strip], width: int) -> None:
    """Every line is exactly as wide as it should be, and holds nothing but text."""
    for strip in strips:
        text = strip.text
        assert strip.cell_length == cell_len(text) == width, text
        assert not [c for c in text if unicodedata.category(c) in FORBIDDEN], ascii(text)
        for segment in strip:
            assert segment.control is None
            assert segment.style is None or segment.style.link is None


def scene_of(shot: Snapshot, needle: str = "") -> Scene:
    fresh = freshness(shot, NOW_S)
    alarms = Alarms()
    alarms.hear(measures(shot, fresh), NOW_S, shot.alerts)
    return Scene(shot, fresh, needle, alerts=alarms.raised)


def all_painted(scene: Scene, width: int, height: int) -> None:
    view = View(width, height, LOOKS, cursor=0)
    for paint in (paint_alerts, paint_queues, paint_callers, paint_agents, paint_happenings):
        sheet = paint(scene, view)
        harmless((*sheet.head, *sheet.body), width)
    harmless(paint_tiles(scene, view, height).body, width)
    harmless([paint_header(scene, width, LOOKS), paint_sentence(scene, width, LOOKS)], width)
    wall = paint_wall(scene, Size(width, height), LOOKS)
    assert len(wall) == height
    harmless(wall, width)
    looked_closer(scene, width, height)
    owed_and_found(scene, width, height)
    looked_over_weeks(scene, width, height)


def owed_and_found(scene: Scene, width: int, height: int) -> None:
    """The painters of follow-ups, calls and customers, over names and numbers of the scene."""
    shot = scene.snapshot
    name = next(iter(shot.queues), floors.queue("none")).queue
    number = next(iter(shot.queues), floors.queue("none")).offered
    at_s = int(scene.at_s)
    owed = FollowUpNow(name, name, name, name, name, name, name, name, at_s, name, at_s - number,
                       True, number, None, number, None, None)  # fmt: skip
    settled = replace(owed, source="journal", caller="", owner=None, queue=None, title=None,
                      is_slipped=False, closed_s=at_s, closed_how=name)  # fmt: skip
    rests = replace(owed, snoozed_until_s=at_s + 9000)
    age = AgeStep(name, number, number, 1)
    days = tuple(BacklogDay(at_s + 86_400 * n, n, number, number, n) for n in range(-28, 1))
    lost = LostNow(name, name, name, name, at_s, number, number, number, name)
    call = FoundCall(name, 1, at_s, name, name, name, True, name, name, float(number), None, name,
                     "transfer", name, None)  # fmt: skip
    gone = replace(call, outcome="overflowed", queue="", agent=None, left_by=None, ended_by="agent")
    contact = Chapter(at_s, "contact", name, name, name, None, float(number), True, None, None,
                      name, name)  # fmt: skip
    promise = Chapter(at_s, name, "open", None, None, None, None, False, at_s, name, name, name)
    event = CallEvent(at_s, name, name, name, name, number)
    deed = Deed(at_s, name, name, name, at_s, name)
    answers: tuple[Any, ...] = (
        Worklist((owed, settled, rests), float(at_s), at_s + 9000),
        Backlog((age, age), age, days, at_s, at_s, float(at_s)),
        LostCallers((lost, replace(lost, follow_up=None, queue=None)), at_s, at_s),
        Found((call, gone), False),
        CallStory((call, gone), (event, replace(event, queue=None, agent=None))),
        CustomerStory(name, (contact, promise), float(at_s)),
        FollowUpStory(owed, (deed, Deed(at_s, name, None, None, None, None)), float(at_s)),
    )
    paints: tuple[tuple[Any, ...], ...] = (
        (paint_worklist,), (paint_backlog,), (paint_lost,), (paint_found,),
        (paint_stays, paint_events), (paint_customer,), (paint_deeds,),
    )  # fmt: skip
    view = View(width, height, LOOKS, cursor=1)
    for answer, painters in zip(answers, paints, strict=True):
        for paint in painters:
            for told in (Told(answer), Told(), Told(reason=name)):
                sheet = paint(told, scene, view)
                harmless((*sheet.head, *sheet.body), width)
    for is_wrong in (True, False):
        harmless([paint_understood(name, is_wrong, width, LOOKS)], width)


def looked_over_weeks(scene: Scene, width: int, height: int) -> None:
    """The painters of the screens of weeks, over the scene's own first queue."""
    shot = scene.snapshot
    queue = next(iter(shot.queues), floors.queue("none"))
    name, number, at_s = queue.queue, queue.offered, int(scene.at_s)
    share, part = Share(1, number), min(1.0, 1 / max(1, number))
    weeks = tuple(
        None if n == 1 else FcrWeek(Share(n, 8), n * number, n, Estimate(part, low, 1.0), n)
        for n, low in ((0, None), (1, None), (2, 0.0), (3, part))
    )
    spans = tuple((at_s + n * 604_800, at_s + (n + 1) * 604_800) for n in range(4))
    rows = (FcrQueue(name, weeks, share), FcrQueue(None, weeks[::-1], Share(0, 0)))
    asked = ((name, name),)
    fcr = Told(Fcr(spans, rows, name, number, asked))
    figures = Told(Repeats(
        spans[0], asked, name, share, share, share, share, share, share, share, number, share,
        share, part, share, None, Estimate(float(number), None, float(number)),
    ))  # fmt: skip
    told_reasons = Told(Reasons(spans[0], asked, name, tuple(
        Reason(reason, name, number, part, number, spread, part, share, is_new, number, part)
        for reason, spread, is_new in ((name, "one", True), (None, None, False), ("", name, True))
    ), share))  # fmt: skip
    callers = Told(RepeatCallers(spans[0], asked, name, (
        RepeatCaller(name, name, number, number, number, name, name, at_s, name),
    ), number, share))  # fmt: skip
    found = Told(Contacts(spans[0], asked, name, (
        FoundContact(at_s, name, name, name, name, float(number), None, number, name, name, name),
    ), number))  # fmt: skip
    view = View(width, height, LOOKS, cursor=0, figure="week3")
    one = AgentFigures(
        name, share, number, Estimate(part, 0.0, 1.0), part, Share(float(number), number),
        Estimate(float(number), 0.0, float(number)), None, number, number,
        (Pause(name, number, number, number), Pause("", 10**6, 1, 1)), number, share,
        (part, None, 1.0), (None, float(number)), number,
    )  # fmt: skip
    nothing = replace(one, agent=None, fcr=Estimate(None), aht_s=Estimate(None), pauses=())
    team = Told(Team(spans[0], spans[0], asked, name, name, number,
                     (one, replace(nothing, agent="")), nothing, share))  # fmt: skip
    of_all = Told(replace(team.answer, queue=None)) if team.answer else team
    for heard in (team, of_all, Told(), Told(reason=name)):
        sheet = paint_team(heard, scene, view)
        harmless((*sheet.head, *sheet.body), width)
        lines = paint_coached(heard, Size(width, height), LOOKS, name)
        assert len(lines) == height
        harmless(lines, width)
    answers: list[Told[Any]] = [fcr, figures, told_reasons, callers, found]
    told: list[Told[Any]]
    for told in (answers, [Told()] * 5, [Told(reason=name)] * 5):
        sheets = [
            paint_fcr(told[0], scene, view),
            paint_repeats(told[1], scene, view),
            paint_reasons(told[2], scene, view),
            paint_repeaters(told[3], scene, view),
            paint_contacts(told[4], scene, view, name),
        ]
        for sheet in sheets:
            harmless((*sheet.head, *sheet.body), width)
        for row in (name, None, "no such queue"):
            chart = paint_chart(told[0], scene, Size(width, height), LOOKS, row)
            assert len(chart) == height
            harmless(chart, width)


def looked_closer(scene: Scene, width: int, height: int) -> None:
    """The painters of the days, over the scene's own first queue, agent and happening."""
    shot = scene.snapshot
    queue = next(iter(shot.queues), floors.queue("none"))
    agent = next(iter(shot.agents), floors.agent("nobody"))
    name, number, at_s = queue.queue, queue.offered, int(scene.at_s) - 4000
    quarters = tuple(
        Interval(at_s + 900 * n, number + n, n, 0, number, n, number, Share(n, 3), float(number))
        for n in range(4)
    )
    steps = (WaitStep(0, 20, number, 0, 1, 0), WaitStep(20, None, 0, number, 0, 1))
    day = Told(QueueDay(name, at_s, quarters, steps))
    calls = Told(Calls(tuple(
        DayCall(at_s, name, name, name, outcome, name, float(number), None, name, rank, rank == 3)
        for outcome, rank in (("abandoned", 1), ("overflowed", 1), (name, 2), ("answered", 3))
    ), number))  # fmt: skip
    states = ("unknown", "ready", "talking", "paused", name)
    lived = tuple(Stretch(at_s + 600 * n, at_s + 600 * (n + 1), s) for n, s in enumerate(states))
    pauses = tuple(Pause(reason, number, number, number) for reason in (name, "", agent.agent))
    theirs = Told(AgentDay(agent.agent, at_s, at_s + 3000, lived, pauses, Share(1, number),
                           Share(0, 0)))  # fmt: skip
    view = View(width, height, LOOKS, cursor=1, figure="level")
    about = (name, name, "calls")
    nothing: list[Told[Any]] = [Told(), Told(reason=name)]
    for told_day, told_calls, told_agent in (
        (day, calls, theirs),
        *zip(*[nothing] * 3, strict=True),
    ):
        sheets = [
            paint_quarters(told_day, scene, view, 2, 0),
            paint_waits(told_day, scene, view),
            paint_calls(told_calls, scene, view, about),
            paint_calls(told_calls, scene, view, about, of_agent=True),
            paint_agent(agent.agent, told_agent, scene, view._replace(figure="state")),
            paint_agent(name, told_agent, scene, view),
            paint_timeline(told_agent, scene, view),
            paint_pauses(told_agent, view),
        ]
        for sheet in sheets:
            harmless((*sheet.head, *sheet.body), width)


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_stays_whole(size: tuple[int, int]) -> None:
    async with at_the_floor(floors.hostile, size) as person:
        for keys in ((), ("w",), ("w", "question_mark"), ("escape", "f1")):
            await person.press(*keys)
            harmless(person.app.screen._compositor.render_strips(), size[0])
        assert len(person.lines) == size[1]


async def test_markup_is_plain_text() -> None:
    async with at_the_floor(floors.hostile) as person:
        assert person.sees("[red]danger[/red]")


@pytest.mark.parametrize("width", [20, 39, 80, 120, 200])
@pytest.mark.parametrize("height", [1, 5, 23, 60])
def test_every_painter_keeps_to_its_cells(width: int, height: int) -> None:
    for make in (floors.hostile, floors.busy, floors.sixty, floors.calm, floors.floor):
        all_painted(scene_of(make()), width, height)


@settings(max_examples=50)
@given(
    name=st.text(max_size=40),
    width=st.integers(1, 60),
    number=st.integers(0, 10**12),
    since_s=st.integers(-(10**11), 10**11),
)
def test_any_text_and_any_number(name: str, width: int, number: int, since_s: int) -> None:
    shot = floors.busy()
    queues = tuple(
        replace(q, queue=name, offered=number, waiting=number, oldest_s=since_s, formula=name,
                lost=number, asa_s=float(number), budget_left=-float(number), burn=float(number))
        for q in shot.queues
    )  # fmt: skip
    agents = tuple(
        replace(a, agent=name, state=name, reason=name, queue=name, since_s=since_s)
        for a in shot.agents
    )
    waiting = tuple(
        replace(w, queue=name, caller=name, offered_s=since_s, earlier=number) for w in shot.waiting
    )
    happenings = tuple(replace(h, queue=name, text=name, s=since_s) for h in shot.happenings)
    source = SourceNow(name, float(since_s), float(since_s), False, number, name)
    shot = replace(shot, site=name, zone=name, queues=queues, waiting=waiting, agents=agents,
                   happenings=happenings, sources=(source, source), rejected=number)  # fmt: skip
    all_painted(scene_of(shot), width, 12)
    all_painted(scene_of(replace(shot, as_of_s=since_s)), width, 12)


@given(text=st.text(max_size=80), width=st.integers(0, 40), right=st.booleans())
def test_a_cell_is_exactly_as_wide_as_it_says(text: str, width: int, right: bool) -> None:
    assert cell_len(cell(text, width, right)) == width


@given(text=st.text(max_size=200), width=st.integers(10, 100))
def test_an_explanation_keeps_to_its_page(text: str, width: int) -> None:
    explanation = Explanation(
        title=text, says=text, formula=text, value=text, share=Share(1, 0), params=((text, text),),
        sql=text, path=text, others=((text, Share(1, 2)),),
    )  # fmt: skip
    harmless(explained(explanation, width, LOOKS), width)
    harmless(explained(explanation, width, LOOKS, True), width)


async def test_a_reason_for_failure_is_harmless_too() -> None:
    async with at_the_floor(floors.busy) as person:
        for name in floors.HOSTILE:
            person.feed.error = RuntimeError(name)
            await person.refreshes()
            assert "RuntimeError" in person.header
            harmless(person.app.screen._compositor.render_strips(), 120)


async def test_a_hostile_key_map_is_harmless() -> None:
    keys = {name: "x" for name in floors.HOSTILE}
    keys |= {
        action.id: name for action, name in zip(in_footer("floor"), floors.HOSTILE, strict=False)
    }
    async with at_the_floor(floors.busy, keys=keys) as person:
        await person.until(lambda: person.sees("no action is called"))
        harmless(person.app.screen._compositor.render_strips(), 120)
