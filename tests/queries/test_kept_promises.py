"""Whether what is owed comes in time: kept_promises, cycles_late, reopened."""

from __future__ import annotations

import pytest

from tests.queries.hand_made import DAY, Floor, Row, only, pick


def row(floor: Floor, name: str, kind: str | None = None, **params: int) -> Row:
    return only(row for row in floor.ask(name, **params) if row["kind"] == kind)


def test_kept_is_closed_by_the_due_instant(floor: Floor) -> None:
    for id, closed in (("F1", 499), ("F2", 500), ("F3", 501)):
        floor.owe(0, id=id, due=500)
        floor.owe(closed, "done", id)
    floor.owe(0, id="F4", due=500)
    floor.owe(0, id="C1", kind="call-back", due=500)
    floor.owe(400, "answered", "C1")
    found = row(floor, "kept_promises", "promise")
    assert (found["numerator"], found["denominator"], found["late"], found["still_open"]) == (
        2, 4, 1, 1,
    )  # fmt: skip
    assert row(floor, "kept_promises")["value"] == pytest.approx(3 / 5)


def test_what_was_cancelled_before_it_was_due_did_not_fall_due(floor: Floor) -> None:
    for id, closed in (("F1", 500), ("F2", 501)):
        floor.owe(0, id=id, due=500)
        floor.owe(closed, "cancel", id)
    assert pick(floor.ask("kept_promises"), "kind", "numerator", "denominator") == [
        ("promise", 0, 1), (None, 0, 1),
    ]  # fmt: skip


def test_the_period_is_of_due_instants_that_are_past(floor: Floor) -> None:
    for id, due in (("F1", 99), ("F2", 100), ("F3", 199), ("F4", 200)):
        floor.owe(0, id=id, due=due)
        floor.owe(50, "done", id)
    assert row(floor, "kept_promises", since=100, until=200)["denominator"] == 2
    assert row(floor, "kept_promises", since=100, until=200, as_of=199)["denominator"] == 1
    assert row(floor, "kept_promises", since=300)["value"] is None


def test_what_was_agreed_last_counts(floor: Floor) -> None:
    floor.owe(0, due=100)
    floor.owe(50, "set due", due=1000)
    floor.owe(900, "done")
    assert row(floor, "kept_promises")["value"] == 1


def test_cycles_late(floor: Floor) -> None:
    floor.owe(0, id="F1", due=100)
    floor.owe(150, "done", "F1")  # half a cycle late
    floor.owe(0, id="F2", due=200)
    floor.owe(200, "done", "F2")  # in time
    floor.owe(100, id="F3", due=300)  # open, by 700: two cycles late
    floor.owe(50, id="F4", due=50)
    floor.owe(90, "done", "F4")  # was due when it was opened
    found = row(floor, "cycles_late", as_of=700)
    assert (found["numerator"], found["denominator"], found["left_out"], found["still_open"]) == (
        2.5, 2, 1, 1,
    )  # fmt: skip
    assert found["value"] == pytest.approx(1.25)
    assert row(floor, "cycles_late", since=700, until=DAY)["value"] is None


def test_reopened(floor: Floor) -> None:
    for id in ("F1", "F2", "F3", "F4"):
        floor.owe(0, id=id)
    for id in ("F1", "F2", "F3"):
        floor.owe(100, "done", id)
    floor.owe(200, "reopen", "F1")
    floor.owe(300, "done", "F1")
    floor.owe(400, "reopen", "F1")
    assert pick(floor.ask("reopened"), "kind", "numerator", "denominator", "value") == [
        ("promise", 1, 3, 1 / 3), (None, 1, 3, 1 / 3),
    ]  # fmt: skip
    assert row(floor, "reopened", since=101)["value"] is None
