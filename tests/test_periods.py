from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.errors import UsageError
from ops.periods import Period, instant, period

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    """An instant written in Berlin's local time, or with its own offset."""
    stamp = datetime.fromisoformat(text)
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=BERLIN)


def s(text: str) -> int:
    return int(at(text).timestamp())


NOW = at("2026-11-23T10:42:07")  # a Monday


def asked(since: str | None, until: str | None, now: datetime = NOW, week_start: int = 1) -> Period:
    return period(since, until, zone=BERLIN, now=now, week_start=week_start)


@pytest.mark.parametrize(
    ("form", "start", "end"),
    [
        (None, "2026-11-23", "2026-11-24"),
        ("today", "2026-11-23", "2026-11-24"),
        (" TODAY ", "2026-11-23", "2026-11-24"),
        ("yesterday", "2026-11-22", "2026-11-23"),
        ("2026-11-20", "2026-11-20", "2026-11-21"),
        ("20261120", "2026-11-20", "2026-11-21"),
        ("2026-W47-5", "2026-11-20", "2026-11-21"),
        ("this-week", "2026-11-23", "2026-11-30"),
        ("last-week", "2026-11-16", "2026-11-23"),
        ("2026-W47", "2026-11-16", "2026-11-23"),
        ("2026-w47", "2026-11-16", "2026-11-23"),
        ("2026-W01", "2025-12-29", "2026-01-05"),
        ("2026-W53", "2026-12-28", "2027-01-04"),
        ("this-month", "2026-11-01", "2026-12-01"),
        ("last-month", "2026-10-01", "2026-11-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("this-year", "2026-01-01", "2027-01-01"),
        ("last-year", "2025-01-01", "2026-01-01"),
        ("2025", "2025-01-01", "2026-01-01"),
    ],
)
def test_a_span_as_since_alone_means_the_whole_of_it(
    form: str | None, start: str, end: str
) -> None:
    found = asked(form, None)
    assert (found.since_s, found.until_s) == (s(start), s(end))


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("@1795376761", "2026-11-22T19:46:01+00:00"),
        ("2026-11-23T10:00", "2026-11-23T10:00"),
        ("2026-11-23 10:00:30", "2026-11-23T10:00:30"),
        ("2026-11-23t10", "2026-11-23T10:00"),
        ("2026-11-23T08:00Z", "2026-11-23T09:00"),
        ("2026-11-23T08:00-05:30", "2026-11-23T13:30+00:00"),
        ("9:30", "2026-11-23T09:30"),
        ("09:30:15", "2026-11-23T09:30:15"),
    ],
)
def test_a_moment_as_since_alone_means_until_now(form: str, start: str) -> None:
    if s(start) > s("2026-11-23T10:42:07"):
        with pytest.raises(UsageError, match="future"):
            asked(form, None)
    else:
        found = asked(form, None)
        assert (found.since_s, found.until_s) == (s(start), s("2026-11-23T10:42:07"))


@pytest.mark.parametrize(
    ("since", "until", "start", "end"),
    [
        ("2026-11-20", "2026-11-21", "2026-11-20", "2026-11-22"),  # the last day is included
        ("2026-11-20", "2026-11-20", "2026-11-20", "2026-11-21"),
        ("2026-10", "2026-11", "2026-10-01", "2026-12-01"),
        ("2026-11-01", "2026-W47", "2026-11-01", "2026-11-23"),
        ("last-week", "yesterday", "2026-11-16", "2026-11-23"),
        ("2026-11-20", "2026-11-20T12:00", "2026-11-20", "2026-11-20T12:00"),
        ("2026-11-20T12:00", "2026-11-20", "2026-11-20T12:00", "2026-11-21"),
        ("2026-11-20T12:00", "2026-11-20T12:00", "2026-11-20T12:00", "2026-11-20T12:00"),
        ("yesterday", "now", "2026-11-22", "2026-11-23T10:42:07"),
        (None, "10:00", "2026-11-23", "2026-11-23T10:00"),
        (None, "today", "2026-11-23", "2026-11-24"),
    ],
)
def test_both_ends(since: str | None, until: str, start: str, end: str) -> None:
    found = asked(since, until)
    assert (found.since_s, found.until_s) == (s(start), s(end))


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-11-21", "2026-11-20"),
        ("today", "yesterday"),
        (None, "yesterday"),
        (None, "2026-11-20T12:00"),
        ("2026-11-20T12:00:01", "2026-11-20T12:00"),
        ("2026-11-23T10:43", None),
    ],
)
def test_an_end_before_the_start_is_refused(since: str | None, until: str | None) -> None:
    with pytest.raises(UsageError) as error:
        asked(since, until)
    assert (until or since or "") in str(error.value)
    assert error.value.hint
    assert error.value.exit_code == 2


NONSENSE = [
    "last",
    "tomorrow",
    "2026-13",
    "2026-02-30",
    "2026-W54",
    "2025-W53",
    "25:00",
    "10:60",
    "@",
    "@x",
    "@99999999999999",
    "9999",
    "0000",
    "9999-12-31",
    "23.11.2026",
    "2026-11-23T",
    "2026-11-23T25:00",
    "２０２６",
    "[red]",
    "\x1b[31m",
    "2026-11-23T10:00[Europe]",
    "111111111111111111111111111111111111111111111111",
]


@pytest.mark.parametrize("form", ["", " ", *NONSENSE])
def test_nonsense_is_refused_with_the_forms_there_are(form: str) -> None:
    for since, until in ((form, None), (None, form)):
        with pytest.raises(UsageError) as error:
            asked(since, until)
        assert "2026-W47" in error.value.hint
    with pytest.raises(UsageError):
        instant(form, BERLIN, NOW)


@given(st.text(max_size=24) | st.from_regex(r"[0-9TWZ@:. +-]{1,24}", fullmatch=True))
def test_no_text_crashes_it(form: str) -> None:
    try:
        found = asked(form, None)
    except UsageError:
        return
    assert found.since_s <= found.until_s


@pytest.mark.parametrize(
    ("since", "until", "label"),
    [
        (None, None, "today"),
        ("this-week", None, "this week"),
        ("2026-w47", None, "2026-W47"),
        ("20261120", None, "2026-11-20"),
        ("2026-11-20", "2026-11-20", "2026-11-20"),
        ("2026-11-20", "2026-11-21", "2026-11-20 to 2026-11-21"),
        ("10:00", None, "10:00 to now"),
        (None, "10:00", "today to 10:00"),
    ],
)
def test_labels(since: str | None, until: str | None, label: str) -> None:
    assert asked(since, until).label == label


def test_fractions_are_rounded_up_to_whole_stamps() -> None:
    # A stamp s stands for [s, s + 1): s >= 0.5 and s < 0.5 both mean "from stamp 1".
    found = asked("@1000.5", "@2000.000001")
    assert (found.since_s, found.until_s) == (1001, 2001)


@pytest.mark.parametrize(
    ("week_start", "start", "last"),
    [
        (1, "2026-11-23", "2026-11-16"),
        (2, "2026-11-17", "2026-11-17"),
        (6, "2026-11-21", "2026-11-14"),
        (7, "2026-11-22", "2026-11-15"),
    ],
)
def test_weeks_start_on_the_day_that_is_set(week_start: int, start: str, last: str) -> None:
    this = asked("this-week", None, week_start=week_start)
    assert this.since_s == s(start)
    assert this.until_s == int((at(start) + timedelta(days=7)).timestamp())
    assert asked("2026-W47", None, week_start=week_start).since_s == s(last)


@given(st.dates(date(1990, 1, 8), date(2080, 1, 1)), st.integers(1, 7))
def test_numbered_weeks_tile_the_calendar(day: date, week_start: int) -> None:
    year, week, _ = day.isocalendar()
    next_year, next_week, _ = (day + timedelta(days=7)).isocalendar()
    one = asked(f"{year:04}-W{week:02}", None, week_start=week_start)
    two = asked(f"{next_year:04}-W{next_week:02}", None, week_start=week_start)
    assert one.until_s == two.since_s
    thursday = datetime.fromisocalendar(year, week, 4).replace(hour=12, tzinfo=BERLIN)
    assert one.since_s <= thursday.timestamp() < one.until_s


@pytest.mark.parametrize(
    ("form", "utc"),
    [
        ("now", "2026-11-23T09:42:07+00:00"),
        ("today", "2026-11-23T09:42:07+00:00"),  # it is not over yet
        ("this-month", "2026-11-23T09:42:07+00:00"),
        ("yesterday", "2026-11-22T23:00+00:00"),
        ("2026-W47", "2026-11-22T23:00+00:00"),
        ("2026-10", "2026-10-31T23:00+00:00"),
        ("10:00", "2026-11-23T09:00+00:00"),
        ("@1795376761", "2026-11-22T19:46:01+00:00"),
        ("2030-01-01T00:00Z", "2030-01-01T00:00+00:00"),
    ],
)
def test_as_of(form: str, utc: str) -> None:
    found = instant(form, BERLIN, NOW)
    assert found == at(utc)
    assert found.utcoffset() == timedelta()
