"""Who was never reached, and how soon others were."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.queries.hand_made import DAY, Floor, pick

HOUR = 3600


def lost(floor: Floor, **params: object) -> list[tuple[object, ...]]:
    return pick(floor.ask("lost_callers", **params), "caller", "tries", "waited_s")


def test_all_columns_of_a_lost_caller(floor: Floor) -> None:
    floor.call(s=100, wait=30, outcome="abandoned", call_id="17.1", seq=7, caller="0301111")
    floor.call("sales", s=300, wait=70, outcome="overflowed", left_by="key", caller="0301111")
    floor.owe(400, kind="call-back", caller="0301111")
    assert floor.ask("lost_callers") == [
        {
            "caller": "0301111",
            "customer": "0301111",
            "queue": "sales",
            "outcome": "overflowed",
            "last_at": datetime(1970, 1, 1, 0, 5),
            "tries": 2,
            "longest_wait_s": 70.0,
            "waited_s": 100.0,
            "first_at": datetime(1970, 1, 1, 0, 1, 40),
            "follow_up": "F1",
            "call_id": "17.1",
            "source": "pbx",
            "seq": 7,
            "left_out": 0,
            "left_out_share": 0.0,
        }
    ]


@pytest.mark.parametrize("outcome", ["abandoned", "overflowed", "lost", "lost?"])
def test_who_is_lost_is_lost_until_somebody_answers(floor: Floor, outcome: str) -> None:
    floor.call(s=100, wait=30, outcome=outcome)
    assert lost(floor) == [("0301234", 1, 30)]
    floor.call(s=200, outcome="talking")
    assert lost(floor) == []
    floor.call(s=300, wait=50, outcome="abandoned")
    assert lost(floor) == [("0301234", 1, 50)], "tries begin anew after an answer"


def test_who_stands_in_line_now_is_not_lost(floor: Floor) -> None:
    floor.call(s=100, wait=30, outcome="abandoned")
    floor.call(s=200, wait=30, outcome="waiting")
    assert lost(floor) == []


def test_a_refused_contact_changes_nothing(floor: Floor) -> None:
    floor.call(s=100, wait=30, outcome="abandoned")
    floor.call(s=200, outcome="refused")
    assert lost(floor) == [("0301234", 1, 30)]


def test_a_contact_answered_elsewhere_reached_somebody(floor: Floor) -> None:
    floor.call("sales", s=100, wait=30, outcome="overflowed", left_by="key", call_id="17.1")
    floor.call(s=131, wait=5, call_id="17.1")
    assert lost(floor) == []


@pytest.mark.parametrize(("how", "is_lost"), [("done", False), ("cancel", True)])
def test_a_completed_call_back_reached_somebody(floor: Floor, how: str, is_lost: bool) -> None:
    floor.call(s=100, wait=30, outcome="abandoned")
    floor.owe(200, kind="call-back")
    floor.owe(300, how)
    assert bool(lost(floor)) is is_lost
    floor.call(s=400, wait=20, outcome="abandoned")
    assert lost(floor) == [("0301234", 1, 20)] if how == "done" else [("0301234", 2, 50)]


def test_nobody_is_never_lost(floor: Floor) -> None:
    for caller in ("", "anonymous", None, "0", "12"):
        floor.call(s=100, wait=30, outcome="abandoned", caller=caller)
    assert lost(floor) == []


def test_most_tries_first_and_by_queue_and_period(floor: Floor) -> None:
    floor.call(s=DAY + 100, wait=90, outcome="abandoned", caller="030111")
    for s in (DAY - 50, DAY + 200):
        floor.call("sales", s=s, wait=10, outcome="abandoned", caller="030222")
    floor.call(s=100, wait=10, outcome="abandoned", caller="030333")
    period = {"since": DAY, "until": 2 * DAY}
    assert lost(floor, **period) == [("030222", 2, 20), ("030111", 1, 90)]
    assert lost(floor, **period, queue="support") == [("030111", 1, 90)]
    assert lost(floor) == [("030333", 1, 10)], "who phoned again later is no loss of that day"


def test_recovery_within_24_hours(floor: Floor) -> None:
    now = 3 * DAY
    for n, (end, answer) in enumerate(((100, 160), (100, 100 + DAY), (100, 101 + DAY), (100, 0))):
        floor.call(s=end - 30, wait=30, outcome="abandoned", caller=f"03010{n}")
        if answer:
            floor.call(s=answer - 5, wait=5, caller=f"03010{n}")
    floor.call("sales", s=50, wait=30, outcome="lost", end=80, caller="030200")
    floor.owe(90, kind="call-back", caller="030200")
    floor.owe(380, "done")
    rows = floor.ask("recovery", heard_s=now)
    names = ("queue", "numerator", "denominator", "value", "median_s")
    assert pick(rows, *names) == [
        ("sales", 1, 1, 1.0, 300),
        ("support", 2, 4, 0.5, 60),
        (None, 3, 5, 0.6, 300),
    ]
    assert pick(floor.ask("recovery", heard_s=now, within_s=DAY + 1), *names)[1] == (
        "support", 3, 4, 0.75, DAY,
    )  # fmt: skip


def test_the_youngest_failures_are_pending(floor: Floor) -> None:
    floor.call(s=70, wait=30, outcome="abandoned", caller="030111")
    floor.call(s=71, wait=30, outcome="abandoned", caller="030222")
    floor.call(s=72, wait=30, outcome="abandoned", caller="030333")
    floor.call(s=200, wait=5, caller="030333")
    floor.call(s=73, wait=30, outcome="abandoned", caller="anonymous")
    (row, total) = floor.ask("recovery", heard_s=100 + DAY)
    assert (row["numerator"], row["denominator"], row["pending"], row["pending_recovered"]) == (
        0, 1, 2, 1,
    )  # fmt: skip
    assert row["unidentified"] == total["unidentified"] == 1


def test_nothing_failed(floor: Floor) -> None:
    floor.call()
    assert pick(floor.ask("recovery"), "queue", "denominator", "value") == [(None, 0, None)]


def test_the_share_that_failed_and_is_nobodys_stands_beside_the_lost(floor: Floor) -> None:
    floor.call(s=100, outcome="abandoned", caller="0301111")
    floor.call(s=200, outcome="abandoned", caller="anonymous", times=3)
    floor.call("sales", s=300, outcome="abandoned", caller="0302222")
    names = ("caller", "left_out", "left_out_share")
    assert pick(floor.ask("lost_callers"), *names) == [("0301111", 3, 0.75), ("0302222", 0, 0.0)]
    assert floor.row("recovery", heard_s=3 * DAY)["left_out_share"] == 0.75


def test_recovery_is_pending_where_the_log_ends(floor: Floor) -> None:
    floor.call(s=100, wait=30, outcome="abandoned", caller="0301111")
    assert floor.row("recovery", heard_s=130 + DAY - 1)["pending"] == 1
    assert floor.row("recovery", heard_s=130 + DAY)["denominator"] == 1
