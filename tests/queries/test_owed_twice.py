"""What is owed, worked out a second time by walking through histories one by one."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from statistics import median_low

import pytest

from ops.settings import FollowUpSettings
from tests.queries.hand_made import DAY, Floor, Row, pick

DUE_IN_S = FollowUpSettings().due_in_s()
FAILED = ("abandoned", "overflowed", "lost")
ENDS = ("done", "cancel", "answered")


def made(seed: int) -> Floor:
    """Some days of calls and follow-ups of a few customers."""
    chance = random.Random(seed)
    floor = Floor()
    customers = [f"0301{n:03}" for n in range(12)] + [None, "anonymous"]
    for n in range(400):
        s, caller = chance.randrange(5 * DAY), chance.choice(customers)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            outcome = chance.choice((*FAILED, "abandoned", "answered", "answered", "refused"))
            wait, queue = chance.randrange(1, 90), chance.choice(("sales", "support"))
            floor.call(queue, s, wait, outcome, caller=caller, call_id=f"c{n}")
            if outcome == "lost":
                floor.rows["calls"][-1]["end_s"] = s + 100
            s += chance.randrange(200, 400)
    for n in range(120):
        s = chance.randrange(4 * DAY)
        kind = chance.choice(("promise", "call-back", "call-back", "ticket", "visit"))
        floor.owe(
            s, id=f"F{n}", kind=kind, caller=chance.choice(customers),
            owner=chance.choice((None, "Ana", "Ben")),
            due=chance.choice((None, None, s, s + 3600, s + DAY)),
        )  # fmt: skip
        is_open = True
        for _ in range(chance.randrange(6)):
            s += chance.randrange(1, DAY // 2)
            action = chance.choice(("note", "assign", "snooze", "set due", "end", "end"))
            if action == "end":
                action = chance.choice(("done", "done", "cancel")) if is_open else "reopen"
                is_open = not is_open
            due = s + chance.randrange(1, DAY) if action in ("snooze", "set due") else None
            owner = chance.choice(("", "Ana", "Chi")) if action == "assign" else None
            floor.owe(s, action, f"F{n}", due=due, owner=owner)
    return floor


@dataclass
class Owed:
    """A follow-up as somebody who reads its lines one after the other knows it."""

    kind: str
    customer: str | None
    opened_s: int
    due_s: int
    owner: str = ""
    closed_s: int | None = None
    how: str = ""
    first_closed_s: int | None = None
    reopened: int = 0
    snoozed_s: int = 0


def walked(floor: Floor, before_s: int = 1 << 40) -> dict[str, Owed]:
    """Every follow-up as it stood before that second."""
    found: dict[str, Owed] = {}
    for row in floor.rows["follow_up_history"]:
        if row["s"] >= before_s:
            continue
        s, action, id = row["s"], row["action"], row["id"]
        if action == "open":
            due = row["due_s"] if row["due_s"] is not None else s + DUE_IN_S.get(
                row["kind"], DUE_IN_S[None]
            )  # fmt: skip
            found[id] = Owed(row["kind"], row["customer"], s, due, row.get("owner") or "")
            continue
        one = found[id]
        if action == "assign":
            one.owner = row["owner"]
        elif action == "snooze":
            one.snoozed_s = row["due_s"]
        elif action == "set due":
            one.due_s = row["due_s"]
        elif action == "reopen":
            one.closed_s, one.how = None, ""
            one.reopened += 1
        elif action in ENDS:
            one.closed_s, one.how = s, action
            one.first_closed_s = one.first_closed_s or s
    return found


def known_at(floor: Floor, s: int) -> Floor:
    """What the relation would hold as of then."""
    then = Floor()
    then.rows["follow_up_history"] = [r for r in floor.rows["follow_up_history"] if r["s"] < s]
    return then


@pytest.mark.parametrize("seed", range(3))
def test_the_backlog_at_any_moment(seed: int) -> None:
    floor = made(seed)
    for t in random.Random(seed).sample(range(6 * DAY), 6):
        open_ones = [one for one in walked(floor, t).values() if one.closed_s is None]
        rows = known_at(floor, t).ask("follow_up_backlog", as_of=t)
        total = rows.pop()
        assert total["backlog"] == len(open_ones)
        assert total["overdue"] == sum(one.due_s < t for one in open_ones)
        assert total["snoozed"] == sum(one.snoozed_s > t for one in open_ones)
        for row in rows:
            until_s = {0: 3600, 3600: 14400, 14400: DAY, DAY: 3 * DAY, 3 * DAY: 7 * DAY}
            alike = [
                one for one in open_ones
                if (one.owner or "nobody", one.kind) == (row["owner"], row["kind"])
                and row["age_from_s"] <= t - one.opened_s < until_s.get(row["age_from_s"], 1 << 40)
            ]  # fmt: skip
            assert row["backlog"] == len(alike) > 0
        assert sum(row["backlog"] for row in rows) == len(open_ones)


@pytest.mark.parametrize("seed", range(3))
def test_the_backlog_by_day(seed: int) -> None:
    floor = made(seed)
    rows = floor.ask("follow_up_trend", until=7 * DAY, as_of=6 * DAY + 500)
    assert len(rows) == 7
    for n, row in enumerate(rows):
        start, end = n * DAY, min((n + 1) * DAY, 6 * DAY + 500)
        owed = walked(floor, end).values()
        assert row["backlog"] == sum(one.closed_s is None for one in owed)
        assert row["overdue"] == sum(one.closed_s is None and one.due_s < end for one in owed)
        acts = [r["action"] for r in floor.rows["follow_up_history"] if start <= r["s"] < end]
        assert row["opened"] == acts.count("open") + acts.count("reopen")
        assert row["closed"] == sum(acts.count(end) for end in ENDS)


@pytest.mark.parametrize("seed", range(3))
def test_promises(seed: int) -> None:
    floor, now, since, until = made(seed), 5 * DAY, DAY, 4 * DAY
    owed = list(walked(floor).values())

    def total(name: str) -> Row:
        more = {} if name == "reopened" else {"as_of": now}
        return floor.ask(name, since=since, until=until, **more)[-1]

    fell_due = [one for one in owed if since <= one.due_s < until]
    counted = [
        one for one in fell_due
        if not (one.how == "cancel" and one.closed_s is not None and one.closed_s <= one.due_s)
    ]  # fmt: skip
    kept = [one for one in counted if one.closed_s is not None and one.closed_s <= one.due_s]
    row = total("kept_promises")
    assert (row["numerator"], row["denominator"]) == (len(kept), len(counted))
    late = [one for one in fell_due if (one.closed_s or now) > one.due_s > one.opened_s]
    cycles = [
        ((one.closed_s or now) - one.due_s) / (one.due_s - one.opened_s) for one in late
    ]  # fmt: skip
    row = total("cycles_late")
    assert row["denominator"] == len(cycles)
    assert row["value"] == pytest.approx(sum(cycles) / len(cycles), abs=1e-6)
    first = [one for one in owed if one.first_closed_s and since <= one.first_closed_s < until]
    row = total("reopened")
    assert (row["numerator"], row["denominator"]) == (
        sum(one.reopened > 0 for one in first), len(first),
    )  # fmt: skip


def contacts(floor: Floor) -> dict[str, list[Row]]:
    """Contacts by call id, their calls in the order of the log; who is refused is left out."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in floor.rows["calls"]:
        found[row["call_id"]].append(row)
    return found


def outcome(calls: list[Row]) -> str:
    if any(call["outcome"] == "answered" for call in calls):
        return "answered"
    return str(calls[-1]["outcome"])


def done_call_backs(floor: Floor) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for one in walked(floor).values():
        if one.kind == "call-back" and one.how == "done" and one.customer and one.closed_s:
            found[one.customer].append(one.closed_s)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_lost_callers(seed: int) -> None:
    floor, done = made(seed), done_call_backs(made(seed))
    by_customer: dict[str, list[tuple[int, list[Row]]]] = defaultdict(list)
    for calls in contacts(floor).values():
        if calls[0]["customer"] and outcome(calls) != "refused":
            by_customer[calls[0]["customer"]].append((calls[0]["s"], calls))
    expected = {}
    for customer, stays in by_customer.items():
        stays.sort(key=lambda stay: (stay[0], stay[1][0]["seq"]))
        last_s, last = stays[-1]
        reached_s = max(done[customer], default=-1)
        if outcome(last) not in FAILED or reached_s >= last_s:
            continue
        tries = []
        for s, calls in reversed(stays):
            if outcome(calls) == "answered" or s <= reached_s:
                break
            tries.append(calls)
        waited = sum(call["wait_s"] for calls in tries for call in calls)
        expected[customer] = (len(tries), waited, tries[-1][0]["seq"])
    rows = floor.ask("lost_callers", since=0, until=6 * DAY)
    told = {row["customer"]: (row["tries"], row["waited_s"], row["seq"]) for row in rows}
    assert told == expected
    assert len(expected) > 2


@pytest.mark.parametrize("seed", range(3))
def test_recovery(seed: int) -> None:
    floor, now = made(seed), 5 * DAY
    reached = done_call_backs(floor)
    for calls in contacts(floor).values():
        answers = [call["answer_s"] for call in calls if call.get("answer_s") is not None]
        if answers and calls[0]["customer"]:
            reached[calls[0]["customer"]].append(min(answers))
    took: list[int] = []
    decided = unknown = 0
    for calls in contacts(floor).values():
        if outcome(calls) not in FAILED:
            continue
        customer, end = calls[0]["customer"], max(call["end_s"] for call in calls)
        if customer is None:
            unknown += 1
        elif end + DAY <= now:
            decided += 1
            later = [s - end for s in reached[customer] if end < s <= end + DAY]
            took += [min(later)] if later else []
    names = ("numerator", "denominator", "median_s", "unidentified")
    rows = floor.ask("recovery", since=0, until=6 * DAY, heard_s=now)
    assert pick(rows, *names)[-1] == (len(took), decided, median_low(took), unknown)
    assert len(took) > 20
