"""Whom each queue can count on."""

from __future__ import annotations

from tests.queries.hand_made import Floor, pick

NOW = 30_000
COLUMNS = ("queue", "ready", "talking", "elsewhere", "wrapup", "paused", "unknown")


def test_each_member_stands_in_one_column_of_each_of_their_queues(floor: Floor) -> None:
    floor.queue("night")
    floor.queue("sales", wrapup=30)
    floor.queue("support")
    for agent in ("Ana", "Ben", "Chi", "Dee", "Eli"):
        floor.span(agent, "in", 0, queue="support")
    floor.span("Ana", "in", 0, queue="sales")
    floor.span("Ben", "in", 0, queue="sales")
    floor.span("Chi", "paused", 900, queue="support")  # in this queue only
    floor.span("Chi", "in", 0, queue="sales")
    floor.span("Dee", "paused", 900, queue="NONE")
    floor.call("sales", s=NOW - 50, wait=10, outcome="talking", agent="Ana")
    floor.call("sales", s=NOW - 50, wait=10, talk=20, agent="Ben")  # wrap-up for 10 s more
    assert pick(floor.ask("members_now", as_of=NOW), *COLUMNS) == [
        ("night", 0, 0, 0, 0, 0, 0),
        ("sales", 1, 1, 0, 1, 0, 0),
        ("support", 1, 0, 1, 1, 2, 0),
    ]


def test_static_members_are_unknown_until_something_is_heard_of_them(floor: Floor) -> None:
    floor.queue()
    for agent in ("Ana", "Ben", "Chi"):
        floor.member("support", agent)
    floor.span("Ana", "in", 0)
    floor.span("Ben", "out", 0)
    floor.span("Eve", "in", 0, 100)
    assert pick(floor.ask("members_now", as_of=NOW), *COLUMNS) == [("support", 1, 0, 0, 0, 0, 1)]


def test_someone_talking_counts_for_the_queue_of_the_call_even_when_removed_from_it(
    floor: Floor,
) -> None:
    floor.span("Ana", "out", 500)
    floor.call(s=100, wait=0, outcome="talking")
    assert pick(floor.ask("members_now", as_of=NOW), *COLUMNS) == [("support", 0, 1, 0, 0, 0, 0)]
