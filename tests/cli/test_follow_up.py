"""`floorwatch follow-up`, `find` and `customer`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer

from ops.cli.follow_up import follow_up
from ops.errors import UsageError
from ops.numbers import looked_up
from ops.settings import NumberSettings
from ops.store.journal.journal import whoami
from ops.store.journal.when import to_come
from tests.cli.conftest import START
from tests.cli.terminal import ROOT, done, floorwatch

DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
ACTIONS = typer.main.get_command(follow_up).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_has_help_and_docs(action: str) -> None:
    shown = done("follow-up", action, "--help").out
    section = DOCS.split("\n## `follow-up")[1].split("\n## ")[0]
    assert f"`{action}" in section
    for parameter in ACTIONS[action].params:
        assert parameter.help, f"follow-up {action} {parameter.name} has no help"
        for option in (each for each in parameter.opts if each.startswith("--")):
            assert re.search(rf"{option}\b", shown)
            assert option in section or option in DOCS.split("\n## ")[1] or option == "--help"


def add(store: Path, *words: str) -> str:
    return done("follow-up", "add", *words, "--store", store).out.strip()


def listed(store: Path, *words: str) -> list[dict[str, str]]:
    return done("follow-up", "list", *words, "--store", store, "--format", "csv").rows


def test_a_follow_up_from_its_opening_to_its_end(small: Path) -> None:
    on = add(small, "+49 30 7654321", "--title", "form", "--queue", "sales", "--due", "+2h")
    for words in (
        ["assign", on, "Ana Ruiz"], ["snooze", on[-4:].lower(), "30m"], ["due", on, "+3h"],
        ["note", on, "sent by post"], ["done", on, "--note", "arrived"], ["reopen", on],
        ["cancel", on],
    ):  # fmt: skip
        ran = done("follow-up", *words, "--store", small)
        assert on in ran.err
        assert ran.out == ""
    (row,) = listed(small, "--state", "closed")
    assert (row["id"], row["owner"], row["queue"], row["title"], row["closed_how"]) == (
        on, "Ana Ruiz", "sales", "form", "cancel",
    )  # fmt: skip
    assert (row["caller"], row["last_note"], row["reopened"]) == ("··· 4321", "arrived", "1")
    assert len(row["customer"]) == 12
    undone = done("follow-up", "undo", on, "--store", small)
    assert "'cancel' by" in undone.err
    assert [row["id"] for row in listed(small)] == [on]
    acts = done("follow-up", "history", on, "--store", small, "--format", "csv").rows
    assert [act["action"] for act in acts] == [
        "open", "assign", "snooze", "set due", "note", "done", "reopen",
    ]  # fmt: skip
    assert {act["written_by"] for act in acts} == {whoami()}


def test_numbers_are_masked_unless_revealed(small: Path) -> None:
    on = add(small, "+49 30 7654321", "--title", "ring +49 30 7654321")
    done("follow-up", "note", on, "or 030 7654321", "--store", small)
    assert "7654321" not in done("follow-up", "history", on, "--store", small).out
    assert "7654321" not in done("customer", "+49307654321", "--store", small).out
    assert "7654321" not in done("follow-up", "list", "--store", small).out
    assert "+49 30 7654321" in done("follow-up", "list", "--store", small, "--reveal").out
    assert "7654321" not in done("sql", "SELECT * FROM follow_ups", "--store", small).out


def test_those_of_nobody_are_listed_by_that_word(small: Path) -> None:
    unowned = add(small, "--title", "form")
    add(small, "--title", "bill", "--owner", "Ana")
    assert [row["id"] for row in listed(small, "--owner", "nobody")] == [unowned]
    assert [row["title"] for row in listed(small, "--owner", "Ana")] == ["bill"]


def test_the_list_of_a_past_moment(small: Path) -> None:
    on = add(small, "--title", "form")
    assert listed(small, "--as-of", "last") == []
    assert [row["id"] for row in listed(small, "--as-of", "now")] in ([], [on])
    assert listed(small, "--kind", "ticket") == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add"], "neither whose it is nor what"),
        (["done", "NOSUCHONE"], "there is no follow-up NOSUCHONE"),
        (["snooze", "X", "yesterday"], "is past"),
        (["due", "X", "soonish"], "no time to come"),
        (["note", "X", " "], "the note is empty"),
        (["list", "--state", "lost"], "'--state': 'lost' is not one of"),
        (["call-backs", "--rule", "--queue", "sales"], "--rule looks where the settings say"),
        (["dance"], "dance"),
    ],
    ids=" ".join,
)
def test_mistakes_say_what_to_do(small: Path, words: list[str], says: str) -> None:
    on = add(small, "--title", "form")
    ran = floorwatch("follow-up", *[on if word == "X" else word for word in words],
                     *(["--store", str(small)] if words != ["dance"] else []))  # fmt: skip
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_lost_callers_are_made_call_backs_and_forgotten_ones_are_not(small: Path) -> None:
    day = datetime.fromtimestamp(START, UTC).date().isoformat()
    ran = done("follow-up", "call-backs", "--since", day, "--store", small)
    assert len(ran.out.split()) == 2
    assert "2 call-backs made" in ran.err
    again = done("follow-up", "call-backs", "--since", day, "--store", small)
    assert again.out == ""
    assert "nobody is left" in again.err
    # nothing was ever heard again of who stood in line when the log ended
    assert [(row["kind"], row["title"], row["queue"]) for row in listed(small)] == [
        ("call-back", "abandoned after 0:30, 1 try", "sales"),
        ("call-back", "lost, 1 try", "support"),
    ]
    ran = done("forget", "+49301234567", "--yes", "--store", small)
    assert "3 lines held the number" in ran.err
    assert "1234567" not in (small / "journal" / "followups.ndjson").read_text()
    assert [(row["caller"], bool(row["customer"])) for row in listed(small)] == [
        ("", False), ("···", True),
    ]  # fmt: skip


def test_the_doctor_tells_of_odd_lines(small: Path) -> None:
    add(small, "--title", "form")
    with (small / "journal" / "followups.ndjson").open("a") as file:
        file.write('{"v":9}\n')
    found = done("doctor", "--store", small).out
    assert "1 kept, 1 open" in found
    assert "followups.ndjson:2: a newer version of Floorwatch wrote the line" in found


# ---- find, customer


def test_find(small: Path) -> None:
    day = ["--since", "2025-11-22"]
    rows = done("find", *day, "--store", small, "--format", "csv").rows
    assert [row["call_id"] for row in rows] == ["c4", "c3", "c2", "c1"]
    for words, ids in (
        (["4567"], ["c2", "c1"]),
        (["+49 (30) 1234-567"], ["c2", "c1"]),
        (["--agent", "Ana", *day], ["c1"]),
        (["--outcome", "abandoned", *day], ["c2"]),
        (["--queue", "sales", "--waited", "10", *day], ["c2"]),
        (["--waited-less", "3", *day], ["c1"]),
        (["--call", "c2"], ["c2"]),
        (["--agent", "Ana"], []),
        (["--agent", "Ana", "--as-of", "last"], ["c1"]),
    ):
        found = done("find", *words, "--store", small, "--format", "csv").rows
        assert [row["call_id"] for row in found] == ids, words
    assert "1234567" not in done("find", "4567", "--store", small).out
    assert floorwatch("find", "anonymous", "--store", small).code == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--agent", "Chen"], "nobody called 'Chen' has answered a call here"),
        (["--agent", "anna"], "did you mean Ana?"),
        (["--queue", "nosuch", "--as-of", "last"], "no queue is called 'nosuch'"),
        (["--queue", "sales"], "today: nothing was stored after 2025-11-22 19:46:00"),
        (["--outcome", "refused", "--as-of", "last"], "today: there is no such call"),
        (["999"], "ever: there is no such call"),
    ],
)
def test_no_call_found_says_why(small: Path, words: list[str], says: str) -> None:
    ran = done("find", *words, "--store", small, "--format", "csv")
    assert says in ran.err
    assert (ran.rows, ran.err.count("floorwatch:")) == ([], 1)


def test_names_are_found_in_any_case_as_on_the_screen(small: Path) -> None:
    for words in (["--agent", "aN"], ["--queue", "SALES", "--outcome", "answered"]):
        ran = done("find", *words, "--as-of", "last", "--store", small, "--format", "csv")
        assert ([row["call_id"] for row in ran.rows], ran.err) == (["c1"], "")


def test_a_customer(small: Path) -> None:
    add(small, "+49 30 1234567", "--title", "form")
    ran = done("customer", "+49301234567", "--store", small, "--format", "csv")
    assert "2 contacts, 1 of them within 7 days of the one before; 1 follow-up, 1 open" in ran.err
    assert [(row["what"], row["outcome"], row["is_repeat"]) for row in ran.rows] == [
        ("promise", "open", ""), ("contact", "abandoned", "true"), ("contact", "answered", "false"),
    ]  # fmt: skip
    assert "1234567" not in ran.out
    assert "nobody of that number" in done("customer", "0309999", "--store", small).err
    early = done("customer", "+49301234567", "--store", small, "--as-of", f"@{START + 5}")
    assert "1 contact, 0 of them" in early.err


BRITISH = NumberSettings(country_prefix="44", trunk_prefix="0")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("+44 20 7946 0101", "2079460101"),
        ("+44 (0)20 7946 0101", "2079460101"),
        ("020 7946 0101 ext. 5", "2079460101"),
        ("0044 20 7946 0101", "2079460101"),
        ("+49 30 1234567", "49301234567"),
        ("0101", "101"),
        ("4711", "4711"),
    ],
)
def test_a_number_as_it_is_typed(typed: str, found: str) -> None:
    assert looked_up(typed, BRITISH) == found


def test_when() -> None:
    zone, now = ZoneInfo("Europe/Berlin"), datetime(2026, 11, 25, 12, tzinfo=UTC)
    day = datetime(2026, 11, 26, tzinfo=zone)
    for text, at in (
        ("+2h", now + timedelta(hours=2)), ("30m", now + timedelta(minutes=30)),
        ("3d", now + timedelta(days=3)), ("today", day), ("tomorrow", day + timedelta(days=1)),
        ("17:30", datetime(2026, 11, 25, 17, 30, tzinfo=zone)),
        ("2026-11-27", day + timedelta(days=2)),
    ):  # fmt: skip
        assert to_come(text, zone, now) == at, text
    for text in ("12:59", "yesterday", "now", "gestern", ""):
        with pytest.raises(UsageError):
            to_come(text, zone, now)
