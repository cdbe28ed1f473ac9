from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.periods import zone_offsets

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3600
DAY = 24 * HOUR


def s(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_offsets_over_both_changes() -> None:
    start, end = s("2026-01-01T00:00+00:00"), s("2027-01-01T00:00+00:00")
    spring, autumn = s("2026-03-29T01:00+00:00"), s("2026-10-25T01:00+00:00")
    assert zone_offsets(BERLIN, start, end) == [
        (start, spring, HOUR),
        (spring, autumn, 2 * HOUR),
        (autumn, end, HOUR),
    ]


def test_offsets_are_cut_to_the_seconds_asked() -> None:
    spring = s("2026-03-29T01:00+00:00")
    assert zone_offsets(BERLIN, spring - 1, spring) == [(spring - 1, spring, HOUR)]
    assert zone_offsets(BERLIN, spring, spring + 1) == [(spring, spring + 1, 2 * HOUR)]
    assert zone_offsets(BERLIN, spring - 1, spring + 1) == [
        (spring - 1, spring, HOUR),
        (spring, spring + 1, 2 * HOUR),
    ]
    assert zone_offsets(BERLIN, spring, spring) == []
    assert zone_offsets(BERLIN, spring, spring - 5) == []


@pytest.mark.parametrize(
    ("name", "offsets"),
    [
        ("UTC", [0]),
        ("Asia/Kolkata", [19_800]),  # five and a half hours, never changed
        ("Asia/Kathmandu", [20_700]),
        ("Australia/Lord_Howe", [39_600, 37_800, 39_600]),  # half an hour of summer time
        ("America/St_Johns", [-12_600, -9_000, -12_600]),
        ("Asia/Tokyo", [32_400]),
    ],
)
def test_offsets_of_other_zones(name: str, offsets: list[int]) -> None:
    start, end = s("2026-01-01T00:00+00:00"), s("2027-01-01T00:00+00:00")
    assert [offset for _, _, offset in zone_offsets(ZoneInfo(name), start, end)] == offsets


def test_offsets_of_all_time_take_a_moment_only() -> None:
    found = zone_offsets(BERLIN, -(2**62), 2**62)
    assert found[0][0] == -(2**62)
    assert found[-1][1] == 2**62


@given(
    st.integers(-2_000_000_000, 4_000_000_000),
    st.integers(1, 400 * DAY),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(["Europe/Berlin", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Gaza"]),
)
def test_offsets_cover_and_agree_with_the_zone(
    since: int, length: int, place: float, name: str
) -> None:
    zone = ZoneInfo(name)
    found = zone_offsets(zone, since, since + length)
    assert found[0][0] == since
    assert found[-1][1] == since + length
    assert all(one[1] == two[0] and one[2] != two[2] for one, two in pairwise(found))
    asked_s = since + int(place * length)
    [offset] = [offset for start, end, offset in found if start <= asked_s < end]
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=asked_s)
    there = moment.astimezone(zone).utcoffset()
    assert there is not None
    assert offset == there.total_seconds()
