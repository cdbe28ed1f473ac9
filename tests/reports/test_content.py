"""What a report says of periods that are not ordinary, by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ops.reports.chance import counts_differ, shares_differ
from ops.reports.model import Report
from ops.reports.spans import Span
from ops.settings import Settings
from ops.snapshot import Share
from tests.reports.conftest import Make, at, call, cells, section, table

WEEK = "2026-11-16"


def fact(report: Report, label: str) -> str:
    return dict(report.facts)[label]


def test_a_week_without_a_call(made: Make) -> None:
    report = made(call("a", "2026-11-25 10:00"), WEEK)
    assert section(report, "totals").says == "No call was offered in this period."
    assert section(report, "service-level").says == "No call counted for a service level."
    total = cells(table(report, "Totals"))
    assert total["Offered calls"]["This period"] == 0
    assert total["Service level"]["This period"] is None  # never 0 %, never 100 %
    assert fact(report, "Calls without an end") == "0 of 0 (n/a)"
    assert len(table(report, "By day").rows) == 7


def test_a_week_with_one_call(made: Make) -> None:
    report = made(call("a", "2026-11-18 10:05", wait_s=25), WEEK)
    total = cells(table(report, "Totals"))
    assert total["Offered calls"]["This period"] == 1
    assert total["Service level"]["This period"] == 0  # answered, after the threshold of 20 s
    assert total["Average speed of answer"]["This period"] == 25
    assert cells(table(report, "By day"))[date(2026, 11, 18)]["Denominator"] == 1
    worst = table(report, "The 30 minutes").rows
    assert worst == ((datetime(2026, 11, 18, 10, 0), "sales", 1, 1.0, 1, 0.0),)
    assert section(report, "service-level").says == "Under target: sales 0.0 %."


def test_a_day_of_25_hours(made: Make) -> None:
    berlin = Settings(time_zone="Europe/Berlin")
    # 02:30 comes twice on that Sunday: at 00:30 and at 01:30 UTC.
    lines = [*call("a", "2026-10-25 00:30"), *call("b", "2026-10-25 01:30"),
             *call("c", "2026-10-25 22:59"), *call("d", "2026-10-25 23:00")]  # fmt: skip
    report = made(lines, "2026-10-18 22:00", settings=berlin)
    assert "Sunday 25 October has 25 hours: the clock was changed." in report.warnings
    assert cells(table(report, "By day"))[date(2026, 10, 25)]["Denominator"] == 3
    assert cells(table(report, "By 30 minutes"))["02:30"]["Offered"] == 2
    day = made(lines, "2026-10-24 22:00", Span.DAILY, berlin)
    assert cells(table(day, "Totals"))["Offered calls"]["This period"] == 3
    by_time = table(day, "By 30 minutes")
    assert by_time.title == "By 30 minutes"  # of all days there is one
    assert [row[:2] for row in by_time.rows] == [
        ("02:30 (1st)", 1), ("02:30 (2nd)", 1), ("23:30", 1),
    ]  # fmt: skip


def test_an_hour_that_comes_twice_is_not_the_busiest_for_that(made: Make) -> None:
    berlin = Settings(time_zone="Europe/Berlin")
    twice = [f"2026-10-25 {hour}:{minute}" for hour in ("00", "01") for minute in (31, 32, 33, 34)]
    days = [f"2026-10-{day} 09:0{minute}" for day in range(19, 25) for minute in (1, 2)]
    lines = [line for n, when in enumerate((*twice, *days)) for line in call(f"c{n}", when)]
    night = cells(table(made(lines, "2026-10-18 22:00", settings=berlin), "By 30 minutes"))
    assert night["02:30"]["Offered"] == 8
    assert night["02:30"]["on average"] == 1  # eight times: 02:30 came twice on the last of 7 days
    day = made(lines, "2026-10-24 22:00", Span.DAILY, berlin)
    assert section(day, "intervals").says == "Busiest from 02:30 (1st): 4 calls offered."


def test_days_before_anything_was_stored_lower_no_average(made: Make) -> None:
    lines = [line for n in range(6) for line in call(f"c{n}", f"2026-11-18 07:0{n}")]
    report = made([*lines, *call("z", "2026-11-19 23:00")], WEEK)
    # Wednesday and Thursday: neither Monday and Tuesday nor what is yet to come
    says = section(report, "intervals").says
    assert says == "Busiest from 07:00: 3.0 calls offered on average."


def test_the_busiest_time_is_so_on_average(made: Make) -> None:
    berlin = Settings(time_zone="Europe/Berlin")
    twice = [f"2026-10-25 {hour}:3{n}" for hour in ("00", "01") for n in range(4)]
    noon = [f"2026-10-{day} 11:0{n}" for day in range(19, 23) for n in range(2)]
    lines = [line for n, when in enumerate((*twice, *noon)) for line in call(f"c{n}", when)]
    report = made([*lines, *call("z", "2026-10-26 09:00")], "2026-10-18 22:00", settings=berlin)
    # Eight calls at 02:30, which came eight times, and eight at 13:00, which came seven times.
    assert section(report, "intervals").says == "Busiest from 13:00: 1.1 calls offered on average."


def test_a_queue_that_appeared_on_wednesday(made: Make) -> None:
    lines = [*call("a", "2026-11-16 09:00"), *call("b", "2026-11-18 14:30", queue="new")]
    older = made([*call("z", "2026-11-02 09:00"), *lines], WEEK)
    assert older.warnings[-1] == "new had its first call on Wednesday 18 November 14:30."


@pytest.mark.parametrize(("before", "is_new"), [(["2026-05-04 09:00"], False), ([], True)])
def test_a_queue_that_rested_through_the_norm_is_not_new(
    made: Make, before: list[str], is_new: bool
) -> None:
    days = ("10-19", "10-26", "11-02", "11-09", "11-16", "11-22")
    lines = [line for day in days for line in call(f"c{day}", f"2026-{day} 09:00")]
    for when in [*before, "2026-11-18 14:30"]:
        lines += call(f"r{when[:10]}", when, queue="rare")
    told = "rare had its first call on Wednesday 18 November 14:30."
    assert made(lines, WEEK).warnings == ((told,) if is_new else ())


@pytest.mark.parametrize(("before", "whole"), [(["2026-05-04 09:00"], 4), ([], 3)])
def test_a_norm_whose_first_day_was_closed_is_whole_if_there_was_more_before(
    made: Make, before: list[str], whole: int
) -> None:
    tuesdays = [f"2026-{day} 09:00" for day in ("10-20", "10-27", "11-03", "11-10", "11-17")]
    lines = [line for when in (*before, *tuesdays) for line in call(f"c{when[:10]}", when)]
    assert f"Norm of {whole}" in cells(table(made(lines, WEEK), "Totals"))["Offered calls"]


def test_an_outage_is_told(made: Make) -> None:
    lines = [*call("a", "2026-11-17 09:00"),
             (at("2026-11-17 09:30:00"), "b|sales|NONE|ENTERQUEUE||0307654321|1"),
             (at("2026-11-17 10:00:00"), "NONE|NONE|NONE|QUEUESTART|")]  # fmt: skip
    report = made(lines, WEEK)
    assert report.warnings[-1] == (
        "queue_log started anew on Tue 17 Nov 10:00:00 after 30:00 without a line; 1 call lost."
    )
    assert cells(table(report, "Totals"))["Lost calls"]["This period"] == 1
    assert (
        cells(table(report, "Totals"))["Offered calls"]["This period"] == 1
    )  # lost is not offered


def test_against_the_week_before_and_the_norm(made: Make) -> None:
    weeks = [f"2026-{day} 10:00" for day in ("10-19", "10-26", "11-02", "11-09")]
    lines = [line for n, week in enumerate(weeks) for each in range(20)
             for line in call(f"o{n}-{each}", week.replace("10:00", f"10:{each:02}"))]  # fmt: skip
    late = [line for each in range(20)
            for line in call(f"n{each}", f"2026-11-16 10:{each:02}", wait_s=40)]  # fmt: skip
    report = made([*lines, *late], WEEK)
    total = cells(table(report, "Totals"))
    assert total["Offered calls"]["The week before"] == 20
    assert total["Offered calls"]["Norm of 4"] == 20
    assert total["Offered calls"]["Against the norm"] == ""
    assert total["Service level"]["Change"] == -1.0
    assert total["Service level"]["Against the norm"] == "lower"
    assert total["Service level"]["Against the week before"] == "lower"
    assert total["Offered calls"]["Against the week before"] == ""
    assert total["Average speed of answer"]["Against the week before"] is None  # not judged
    assert section(report, "totals").says == (
        "More than chance against the week before: service level lower; "
        "against the norm of 4: service level lower."
    )


def test_the_week_before_and_the_norm_are_judged_apart(made: Make) -> None:
    # 100 calls a week, but 40 in the week before: z = 60 / sqrt(140) = 5.07 against it,
    # and (100 - 440 / 5) / sqrt(440 * 0.2 * 0.8) = 1.43 against all four.
    weeks = {"10-19": 100, "10-26": 100, "11-02": 100, "11-09": 40, "11-16": 100}
    lines = [line for week, calls in weeks.items() for each in range(calls)
             for line in call(f"{week}-{each}", f"2026-{week} {10 + each // 60}:{each % 60:02}",
                              caller="anonymous")]  # fmt: skip
    report = made(lines, WEEK)
    offered = cells(table(report, "Totals"))["Offered calls"]
    assert (offered["Change"], offered["Against the week before"]) == (1.5, "higher")
    assert (offered["Norm of 4"], offered["Against the norm"]) == (85, "")
    assert section(report, "totals").says == (
        "More than chance against the week before: offered calls higher, answered calls higher; "
        "against the norm of 4: nothing."
    )


def test_a_week_before_that_is_not_whole_is_not_judged(made: Make) -> None:
    weeks = ("10-19", "10-26", "11-02", "11-16")  # nothing was stored of the week before
    lines = [line for week in weeks for line in call(f"c{week}", f"2026-{week} 10:00")]
    report = made(lines, WEEK)
    assert cells(table(report, "Totals"))["Offered calls"]["Against the week before"] is None
    told = "Nothing differs from the norm of 3 by more than chance."
    assert (
        section(report, "totals").says
        == f"{told} The week before is not stored whole: nothing is compared with it."
    )


def test_a_period_before_anything_was_stored_is_no_norm(made: Make) -> None:
    lines = [*call("a", "2026-11-07 23:59"), *call("b", "2026-11-10 10:00"),
             *call("c", "2026-11-17 10:00")]  # fmt: skip
    total = cells(table(made(lines, WEEK), "Totals"))
    # The week whose Saturday has the first call ever is no whole one.
    assert total["Offered calls"]["Norm of 1"] == 1


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (Share(80, 100), Share(80, 100), False),
        (Share(60, 100), Share(80, 100), True),   # z = -3.09
        (Share(70, 100), Share(80, 100), False),  # z = -1.63
        (Share(0, 0), Share(80, 100), None),
        (Share(10, 10), Share(10, 10), False),
    ],
)  # fmt: skip
def test_shares_differ_by_more_than_chance(one: Share, other: Share, differ: bool | None) -> None:
    assert shares_differ(one, other) is differ


def test_counts_differ_by_more_than_chance() -> None:
    assert counts_differ(100, 400, 4) is False
    assert counts_differ(140, 400, 4) is True  # z = (140 - 108) / sqrt(540 * 0.2 * 0.8) = 3.44
    assert counts_differ(120, 400, 4) is False  # z = 1.72
    assert counts_differ(5, 0, 0) is None


def test_every_number_is_the_querys(made: Make) -> None:
    lines = [*call("a", "2026-11-16 09:00", wait_s=4), *call("b", "2026-11-16 09:10", wait_s=60),
             *call("c", "2026-11-17 09:00", wait_s=30, talk_s=None, caller="anonymous"),
             *call("d", "2026-11-17 09:01", queue="support", wait_s=2, talk_s=None)]  # fmt: skip
    report = made(lines, WEEK)
    queues = cells(table(report, "By queue"))
    # d gave up within 5 s: nobody's failure, in neither part.
    assert (queues["sales"]["Numerator"], queues["sales"]["Denominator"]) == (1, 3)
    assert queues["support"]["Service level"] is None
    assert fact(report, "Calls of nobody known") == "1 of 4 (25.0 %)"
    assert cells(table(report, "Repeat calls"))["all queues"]["of these repeats"] == 2
    assert {title for title, _ in report.definitions} >= {"Service level", "Abandonment"}
