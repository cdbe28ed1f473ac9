"""Tables of records: cells become events by what a mapping calls them."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec
import pytest

from ops.settings.mappings import MappingSettings
from ops.sources.events import Rows
from ops.sources.mapped import Mapped

CALLS = {
    "record": "call",
    "times": ["%d.%m.%Y %H:%M:%S"],
    "outcomes": {"ok": "answered", "gone": "abandoned", "full": "refused", "t/o": "timeout"},
    "columns": {
        "call_id": "id", "queue": "queue", "agent": "agent", "caller": "from", "offered": "at",
        "wait_s": "wait", "talk_s": "talk", "hold_s": "hold", "wrapup_s": "after",
        "outcome": "how", "reason": "why",
    },
}  # fmt: skip
HEADER = b"id,queue,agent,from,at,wait,talk,hold,after,how,why\n"
MAY_1 = 1_777_593_600
"""Fri 1 May 2026, 00:00 UTC."""


def mapped(said: dict[str, Any], zone: str = "UTC", **others: object) -> Mapped:
    return Mapped("test", msgspec.convert(said | others, MappingSettings), zone)


def decode(kind: Mapped, text: str, header: bytes = HEADER) -> Rows:
    """The rows of a whole file, without those of lines that begin no record."""
    data = header + text.encode()
    rows = kind.opened(header).decode(data, 1, 0)
    assert rows.seq == list(range(1, data.count(b"\n") + 1))
    kept = [at for at in range(len(rows)) if rows.event[at] or rows.reason[at]]
    names = (field.name for field in dataclasses.fields(Rows))
    return Rows(**{name: [getattr(rows, name)[at] for at in kept] for name in names})


def column(rows: Rows, name: str) -> list[Any]:
    found: list[Any] = getattr(rows, name)
    return found


def figures(rows: Rows) -> list[list[str]]:
    return [text.split("|") for text in rows.p3 if text is not None]


def test_an_answered_call_with_all_its_parts() -> None:
    rows = decode(
        mapped(CALLS), "c1,sales,Ana,030 1234,1.5.2026 10:00:00,12.4,60,5,30,ok,invoice\n"
    )
    ten = MAY_1 + 36_000
    assert (rows.seq, rows.s, rows.event) == ([2], [ten], ["RECORD"])
    assert (rows.call_id, rows.queue, rows.agent) == (["c1"], ["sales"], ["Ana"])
    assert (rows.p1, rows.p2, rows.p5) == (["030 1234"], ["answered||||"], ["invoice"])
    answer, end = str(ten + 12), str(ten + 12 + 65)
    assert figures(rows) == [["", answer, end, "12.4", "60.0", "5.0", "30.0", ""]]
    assert rows.p4 == [f"0|c1|sales|{ten}"]


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("gone", "abandoned||||"),
        ("full", "refused||unavailable||"),
        ("t/o", "overflowed||timeout||"),
    ],
)
def test_who_was_not_answered_has_no_answer_and_no_agent(how: str, told: str) -> None:
    rows = decode(mapped(CALLS), f"c1,sales,Ana,1,1.5.2026 10:00:00,12,60,,,{how},\n")
    assert (rows.p2, rows.agent) == ([told], [""])
    assert figures(rows)[0][1:5] == ["", str(MAY_1 + 36_012), "12.0", ""]


def test_damaged_rows_say_why_and_keep_their_place() -> None:
    good = "c1,sales,Ana,1,1.5.2026 10:00:00,1,2,,,ok,\n"
    text = (
        "c2,sales\n" + good + "c3,sales,Ana,1,tomorrow,1,2,,,ok,\n"
        "c4,sales,Ana,1,1.5.2026 10:00:00,1,2,,,lost,\n\n"
        + good.replace("c1", "")
        + good[:-1]
        + ",x,y\n"
    )
    rows = decode(mapped(CALLS), text)
    assert list(zip(rows.seq, rows.reason, strict=True)) == [
        (2, "2 cells, the header has 11"),
        (3, None),
        (4, "offered: 'tomorrow' is no time as `times` writes them"),
        (5, "outcome: 'lost' is not in `outcomes`"),
        (6, "empty line"),
        (7, "no call_id"),
        (8, "13 cells, the header has 11"),
    ]
    assert rows.raw[0] == "c2,sales"
    assert rows.raw[2] == "c3,sales,Ana,1,tomorrow,1,2,,,ok,"
    assert rows.event[0] is None


def test_a_missing_column_is_named_for_every_row() -> None:
    rows = decode(mapped(CALLS), "c1,sales\nc2,sales\n", b"id,queue\n")
    assert rows.seq == [2, 3]
    assert rows.reason[0] is not None
    assert rows.reason[0].startswith("no column 'agent', 'from'")
    assert rows.reason[0].endswith("there are id, queue")


def test_quotes_newlines_windows_line_ends_and_a_bom() -> None:
    header = b"\xef\xbb\xbf" + HEADER.replace(b"\n", b"\r\n")
    text = (
        'c1,"sales, EU",Ana,1,1.5.2026 10:00:00,1,2,,,ok,"two\r\nlines ""x"""\r\n'
        "c2,sales,Ana,1,1.5.2026 10:00:01,1,2,,,ok,\r\n"
    )
    rows = decode(mapped(CALLS), text, header)
    assert rows.seq == [2, 4]
    assert rows.queue == ["sales, EU", "sales"]
    assert rows.p5 == ['two\nlines "x"', None]


@pytest.mark.parametrize(
    ("times", "cell"),
    [
        (["iso"], "2026-05-01T10:00:00Z"),
        (["iso"], "2026-05-01T12:00:00+02:00"),
        (["iso"], "2026-05-01 10:00:00.25"),
        (["epoch"], str(MAY_1 + 36_000)),
        (["epoch_ms"], str((MAY_1 + 36_000) * 1000 + 250)),
        (["%m/%d/%Y %I:%M %p", "iso"], "5/1/2026 10:00 AM"),
        (["%m/%d/%Y %I:%M %p", "iso"], "2026-05-01 10:00"),
    ],
)
def test_times(times: list[str], cell: str) -> None:
    rows = decode(mapped(CALLS, times=times), f"c1,q,Ana,1,{cell},1,2,,,ok,\n")
    assert rows.s == [MAY_1 + 36_000]


@pytest.mark.parametrize(
    ("shown", "utc"),
    [
        ("28.03.2026 02:30:00", "2026-03-28 01:30"),
        ("29.03.2026 02:30:00", "2026-03-29 01:30"),  # does not exist: an hour later
        ("25.10.2026 02:30:00", "2026-10-25 00:30"),  # exists twice: the first
        ("01.07.2026 02:30:00", "2026-07-01 00:30"),
    ],
)
def test_local_times_where_clocks_change(shown: str, utc: str) -> None:
    local = decode(mapped(CALLS, "Europe/Berlin"), f"c1,q,A,1,{shown},1,2,,,ok,\n")
    plain = decode(mapped(CALLS, times=["iso"]), f"c1,q,A,1,{utc},1,2,,,ok,\n")
    assert local.s == plain.s


@pytest.mark.parametrize(
    ("cell", "seconds"), [("75", "75.0"), ("1:15", "75.0"), ("1:00:05", "3605.0"), ("-3", "0.0")]
)
def test_lengths(cell: str, seconds: str) -> None:
    rows = decode(mapped(CALLS), f"c1,q,A,1,1.5.2026 10:00:00,{cell},2,,,ok,\n")
    assert figures(rows)[0][3] == seconds


def test_without_an_outcome_the_figures_tell_and_clocks_give_lengths() -> None:
    columns = {"call_id": "id", "offered": "at", "answered": "ans", "ended": "end"}
    kind = mapped({"record": "call", "times": ["epoch"], "columns": columns})
    rows = decode(kind, "c1,1000,1010,1070\nc2,1000,,1030\n", b"id,at,ans,end\n")
    assert rows.p2 == ["answered||||", "abandoned||||"]
    assert figures(rows) == [
        ["", "1010", "1070", "10.0", "60.0", "", "", ""],
        ["", "", "1030", "30.0", "", "", "", ""],
    ]


def test_an_id_a_spreadsheet_has_rounded_is_nobodys() -> None:
    rows = decode(mapped(CALLS), "c1,q,A,6.02E+11,1.5.2026 10:00:00,1,2,,,ok,\n")
    assert rows.p1 == [""]


def test_mangled_names_are_put_right() -> None:
    rows = decode(mapped(CALLS), "c1,q, Ana \t Ruiz\x01,1,1.5.2026 10:00:00,1,2,,,ok,\n")
    assert rows.agent == ["Ana Ruiz"]


def test_cells_that_are_known_to_be_wrong_are_replaced() -> None:
    words = {"agent": {"AnX": "Ana", "nobody": "NONE", "Ana": "Ben"}, "how": {"fine": "ok"}}
    kind = mapped(CALLS, replace=words, blank=["NONE"])
    rows = decode(
        kind,
        "c1,AnX, AnX ,1,1.5.2026 10:00:00,1,2,,,fine,AnX\n"
        "c2,q,nobody,1,1.5.2026 10:00:00,1,2,,,ok,\n"
        "c3,q,AnXa,1,1.5.2026 10:00:00,1,2,,,ok,\n",
    )
    assert (rows.agent, rows.reason) == (["Ana", "", "AnXa"], [None] * 3)
    assert (rows.queue[0], rows.p5[0]) == ("AnX", "AnX")


def test_another_encoding_separator_and_no_header() -> None:
    names = HEADER.decode().strip().split(",")
    kind = mapped(CALLS, encoding="cp1252", separator=";", header=names)
    assert kind.framing.header_lines == 0
    line = "c1;Bürgertelefon;A;1;1.5.2026 10:00:00;1;2;;;ok;\n".encode("cp1252")
    rows = kind.decode(line, 1, 0)
    assert (rows.seq, rows.queue) == ([1], ["Bürgertelefon"])


def test_later_chunks_know_the_header_too() -> None:
    line = b"c1,sales,Ana,1,1.5.2026 10:00:00,1,2,,,ok,\n"
    rows = mapped(CALLS).opened(HEADER).decode(line * 2, 7, 0)
    assert rows.seq == [7, 8]
    assert rows.call_id == ["c1", "c1"]
    assert mapped(CALLS).stamp_of(HEADER + line) == MAY_1 + 36_000
    assert mapped(CALLS).opened(HEADER).stamp_of(line) == MAY_1 + 36_000


def test_json_objects_with_inner_ones() -> None:
    columns = {"call_id": "id", "offered": "Queue.At", "queue": "Queue.Name", "talk_s": "talk"}
    kind = mapped({"record": "call", "format": "json", "times": ["epoch"], "columns": columns})
    data = b'{"id": 7, "Queue": {"At": 1000, "Name": "sales"}, "talk": 5}\n[1]\n{"id"\n'
    rows = kind.decode(data, 1, 0)
    assert (rows.call_id[0], rows.queue[0], rows.s[0]) == ("7", "sales", 1000)
    assert rows.reason[1] == "not a JSON object"
    assert str(rows.reason[2]).startswith("not JSON: ")


def test_tickets_in_a_log_of_changes() -> None:
    columns = {
        "ticket": "id",
        "at": "at",
        "state": "st",
        "due": "due",
        "agent": "who",
        "title": "t",
    }
    said = {"record": "ticket", "times": ["epoch"], "blank": ["?"], "columns": columns}
    kind = mapped(said, states={"New": "open", "Solved": "done"}, kind="complaint")
    header = b"id,at,st,due,who,t\n"
    rows = decode(kind, "T1,1000,New,5000,?,Late\nT1,2000,Solved,,Ana,Late\nT1,x,New,,,\n", header)
    assert rows.event == ["FOLLOWUP", "FOLLOWUP", None]
    assert [rows.s[:2], rows.p1[:2], rows.p2[:2]] == [
        [1000, 2000],
        ["open", "done"],
        ["5000", None],
    ]
    assert [rows.agent[:2], rows.p3[:2], rows.more[:2]] == [
        ["", "Ana"],
        ["complaint"] * 2,
        ["Late"] * 2,
    ]


@pytest.mark.parametrize("none", ["nan", "inf", "1e300", "-inf", "soon"])
def test_a_length_that_is_none_is_not_told(none: str) -> None:
    line = f"c1,sales,Ana,030 1234,1.5.2026 10:00:00,{none},{none},,,ok,\n"
    blank = line.replace(none, "" if none != "-inf" else "0")
    told = decode(mapped(CALLS), line + blank)
    assert figures(told)[0] == figures(told)[1]


def test_an_instant_that_is_none_is_refused() -> None:
    said = CALLS | {"times": ["epoch"]}
    rows = decode(
        mapped(said), f"c1,sales,Ana,030,nan,5,5,,,ok,\nc2,sales,Ana,030,{MAY_1},5,5,,,ok,\n"
    )
    assert rows.event == [None, "RECORD"]
    assert rows.reason[0]


def test_surveys() -> None:
    columns = {"asked": "at", "answered": "ans", "call_id": "c", "csat": "csat", "comment": "text"}
    kind = mapped({"record": "survey", "times": ["epoch"], "columns": columns})
    rows = decode(kind, "1000,1600,c1,5,fine\n1000,,c2,,\n", b"at,ans,c,csat,text\n")
    assert (rows.event, rows.call_id) == (["SURVEY"] * 2, ["c1", "c2"])
    assert (rows.p2, rows.p3) == (["1600", None], ["5.0", None])
    assert msgspec.json.decode(rows.more[0] or "") == {"empathy": None, "comment": "fine"}
