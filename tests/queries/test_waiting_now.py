"""Who is waiting."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import DAY, Floor, only, pick

NOW = 30_000


def test_the_oldest_first_and_only_who_still_waits(floor: Floor) -> None:
    floor.queue("sales", threshold=30)
    floor.call("sales", s=NOW - 9, wait=9, outcome="waiting", call_id="17.3", caller="0308832")
    floor.call(s=NOW - 134, wait=134, outcome="waiting", call_id="17.1", caller="0300147")
    floor.call(s=NOW - 50, wait=10)
    floor.call(s=NOW - 50, wait=10, outcome="talking")
    floor.call(s=NOW - 20_000, wait=None, outcome="lost?")
    assert floor.ask("waiting_now") == [
        {
            "queue": "support", "call_id": "17.1", "caller": "0300147", "wait_s": 134.0,
            "offered_s": NOW - 134, "earlier": 0, "yesterday": 0, "threshold_s": 20.0,
        },
        {
            "queue": "sales", "call_id": "17.3", "caller": "0308832", "wait_s": 9.0,
            "offered_s": NOW - 9, "earlier": 0, "yesterday": 0, "threshold_s": 30.0,
        },
    ]  # fmt: skip
    assert pick(floor.ask("waiting_now", queue="sales"), "call_id") == [("17.3",)]


def test_earlier_calls_are_of_today_and_of_the_same_number(floor: Floor) -> None:
    floor.call(s=-10, call_id="y", caller="0300147")  # yesterday
    floor.call(s=0, call_id="a", caller="0300147")
    floor.call("sales", s=5, call_id="a", caller="0300147")  # the same call, transferred
    floor.call("sales", s=500, call_id="b", caller="0300147", outcome="abandoned")
    floor.call(s=500, call_id="b", caller="0300147", source="pbx-2", outcome="abandoned")
    floor.call(s=600, call_id="c", caller="0300148")
    floor.call("sales", s=990, call_id="w", caller="0300147", outcome="abandoned")
    floor.call(s=1000, call_id="w", caller="0300147", wait=30, outcome="waiting")
    floor.call(s=1000, call_id="later", caller="0300147")
    assert only(floor.ask("waiting_now"))["earlier"] == 3


def test_yesterday_is_the_day_before_this_one(floor: Floor) -> None:
    floor.call(s=-DAY - 1, call_id="x", caller="0300147")  # the day before that
    floor.call(s=-DAY, call_id="a", caller="0300147")
    floor.call("sales", s=-DAY + 60, call_id="a", caller="0300147")  # the same call, transferred
    floor.call(s=-1, call_id="b", caller="0300147", outcome="abandoned")
    floor.call(s=-5, call_id="c", caller="0300148")
    floor.call(s=1000, call_id="w", caller="0300147", wait=30, outcome="waiting")
    assert pick(floor.ask("waiting_now"), "earlier", "yesterday") == [(0, 2)]


def test_two_calls_of_one_number_in_one_second_are_told_apart_by_the_log(floor: Floor) -> None:
    floor.call(s=1000, call_id="a", outcome="waiting")
    floor.call(s=1000, call_id="b", outcome="waiting")
    assert pick(floor.ask("waiting_now"), "call_id", "earlier") == [("a", 0), ("b", 1)]


@pytest.mark.parametrize("caller", [None, "", "anonymous", "unknown", "0", "12"])
def test_without_a_number_nobody_is_known(floor: Floor, caller: str | None) -> None:
    floor.call(s=10, caller=caller)
    floor.call(s=1000, caller=caller, outcome="waiting")
    assert only(floor.ask("waiting_now"))["earlier"] is None
    assert only(floor.ask("waiting_now"))["yesterday"] is None


def test_who_waits_across_midnight(floor: Floor) -> None:
    floor.call(s=-100, wait=160, outcome="waiting")
    assert only(floor.ask("waiting_now"))["offered_s"] == -100
