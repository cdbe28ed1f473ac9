"""Service level by interval of the local clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.queries.busy import busy
from tests.queries.hand_made import DAY, Floor, pick

# Berlin: summer time began 2026-03-29 01:00 UTC and ends 2026-10-25 01:00 UTC.
SPRING, AUTUMN = 1_774_746_000, 1_792_890_000
BERLIN = ((0, SPRING, 3600), (SPRING, AUTUMN, 7200), (AUTUMN, AUTUMN + 100 * DAY, 3600))


def utc(day: int, hour: int, minute: int = 0, *, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute)


def second(at: datetime) -> int:
    return int(at.replace(tzinfo=UTC).timestamp())


def starts(floor: Floor, interval_s: int, since: int, until: int) -> list[tuple[datetime, int]]:
    rows = floor.ask("service_level_intervals", since=since, until=until, interval_s=interval_s)
    return [(r["interval_at"], r["denominator"]) for r in rows if r["queue"] is None]


def test_a_call_belongs_to_the_quarter_in_which_it_was_offered(floor: Floor) -> None:
    floor.call(s=899, wait=10)
    floor.call(s=900, wait=30)
    floor.call("sales", s=1000, wait=1)
    rows = floor.ask("service_level_intervals")
    at = datetime(1970, 1, 1, 0, 0), datetime(1970, 1, 1, 0, 15)
    assert pick(rows, "queue", "interval_at", "numerator", "denominator", "value") == [
        ("support", at[0], 1, 1, 1.0),
        (None, at[0], 1, 1, 1.0),
        ("sales", at[1], 1, 1, 1.0),
        ("support", at[1], 0, 1, 0.0),
        (None, at[1], 1, 2, 0.5),
    ]


def test_asterisk_counts_in_the_quarter_of_the_end(floor: Floor) -> None:
    floor.call(s=800, wait=10, talk=100)
    rows = floor.ask("service_level_intervals", queue="support", formula="asterisk")
    assert pick(rows, "queue", "interval_at", "denominator") == [
        ("support", datetime(1970, 1, 1, 0, 0), 0),
        (None, datetime(1970, 1, 1, 0, 0), 0),
        ("support", datetime(1970, 1, 1, 0, 15), 1),
        (None, datetime(1970, 1, 1, 0, 15), 1),
    ]


@pytest.mark.parametrize("interval_s", [300, 900, 1800, 3600])
def test_the_hour_that_comes_twice_is_two_hours(floor: Floor, interval_s: int) -> None:
    floor.zone(*BERLIN)
    for hour in (23, 24, 25, 26):  # 01:00, 02:00 summer time, 02:00 again, 03:00
        floor.call(s=second(utc(24, 0)) + hour * 3600, wait=1)
    found = starts(floor, interval_s, AUTUMN - 3 * 3600, AUTUMN + 3 * 3600)
    assert found == [(utc(24, 23), 1), (utc(25, 0), 1), (utc(25, 1), 1), (utc(25, 2), 1)]


def test_days_of_25_and_23_hours(floor: Floor) -> None:
    floor.zone(*BERLIN)
    first, last = second(utc(24, 22)), second(utc(25, 22, 59))
    for s in (first - 1, first, last, last + 60):
        floor.call(s=s, wait=1)
    assert starts(floor, DAY, first - DAY, last + DAY) == [
        (utc(23, 22), 1),  # the day before, the last second of it
        (utc(24, 22), 2),  # 25 hours
        (utc(25, 23), 1),
    ]
    first, last = second(utc(28, 23, month=3)), second(utc(29, 21, 59, month=3))
    for s in (first - 1, first, last, last + 60):
        floor.call(s=s, wait=1)
    assert starts(floor, DAY, first - DAY, last + DAY) == [
        (utc(27, 23, month=3), 1),
        (utc(28, 23, month=3), 2),  # 23 hours
        (utc(29, 22, month=3), 1),
    ]


def test_a_day_whose_midnight_comes_twice_is_one_day(floor: Floor) -> None:
    # Havana: at 01:00 of 2026-11-01 the clock goes back to 00:00.
    turn = second(utc(1, 5, month=11))
    floor.zone((0, turn, -4 * 3600), (turn, turn + 100 * DAY, -5 * 3600))
    for s in (turn - 3600, turn, turn + 23 * 3600):
        floor.call(s=s, wait=1)
    assert starts(floor, DAY, turn - DAY, turn + 2 * DAY) == [(utc(1, 4, month=11), 3)]


def test_an_interval_that_begins_in_the_hour_that_is_skipped_begins_after_it(floor: Floor) -> None:
    floor.zone(*BERLIN)
    floor.call(s=SPRING + 60, wait=1)  # 03:01 local; the two hours from 02:00 begin at 03:00
    assert starts(floor, 7200, SPRING - DAY, SPRING + DAY) == [(utc(29, 1, month=3), 1)]


def test_an_offset_of_a_quarter_of_an_hour(floor: Floor) -> None:
    floor.zone((0, 10**10, 20_700))  # Kathmandu, 5:45
    floor.call(s=second(utc(25, 12)), wait=1)  # 17:45 there
    assert starts(floor, 3600, 0, 10**10) == [(utc(25, 11, 15), 1)]
    assert starts(floor, DAY, 0, 10**10) == [(utc(24, 18, 15), 1)]


def test_calls_where_no_offset_is_known_do_not_vanish(floor: Floor) -> None:
    floor.zone((10**9, 10**10, 3600))
    floor.call(s=1000, wait=1)
    assert starts(floor, 900, 0, DAY) == [(datetime(1970, 1, 1, 0, 15), 1)]


@pytest.mark.parametrize("formula", ["standard", "positive", "asterisk", "asterisk2"])
def test_intervals_sum_to_the_service_level_of_the_period(formula: str) -> None:
    floor = busy(seed=5, formula=formula)
    rows = floor.ask("service_level_intervals", interval_s=1800)
    for whole in floor.ask("service_level"):
        mine = [r for r in rows if r["queue"] == whole["queue"]]
        assert len(mine) > 2
        assert sum(r["numerator"] for r in mine) == whole["numerator"]
        assert sum(r["denominator"] for r in mine) == whole["denominator"]
