"""What contacts are about, and what is about to become many."""

from __future__ import annotations

import math

import pytest

from tests.queries.hand_made import DAY, Floor, pick

WEEK = 7 * DAY
NOW = 10 * WEEK


def contact(floor: Floor, reason: str | None, caller: str, s: int = 100, queue: str = "q") -> None:
    call_id = f"id{len(floor.rows['calls'])}"
    floor.call(queue, s, 10, talk=50, caller=caller, call_id=call_id)
    if reason:
        floor.code(call_id, reason, "reason", s)


def test_contacts_and_customers_by_reason(floor: Floor) -> None:
    for reason, callers in (("a", "1111"), ("b", "112"), ("c", "1234"), ("d", "")):
        for caller in callers:
            contact(floor, reason, f"100{caller}")
    contact(floor, "d", "anonymous")
    contact(floor, None, "1001")
    rows = floor.ask("reasons")
    assert pick(rows, "reason", "contacts", "customers", "spread") == [
        ("a", 4, 1, "one"), ("c", 4, 4, "many"), ("b", 3, 2, "few"), ("d", 1, 0, None),
        (None, 1, 1, "one"),
    ]  # fmt: skip
    assert rows[2]["contacts_per_customer"] == 1.5
    assert rows[0]["share"] == pytest.approx(4 / 13)
    assert (rows[3]["left_out"], rows[3]["left_out_share"]) == (1, 1.0)
    assert floor.ask("reasons", queue="other") == []


def test_the_first_kind_in_the_settings_is_the_reason_and_its_last_code(floor: Floor) -> None:
    floor.call(call_id="a")
    floor.code("a", "100", "did")
    floor.code("a", "first", "reason")
    floor.code("a", "last", "reason")
    floor.code("a", "200", "did")
    floor.code("a", "SOLVED")
    assert pick(floor.ask("reasons"), "reason", "kind") == [("last", "reason")]
    floor.resolution(reasons=("did",))
    assert pick(floor.ask("reasons"), "reason", "kind") == [("200", "did")]


def history(floor: Floor, weekly: int, reason: str = "a") -> None:
    """So many contacts on the same hour of each of the four weeks before, and one long ago."""
    contact(floor, None, "1001", NOW - 5 * WEEK)
    for week in range(1, 5):
        for _ in range(weekly):
            contact(floor, reason, "1001", NOW - week * WEEK + 60)


def poisson_bound(mean: float) -> int:
    """The least k with P(X <= k) >= 0.99, term by term."""
    k, term = 0, math.exp(-mean)
    total = term
    while total < 0.99:
        k += 1
        term *= mean / k
        total += term
    return k


@pytest.mark.parametrize(("weekly", "bound"), [(1, 4), (2, 6), (5, 11), (10, 18)])
def test_emerging_is_above_the_bound(floor: Floor, weekly: int, bound: int) -> None:
    assert poisson_bound(weekly) == bound
    history(floor, weekly)
    for _ in range(bound):
        contact(floor, "a", "1002", NOW + 100)
    [row] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    assert (row["contacts"], row["expected"], row["bound"]) == (bound, weekly, bound)
    assert (row["is_emerging"], row["excess"], row["weeks"]) == (False, 0, 4)
    contact(floor, "a", "1003", NOW + 3599)
    [row] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    assert (row["is_emerging"], row["excess"], row["customers"]) == (True, 1, 2)


@pytest.mark.parametrize("weekly", [40, 137])
def test_the_bound_is_that_of_poisson(floor: Floor, weekly: int) -> None:
    history(floor, weekly)
    contact(floor, "a", "1001", NOW)
    [row] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    assert row["bound"] == poisson_bound(weekly)


def test_a_reason_nobody_had_emerges_with_its_first_contact(floor: Floor) -> None:
    history(floor, 3)
    contact(floor, "new", "1001", NOW)
    rows = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    assert pick(rows, "reason", "bound", "is_emerging") == [("new", 0, True)]


def test_other_hours_and_days_do_not_count(floor: Floor) -> None:
    history(floor, 2)
    for s in (NOW - WEEK - 1, NOW - WEEK + 3600, NOW - DAY, NOW - 5 * WEEK + 60):
        contact(floor, "a", "1001", s)
    contact(floor, "a", "1001", NOW)
    [row] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    assert (row["before"], row["expected"]) == (8, 2)


def test_the_hours_are_those_of_the_local_clock(floor: Floor) -> None:
    floor.zone((-(10**11), NOW - DAY, 3600), (NOW - DAY, 10**11, 7200))  # put forward yesterday
    contact(floor, None, "1001", NOW - 5 * WEEK)
    contact(floor, "a", "1001", NOW - WEEK + 3600)  # the hour that NOW is in, a week ago
    contact(floor, "a", "1001", NOW)
    [row] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    assert row["before"] == 1


def test_without_a_past_nothing_emerges(floor: Floor) -> None:
    contact(floor, "a", "1001", NOW)
    [row] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    assert (row["weeks"], row["expected"], row["bound"], row["is_emerging"]) == (
        0,
        None,
        None,
        False,
    )


def test_weeks_that_are_not_known_whole_are_not_counted(floor: Floor) -> None:
    """Of four weeks before only three lie after the first contact: the fourth tells nothing."""
    contact(floor, None, "1001", NOW - 4 * WEEK + 30)
    for week in range(1, 5):
        for _ in range(5):
            contact(floor, "a", "1001", NOW - week * WEEK + 60)
    contact(floor, "a", "1001", NOW)
    [row] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    assert (row["weeks"], row["before"], row["expected"]) == (3, 15, 5)


def test_of_a_day_that_is_not_over_only_what_has_passed_is_compared(floor: Floor) -> None:
    history(floor, 2)
    for week in range(1, 5):
        contact(floor, "a", "1001", NOW - week * WEEK + 1800)
    contact(floor, "a", "1001", NOW)
    [whole] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 3600)
    [half] = floor.ask("emerging_reasons", since=NOW, until=NOW + 3600, heard_s=NOW + 1800)
    assert (whole["before"], half["before"]) == (12, 8)
