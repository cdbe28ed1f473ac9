"""From a file nobody has described to its numbers, by the commands alone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.terminal import done, floorwatch
from tests.sources.test_trying import CALLS


def test_a_draft_that_is_pasted_reads_the_file(tmp_path: Path, store_dir: Path) -> None:
    table, settings = tmp_path / "dialer.csv", tmp_path / "floorwatch.toml"
    table.write_text(CALLS)
    draft = done("sources", "try", table)
    assert "# 1 rejected:" in draft.out
    assert "line 5: 4;Support;··· 4569;Ben;yesterday" in draft.out
    assert "1234567" not in draft.out
    settings.write_text('time_zone = "UTC"\n' + draft.out)
    options = ("--settings", settings, "--store", store_dir)
    done("collect", "--once", *options, "--kind", "dialer", table)
    asked = done("query", "outcomes", *options, "--since", "2026-05", "--format", "json")
    assert [(r["queue"], r["answered"], r["abandoned"]) for r in json.loads(asked.out)] == [
        ("Sales", 1, 1), ("Support", 1, 0), (None, 2, 1),
    ]  # fmt: skip
    again = done("collect", "--once", *options, "--kind", "dialer", table)
    assert "0 lines stored" in again.err
    kinds = json.loads(done("sources", "list", *options, "--format", "json").out)
    [own] = [each for each in kinds if each["kind"] == "dialer"]
    assert (own["from"], own["sources"]) == ("the settings", "dialer")
    assert {each["kind"] for each in kinds} >= {"asterisk", "amazon-connect", "anonymous-bank"}


def test_what_a_log_says_cannot_move_the_terminal(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(
        "1800000000|c1|sales|An\x1b]0;pwned\x07a|ENTERQUEUE||0301\x1b[31m11222|1\n"
        "1800000001|c2|sales|NONE|ENTERQUEUE||7000|1\n"
        "1800000002|c3|sales|NONE|ENTERQUEUE||030 1234567|1\n"
        "1800000003|c2\n"
    )
    out = done("sources", "try", log).out
    assert all(character.isprintable() or character == "\n" for character in out)
    assert "agent An·]0;pwned·a" in out
    assert "call_id c2 | queue sales | agent NONE | ···\n" in out
    assert "| ··· 4567\n" in out
    assert "11222" not in out
    assert "7000" in done("sources", "try", log, "--reveal").out
    table = tmp_path / "ca\x1b[1mlls.csv"
    table.write_text(CALLS.replace("Sales", "Sa\x1b[31mles").replace("yesterday", "\x1b[2J"))
    out = done("sources", "try", table).out
    assert all(character.isprintable() or character == "\n" for character in out)
    assert "queue Sa [31mles" in out
    assert "offered: '·[2J' is no time" in out


def test_tickets_and_surveys_are_shown_with_what_was_read(tmp_path: Path) -> None:
    tickets, survey = tmp_path / "tickets.csv", tmp_path / "survey.csv"
    tickets.write_text(
        "ticket,status,opened_at,due_at,closed_at,subject,customer\n"
        "T1,Open,2026-05-01 10:00,2026-05-03 12:00,,Call 0301234567 on 2026-05-02 09:00,7000\n"
        "T2,Closed,2026-05-01 10:00,,2026-05-02 08:30,Late,030 1234567\n"
    )
    settings = tmp_path / "floorwatch.toml"
    settings.write_text('time_zone = "UTC"\n')
    out = done("sources", "try", "--settings", settings, tickets).out
    assert (
        "#   2026-05-01T10:00:00Z | FOLLOWUP | call_id T1 | queue - | agent - | open"
        " | due 2026-05-03T12:00:00Z | customer ··· | Call ··· 4567 on 2026-05-02 09:00\n"
    ) in out
    assert "| done | closed 2026-05-02T08:30:00Z | customer ··· 4567 | Late\n" in out
    survey.write_text(
        "contact_id,phone,sent,answered,csat,nps,effort,comment\n"
        "1795376773.5,030 1234567,2026-05-01 10:00,2026-05-01 11:00,5,9,2.5,fine\n"
        "c2,7000,2026-05-01 10:00,,,,,\n"
    )
    out = done("sources", "try", "--settings", settings, survey).out
    assert (
        "#   2026-05-01T10:00:00Z | SURVEY | call_id 1795376773.5 | queue - | agent -"
        " | customer ··· 4567 | answered 2026-05-01T11:00:00Z | csat 5, nps 9, ces 2.5 | fine\n"
    ) in out
    assert "| call_id c2 | queue - | agent - | customer ···\n" in out


def test_a_time_that_is_none_can_be_read_among_the_rejects(tmp_path: Path) -> None:
    table = tmp_path / "calls.csv"
    table.write_text(CALLS.replace("yesterday", "31.02.2026 10:00:00"))
    out = done("sources", "try", table).out
    assert "#   1 x offered: '31.02.2026 10:00:00' is no time as `times` writes them\n" in out
    assert "#     line 5: 4;Support;··· 4569;Ben;31.02.2026 10:00:00;;;2;60;OK\n" in out


def test_a_rejects_reason_holds_no_whole_number(tmp_path: Path, store_dir: Path) -> None:
    """A column of numbers that was mapped as one of times is quoted by every reason."""
    settings, table = tmp_path / "floorwatch.toml", tmp_path / "calls.csv"
    settings.write_text(
        '[mappings.m]\nrecord = "call"\ntimes = ["%m/%d/%Y %H:%M"]\n'
        'columns = { call_id = "id", offered = "at" }\n'
    )
    table.write_text("id,at\n1,0301234567\n2,03.11.2026 10:00\n3,05/01/2026 10:00\n")
    options = ("--settings", settings, "--store", store_dir)
    done("collect", "--once", *options, "--kind", "m", table)
    rows = done("query", "rejects", *options, "--format", "json").json
    assert [row["reason"] for row in rows] == [
        "offered: '··· 4567' is no time as `times` writes them",
        "offered: '03.11.2026 10:00' is no time as `times` writes them",
    ]
    rows = done("query", "rejects", *options, "--format", "json", "--reveal").json
    assert "'0301234567'" in rows[0]["reason"]
    asked = done(
        "sql", "SELECT reason FROM rejects ORDER BY position", *options, "--format", "json"
    )
    assert [row["reason"][:20] for row in asked.json] == [
        "offered: '··· 4567' ",
        "offered: '03.11.2026",
    ]
    told = floorwatch("doctor", *options).out
    assert "offered: '··· 4567' is no" in told
    assert "offered: '03.11.2026 10:00' is no" in told


def test_months_of_one_kind_are_one_source(tmp_path: Path, store_dir: Path) -> None:
    header, *rows = CALLS.splitlines(keepends=True)
    settings = tmp_path / "floorwatch.toml"
    for name, row in (("may.csv", rows[0]), ("june.csv", rows[1])):
        (tmp_path / name).write_text(header + row)
    draft = done("sources", "try", tmp_path / "may.csv").out
    draft = draft.replace('OK = "answered"', 'OK = "answered"\nNOANS = "abandoned"')
    source = '[[sources]]\nname = "berlin"\nkind = "may"\npaths = ["*.csv"]\n'
    settings.write_text('time_zone = "UTC"\n' + draft + source)
    options = ("--settings", settings, "--store", store_dir)
    assert "berlin: 4 lines stored" in done("collect", "--once", *options).err
    (tmp_path / "july.csv").write_text(header + rows[2])
    assert "berlin: 2 lines stored" in done("collect", "--once", *options).err
    assert f"{tmp_path}/*.csv, 3 files" in floorwatch("doctor", *options).out


def test_tables_of_another_folder_are_named_by_their_files(
    tmp_path: Path, store_dir: Path, samples: Path
) -> None:
    table = (samples / "service_requests_311" / "boston311-100.csv").read_text()
    here, there = tmp_path / "here", tmp_path / "there"
    for folder, name in ((there, "a.csv"), *((here, f"{n}.csv") for n in range(5))):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(table)
    command = ("collect", "--once", "--store", store_dir, "--kind", "requests-311")
    assert "101 lines stored" in done(*command, there / "a.csv").err
    ran = floorwatch(*command, here / "0.csv")
    assert ran.code == 2
    assert (
        f"{here}/0.csv: the store has a source 'requests-311' from other files, in {there}"
    ) in ran.err
    ran = floorwatch(*command, *(here / f"{n}.csv" for n in range(5)))
    assert f"{here}/2.csv and 2 more: the store has" in ran.err
    assert "say which system they are of: --source NAME (--source requests-311 if" in ran.err


def test_an_unknown_kind_names_those_there_are(tmp_path: Path, store_dir: Path) -> None:
    (tmp_path / "x.csv").write_text(CALLS)
    found = floorwatch(
        "collect", "--once", "--store", store_dir, "--kind", "avaya", tmp_path / "x.csv"
    )
    assert found.code == 2
    assert "one of: asterisk, amazon-connect, freeswitch-callcenter, anonymous-bank" in found.err
