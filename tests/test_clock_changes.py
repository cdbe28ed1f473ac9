from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.periods import Period, instant, period

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3600
DAY = 24 * HOUR


def at(text: str) -> datetime:
    """An instant written in Berlin's local time, or with its own offset."""
    stamp = datetime.fromisoformat(text)
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=BERLIN)


def s(text: str) -> int:
    return int(at(text).timestamp())


NOW = at("2026-11-23T10:42:07")  # a Monday


def asked(since: str | None, until: str | None, now: datetime = NOW, week_start: int = 1) -> Period:
    return period(since, until, zone=BERLIN, now=now, week_start=week_start)


def test_days_of_23_and_25_hours() -> None:
    spring, autumn = asked("2026-03-29", None), asked("2026-10-25", None)
    assert spring.until_s - spring.since_s == 23 * HOUR
    assert autumn.until_s - autumn.since_s == 25 * HOUR
    week = asked("2026-W13", None)
    assert week.until_s - week.since_s == 7 * DAY - HOUR
    month = asked("2026-10", None)
    assert month.until_s - month.since_s == 31 * DAY + HOUR


@pytest.mark.parametrize(
    ("form", "utc"),
    [
        ("2026-03-29T01:59", "2026-03-29T00:59+00:00"),
        ("2026-03-29T02:30", "2026-03-29T01:30+00:00"),  # there is no 02:30: it is 03:30
        ("2026-03-29T03:30", "2026-03-29T01:30+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30+00:00"),  # the first of two
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30+00:00"),  # the second, by its offset
        ("2026-10-25T03:00", "2026-10-25T02:00+00:00"),
    ],
)
def test_local_times_that_are_missing_or_doubled(form: str, utc: str) -> None:
    assert instant(form, BERLIN, NOW) == at(utc)
    assert asked(form, "@1800000000").since_s == s(utc)


def test_a_day_that_begins_at_one() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # on 2024-04-26 midnight was one o'clock
    found = period("2024-04-26", None, zone=cairo, now=NOW)
    assert found.until_s - found.since_s == 23 * HOUR
    before = period("2024-04-25", None, zone=cairo, now=NOW)
    assert before.until_s == found.since_s


@given(
    st.dates(date(1975, 1, 1), date(2037, 1, 1)),
    st.sampled_from(
        [
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Africa/Casablanca",
            "Pacific/Apia",
            "Africa/Cairo",
            "UTC",
        ]
    ),
)
def test_days_tile_time_in_any_zone(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    one = period(day.isoformat(), None, zone=zone, now=NOW)
    two = period((day + timedelta(days=1)).isoformat(), None, zone=zone, now=NOW)
    assert one.until_s == two.since_s
    if one.since_s < one.until_s:  # Apia had no 2011-12-30
        last = datetime.fromtimestamp(one.until_s - 1, zone)
        assert last.date() == day
