"""Transfers per answered call, and how many were blind."""

from __future__ import annotations

from tests.queries.hand_made import Floor, pick

COLUMNS = ("queue", "numerator", "denominator", "value", "blind", "attended", "blind_share")


def test_of_answered_calls_also_those_still_talking(floor: Floor) -> None:
    floor.call(ended_by="transfer", transfer="blind", times=3)
    floor.call(ended_by="transfer", transfer="attended")
    floor.call(ended_by="caller", times=3)
    floor.call(outcome="talking")
    floor.call(outcome="abandoned")
    floor.lost(answer=20)
    floor.call("sales", ended_by="agent", times=2)
    assert pick(floor.ask("transfers"), *COLUMNS) == [
        ("sales", 0, 2, 0.0, 0, 0, None),
        ("support", 4, 8, 0.5, 3, 1, 0.75),
        (None, 4, 10, 0.4, 3, 1, 0.75),
    ]


def test_nothing_answered_is_null(floor: Floor) -> None:
    floor.call(outcome="abandoned")
    assert pick(floor.ask("transfers"), *COLUMNS) == [(None, 0, 0, None, 0, 0, None)]


def test_of_some_transfers_nobody_says_whether_they_were_announced(floor: Floor) -> None:
    floor.call(ended_by="transfer", call_id="a")
    assert pick(floor.ask("transfers"), *COLUMNS)[0] == ("support", 1, 1, 1.0, 0, 0, None)
    floor.call(ended_by="transfer", call_id="a", s=200)
    row = floor.row("deflection")
    assert (row["numerator"], row["transfers"], row["longest_chain"]) == (1, 2, 2)
    assert row["blind_share"] is None
    floor.call(transfer="blind", call_id="b")
    assert floor.row("deflection")["blind_share"] == 1.0
