"""An agent's day as stretches of one state at a time."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.queries.busy import busy
from tests.queries.hand_made import Floor, pick


def test_the_highest_state_wins_and_neighbours_are_one(floor: Floor) -> None:
    floor.queue(wrapup=10)
    floor.span("Ana", "in", 100, 900)
    floor.talk("Ana", 200, 260)
    floor.talk("Ana", 260, 300, queue="support")  # no second between the two
    floor.span("Ana", "paused", 290, 400, reason="lunch")
    floor.span("Ana", "paused", 400, 450, reason="coffee")
    floor.span("Ana", "out", 900)
    floor.span("Ben", "in", 0)
    rows = floor.ask("agent_timeline", since=0, until=1000, as_of=2000, agent="Ana")
    assert pick(rows, "s", "end_s", "state") == [
        (0, 100, "unknown"),
        (100, 200, "ready"),
        (200, 300, "talking"),
        (300, 310, "wrap-up"),
        (310, 450, "paused"),
        (450, 900, "ready"),
        (900, 1000, "out"),
    ]
    assert {row["agent"] for row in floor.ask("agent_timeline")} == {"Ana", "Ben"}


def test_it_ends_at_the_asked_moment_and_knows_nobody_else(floor: Floor) -> None:
    floor.span("Ana", "in", -500)
    rows = floor.ask("agent_timeline", as_of=600, agent="Ana")
    assert pick(rows, "s", "end_s", "state") == [(0, 600, "ready")]
    assert not floor.ask("agent_timeline", agent="Zoe")
    floor.member("support", "Dee")
    rows = floor.ask("agent_timeline", as_of=600, agent="Dee")
    assert pick(rows, "s", "end_s", "state") == [(0, 600, "unknown")]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_stretches_add_up_to_the_agents_time(seed: int) -> None:
    floor = busy(seed)
    period = {"since": 0, "until": 7200, "as_of": 7000}
    lasted: Counter[tuple[str, str]] = Counter()
    for row in floor.ask("agent_timeline", **period):
        lasted[row["agent"], row["state"].replace("-", "")] += row["end_s"] - row["s"]
    told = {
        (row["agent"], name.removesuffix("_s")): seconds
        for row in floor.ask("agent_time", **period)
        for name, seconds in row.items()
        if row["agent"] is not None and name not in ("agent", "total_s") and seconds
    }
    assert dict(lasted) == told
