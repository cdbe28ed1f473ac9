"""First-contact resolution, repeats and issues: by hand, by a plain loop, and on a real log."""

from __future__ import annotations

import random
from datetime import UTC
from typing import Any

import pytest

from ops.warehouse.warehouse import Moment, Warehouse
from tests.queries.busy import busy
from tests.queries.by_loop import contacts_of, real_calls
from tests.queries.hand_made import DAY, Floor, pick

WINDOW = 1000
Row = dict[str, Any]


def test_resolved_repeated_and_pending(floor: Floor) -> None:
    floor.call(s=100, wait=10, talk=90, caller="1001")  # ends at 200, never again: resolved
    floor.call(s=100, wait=10, talk=90, caller="1002")  # repeated
    floor.call(s=900, wait=5, outcome="abandoned", caller="1002")
    floor.call(s=9000, wait=10, talk=90, caller="1003")  # ends at 9100: pending until 10100
    floor.call(s=100, wait=10, talk=90, caller="anonymous")
    row = floor.row("fcr", heard_s=10_000)
    assert (row["numerator"], row["denominator"], row["value"]) == (1, 2, 0.5)
    assert (row["repeated"], row["pending"], row["already_repeated"]) == (1, 1, 0)
    assert row["pending_share"] == pytest.approx(1 / 3)
    assert (row["left_out"], row["left_out_share"]) == (1, 0.25)
    assert (row["scope"], row["window_s"]) == ("any", WINDOW)
    assert floor.row("fcr", None, heard_s=10_000) == row | {"queue": None}


@pytest.mark.parametrize(("again", "repeated"), [(200, 0), (201, 1), (1200, 1), (1201, 0)])
def test_the_window_begins_after_the_end_and_is_inclusive(
    floor: Floor, again: int, repeated: int
) -> None:
    floor.call(s=100, wait=10, talk=90)
    floor.call(s=again, wait=5, outcome="abandoned")
    assert floor.row("fcr")["repeated"] == repeated


@pytest.mark.parametrize(("heard", "pending"), [(1199, 1), (1200, 1), (1201, 0)])
def test_pending_while_a_second_of_the_window_is_not_over(
    floor: Floor, heard: int, pending: int
) -> None:
    floor.call(s=100, wait=10, talk=90)  # the window is (200, 1200]
    assert floor.row("fcr", heard_s=heard)["pending"] == pending


def test_already_repeated_is_counted_beside_pending(floor: Floor) -> None:
    floor.call(s=100, wait=10, talk=90)
    floor.call(s=300, wait=5, outcome="abandoned")
    row = floor.row("fcr", heard_s=500)
    assert (row["denominator"], row["pending"], row["already_repeated"]) == (0, 1, 1)
    assert row["value"] is None


def test_a_second_phone_during_the_talk_is_no_repeat_but_one_after_it_is(floor: Floor) -> None:
    floor.call(s=100, wait=10, talk=500, call_id="long")
    floor.call(s=200, wait=5, outcome="abandoned", call_id="meanwhile")
    assert floor.row("fcr")["repeated"] == 0
    floor.call(s=700, wait=5, outcome="abandoned", call_id="later")
    assert floor.row("fcr")["repeated"] == 1


def test_calls_of_one_contact_are_no_repeats(floor: Floor) -> None:
    floor.call("sales", 100, 10, talk=90, call_id="a", ended_by="transfer", transfer="blind")
    floor.call("support", 200, 10, talk=90, call_id="a")
    assert [(r["queue"], r["numerator"], r["denominator"]) for r in floor.ask("fcr")] == [
        ("support", 1, 1), (None, 1, 1),
    ]  # fmt: skip


def test_scope_queue_asks_where_the_next_contact_began(floor: Floor) -> None:
    floor.call("support", 100, 10, talk=90)
    floor.call("sales", 300, 10, "abandoned")
    assert floor.row("fcr", None)["repeated"] == 1
    assert floor.row("fcr", None, scope="queue")["repeated"] == 0
    # one that began in support, whoever answered it
    floor.call("support", 400, 10, "overflowed", call_id="b", left_by="timeout")
    floor.call("sales", 410, 10, talk=90, call_id="b")
    assert floor.row("fcr", scope="queue")["repeated"] == 1
    assert floor.row("fcr", "sales", scope="queue")["repeated"] == 0


def test_scope_reason_leaves_out_who_has_none(floor: Floor) -> None:
    for at, (call_id, reason) in enumerate((("a", "100"), ("b", "200"), ("c", "100"), ("d", None))):
        floor.call(s=100 + 200 * at, wait=10, talk=50, call_id=call_id)
        if reason:
            floor.code(call_id, reason, "did")
    row = floor.row("fcr", scope="reason")
    assert (row["numerator"], row["repeated"], row["left_out"]) == (2, 1, 1)
    assert floor.row("fcr")["repeated"] == 3


def test_talks_that_go_on_are_not_judged_and_lost_ones_are(floor: Floor) -> None:
    floor.call(s=100, wait=10, outcome="talking")
    floor.lost(100, 300, answer=150)
    floor.call(s=400, wait=1, outcome="waiting")
    row = floor.row("fcr")
    assert (row["repeated"], row["denominator"], row["pending"]) == (1, 1, 0)


def test_weeks_begin_on_the_local_monday(floor: Floor) -> None:
    floor.zone((-(10**11), 7 * DAY, 3600), (7 * DAY, 10**11, 7200))  # an hour forward on a Thursday
    monday, next_monday = 4 * DAY - 3600, 11 * DAY - 7200  # 5 and 12 January 1970, 0:00 local
    for s in (monday - 1, monday, next_monday - 1, next_monday):
        floor.call(s=s, wait=0, talk=0, caller=f"9{s}")
    rows = floor.ask("fcr", until=20 * DAY, interval_s=7 * DAY, heard_s=40 * DAY)
    assert pick(rows, "queue", "denominator") == [
        ("support", 1), (None, 1), ("support", 2), (None, 2), ("support", 1), (None, 1),
    ]  # fmt: skip
    starts = [row["interval_at"].replace(tzinfo=UTC).timestamp() for row in rows[::2]]
    assert starts == [-3 * DAY - 3600, monday, next_monday]


def by_loop(contacts: list[Row], since: int, until: int, heard: int, window: int) -> Row:
    """The same numbers by going through all pairs of contacts."""
    found = {"resolved": 0, "repeated": 0, "pending": 0, "already": 0, "left_out": 0}
    for one in contacts:
        if not since <= one["s"] < until or one["outcome"] != "answered" or one["end_s"] is None:
            continue
        if one["customer"] is None:
            found["left_out"] += 1
            continue
        came_back = any(
            other is not one and other["customer"] == one["customer"]
            and one["end_s"] < other["s"] <= one["end_s"] + window
            for other in contacts
        )  # fmt: skip
        if one["end_s"] + window >= heard:
            found["pending"] += 1
            found["already"] += came_back
        else:
            found["repeated" if came_back else "resolved"] += 1
    return found


def told(row: Row) -> Row:
    return {
        "resolved": row["numerator"], "repeated": row["repeated"], "pending": row["pending"],
        "already": row["already_repeated"], "left_out": row["left_out"],
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_a_plain_loop_finds_the_same(seed: int) -> None:
    floor = busy(seed, calls=200)
    chance = random.Random(seed)
    for row in floor.rows["calls"]:
        row["customer"] = chance.choice((None, *map(str, range(100, 130))))
    contacts = contacts_of(floor.rows["calls"])
    for window, heard in ((60, 9000), (600, 7000), (3000, 5000)):
        row = floor.row("fcr", None, since=600, until=6000, window_s=window, heard_s=heard)
        assert told(row) == by_loop(contacts, 600, 6000, heard, window)


@pytest.mark.parametrize("window", [90, 600])
def test_a_plain_loop_finds_the_same_in_a_real_log(real: Warehouse, window: int) -> None:
    calls = real_calls(real)
    heard = (real.last_event_s or 0) + 1
    since, until = min(call["s"] for call in calls) + 300, heard - 300
    params = {"since": since, "until": until, "window_s": window}
    row = real.rows("fcr", params, Moment(heard))[-1]
    expected = by_loop(contacts_of(calls), since, until, heard, window)
    assert told(row) == expected
    assert min(expected["resolved"], expected["repeated"]) > 0
