"""When a queue fell under its target, and when it was back."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import Floor, pick

COLUMNS = ("s", "kind", "numerator", "denominator")


def test_a_whole_call_short_is_a_breach_and_the_target_itself_is_not(floor: Floor) -> None:
    floor.call(s=0, wait=10, times=4)  # 4 of 4, at 10
    floor.call(s=100, wait=30)  # late from 120 on: 4 of 5 is 80 %, no breach
    floor.call(s=200, wait=30)  # 4 of 6 from 220 on: 4.8 were needed, 0.8 of a call short
    floor.call(s=300, wait=30)  # 4 of 7 from 320 on: 5.6 were needed, 1.6 short
    floor.call(s=400, wait=1, times=7)  # 11 of 14: 11.2 were needed, not back yet
    floor.call(s=500, wait=1)  # 12 of 15: back
    assert floor.ask("breaches_now") == [
        {"s": 501, "queue": "support", "kind": "recovered", "numerator": 12, "denominator": 15,
         "target": 0.8},
        {"s": 320, "queue": "support", "kind": "breached", "numerator": 4, "denominator": 7,
         "target": 0.8},
    ]  # fmt: skip
    assert pick(floor.ask("breaches_now", limit=1), "s") == [(501,)]


def test_the_first_call_of_a_morning_is_not_yet_a_breach(floor: Floor) -> None:
    floor.call(s=0, wait=30)
    assert not floor.ask("breaches_now")
    floor.call(s=50, wait=30, outcome="abandoned")
    assert pick(floor.ask("breaches_now"), *COLUMNS) == [(70, "breached", 0, 2)]


def test_a_waiting_call_counts_from_the_second_after_its_threshold(floor: Floor) -> None:
    floor.call(s=0, wait=20, outcome="waiting", times=2)  # 20 s is in time
    assert not floor.ask("breaches_now")
    floor.call("sales", s=0, wait=21, outcome="waiting", times=2)
    assert pick(floor.ask("breaches_now"), "queue", *COLUMNS) == [("sales", 20, "breached", 0, 2)]


def test_short_abandons_lost_and_refused_calls_breach_nothing(floor: Floor) -> None:
    floor.call(s=0, wait=5, outcome="abandoned", times=9)
    floor.call(s=0, wait=0, outcome="refused", times=9)
    floor.call(s=0, wait=None, outcome="lost?", times=9)
    assert not floor.ask("breaches_now")


def test_what_is_lost_counted_until_it_was(floor: Floor) -> None:
    floor.lost(0, 100)
    floor.lost(0, 100)  # both late from 20 on
    floor.lost(200, 400, answer=260)  # late from 220 on, its talk cut off at 400
    floor.call(s=300, wait=30)  # late from 320 on
    floor.call(s=500, wait=1, times=4)  # 4 of 5 without the lost ones: back at the target
    assert pick(floor.ask("breaches_now"), *COLUMNS) == [
        (501, "recovered", 4, 5),
        (320, "breached", 0, 2),
        (100, "recovered", 0, 0),
        (20, "breached", 0, 2),
    ]


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("standard", [(30, "breached", 0, 2)]),  # both late by 30: one answered at 40, one gone
        ("negative", [(30, "breached", 0, 2)]),
        ("ignore", [(30, "breached", 0, 2)]),
        ("positive", [(30, "breached", 0, 2)]),
        ("answered", []),  # 0 of 1
        ("asterisk", []),  # 0 of 1
        ("asterisk2", [(160, "breached", 0, 2)]),  # the second one's end
    ],
)
def test_each_formula_has_its_own_moment(
    floor: Floor, formula: str, says: list[tuple[int, str, int, int]]
) -> None:
    floor.queue(formula=formula)
    floor.call(s=10, wait=30, talk=120)  # answered at 40, over at 160
    floor.call(s=10, wait=50, outcome="abandoned")
    assert pick(floor.ask("breaches_now"), *COLUMNS) == says


def test_calls_of_yesterday_are_not_todays(floor: Floor) -> None:
    floor.call(s=-100, wait=200, times=5)
    assert not floor.ask("breaches_now")
    floor.queue("sales", formula="asterisk")
    floor.call("sales", s=-100, wait=50, talk=100, times=2)  # over at 50: counted by its end
    assert pick(floor.ask("breaches_now"), "queue", *COLUMNS) == [("sales", 50, "breached", 0, 2)]
