"""What a file would be read as: a kind that fits, or a draft that reads it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest

from ops.errors import SourceError, UsageError
from ops.settings import Settings
from ops.settings.across import across
from ops.settings.check import faults
from ops.settings.lines import Lines
from ops.settings.model import Tables
from ops.sources.trying import Trial, attempt

CALLS = """\
CallID;Line;Number;Agent;Start;Answer;End;WaitTime;TalkTime;Result
1;Sales;030 1234567;Ana;01.05.2026 10:00:00;01.05.2026 10:00:12;01.05.2026 10:01:12;12;60;OK
2;Sales;030 1234568;;01.05.2026 10:05:00;;01.05.2026 10:05:40;40;0;NOANS
3;Support;030 1234569;Ben;13.05.2026 10:00:00;13.05.2026 10:00:02;13.05.2026 10:01:02;2;60;OK
4;Support;030 1234569;Ben;yesterday;;;2;60;OK
"""
MAY_1 = 1_777_593_600


def tried(path: Path, kind: str | None = None) -> Trial:
    return attempt(path, Settings(time_zone="UTC"), kind)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_draft_is_a_mapping_without_mistakes_that_reads_the_table(tmp_path: Path) -> None:
    found = tried(written(tmp_path, "old dialer.csv", CALLS))
    assert [*faults(tomllib.loads(found.toml), Tables)] == []
    assert [*across(tomllib.loads(found.toml), Lines(found.toml))] == []
    assert tomllib.loads(found.toml)["mappings"]["old-dialer"]["columns"] == {
        "call_id": "CallID", "queue": "Line", "agent": "Agent", "caller": "Number",
        "offered": "Start", "answered": "Answer", "ended": "End", "wait_s": "WaitTime",
        "talk_s": "TalkTime", "outcome": "Result",
    }  # fmt: skip
    rows = found.rows
    assert [(rows.s[at], rows.p2[at]) for at in found.events] == [
        (MAY_1 + 36_000, "answered||||"),
        (MAY_1 + 36_300, "abandoned||||"),
        (MAY_1 + 12 * 86_400 + 36_000, "answered||||"),
    ]
    [(why, count, first)] = found.rejects
    assert (count, rows.seq[first]) == (1, 5)
    assert why.startswith("offered: 'yesterday'")


def in_format(table: pl.DataFrame, path: Path) -> Path:
    """The table as a file of the format that its name says."""
    if path.suffix == ".parquet":
        table.write_parquet(path)
    elif path.suffix == ".ndjson":
        table.write_ndjson(path)
    else:
        table.write_csv(path, separator="\t" if path.suffix == ".tsv" else ",")
    return path


@pytest.mark.parametrize("name", ["calls.ndjson", "calls.parquet", "calls.tsv"])
def test_the_same_records_in_other_formats(name: str, tmp_path: Path) -> None:
    table = pl.read_csv(CALLS.encode(), separator=";", infer_schema=False)
    path = in_format(table, tmp_path / name)
    found = tried(path)
    assert found.toml
    assert (len(found.events), len(found.rejects)) == (3, 1)
    assert [found.rows.call_id[at] for at in found.events] == ["1", "2", "3"]


def test_tickets_and_surveys_are_told_from_calls(tmp_path: Path) -> None:
    tickets = "ticket_id,status,updated_at,assignee,due_at\nT1,Open,2026-05-01 10:00,Ana,\n"
    found = tried(written(tmp_path, "tickets.csv", tickets + tickets.partition("\n")[2]))
    assert [found.rows.event[at] for at in found.events] == ["FOLLOWUP"] * 2
    survey = "sent,csat,nps,comment\n2026-05-01T10:00:00Z,5,9,fine\n"
    found = tried(written(tmp_path, "survey.csv", survey))
    assert [found.rows.p3[at] for at in found.events] == ["5.0"]


WORDS = """\
id,queue,start,result
1,s,2026-05-01 10:00:00,NO ANSWER
2,s,2026-05-01 10:00:00,Unanswered
3,s,2026-05-01 10:00:00,RINGNOANSWER
4,s,2026-05-01 10:00:00,not_answered
5,s,2026-05-01 10:00:00,CallAnswered
6,s,2026-05-01 10:00:00,COMPLETEAGENT
7,s,2026-05-01 10:00:00,EXITWITHTIMEOUT
8,s,2026-05-01 10:00:00,disconnected
9,s,2026-05-01 10:00:00,incomplete
10,s,2026-05-01 10:00:00,Not connected
11,s,2026-05-01 10:00:00,No agent
12,s,2026-05-01 10:00:00,broken
13,s,2026-05-01 10:00:00,hung up by agent
14,s,2026-05-01 10:00:00,latest
"""
DOUBTFUL = {
    "disconnected": "abandoned", "incomplete": "abandoned", "Not connected": "abandoned",
    "No agent": "abandoned", "broken": "abandoned", "hung up by agent": "answered",
    "latest": "abandoned",
}  # fmt: skip


@pytest.mark.parametrize("name", ["calls.csv", "calls.ndjson", "calls.parquet"])
def test_a_word_is_never_taken_for_what_it_denies(name: str, tmp_path: Path) -> None:
    path = in_format(pl.read_csv(WORDS.encode(), infer_schema=False), tmp_path / name)
    toml = tried(path).toml
    assert tomllib.loads(toml)["mappings"]["calls"]["outcomes"] == DOUBTFUL | {
        "NO ANSWER": "abandoned", "Unanswered": "abandoned", "RINGNOANSWER": "abandoned",
        "not_answered": "abandoned", "CallAnswered": "answered", "COMPLETEAGENT": "answered",
        "EXITWITHTIMEOUT": "timeout",
    }  # fmt: skip
    doubted = {line.split("'")[1] for line in toml.splitlines() if "is a guess" in line}
    assert doubted == set(DOUBTFUL)


def test_a_ticket_that_is_not_done_is_open(tmp_path: Path) -> None:
    words = ("Closed", "Unresolved", "Incomplete", "In progress", "not done", "Cancelled")
    rows = "".join(f"T{n},{word},2026-05-01 10:00\n" for n, word in enumerate(words))
    toml = tried(written(tmp_path, "tickets.csv", f"ticket,status,updated_at\n{rows}")).toml
    assert tomllib.loads(toml)["mappings"]["tickets"]["states"] == {
        "Closed": "done", "Unresolved": "open", "Incomplete": "open", "In progress": "open",
        "not done": "open", "Cancelled": "cancelled",
    }  # fmt: skip
    assert "what 'Unresolved' means is a guess" in toml
    assert "what 'In progress' means" not in toml


def test_columns_are_found_however_their_names_are_parted(tmp_path: Path) -> None:
    header = "Call ID,Queue,Queued at,Answered-at,Ended at,wait time,talk time,Result\n"
    row = "1,s,2026-05-01 10:00:00,2026-05-01 10:00:09,2026-05-01 10:01:00,9,51,answered\n"
    found = tried(written(tmp_path, "calls.csv", header + row))
    assert tomllib.loads(found.toml)["mappings"]["calls"]["columns"] == {
        "call_id": "Call ID", "queue": "Queue", "offered": "Queued at",
        "answered": "Answered-at", "ended": "Ended at", "wait_s": "wait time",
        "talk_s": "talk time", "outcome": "Result",
    }  # fmt: skip
    assert (len(found.events), found.rejects) == (1, [])


def test_an_id_may_look_like_a_time(tmp_path: Path) -> None:
    calls = "calldate,src,uniqueid,queue\n2026-05-01 10:00:00,2125551234,1795376773.5,s\n"
    found = tried(written(tmp_path, "calls.csv", calls))
    columns = tomllib.loads(found.toml)["mappings"]["calls"]["columns"]
    assert columns == {
        "call_id": "uniqueid", "caller": "src", "offered": "calldate", "queue": "queue",
    }  # fmt: skip
    assert "epoch" not in tomllib.loads(found.toml)["mappings"]["calls"]["times"]
    survey = "contact_id,sent,csat\n1795376773.5,2026-05-01 10:00:00,5\n"
    found = tried(written(tmp_path, "survey.csv", survey))
    assert [found.rows.call_id[at] for at in found.events] == ["1795376773.5"]


def test_columns_that_are_left_out_are_named(tmp_path: Path) -> None:
    survey = "sent,csat,colour\n2026-05-01T10:00:00Z,5,red\n"
    toml = tried(written(tmp_path, "survey.csv", survey)).toml
    assert "# not read: 'colour'\n" in toml


def test_a_draft_of_hostile_cells_is_toml(tmp_path: Path) -> None:
    text = "id,start,result\n1,2026-05-01 10:00:00,an\x1b]0;x\x07swered \u202e\n"
    toml = tried(written(tmp_path, "calls.csv", text)).toml
    assert not {"\x1b", "\x07", "\u202e"} & set(toml)
    assert list(tomllib.loads(toml)["mappings"]["calls"]["outcomes"]) == [
        "an\x1b]0;x\x07swered \u202e"
    ]


def test_what_cannot_be_found_is_said(tmp_path: Path) -> None:
    found = tried(written(tmp_path, "calls.csv", "x,y\n1,2\n3,4\n"))
    assert "# no column looks like call_id: name it below" in found.toml
    assert found.events == []
    assert found.rejects


def test_kinds_that_fit_are_taken(tmp_path: Path, samples: Path) -> None:
    log = "1800000000|c1|sales|NONE|ENTERQUEUE||030|1\n1800000001|c1|sales|NONE|ABANDON|1|1|1\n"
    assert tried(written(tmp_path, "log", log)).kind == "asterisk"
    for name, kind in (
        ("anonymous_bank/january.txt.gz", "anonymous-bank"),
        ("amazon_connect_ctr/ctr_2022-04-08.json", "amazon-connect"),
        ("amazon_connect_ctr/ctr_2020-03-31_mongo_export.json", "amazon-connect"),
        ("freeswitch_callcenter/member_queue_end.json", "freeswitch-callcenter"),
        ("service_requests_311/boston311-100.csv", "requests-311"),
        ("incident_tickets/incident_event_log_opened_2016-02-29_to_03-07.csv.gz",
         "incident-tickets"),
    ):  # fmt: skip
        found = tried(samples / name)
        assert (found.kind, found.toml, found.rejects) == (kind, "", [])


def test_what_is_neither_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="neither a log nor a table"):
        tried(written(tmp_path, "letter.txt", "Dear all,\nhello\n"))
    with pytest.raises(SourceError, match="nothing"):
        tried(tmp_path / "nothing.csv")
    with pytest.raises(UsageError, match="no kind of source"):
        tried(written(tmp_path, "calls.csv", CALLS), "avaya")
