from __future__ import annotations

from pathlib import Path

import pytest

from tests.settings.helpers import refused, said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "floorwatch.toml"


def test_every_mistake_is_listed_with_its_line(file: Path) -> None:
    text = """\
site = 3
time_zone = "Berlin"
week_start = "mnday"
threshold_s = 3

[defaults]
target = 80
formula = "standrd"
threshhold_s = 20
[queues.support]
open = "Mon-Fri 08:00-25:00"
short_abandon_s = -1
queues.sales = 1
[[sources]]
name = "a"
paths = [
  "~/x",
  3,
]
[[sources]]
name = "A"
kind = ""
paths = []
[[sources]]
[agents]
"Ana" = ["1", "2"]
"Ben" = ["2",
  "Ana"]
"Cid" = "3"
[alerts]
burn = nan
burn_long_s = 100
[privacy]
reveal_allowed = "yes"
digits_shown = 11
[store]
keep_days = 1.5
[lost_after]
waiting_s = 0
[numbers]
trunk_prefix = "zero"
[keys]
quit = 3
"""
    assert said(file, text) == [
        (1, "site = 3 is not text in quotes"),
        (2, "time_zone: 'Berlin' is not a time zone"),
        (3, "week_start: 'mnday' is not a day of the week"),
        (4, "unknown key 'threshold_s' in the top of the file"),
        (7, "target = 80 is not a share above 0 and below 1 (80 % is 0.8)"),
        (8, "formula: 'standrd' is not a service-level formula"),
        (9, "unknown key 'threshhold_s' in [defaults]"),
        (11, "open: opening hours: '08:00-25:00' is not a span of times of a day"),
        (12, "short_abandon_s = -1 is not a number of seconds, 0 or more and below 1e9"),
        (13, "unknown key 'queues' in [queues.support]"),
        (18, "paths: 3 is not text in quotes"),
        (21, "the source 'A' stands in line 15 already"),
        (22, "kind = '' is not text in quotes"),
        (23, "paths = [] is not a list of paths"),
        (24, "[[sources]] has no name"),
        (24, "[[sources]] has no paths"),
        (27, "'2' of 'Ben' is an alias of 'Ana' in line 26"),
        (28, "'Ana' of 'Ben' is an agent's own name in line 26"),
        (29, "Cid = '3' is not a list of names in quotes"),
        (31, "burn = nan is not a number above 0"),
        (32, "burn_short_s = 300 is not shorter than burn_long_s = 100"),
        (34, "reveal_allowed = 'yes' is not true or false"),
        (35, "digits_shown = 11 is not a whole number from 0 to 10"),
        (37, "keep_days = 1.5 is not a whole number of days, 1 or more"),
        (39, "waiting_s = 0 is not a whole number of seconds above 0"),
        (41, "trunk_prefix = 'zero' is not digits in quotes"),
        (43, "quit = 3 is not text in quotes"),
    ]


@pytest.mark.parametrize(
    ("text", "to_do"),
    [
        ('time_zone = "Berlin"', "did you mean 'Europe/Berlin'?"),
        ('time_zone = "europe/berlin "', "did you mean 'Europe/Berlin'?"),
        ('time_zone = "Paris"', "did you mean 'Europe/Paris'?"),
        ('time_zone = "%%%%"', "write an IANA name such as 'Europe/Berlin'"),
        ('week_start = "mnday"', "did you mean 'monday'?"),
        ("threshold_s = 3", "it belongs in [defaults] or [queues.NAME]"),
        ("burn = 3", "it belongs in [alerts]"),
        ("queues_conf = 3", "it belongs in [[sources]]"),
        ("[privacy]\nsite = 'x'", "it belongs in the top of the file"),
        ("[default]", "did you mean 'defaults'?"),
        ("[defaults]\nthreshold = 3", "did you mean 'threshold_s'?"),
        ("[lost_after]\nxyz = 3", "the keys here are waiting_s, talking_s"),
        ("[defaults]\ntarget = 80", "write target = 0.8"),
        ("site = 3", 'write site = "Acme Support"'),
        ("[agents]\n'Ana Ruiz' = 3", 'write "Ana Ruiz" = ["PJSIP/201", "201"]'),
        ("[agents]\nAna = [3]", 'write Ana = ["PJSIP/201", "201"]'),
        ("agents = 3", "write it as [agents]"),
        ("queues.'a b' = 3", 'write it as [queues."a b"]'),
        ("sources = 3", "write [[sources]]"),
        ("[sources]\nname='a'", "write [[sources]]"),
        ("sources = [3]", "write it as [[sources]]"),
        ("[[sources]]\nname='a'", 'add paths = ["/var/log/asterisk/queue_log*"]'),
    ],
)
def test_what_to_do(file: Path, text: str, to_do: str) -> None:
    [mistake] = refused(file, text).mistakes
    assert mistake.to_do == to_do


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("[queues.'']\n", [(1, "an empty name in [queues]")]),
        ("[agents]\n' ' = ['1']", [(2, "an empty name in [agents]")]),
        (
            "[queues.a]\n[queues.A]\ntarget=0.9",
            [(2, "the queue 'A' stands in line 1 as 'a'")],
        ),
        ("[[sources]]\nname='a/../b'\npaths=['x']", [(2, "name = 'a/../b' is not a name of")]),
        ("[[sources]]\nname='a\\n'\npaths=['x']", [(2, "name = ")]),
        ('[[sources]]\nname="a\\n"\npaths=["x"]', [(2, "name = ")]),
        ("[store]\npath='~nobody-of-that-name/x'", [(2, "'~nobody-of-that-name/x': no such user")]),
        ("[alerts]\nburn_short_s = 1800", [(2, "burn_short_s = 1800 is not shorter")]),
        ("[defaults]\nthreshold_s = inf", [(2, "threshold_s = inf is not")]),
        ("[defaults]\nthreshold_s = true", [(2, "threshold_s = true is not")]),
        ("[defaults]\nopen = ''", [(2, "open: opening hours: nothing")]),
        ("[defaults]\ntarget = 1", [(2, "target = 1 is not")]),
    ],
)
def test_single_mistakes(file: Path, text: str, mistakes: list[tuple[int, str]]) -> None:
    found = said(file, text)
    assert [line for line, _ in found] == [line for line, _ in mistakes]
    assert all(
        what.startswith(start) for (_, what), (_, start) in zip(found, mistakes, strict=True)
    )


def test_mistakes_of_a_mapping(file: Path) -> None:
    text = """\
[mappings.dialer]
record = "cal"
[mappings.desk]
record = "ticket"
separator = ";;"
encoding = "utf-16"
[mappings.desk.columns]
ticket = "id"
at = 3
wait_s = "wait"
colour = "x"
[mappings.crm]
record = "call"
[mappings.crm.columns]
call_id = ["line", "id"]
outcome = "how"
queue = { is = "queue" }
[mappings.crm.outcomes]
OK = "answerd"
[mappings.crm.replace]
how = { "O.K." = "OK", "KO" = 3 }
who = { "AN" = "Ana" }
line = "x"
"""
    assert said(file, text) == [
        (1, "[mappings.dialer] has no columns"),
        (2, "record: 'cal' is no record"),
        (3, "no state is told by its word"),
        (5, "separator = ';;' is not one character in quotes"),
        (6, "encoding: 'utf-16': a line must end with one byte"),
        (7, "a ticket needs state"),
        (9, "at = 3 is not a column's name, or a list of names"),
        (10, "a ticket has no wait_s"),
        (11, "unknown key 'colour' in [mappings.desk.columns]"),
        (14, "a call needs offered"),
        (17, "queue = a table is not a column's name, or a list of names"),
        (19, "OK: 'answerd' is no outcome"),
        (21, "KO = 3 is not text in quotes"),
        (22, "no field is in the column 'who'"),
        (23, "line = 'x' is not a table"),
    ]
