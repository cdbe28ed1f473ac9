"""Agents' time in each state."""

from __future__ import annotations

import random

import pytest

from tests.queries.hand_made import Floor, Row

STATES = ("talking", "wrapup", "paused", "ready", "out", "unknown")


def times(floor: Floor, agent: str | None = "Ana", **params: object) -> dict[str, int]:
    """Seconds by state, those of 0 left out; they always fill the period."""
    rows: list[Row] = [r for r in floor.ask("agent_time", **params) if r["agent"] == agent]
    (row,) = rows
    found = {state: row[f"{state}_s"] for state in STATES}
    assert sum(found.values()) == row["total_s"]
    return {state: seconds for state, seconds in found.items() if seconds}


def test_one_state_at_a_time_the_highest_wins(floor: Floor) -> None:
    floor.queue(wrapup=10)
    floor.span("Ana", "in", 100, 900)
    floor.talk("Ana", 200, 260)
    floor.span("Ana", "paused", 250, 300)  # paused while talking: first the talk and its wrap-up
    floor.span("Ana", "out", 900, 950)
    assert times(floor, since=0, until=1000) == {
        "unknown": 150,  # until 100 and from 950
        "ready": 700,
        "talking": 60,
        "wrapup": 10,  # 260 to 270
        "paused": 30,  # 270 to 300
        "out": 50,
    }


def test_two_phones_and_several_queues_count_once(floor: Floor) -> None:
    floor.queue("support")
    floor.queue("sales")
    floor.span("Ana", "in", 0, 100, queue="support")
    floor.span("Ana", "in", 50, 100, queue="sales")
    floor.talk("Ana", 10, 40, queue="support")
    floor.talk("Ana", 30, 50, queue="sales")
    floor.span("Ana", "paused", 60, 80, queue="support")
    floor.span("Ana", "paused", 60, 90, queue="sales")
    floor.span("Ana", "paused", 60, 70, queue="NONE")
    assert times(floor, since=0, until=100) == {"talking": 40, "paused": 30, "ready": 30}


def test_out_of_one_queue_and_in_another_is_ready(floor: Floor) -> None:
    floor.span("Ana", "in", 0, 100, queue="support")
    floor.span("Ana", "out", 0, 100, queue="sales")
    assert times(floor, since=0, until=100) == {"ready": 100}


def test_spans_are_cut_to_the_period_and_open_ones_run_to_the_asked_moment(floor: Floor) -> None:
    floor.span("Ana", "in", -500)
    floor.span("Ana", "paused", 150, 250, reason="lunch")
    assert times(floor, since=100, until=200, as_of=1000) == {"ready": 50, "paused": 50}
    assert times(floor, since=100, until=200, as_of=160) == {"ready": 50, "paused": 10}


def test_wrap_up_reaches_into_the_period_and_ends_with_the_next_talk(floor: Floor) -> None:
    floor.queue(wrapup=30)
    floor.span("Ana", "in", 0)
    floor.talk("Ana", 50, 90)
    floor.talk("Ana", 110, 140)
    assert times(floor, since=100, until=200) == {"wrapup": 40, "talking": 30, "ready": 30}


def test_a_static_member_nobody_heard_of_is_unknown(floor: Floor) -> None:
    floor.member("support", "Dee")
    floor.span("Ana", "in", 0)
    assert times(floor, "Dee", since=0, until=100) == {"unknown": 100}
    assert times(floor, None, since=0, until=100) == {"unknown": 100, "ready": 100}


def test_a_talk_that_a_restart_cut_off_counts_but_has_no_wrap_up(floor: Floor) -> None:
    floor.queue(wrapup=30)
    floor.lost(10, 80, answer=20)
    assert times(floor, since=0, until=100) == {"unknown": 40, "talking": 60}


def test_calls_and_spans_outside_the_period_list_nobody(floor: Floor) -> None:
    floor.queue(wrapup=30)
    floor.talk("Ana", 0, 60)
    floor.call(s=150, wait=60, agent="Ben")
    floor.span("Chi", "in", 0, 100)
    floor.span("Dee", "in", 200)
    assert [row["agent"] for row in floor.ask("agent_time", since=100, until=200)] == [None]


def test_a_period_that_has_not_begun_has_no_time(floor: Floor) -> None:
    floor.member("support", "Dee")
    floor.span("Ana", "in", 0)
    assert times(floor, None, since=500, until=600, as_of=100) == {}


@pytest.mark.parametrize("seed", range(5))
def test_against_counting_every_second(seed: int) -> None:
    chance = random.Random(seed)
    floor = Floor()
    wrapup = {"sales": 0, "support": 7}
    for queue, seconds in wrapup.items():
        floor.queue(queue, wrapup=seconds)
    spans = []
    for _ in range(30):
        queue, s = chance.choice(("sales", "support")), chance.randrange(-50, 250)
        end = None if chance.random() < 0.1 else s + chance.randrange(40)
        state = chance.choice(("in", "out", "paused", "talking"))
        spans.append((state, queue, s, end))
        if state == "talking":
            floor.talk("Ana", s, end, queue=queue)
        else:
            floor.span("Ana", state, s, end, queue=queue)
    expected = dict.fromkeys(STATES, 0)
    for t in range(100, 200):
        now = {state for state, _, s, end in spans if s <= t < (300 if end is None else end)}
        if any(
            state == "talking" and end is not None and end <= t < end + wrapup[queue]
            for state, queue, s, end in spans
        ):
            now.add("wrapup")
        now = {"ready" if state == "in" else state for state in now}
        expected[next((s for s in STATES if s in now), "unknown")] += 1
    assert times(floor, since=100, until=200) == {s: n for s, n in expected.items() if n}
