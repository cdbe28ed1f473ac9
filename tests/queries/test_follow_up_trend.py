"""The backlog at the end of every day."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ops.periods import zone_offsets
from tests.queries.hand_made import DAY, Floor, pick


def trend(floor: Floor, **params: int) -> list[tuple[object, ...]]:
    return pick(floor.ask("follow_up_trend", **params), "opened", "closed", "backlog", "overdue")


def test_each_day_counts_what_happened_on_it(floor: Floor) -> None:
    floor.owe(-5, id="before", due=DAY)
    floor.owe(10, id="F1", due=DAY + 100)
    floor.owe(DAY - 1, id="F2", due=3 * DAY)
    floor.owe(DAY, id="F3", due=9 * DAY)  # the first second of the second day
    floor.owe(DAY + 50, "done", "before")
    floor.owe(DAY + 60, "done", "F3")
    floor.owe(2 * DAY + 10, "reopen", "F3")
    assert trend(floor, until=4 * DAY, as_of=4 * DAY) == [
        (2, 0, 3, 0),
        (1, 2, 2, 1),
        (1, 0, 3, 1),
        (0, 0, 3, 2),
    ]
    # the day at hand ends at the asked moment, later ones have no row
    assert trend(floor, until=4 * DAY, as_of=DAY + 55) == [(2, 0, 3, 0), (1, 1, 3, 0)]
    assert trend(floor, until=DAY // 2) == [(1, 0, 2, 0)]


def test_overdue_is_what_was_due_then_not_what_was_agreed_later(floor: Floor) -> None:
    floor.owe(10, due=20)
    floor.owe(DAY + 10, "set due", due=5 * DAY)
    floor.owe(DAY + 20, "assign", owner="Ben")
    floor.owe(5 * DAY, "note")
    assert [row[3] for row in trend(floor, until=7 * DAY, as_of=7 * DAY)] == [1, 0, 0, 0, 0, 1, 1]


def test_a_kind_without_a_due_instant_gets_its_default(floor: Floor) -> None:
    floor.owe(10, kind="ticket")  # three days
    assert [row[3] for row in trend(floor, until=5 * DAY, as_of=5 * DAY)] == [0, 0, 0, 1, 1]


def test_what_never_was_opened_is_in_no_day(floor: Floor) -> None:
    floor.owe(10, "done", "gone")
    floor.owe(20, "reopen", "gone")
    assert trend(floor) == [(0, 0, 0, 0)]


def test_days_are_those_of_the_local_clock(floor: Floor) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = int(datetime(2026, 10, 24, tzinfo=berlin).timestamp())
    floor.zone(*zone_offsets(berlin, start - DAY, start + 9 * DAY))
    floor.owe(start + 2 * DAY + 1800, due=start + 9 * DAY)  # 25 hours: still the 25th
    rows = floor.ask("follow_up_trend", since=start, until=start + 4 * DAY, as_of=start + 4 * DAY)
    utc = ZoneInfo("UTC")
    days = [row["day_at"].replace(tzinfo=utc).astimezone(berlin) for row in rows]
    assert [(day.day, day.hour) for day in days] == [(24, 0), (25, 0), (26, 0), (27, 0)]
    assert [row["opened"] for row in rows] == [0, 1, 0, 0]
