"""A memberdelay parts counters and log: waits, given-up answers, answers not logged yet."""

from dataclasses import replace
from pathlib import Path

from tests.reconcile.tiny import alone, compared, statuses

CONF = "[support]\nservicelevel = 6\nmemberdelay = 1\n"

# c1 is answered after 6 s (logged as 7), Ben gives up on c2 after 2 s and Ana takes it: 9 s.
LOG = (
    "0|NONE|NONE|NONE|QUEUESTART|",
    "1|c1|support|NONE|ENTERQUEUE||0301111|1",
    "8|c1|support|Ana|CONNECT|7|x1|1",
    "10|c2|support|NONE|ENTERQUEUE||0302222|1",
    "12|c2|support|Ben|AGENTDUMP|",
    "18|c1|support|Ana|COMPLETEAGENT|7|10|1",
    "20|c2|support|Ana|CONNECT|10|x2|1",
    "30|c2|support|Ana|COMPLETEAGENT|10|10|1",
)
# Holdtime: nobody has left before c1's end, so an answer's wait is taken as it is: 6, then Ben's 2
# or 1, then (3*2 + 9) / 4 = 3 or (3*1 + 9) / 4 = 3; without Ben it would be (3*6 + 9) / 4 = 6.
SAID = alone(completed=2, perf=50.0, perf2=50.0, talktime=10, holdtime=3)


def test_an_answer_given_up_before_the_bridge_moves_holdtime(tmp_path: Path) -> None:
    rows = compared(tmp_path, SAID, LOG, CONF)
    assert statuses(rows) == {"Holdtime": "explained"}
    assert rows["Holdtime"].ours == 6
    assert rows["Holdtime"].reason == (
        "memberdelay: 1 answer given up before the bridge counted as well"
    )


def test_what_the_settings_do_not_say_is_found_out(tmp_path: Path) -> None:
    rows = compared(tmp_path, SAID, LOG)
    assert statuses(rows) == dict.fromkeys(
        ("ServicelevelPerf", "ServicelevelPerf2", "Holdtime"), "explained"
    )
    assert rows["ServicelevelPerf"].ours == 0
    expected = "a memberdelay of 1 s would explain it; the settings say 0 s"
    assert rows["ServicelevelPerf"].reason == rows["Holdtime"].reason == expected


def test_an_answer_is_counted_before_its_connect(tmp_path: Path) -> None:
    early = alone(holdtime=2, calls=0)
    lines = LOG[:2] + LOG[2:4]
    rows = compared(tmp_path, replace(early, holdtime=6, callers=None, calls=None), lines, CONF, 7)
    assert statuses(rows) == {"Holdtime": "explained"}
    assert rows["Holdtime"].reason == "memberdelay: 1 answer counted up to 1 s before its CONNECT"


def test_where_the_log_ends_a_waiting_caller_may_have_been_answered(tmp_path: Path) -> None:
    waits = replace(alone(holdtime=6), calls=None, callers=None)
    rows = compared(tmp_path, waits, LOG[:2], CONF, 7)
    assert statuses(rows) == {"Holdtime": "explained"}
    (tmp_path / "again").mkdir()
    never = replace(waits, holdtime=9)
    assert statuses(compared(tmp_path / "again", never, LOG[:2], CONF, 7)) == {
        "Holdtime": "unexplained"
    }


def test_a_caller_who_hangs_up_within_the_delay(tmp_path: Path) -> None:
    lines = [*LOG, "31|c3|support|NONE|ENTERQUEUE||0303333|1", "40|c3|support|Ana|ABANDON|1|1|9"]
    # the wait of the abandoned call counts as logged, that of the answer is 8: (3*3 + 8) / 4 = 4
    said = replace(SAID, abandoned=1, perf2=33.3, holdtime=4)
    rows = compared(tmp_path, said, lines, CONF, 50)
    assert statuses(rows) == {"Holdtime": "explained"}
    assert "2 answers given up" in rows["Holdtime"].reason
