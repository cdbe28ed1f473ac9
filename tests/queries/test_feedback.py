"""What customers answer, how many were asked, and who was asked at all."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import Floor, pick

YEAR = 365 * 86_400


def test_the_two_best_answers_are_satisfied(floor: Floor) -> None:
    for csat in (5.0, 4.0, 3.9, 3.0, 1.0):
        floor.survey(csat=csat)
    floor.survey(answered=False)
    row = floor.row("feedback")
    assert (row["asked"], row["responses"]) == (6, 5)
    assert (row["numerator"], row["denominator"], row["value"]) == (2, 5, 0.4)


def test_promoters_less_detractors(floor: Floor) -> None:
    for nps in (10.0, 9.0, 9.0, 8.0, 7.0, 6.0, 0.0):
        floor.survey(nps=nps)
    floor.survey(csat=5.0)
    row = floor.row("feedback")
    assert row["nps"] == pytest.approx(1 / 7)
    assert (row["nps_responses"], row["denominator"]) == (7, 1)


def test_effort_and_empathy_are_means_of_who_answered(floor: Floor) -> None:
    floor.survey(ces=2.0, empathy=5.0)
    floor.survey(ces=4.0)
    floor.survey(20, queue="sales", empathy=1.0)
    columns = ("queue", "ces", "ces_responses", "empathy", "empathy_responses")
    assert pick(floor.ask("feedback"), *columns) == [
        ("sales", None, 0, 1.0, 1),
        ("support", 3.0, 2, 5.0, 1),
        (None, 3.0, 2, 3.0, 2),
    ]


def test_nobody_asked_is_no_value(floor: Floor) -> None:
    row = floor.row("feedback", None)
    assert (row["asked"], row["value"], row["nps"], row["ces"]) == (0, None, None, None)


def test_the_period_is_when_they_were_asked(floor: Floor) -> None:
    for s in (0, 86_399, 86_400):
        floor.survey(s, csat=5.0)
    assert floor.row("feedback")["asked"] == 2


def test_coverage_counts_customers_once(floor: Floor) -> None:
    floor.call(customer="1", call_id="a")
    floor.call(customer="1", call_id="b")
    floor.call(customer="2", call_id="c")
    floor.call(customer="3", call_id="d")
    floor.call(customer=None, call_id="e")
    floor.survey(customer="1")
    floor.survey(customer="1")
    floor.survey(customer=None, call_id="c", answered=False)
    floor.survey(customer="9")
    [row] = floor.ask("feedback_coverage")
    assert (row["numerator"], row["denominator"]) == (2, 3)


def test_coverage_looks_back_twelve_months(floor: Floor) -> None:
    floor.call(s=0, customer="1")
    floor.call(s=YEAR - 1, customer="2")
    floor.survey(0, customer="2")
    ask = {"until": YEAR + 1, "as_of": YEAR + 1}
    [row] = floor.ask("feedback_coverage", **ask)
    assert (row["numerator"], row["denominator"], row["value"]) == (0, 1, 0.0)
    [row] = floor.ask("feedback_coverage", until=YEAR, as_of=YEAR)
    assert (row["numerator"], row["denominator"]) == (1, 2)
