from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.settings.hours import OpeningHours, parse

BERLIN = ZoneInfo("Europe/Berlin")
WORK = parse("Mon-Fri 08:00-20:00, Sat 09:00-13:00")
NIGHT = parse("20:00-08:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Mon 08:00-20:00", [(1, 480, 720)]),
        ("Fri-Mon 8:00-9:30", [(1, 480, 90), (5, 480, 90), (6, 480, 90), (7, 480, 90)]),
        ("Mon, Wed 08:00-09:00", [(1, 480, 60), (3, 480, 60)]),
        ("mo,we; TU–TH 08:00-09:00", [(d, 480, 60) for d in (1, 2, 3, 4)]),
        ("Mon 08:00-12:00, 13:00-17:00", [(1, 480, 240), (1, 780, 240)]),
        ("Mon 08:00-12:00, Sun: 09:00–10:00", [(1, 480, 240), (7, 540, 60)]),
        ("Sat 20:00-08:00", [(6, 1200, 720)]),
        ("Sat 20:00-24:00", [(6, 1200, 240)]),
        ("10:00-11:00", [(d, 600, 60) for d in range(1, 8)]),
        ("Monday-Tuesday 00:00-24:00", [(1, 0, 1440), (2, 0, 1440)]),
        ("always", [(d, 0, 1440) for d in range(1, 8)]),
        ("24/7", [(d, 0, 1440) for d in range(1, 8)]),
    ],
)
def test_parse(text: str, spans: list[tuple[int, int, int]]) -> None:
    assert list(parse(text).spans) == spans


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing"),
        ("Mon 08:00-20:00,", "nothing"),
        ("Mon", "no times"),
        ("Mon 08:00-12:00, Sat", "no times"),
        ("Mon 8-20", "not a span of times"),
        ("Mon 08:00-25:00", "of a day"),
        ("Mon 08:60-09:00", "of a day"),
        ("Mon 24:00-08:00", "of a day"),
        ("Mon 08:00-08:00", "00:00-24:00"),
        ("Mon 08:00-20:00 Tue", "not a span of times"),
        ("Mo-We-Fr 08:00-20:00", "range"),
        ("Mondey 08:00-20:00", "not a day"),
        ("M 08:00-20:00", "not a day"),
        ("closed", "not a day"),
    ],
)
def test_what_cannot_be_read(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(text)


@pytest.mark.parametrize(
    ("hours", "when", "is_open"),
    [
        (WORK, "2026-11-23T07:59:59", False),
        (WORK, "2026-11-23T08:00", True),
        (WORK, "2026-11-23T19:59:59", True),
        (WORK, "2026-11-23T20:00", False),
        (WORK, "2026-11-28T12:00", True),  # Saturday
        (WORK, "2026-11-28T13:00", False),
        (WORK, "2026-11-29T12:00", False),
        (NIGHT, "2026-11-23T03:00", True),
        (NIGHT, "2026-11-23T08:00", False),
        (NIGHT, "2026-11-23T20:00", True),
        (parse("Sun 20:00-08:00"), "2026-11-23T07:00", True),  # Sunday's, on Monday
        (parse("Mon 20:00-08:00"), "2026-11-23T07:00", False),
        (parse("always"), "2026-11-23T07:00", True),
    ],
)
def test_is_open(hours: OpeningHours, when: str, is_open: bool) -> None:
    assert hours.is_open(at(when), BERLIN) is is_open
    assert hours.is_open(at(when).astimezone(UTC), BERLIN) is is_open


def test_when_it_opens_and_closes() -> None:
    noon = at("2026-11-27T12:00")  # Friday
    assert WORK.opened_at(noon, BERLIN) == at("2026-11-27T08:00")
    assert WORK.closes_at(noon, BERLIN) == at("2026-11-27T20:00")
    assert WORK.opens_at(noon, BERLIN) == at("2026-11-28T09:00")
    sunday = at("2026-11-29T12:00")
    assert WORK.opened_at(sunday, BERLIN) is None
    assert WORK.closes_at(sunday, BERLIN) is None
    assert WORK.opens_at(sunday, BERLIN) == at("2026-11-30T08:00")
    assert NIGHT.opens_at(at("2026-11-23T10:42"), BERLIN) == at("2026-11-23T20:00")
    assert NIGHT.opened_at(at("2026-11-24T03:00"), BERLIN) == at("2026-11-23T20:00")


def test_spans_that_touch_are_one() -> None:
    hours = parse("Mon-Fri 00:00-24:00, Sat 00:00-10:00")
    noon = at("2026-11-25T12:00")
    assert hours.opened_at(noon, BERLIN) == at("2026-11-23T00:00")
    assert hours.closes_at(noon, BERLIN) == at("2026-11-28T10:00")


@pytest.mark.parametrize("text", ["always", "00:00-24:00", "20:00-08:00, 08:00-20:00"])
def test_always_neither_opens_nor_closes(text: str) -> None:
    hours = parse(text)
    noon = at("2026-11-25T12:00")
    assert hours.always
    assert hours.is_open(noon, BERLIN)
    assert hours.opens_at(noon, BERLIN) is None
    assert hours.closes_at(noon, BERLIN) is None
    assert hours.opened_at(noon, BERLIN) is None


def test_changes_of_the_clock() -> None:
    night = at("2026-10-24T22:00")
    closes = NIGHT.closes_at(night, BERLIN)
    opened = NIGHT.opened_at(night, BERLIN)
    assert closes is not None
    assert opened is not None
    assert closes - opened == timedelta(hours=13)
    early = parse("Sun 02:30-04:00")  # a time that does not exist on 2026-03-29
    opens = early.opens_at(at("2026-03-28T12:00"), BERLIN)
    assert opens == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert not early.is_open(opens - timedelta(seconds=1), BERLIN)
    assert early.is_open(opens, BERLIN)


TIMES = st.integers(0, 1439).map(lambda m: f"{m // 60:02}:{m % 60:02}")
ITEMS = st.tuples(st.sampled_from(["", "Mon", "Tue-Thu", "Sat-Mon", "Fr"]), TIMES, TIMES)


@given(
    st.lists(ITEMS.filter(lambda item: item[1] != item[2]), min_size=1, max_size=4),
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_what_it_says_fits_together(
    items: list[tuple[str, str, str]], naive: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    hours = parse(", ".join(f"{days} {start}-{end}".strip() for days, start, end in items))
    moment = naive.replace(tzinfo=UTC)
    opens, closes = hours.opens_at(moment, zone), hours.closes_at(moment, zone)
    second = timedelta(seconds=1)
    if hours.always:
        assert opens is None
        return
    assert opens is not None
    assert opens > moment
    assert hours.is_open(opens, zone)
    assert not hours.is_open(opens - second, zone)
    assert hours.is_open(moment, zone) is (closes is not None)
    if closes is not None:
        opened = hours.opened_at(moment, zone)
        assert opened is not None
        assert opened <= moment < closes < opens
        assert hours.is_open(closes - second, zone)
        assert not hours.is_open(closes, zone)
