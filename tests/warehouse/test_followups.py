"""Working with follow-ups over a real store, and call-backs of lost callers."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.errors import UsageError
from ops.settings import FollowUpSettings, Settings
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.collector import Collector
from ops.store.derive import Identities
from ops.store.journal import Opening
from ops.store.layout import StorePaths
from ops.warehouse.call_backs import CallBackRule
from ops.warehouse.followups import FollowUps
from ops.warehouse.warehouse import Moment, Warehouse

ROOT = Path(__file__).parents[2]
NOW = int(time.time())
RULED = Settings(follow_ups=FollowUpSettings(call_backs=True))


def store(folder: Path, *lines: str) -> None:
    """Store a log of those lines."""
    log = folder / f"queue_log-{len(list(folder.iterdir()))}"
    log.write_text("".join(f"{line}\n" for line in lines))
    collector = Collector(StorePaths(folder / "store"), Access(), [], Identities())
    try:
        collector.load("pbx", kind("asterisk"), [log])
    finally:
        collector.close()


def lost(n: int, s: int, caller: str, wait: int = 30) -> tuple[str, str]:
    return (
        f"{s}|c{n}|support|NONE|ENTERQUEUE||{caller}|1",
        f"{s + wait}|c{n}|support|NONE|ABANDON|1|1|{wait}",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store(tmp_path, *lost(1, NOW - 3600, "0301111"), *lost(2, NOW - 3500, "0302222", 90))
    return tmp_path


@pytest.fixture
def warehouse(folder: Path) -> Iterator[Warehouse]:
    opened = Warehouse(folder / "store", RULED)
    opened.refresh()
    yield opened
    opened.close()


def test_what_was_done_shows_in_the_next_answer(warehouse: Warehouse) -> None:
    ana, ben = FollowUps(warehouse, "ana"), FollowUps(warehouse, "ben")
    first = ana.open(Opening(kind="promise", customer="0301111", title="form")).id
    second = ben.open(Opening(kind="complaint", customer="0302222", owner="Ben")).id
    assert [one.id for one in ana.listed()] == [first, second], "what is due first"
    assert [one.id for one in ana.listed(owner="Ben")] == [second]
    asked = warehouse.rows("follow_ups", {})
    assert [row["id"] for row in asked] == [one.id for one in ana.listed()], "one order"
    done = ben.act("done", first[-5:].lower(), note="told them")
    assert [one.id for one in ana.listed()] == [second]
    assert [one.id for one in ana.listed(state="closed")] == [first]
    ana.undo(done.id)
    assert {one.id for one in ana.listed()} == {first, second}
    assert [(act.action, act.by) for act in ana.history(first)] == [("open", "ana")]
    with pytest.raises(UsageError, match="no follow-up nothing"):
        ana.act("done", "nothing")


def test_an_ambiguous_end_of_an_id_is_refused(warehouse: Warehouse) -> None:
    owed = FollowUps(warehouse)
    ids = [owed.open(Opening(kind="promise")).id for _ in range(40)]
    ends = [id[-1] for id in ids]
    twice = next(end for end in ends if ends.count(end) > 1)
    with pytest.raises(UsageError, match="may be"):
        owed.find(twice)
    assert owed.find(ids[3]).id == ids[3]


def test_lost_callers_become_call_backs_once(warehouse: Warehouse, folder: Path) -> None:
    owed = FollowUps(warehouse, "ana")
    callers = owed.lost(NOW - 86_400, NOW + 1)
    assert [(c.caller, c.tries, c.waited_s, c.follow_up) for c in callers] == [
        ("0302222", 1, 90.0, None), ("0301111", 1, 30.0, None),
    ]  # fmt: skip
    made = owed.call_back(callers)
    assert [(entry.kind, entry.title) for entry in made] == [
        ("call-back", "abandoned after 1:30, 1 try"), ("call-back", "abandoned after 0:30, 1 try"),
    ]  # fmt: skip
    assert owed.call_back(callers) == [], "not even from an old list"
    assert {c.follow_up for c in owed.lost(NOW - 86_400, NOW + 1)} == {e.id for e in made}
    owed.act("cancel", made[0].id)
    assert owed.call_back(owed.lost(NOW - 86_400, NOW + 1)) == [], "it was made, and called off"
    # one of them phones again and is answered, after the call-back was made
    s = int(time.time()) + 2
    store(
        folder,
        f"{s}|c9|support|NONE|ENTERQUEUE||0301111|1",
        f"{s + 3}|c9|support|Ben|CONNECT|3|m9|2",
        f"{s + 9}|c9|support|Ben|COMPLETECALLER|3|6|1",
    )
    warehouse.refresh()
    (one,) = [f for f in owed.listed(state="closed") if f.closed_how == "answered"]
    assert (one.customer, one.closed_s, one.last_by) == ("0301111", s + 3, "Ben")
    assert owed.find(one.id, Moment(s + 3)).closed_s is None
    with pytest.raises(UsageError, match="is open"):
        FollowUps(warehouse).act("reopen", owed.open(Opening(kind="promise")).id)
    owed.act("reopen", one.id)
    assert owed.find(one.id).reopened == 1


def test_a_call_back_made_by_mistake_can_be_made_again(warehouse: Warehouse) -> None:
    owed = FollowUps(warehouse)
    caller = owed.lost(NOW - 86_400, NOW + 1)[0]
    (made,) = owed.call_back([caller])
    owed.undo(made.id)
    assert len(owed.call_back([caller])) == 1


@pytest.mark.parametrize(
    ("rule", "made"),
    [
        ({}, {"0301111", "0302222"}),
        ({"call_back_wait_s": 31.0}, {"0302222"}),
        ({"call_back_outcomes": ("lost",)}, set()),
        ({"call_backs": False}, set()),
    ],
)
def test_the_rule_is_the_settings(folder: Path, rule: dict[str, object], made: set[str]) -> None:
    store(folder, *lost(3, NOW - 5 * 86_400, "0303333"))  # too long ago
    settings = Settings(follow_ups=FollowUpSettings(**{"call_backs": True} | rule))  # type: ignore[arg-type]
    warehouse = Warehouse(folder / "store", settings)
    try:
        warehouse.refresh()
        found = FollowUps(warehouse).apply_rule()
        assert {entry.customer for entry in found} == made
        assert {entry.by for entry in found} <= {"rule"}
        assert FollowUps(warehouse).apply_rule() == []
    finally:
        warehouse.close()


def test_the_rule_is_applied_now_and_then_and_says_why_it_could_not(
    warehouse: Warehouse, folder: Path
) -> None:
    (folder / "store" / "journal").write_text("a file in its way")
    rule = CallBackRule(RULED)
    assert rule.is_due()
    assert rule.apply(lambda: warehouse) == 0
    assert "journal" in str(rule.error)
    (folder / "store" / "journal").unlink()
    assert not rule.is_due(), "not again at once"
    assert rule.apply(lambda: warehouse) == 2
    assert str(rule.error) == "None"
    assert not CallBackRule(Settings()).is_due()


def test_two_processes_at_once_make_one(folder: Path) -> None:
    settings = folder / "floorwatch.toml"
    settings.write_text("[follow_ups]\ncall_backs = true\n")
    command = [sys.executable, "app.py", "follow-up", "call-backs", "--rule"]
    command += ["--store", str(folder / "store"), "--settings", str(settings)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], told
    ids = b"".join(out for out, _ in told).split()
    assert len(ids) == len(set(ids)) == 2
