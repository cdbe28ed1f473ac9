"""Rings nobody took."""

from __future__ import annotations

from tests.queries.hand_made import Floor, pick

COLUMNS = ("queue", "agent", "numerator", "denominator", "value", "answered", "canceled")


def test_their_share_of_all_rings(floor: Floor) -> None:
    floor.ring("Ana", "answered")
    floor.ring("Ana", "answered")
    floor.ring("Ana", "canceled")
    floor.ring("Ana", "no_answer", ring_s=15)
    floor.ring("Ana", "no_answer", ring_s=0, queue="sales")  # rejected at once
    floor.ring("Ben", "canceled")
    rows = floor.ask("ring_no_answer")
    assert pick(rows, *COLUMNS) == [
        ("sales", "Ana", 1, 1, 1.0, 0, 0),
        ("support", "Ana", 1, 4, 0.25, 2, 1),
        ("support", "Ben", 0, 1, 0.0, 0, 1),
        (None, None, 2, 6, 2 / 6, 2, 2),
    ]
    assert [row["unanswered_s"] for row in rows] == [0.0, 15.0, 0.0, 15.0]


def test_the_period_and_the_queue(floor: Floor) -> None:
    floor.ring("Ana", "answered", s=99)
    floor.ring("Ana", "no_answer", s=100)
    floor.ring("Ana", "no_answer", s=100, queue="sales")
    floor.ring("Ana", "answered", s=200)
    rows = floor.ask("ring_no_answer", since=100, until=200, queue="sales")
    assert pick(rows, "queue", "agent", "numerator", "denominator") == [
        ("sales", "Ana", 1, 1),
        (None, None, 1, 1),
    ]


def test_no_rings_are_null(floor: Floor) -> None:
    assert pick(floor.ask("ring_no_answer"), *COLUMNS) == [(None, None, 0, 0, None, 0, 0)]
