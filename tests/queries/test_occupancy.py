"""Occupancy."""

from __future__ import annotations

from tests.queries.busy import busy
from tests.queries.hand_made import Floor, pick

COLUMNS = ("agent", "on_call_s", "ready_s", "numerator", "denominator", "value")


def test_on_calls_over_on_calls_and_ready(floor: Floor) -> None:
    floor.queue(wrapup=10)
    floor.span("Ana", "in", 0, 400)
    floor.talk("Ana", 0, 70)  # then 10 s of wrap-up, in neither part
    floor.span("Ana", "paused", 110, 390)
    floor.span("Ben", "in", 0, 100)
    assert pick(floor.ask("occupancy", until=400), *COLUMNS) == [
        ("Ana", 70, 40, 70, 110, 70 / 110),
        ("Ben", 0, 100, 0, 100, 0.0),
        (None, 70, 140, 70, 210, 70 / 210),
    ]


def test_two_talks_at_once_count_once(floor: Floor) -> None:
    floor.queue()
    floor.span("Ana", "in", 0, 100)
    floor.talk("Ana", 0, 60)
    floor.talk("Ana", 30, 80)
    assert floor.ask("occupancy")[0]["value"] == 0.8


def test_cut_to_the_period_and_the_asked_moment(floor: Floor) -> None:
    floor.queue()
    floor.span("Ana", "in", 0)
    floor.talk("Ana", 50)
    row = floor.ask("occupancy", since=40, until=1000, as_of=90)[0]
    assert (row["on_call_s"], row["ready_s"]) == (40, 10)


def test_nobody_there_is_null(floor: Floor) -> None:
    floor.member("support", "Dee")
    floor.span("Ana", "paused", 0, 100)
    assert pick(floor.ask("occupancy"), *COLUMNS) == [(None, 0, 0, 0, 0, None)]


def test_where_no_source_says_who_was_ready_there_is_none(floor: Floor) -> None:
    floor.queue()
    floor.talk("Ana", 0, 60)  # nothing else is known of her
    floor.talk("Ben", 0, 60)
    floor.span("Ben", "paused", 100, 200)  # nor when Ben was there
    floor.span("Cem", "in", 0, 60)
    floor.talk("Cem", 0, 60)  # busy all the time
    floor.span("Dee", "in", 5000, 6000)  # not in the period
    floor.talk("Dee", 0, 30)
    assert pick(floor.ask("occupancy", until=400), *COLUMNS) == [
        ("Ana", 60, None, 0, 0, None),
        ("Ben", 60, None, 0, 0, None),
        ("Cem", 60, 0, 60, 60, 1.0),
        ("Dee", 30, None, 0, 0, None),
        (None, 210, 0, 60, 60, 1.0),
    ]


def test_it_is_the_sweep_of_agent_time() -> None:
    floor = busy(seed=11)
    known = {r["agent"]: r for r in floor.ask("agent_time", as_of=8000)}
    rows = floor.ask("occupancy", as_of=8000)
    assert len(rows) == 4
    for row in rows:
        times = known[row["agent"]]
        assert (row["on_call_s"], row["ready_s"]) == (times["talking_s"], times["ready_s"])
