"""Pauses by reason."""

from __future__ import annotations

from tests.queries.hand_made import Floor, pick

COLUMNS = ("agent", "reason", "seconds", "pauses", "longest_s")


def test_a_pause_of_all_queues_is_one_pause(floor: Floor) -> None:
    floor.span("Ana", "paused", 100, 400, queue="NONE", reason="lunch")
    floor.span("Ana", "paused", 100, 400, queue="support", reason="lunch")
    floor.span("Ana", "paused", 100, 401, queue="sales", reason="lunch")
    assert pick(floor.ask("pauses"), *COLUMNS) == [("Ana", "lunch", 301, 1, 301)]


def test_overlapping_pauses_of_two_queues_are_their_union(floor: Floor) -> None:
    floor.span("Ana", "paused", 100, 200, queue="support", reason="lunch")
    floor.span("Ana", "paused", 150, 250, queue="sales", reason="lunch")
    floor.span("Ana", "paused", 120, 130, queue="billing", reason="lunch")  # within the first
    floor.span("Ana", "paused", 240, 260, queue="billing", reason="lunch")
    floor.span("Ana", "paused", 500, 540, queue="sales", reason="lunch")
    assert pick(floor.ask("pauses"), *COLUMNS) == [("Ana", "lunch", 200, 2, 160)]


def test_a_pause_set_again_is_the_same_pause_and_another_reason_is_another(floor: Floor) -> None:
    floor.span("Ana", "paused", 100, 160, reason="lunch")
    floor.span("Ana", "paused", 160, 200, reason="lunch")
    floor.span("Ana", "paused", 200, 230, reason="Auto-Pause")
    floor.span("Ben", "paused", 100, 110)
    floor.span("Ben", "paused", 200, 220, reason="")
    assert pick(floor.ask("pauses"), *COLUMNS) == [
        ("Ana", "Auto-Pause", 30, 1, 30),
        ("Ana", "lunch", 100, 1, 100),
        ("Ben", "", 30, 2, 20),  # none given, said in two ways
    ]


def test_cut_to_the_period_and_the_asked_moment(floor: Floor) -> None:
    floor.span("Ana", "paused", 50, 150, reason="lunch")
    floor.span("Ana", "paused", 180, reason="lunch")
    floor.span("Ana", "paused", 20, 100, reason="early")
    floor.span("Ana", "in", 0)
    floor.talk("Ana", 0, 500)
    rows = floor.ask("pauses", since=100, until=1000, as_of=200)
    assert pick(rows, *COLUMNS) == [("Ana", "lunch", 70, 2, 50)]
    rows = floor.ask("pauses", since=100, until=190, as_of=200)
    assert pick(rows, *COLUMNS) == [("Ana", "lunch", 60, 2, 50)]


def test_nobody_paused(floor: Floor) -> None:
    assert floor.ask("pauses") == []
