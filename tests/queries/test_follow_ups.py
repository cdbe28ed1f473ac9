"""What is owed: the list one works from, the backlog, and what slipped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.queries.hand_made import DAY, Floor, Row, pick

HOUR = 3600


def instant(s: int) -> datetime:
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=s)).replace(tzinfo=None)


def test_all_columns_of_the_list(floor: Floor) -> None:
    floor.owe(100, kind="complaint", due=500, owner="Ana", title="lamp", call_id="17.1")
    floor.owe(200, "note", note="asked for a photo")
    floor.owe(300, "snooze", due=9000)
    assert floor.ask("follow_ups", as_of=800) == [
        {
            "id": "F1",
            "kind": "complaint",
            "is_slipped": False,
            "is_overdue": True,
            "is_snoozed": True,
            "due_at": instant(500),
            "owner": "Ana",
            "caller": "0301234",
            "customer": "0301234",
            "queue": "support",
            "title": "lamp",
            "opened_at": instant(100),
            "opened_by": "ana",
            "called_again": 0,
            "last_note": "asked for a photo",
            "snoozed_until_at": instant(9000),
            "reopened": 0,
            "closed_at": None,
            "closed_how": None,
            "age_s": 700,
            "late_s": 300,
            "call_id": "17.1",
            "source": "journal",
        }
    ]


def test_slipped_first_then_overdue_then_due_next_and_snoozed_last(floor: Floor) -> None:
    floor.owe(0, id="next", due=2000)
    floor.owe(0, id="overdue", due=900)
    floor.owe(0, id="longest overdue", due=300)
    floor.owe(0, id="slipped", due=5000, caller="030777")
    floor.owe(0, id="resting", due=100)
    floor.owe(10, "snooze", "resting", due=1001)
    floor.owe(0, id="woke up", due=1500)
    floor.owe(10, "snooze", "woke up", due=1000)
    floor.owe(0, id="done", due=200)
    floor.owe(50, "done", "done")
    floor.call(s=60, caller="030777")
    rows = floor.ask("follow_ups", as_of=1000)
    assert pick(rows, "id", "is_overdue") == [
        ("slipped", False), ("longest overdue", True), ("overdue", True), ("woke up", False),
        ("next", False), ("resting", True),
    ]  # fmt: skip
    assert pick(floor.ask("follow_ups", as_of=1000, state="closed"), "id") == [("done",)]
    assert len(floor.ask("follow_ups", as_of=1000, state="all")) == 7


def test_due_this_second_is_not_overdue_yet(floor: Floor) -> None:
    floor.owe(0, due=900)
    (row,) = floor.ask("follow_ups", as_of=900)
    assert (row["is_overdue"], row["late_s"]) == (False, None)
    (row,) = floor.ask("follow_ups", as_of=901)
    assert (row["is_overdue"], row["late_s"]) == (True, 1)


def test_filters(floor: Floor) -> None:
    floor.owe(0, id="F1", owner="Ana", kind="call-back")
    floor.owe(0, id="F2", owner="Ben", queue="sales")
    floor.owe(0, id="F3")
    assert pick(floor.ask("follow_ups", owner="Ben"), "id") == [("F2",)]
    assert pick(floor.ask("follow_ups", kind="promise"), "id") == [("F2",), ("F3",)]
    assert pick(floor.ask("follow_ups", queue="sales"), "id") == [("F2",)]


def test_the_backlog_by_owner_kind_and_age(floor: Floor) -> None:
    now = 10 * DAY
    for age in (1, HOUR - 1, HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY - 1, 7 * DAY):
        floor.owe(now - age, id=f"A{age}", owner="Ana", due=now - 1 if age > DAY else now)
    floor.owe(now - 60, id="B", kind="ticket", caller="030777")
    floor.call(s=now - 30, caller="030777")
    floor.owe(now - 60, id="C", kind="ticket")
    floor.owe(now - 30, "snooze", "C", due=now + 60)
    floor.owe(now - 60, id="D", kind="ticket")
    floor.owe(now - 30, "cancel", "D")
    rows = floor.ask("follow_up_backlog", as_of=now)
    assert pick(rows, "owner", "kind", "age", "backlog", "overdue") == [
        ("Ana", "promise", "under 1 h", 2, 0),
        ("Ana", "promise", "under 4 h", 1, 0),
        ("Ana", "promise", "under 1 d", 1, 0),
        ("Ana", "promise", "under 3 d", 1, 0),
        ("Ana", "promise", "under 7 d", 2, 2),
        ("Ana", "promise", "7 d and more", 1, 1),
        ("nobody", "ticket", "under 1 h", 2, 0),
        (None, None, None, 10, 3),
    ]
    assert pick(rows[-2:], "slipped", "snoozed", "oldest_at") == [
        (1, 1, instant(now - 60)), (1, 1, instant(3 * DAY)),
    ]  # fmt: skip


def test_slipped_are_listed_by_when_they_did(floor: Floor) -> None:
    kinds = {"030111": "promise", "030222": "ticket", "030333": "call-back", "030444": "promise"}
    for n, (caller, kind) in enumerate(kinds.items(), 1):
        floor.owe(100, id=f"F{n}", kind=kind, caller=caller)
    for caller, s in (("030111", 300), ("030111", 400), ("030222", 200), ("030333", 200)):
        floor.call(s=s, caller=caller)
    floor.owe(250, "done", "F2")
    floor.call(s=600, caller="030444")

    def told(rows: list[Row]) -> list[tuple[object, ...]]:
        return pick(rows, "id", "slipped_at", "called_again", "closed_at")

    assert told(floor.ask("slipped", until=600)) == [
        ("F1", instant(300), 2, None), ("F2", instant(200), 1, instant(250)),
    ]  # fmt: skip
    assert told(floor.ask("slipped", since=600)) == [("F4", instant(600), 1, None)]
    assert floor.ask("slipped", queue="sales") == []
