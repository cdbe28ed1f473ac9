"""agent_calls: who handled what, by hand."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import Floor


def test_handling_by_agent(floor: Floor) -> None:
    floor.queue("support", wrapup=10)
    floor.call(agent="Ana", talk=60, ended_by="agent")
    floor.call(agent="Ana", talk=120, transfer="blind", ended_by="transfer")
    floor.call(agent="Ben", talk=30, ended_by="caller")
    floor.call(agent="Ben", outcome="talking", talk=500)  # has no end yet
    rows = {row["agent"]: row for row in floor.ask("agent_calls")}
    assert set(rows) == {"Ana", "Ben"}
    ana = rows["Ana"]
    assert (ana["calls"], ana["talk_s"], ana["numerator"]) == (2, 180, 200)
    assert ana["value"] == pytest.approx(100)
    assert (ana["transferred"], ana["blind"], ana["ended_by_agent"]) == (1, 1, 1)
    assert rows["Ben"]["value"] == 40


def test_nobody_answered(floor: Floor) -> None:
    floor.call(outcome="abandoned")
    assert floor.ask("agent_calls") == []
