"""What is owed, as of any moment, from its history only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.warehouse.owed import NEVER_S
from tests.warehouse.owing import NOON, Owing

HOUR, DAY = 3600, 86_400


@pytest.fixture
def owing(tmp_path: Path) -> Iterator[Owing]:
    made = Owing(tmp_path)
    yield made
    made.db.close()


def test_all_columns_of_a_follow_up(owing: Owing) -> None:
    on = owing.open(
        10, "complaint", "+49 301", call="17.1", queue="support", owner="Ana", due=500,
        title="broken lamp", note="was angry",
    )  # fmt: skip
    owing.act(20, "note", on, "ben", note="parcel is on its way")
    assert owing.one() == {
        "source": "journal",
        "id": on,
        "kind": "complaint",
        "customer": "301",
        "caller": "+49 301",
        "call_id": "17.1",
        "queue": "support",
        "owner": "Ana",
        "opened_s": 10,
        "opened_by": "ana",
        "due_s": 500,
        "is_default_due": False,
        "snoozed_until_s": None,
        "closed_s": None,
        "closed_how": None,
        "first_closed_s": None,
        "reopened": 0,
        "called_again": 0,
        "slipped_s": None,
        "title": "broken lamp",
        "last_note": "parcel is on its way",
        "last_s": 20,
        "last_by": "ben",
    }


def test_as_of_a_moment_only_what_was_done_by_then_counts(owing: Owing) -> None:
    on = owing.open(10)
    owing.act(20, "assign", on, owner="Ana")
    owing.act(30, "snooze", on, until=300)
    owing.act(40, "set due", on, due=900)
    owing.act(50, "done", on)
    owing.act(60, "reopen", on)
    owing.act(70, "assign", on, owner="")
    owing.act(80, "cancel", on)
    assert owing.ask("follow_ups", 10) == []
    told = {
        s: tuple(owing.one(s)[name] for name in ("owner", "snoozed_until_s", "due_s", "closed_s"))
        for s in (11, 21, 31, 41, 51, 61, 71, 81)
    }
    assert told == {
        11: (None, None, 10 + DAY, None),
        21: ("Ana", None, 10 + DAY, None),
        31: ("Ana", 300, 10 + DAY, None),
        41: ("Ana", 300, 900, None),
        51: ("Ana", None, 900, 50),
        61: ("Ana", 300, 900, None),
        71: (None, 300, 900, None),
        81: (None, None, 900, 80),
    }
    assert (owing.one(51)["closed_how"], owing.one()["closed_how"]) == ("done", "cancel")
    assert (owing.one(51)["reopened"], owing.one()["reopened"]) == (0, 1)
    assert owing.one()["first_closed_s"] == 50


@pytest.mark.parametrize(
    ("kind", "due"),
    [("call-back", 4 * HOUR), ("promise", DAY), ("complaint", 2 * DAY), ("ticket", 3 * DAY),
     ("sample to send", DAY)],
)  # fmt: skip
def test_a_kind_has_its_own_due_time(owing: Owing, kind: str, due: int) -> None:
    owing.open(0, kind)
    assert (owing.one()["due_s"], owing.one()["is_default_due"]) == (due, True)


def test_what_was_undone_was_never_there_from_then_on(owing: Owing) -> None:
    on = owing.open(10)
    done = owing.act(20, "done", on)
    owing.undo(30, done.id)
    assert [owing.one(s)["closed_s"] for s in (21, 30, 31)] == [20, 20, None]
    assert owing.one()["reopened"] == 0
    assert owing.history() == [(10, "open")]
    owing.undo(40, on)
    assert owing.ask("follow_ups", 41) == []
    assert owing.one(40)["id"] == on


def test_a_call_back_closes_with_the_customers_first_answer(owing: Owing) -> None:
    owing.call(1, 5)
    on = owing.open(10, "call-back", "0049301")
    owing.call(15)
    owing.call(20, 25)
    owing.call(30, 35)
    owing.call(22, 23, customer="302")
    assert owing.one(25)["closed_s"] is None
    row = owing.one(26)
    assert (row["closed_s"], row["closed_how"], row["last_by"]) == (25, "answered", "Ben")
    assert row["slipped_s"] is None, "nobody promised it"
    assert row["called_again"] == 2
    assert owing.history() == [(10, "open"), (25, "answered")]
    # who had not heard of it and says done later does not move the closing
    owing.act(50, "done", on)
    assert (owing.one()["closed_s"], owing.one()["closed_how"]) == (25, "answered")


def test_a_call_back_that_was_made_first_is_done(owing: Owing) -> None:
    on = owing.open(10, "call-back")
    owing.act(20, "done", on)
    owing.call(20, 30)
    assert (owing.one()["closed_s"], owing.one()["closed_how"]) == (20, "done")
    owing.act(40, "reopen", on)
    assert owing.one()["closed_s"] is None
    owing.call(45, 50)
    assert (owing.one()["closed_s"], owing.one()["closed_how"]) == (50, "answered")
    assert owing.one()["reopened"] == 1


def test_a_promise_slips_when_its_customer_phones_again(owing: Owing) -> None:
    owing.call(5, 6, call_id="17.1")
    on = owing.open(10, call="17.1")
    owing.call(12, 13, call_id="17.1")  # transferred, still the same contact
    owing.call(10)  # in that very second: not after it
    assert (owing.one()["called_again"], owing.one()["slipped_s"]) == (0, None)
    owing.call(20)
    owing.call(30, 31)
    assert owing.one(20)["slipped_s"] is None
    assert (owing.one(21)["called_again"], owing.one(21)["slipped_s"]) == (1, 20)
    owing.act(40, "done", on)
    owing.call(50)
    assert (owing.one()["called_again"], owing.one()["slipped_s"]) == (2, 20)


@pytest.mark.parametrize("customer", [None, "", "anonymous", "Unknown", "12"])
def test_nobody_has_no_calls(owing: Owing, customer: str | None) -> None:
    owing.open(10, "call-back", customer)
    owing.call(20, 25)
    owing.call(20, 25, customer="12")
    assert owing.one()["customer"] is None
    assert owing.one()["closed_s"] is None


def test_an_id_with_letters_is_a_customer_of_its_own(owing: Owing) -> None:
    owing.open(10, customer=" Caller 301 ")
    owing.call(20)
    assert (owing.one()["customer"], owing.one()["called_again"]) == ("Caller 301", 0)


# ---- tickets of other systems


def test_a_log_of_tickets_row_by_row(owing: Owing) -> None:
    owing.ticket(10, due=100, owner="PJSIP/201", kind="fault", customer="0301", title="no line")
    owing.ticket(20, due=100, owner="PJSIP/201")
    owing.ticket(30, due=100, owner="Ben")
    owing.ticket(40, due=200, owner="Ben")
    owing.ticket(50, "done", due=200, owner="Ben")
    owing.ticket(60, "done", due=200, owner="Ben")
    owing.ticket(70, due=200, owner="Ben")
    owing.ticket(80, "cancelled", due=200, owner="NONE")
    assert owing.history() == [
        (10, "open"), (30, "assign"), (40, "set due"), (50, "done"), (70, "reopen"), (80, "cancel"),
    ]  # fmt: skip
    row = owing.one(45)
    assert (row["source"], row["id"], row["kind"], row["customer"], row["queue"], row["title"]) == (
        "desk", "T1", "fault", "301", "billing", "no line",
    )  # fmt: skip
    assert (row["owner"], row["due_s"], row["closed_s"]) == ("Ben", 200, None)
    assert [owing.one(s)["owner"] for s in (11, 31, 81)] == ["Ana Ruiz", "Ben", None]
    assert [owing.one(s)["closed_s"] for s in (51, 61, 71, 81)] == [50, 50, None, 80]
    assert owing.one()["reopened"] == 1


def test_one_row_a_ticket_does_not_tell_the_past_its_end(owing: Owing) -> None:
    owing.ticket(10, "done", closed=500, id="T1")
    owing.ticket(10, "open", id="T2")
    owing.ticket(10, "cancelled", closed=600, id="T3")
    owing.ticket(10, "done", id="T4")
    owing.ticket(10, "done", closed=5, id="T5")
    for s, open_ones in ((11, {"T1", "T2", "T3"}), (501, {"T2", "T3"}), (601, {"T2"})):
        rows = owing.ask("follow_ups", s)
        assert len(rows) == 5
        assert {row["id"] for row in rows if row["closed_s"] is None} == open_ones
    assert owing.one(id="T1")["closed_s"] == 500
    assert owing.one(id="T3")["closed_how"] == "cancel"
    assert owing.one(id="T4")["closed_s"] == owing.one(id="T5")["closed_s"] == 10


def test_the_same_rows_again_change_nothing(owing: Owing) -> None:
    for _ in range(2):
        owing.ticket(10, "open", due=300)
        owing.ticket(10, "done", closed=500, id="T2")
    assert owing.history() == [(10, "open"), (10, "open"), (500, "done")]
    # a later export of the same ticket, closed by now
    owing.ticket(10, "done", closed=400, due=300)
    assert owing.history() == [(10, "open"), (400, "done"), (10, "open"), (500, "done")]
    assert owing.one(id="T1")["reopened"] == 0


def test_two_systems_may_have_tickets_of_one_name(owing: Owing) -> None:
    owing.ticket(10)
    owing.ticket(20, "done", source="other")
    assert [(row["source"], row["closed_s"]) for row in owing.ask("follow_ups")] == [
        ("desk", None), ("other", 20),
    ]  # fmt: skip


# ---- the journal as a reader sees it


def test_lines_that_do_not_count_are_kept_with_their_reason(owing: Owing) -> None:
    on = owing.open(10)
    with owing.paths.follow_ups.open("ab") as file:
        file.write(b'{"v":9}\n{"torn":')
    os.utime(owing.paths.follow_ups, (1, 1))
    assert owing.one()["id"] == on
    assert owing.owed.unread == 2
    owing.act(20, "done", on)
    assert owing.one()["closed_s"] == 20
    rejects = owing.ask("journal_rejects")
    assert [(row["position"], row["raw"]) for row in rejects] == [
        (2, '{"v":9}'), (3, '{"torn": torn'),
    ]  # fmt: skip
    assert owing.owed.refresh() is False


def test_a_journal_put_in_its_place_is_read_anew(owing: Owing) -> None:
    owing.open(10)
    owing.open(20)
    assert len(owing.ask("follow_ups")) == 2
    lines = owing.paths.follow_ups.read_bytes().splitlines(keepends=True)
    other = owing.paths.follow_ups.with_suffix(".new")
    other.write_bytes(lines[1])
    other.replace(owing.paths.follow_ups)
    assert len(owing.ask("follow_ups")) == 1


@pytest.mark.parametrize(
    ("kind", "has_tickets"),
    [("asterisk", False), ("freeswitch-callcenter", False), ("amazon-connect", False),
     ("anonymous-bank", False), ("requests-311", True), ("of other settings", True)],
)  # fmt: skip
def test_tickets_are_looked_for_in_sources_of_kinds_that_have_some(
    owing: Owing, kind: str, has_tickets: bool
) -> None:
    owing.note("desk", kind)
    owing.ticket(10)
    assert len(owing.ask("follow_ups")) == has_tickets
    assert owing.owed.from_s == (NOON + 10 - DAY if has_tickets else NEVER_S - DAY)


def test_a_source_without_a_note_is_of_the_default_kind(owing: Owing) -> None:
    owing.ticket(10, source="unknown")
    owing.owed.bring_tickets(["unknown"], owing.db)
    assert owing.ask("follow_ups") == []
