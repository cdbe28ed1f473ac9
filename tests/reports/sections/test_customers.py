"""Customers: who is lost, and reasons where sources tell any."""

from __future__ import annotations

from ops.reports.writers import writer
from tests.reports.conftest import Make, at, call, cells, section, table

WEEK = "2026-11-16"
GONE = call("g", "2026-11-16 09:00", wait_s=30, talk_s=None, caller="0301111111")


def says(made: Make, *calls: list[tuple[int, str]]) -> str:
    return section(made([line for each in calls for line in each], WEEK), "customers").says


def test_a_week_without_a_call_lost_nobody_and_recovered_nobody(made: Make) -> None:
    assert says(made, call("a", "2026-11-25 10:00")) == "Nobody called."


def test_a_week_in_which_everybody_was_answered(made: Make) -> None:
    assert says(made, call("a", "2026-11-17 10:00")) == "Nobody who is known gave up."


def test_no_share_is_told_before_a_day_is_over(made: Make) -> None:
    late = call("a", "2026-11-16 10:00")
    assert says(made, GONE, late) == "1 customer gave up and has not been reached since."


def test_who_was_reached_again_is_not_lost(made: Make) -> None:
    again = call("r", "2026-11-16 12:00", caller="0301111111")
    later = call("z", "2026-11-20 12:00")
    told = "Nobody was lost: whoever gave up was reached again"
    assert says(made, GONE, again) == f"{told}."  # of nobody is a day over
    told = f"{told}; 100.0 % of failed contacts were recovered within a day."
    assert says(made, GONE, again, later) == told


def test_one_lost_and_one_recovered(made: Make) -> None:
    second = call("h", "2026-11-16 09:10", wait_s=30, talk_s=None, caller="0302222222")
    again = call("r", "2026-11-16 12:00", caller="0302222222")
    assert says(made, GONE, second, again, call("z", "2026-11-20 12:00")) == (
        "1 customer gave up and has not been reached since; "
        "50.0 % of failed contacts were recovered within a day."
    )


def test_where_no_source_tells_a_reason_the_report_says_so(made: Make) -> None:
    report = made(call("a", "2026-11-16 09:00"), WEEK)
    found = table(report, "Reasons")
    assert found.rows == ()
    assert "no source tells a reason" in found.empty
    assert "no source tells a reason" in writer("md")(report).decode()


def test_contacts_without_a_reason_are_of_no_one_few_or_many(made: Make) -> None:
    coded = (at("2026-11-16 09:01:30"), "a|sales|Ana|CALLSTATUS|BILL")
    lines = [*call("a", "2026-11-16 09:00"), coded, *call("b", "2026-11-17 09:00", caller="0305")]
    rows = cells(table(made(lines, WEEK), "Reasons"))
    assert rows["BILL"]["One, few or many"] == "one"
    assert rows["no reason given"]["One, few or many"] is None
    assert rows["no reason given"]["Contacts"] == 1
