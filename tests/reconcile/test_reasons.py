"""Each reason for a difference, on logs small enough to work out by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from ops.reconcile.reading import Caller, QueueReading
from tests.reconcile.tiny import LOG, SAID, alone, compared, statuses


def test_what_asterisk_counts_by_its_own_rules_agrees(tmp_path: Path) -> None:
    rows = compared(tmp_path, SAID)
    assert statuses(rows) == {}
    assert {name: row.ours for name, row in rows.items()} == {
        "Calls": 1, "Wait": 10, "Completed": 2, "Abandoned": 2, "ServicelevelPerf": 50.0,
        "ServicelevelPerf2": 50.0, "TalkTime": 12, "Holdtime": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "counter"),
    [
        ({"completed": 3}, "Completed"),
        ({"completed": 1}, "Completed"),
        ({"abandoned": 3}, "Abandoned"),
        ({"perf": 50.1}, "ServicelevelPerf"),
        ({"perf2": 49.9}, "ServicelevelPerf2"),
        ({"talktime": 13}, "TalkTime"),
        ({"holdtime": 5}, "Holdtime"),
        ({"calls": 2, "callers": None}, "Calls"),
    ],
)
def test_a_number_that_nothing_explains_stays_unexplained(
    tmp_path: Path, wrong: dict[str, int], counter: str
) -> None:
    rows = compared(tmp_path, replace(SAID, **wrong))  # type: ignore[arg-type]
    assert rows[counter].status == "unexplained"
    assert rows[counter].reasons == ()
    assert {name for name, status in statuses(rows).items() if status == "explained"} == set()


def test_only_the_last_start_counts(tmp_path: Path) -> None:
    again = ["50|NONE|NONE|NONE|QUEUESTART|", "51|c9|support|NONE|ENTERQUEUE||0309|1"]
    rows = compared(
        tmp_path, alone(calls=1, callers=(Caller("c9", "x", 8),)), [*LOG, *again], None, 60
    )
    assert statuses(rows) == {"Wait": "explained"}
    assert rows["Wait"].difference == 1
    assert rows["Wait"].reasons == ("whole seconds",)


def test_a_start_after_the_asked_moment_does_not_count(tmp_path: Path) -> None:
    assert statuses(compared(tmp_path, SAID, [*LOG, "42|NONE|NONE|NONE|QUEUESTART|"])) == {}


DYNAMIC = (
    "0|NONE|NONE|NONE|QUEUESTART|",
    "1|MANAGER|support|Ana|ADDMEMBER|",
    "2|c1|support|NONE|ENTERQUEUE||0301111|1",
    "5|c1|support|Ana|CONNECT|3|x1|1",
    "7|MANAGER|support|Ana|REMOVEMEMBER|",
    "9|c1|support|Ana|COMPLETEAGENT|3|4|1",
)


def test_a_member_removed_while_talking(tmp_path: Path) -> None:
    rows = compared(tmp_path, alone(holdtime=3), DYNAMIC)
    assert statuses(rows) == dict.fromkeys(
        ("Completed", "ServicelevelPerf", "ServicelevelPerf2", "TalkTime"), "explained"
    )
    assert {reason for row in rows.values() for reason in row.reasons} == {"member removed"}
    assert rows["Completed"].reason.startswith("not counted (shared_lastcall): 1 talk, its member")


def test_older_versions_count_that_talk(tmp_path: Path) -> None:
    counted = alone(completed=1, perf=100.0, perf2=100.0, talktime=4, holdtime=3)
    assert statuses(compared(tmp_path, counted, DYNAMIC)) == {}


@pytest.mark.parametrize(
    "elsewhere",
    ["1|MANAGER|sales|Ana|ADDMEMBER|", "8|MANAGER|support|Ana|ADDMEMBER|"],
    ids=["a member of another queue", "added again"],
)
def test_a_removed_member_who_is_still_found_does_not_explain_it(
    tmp_path: Path, elsewhere: str
) -> None:
    lines = sorted([*DYNAMIC, elsewhere], key=lambda line: int(line.split("|")[0]))
    assert compared(tmp_path, alone(holdtime=3), lines)["Completed"].status == "unexplained"


def test_an_event_of_the_asked_second(tmp_path: Path) -> None:
    waiting = (Caller("c4", "x", 26), Caller("c6", "y", 2))
    already = replace(SAID, abandoned=1, perf2=66.7, callers=waiting, calls=2)
    rows = compared(tmp_path, already, LOG, None, 32)
    assert rows["Completed"].ours == 1
    assert set(statuses(rows).values()) == {"explained"}
    assert {reason for row in rows.values() for reason in row.reasons} == {"same second"}
    assert rows["Completed"].reason == "1 event of the asked second counted already"


def test_a_line_of_the_second_before_that_is_not_counted_yet(tmp_path: Path) -> None:
    rows = compared(tmp_path, replace(SAID, abandoned=1, perf2=66.7), LOG, None, 37)
    assert rows["Abandoned"].reason == "1 event of the second before not counted yet"
    assert rows["Abandoned"].status == rows["ServicelevelPerf2"].status == "explained"


def test_a_second_further_away_explains_nothing_but_is_told(tmp_path: Path) -> None:
    rows = compared(tmp_path, replace(SAID, abandoned=1, perf2=66.7), LOG, None, 38)
    assert rows["Abandoned"].status == "unexplained"
    assert rows["Abandoned"].reason == (
        "the log agrees as of 08:00:33 to 08:00:36: was the output taken then? Try --at"
    )


def test_a_log_that_begins_after_the_start(tmp_path: Path) -> None:
    rows = compared(tmp_path, replace(SAID, completed=9), LOG[1:])
    assert rows["Completed"].status == "unexplained"
    assert "begins after Asterisk's start" in rows["Completed"].reason


def test_outbound_calls_told_by_queueupdate(tmp_path: Path) -> None:
    lines = [*LOG, "37|c7|support|Ana|OUTCALL|ANSWER|5|", "38|c8|support|Ana|OUTCALL|BUSY|0|"]
    # the talk of 5 s is within the service level of 6 s: (3*12 + 5) / 4 = 10
    counted = replace(SAID, completed=3, abandoned=3, perf=66.7, perf2=50.0, talktime=10)
    rows = compared(tmp_path, counted, lines)
    assert statuses(rows) == dict.fromkeys(
        ("Completed", "Abandoned", "ServicelevelPerf", "TalkTime"), "explained"
    )
    assert rows["Completed"].reasons == ("outbound calls",)


def test_the_talktime_of_older_versions(tmp_path: Path) -> None:
    # only one call is in time, so the second talk (20 s) is taken as it is as well
    rows = compared(tmp_path, replace(SAID, talktime=20, perf2=None))
    assert statuses(rows) == {"TalkTime": "explained"}
    assert rows["TalkTime"].reasons == ("older version",)


def test_a_system_call_failure_is_an_abandoned_one(tmp_path: Path) -> None:
    lines = [*LOG, "38|c6|support|Ana|SYSCOMPAT|"]
    rows = compared(tmp_path, replace(SAID, abandoned=3, perf2=40.0, calls=0, callers=()), lines)
    assert statuses(rows) == {}


RESET_AT_20 = {
    "completed": 0,
    "abandoned": 1,
    "talktime": 0,
    "holdtime": 0,
    "perf": 0.0,
    "perf2": 0.0,
}


@pytest.mark.parametrize(
    "counted",
    [RESET_AT_20, {**RESET_AT_20, "completed": 1, "talktime": 20}],
    ids=["a talk under way is not counted", "an older version counts it"],
)
def test_counters_that_were_reset(tmp_path: Path, counted: dict[str, int]) -> None:
    rows = compared(tmp_path, replace(SAID, **counted))  # type: ignore[arg-type]
    assert set(statuses(rows).values()) == {"explained"}
    assert {reason for row in rows.values() for reason in row.reasons} == {"reset"}
    first = "08:00:12" if counted["completed"] == 0 else "08:00:14"
    last = "08:00:36" if counted["completed"] == 0 else "08:00:32"
    expected = f"counters reset between {first} and {last} would explain it"
    assert rows["Completed"].reason == expected


def test_a_reset_that_fits_the_counts_but_not_the_service_level(tmp_path: Path) -> None:
    rows = compared(tmp_path, replace(SAID, **{**RESET_AT_20, "perf2": 100.0}))  # type: ignore[arg-type]
    assert rows["Completed"].status == "unexplained"


def test_a_queue_the_log_has_not_heard_of(tmp_path: Path) -> None:
    night = replace(alone(), queue="night")
    assert statuses(compared(tmp_path, night)) == {}
    more = replace(alone(completed=1), queue="night")
    (tmp_path / "again").mkdir()
    assert statuses(compared(tmp_path / "again", more)) == {"Completed": "unexplained"}


def test_a_summary_tells_less_and_is_compared_with_less(tmp_path: Path) -> None:
    summary = QueueReading("support", 1, calls=1, longest_s=10, holdtime=4, talktime=12)
    rows = compared(tmp_path, summary)
    assert set(rows) == {"Calls", "Wait", "TalkTime", "Holdtime"}
    assert statuses(rows) == {}


def test_as_many_callers_but_not_the_same(tmp_path: Path) -> None:
    rows = compared(tmp_path, replace(SAID, callers=(Caller("c9", "x", 10),)))
    assert statuses(rows) == {"Wait": "unexplained"}
    assert rows["Wait"].reason == "not the same callers"


def test_without_call_ids_the_waits_tell_callers_apart(tmp_path: Path) -> None:
    assert statuses(compared(tmp_path, replace(SAID, callers=(Caller(None, "x", 10),)))) == {}
    (tmp_path / "again").mkdir()
    longer = replace(SAID, callers=(Caller(None, "x", 13),))
    assert statuses(compared(tmp_path / "again", longer)) == {"Wait": "unexplained"}
