"""Repeat rate, issues, repeat callers, and what agents said of it."""

from __future__ import annotations

import pytest

from tests.queries.by_loop import contacts_of
from tests.queries.hand_made import Floor, pick


@pytest.fixture
def chains(floor: Floor) -> Floor:
    """Ana: at 0 and 1060 (1000 s after the end at 60), then at 5000. Bob once. Nobody once."""
    for s in (0, 1060, 5000):
        floor.call(s=s, wait=10, talk=50, caller="1001")
    floor.call("sales", 100, 10, "abandoned", caller="1002")
    floor.call(s=100, wait=10, talk=50, caller="unknown")
    return floor


def test_repeat_rate(chains: Floor) -> None:
    row = chains.row("repeat_rate")
    assert (row["numerator"], row["denominator"]) == (1, 3)
    assert (row["left_out"], row["left_out_share"], row["window_s"]) == (1, 0.25, 1000)
    assert chains.row("repeat_rate", window_s=999)["numerator"] == 0
    assert chains.row("repeat_rate", "sales")["value"] == 0
    assert chains.row("repeat_rate", None)["value"] == 0.25


def test_an_earlier_contact_may_lie_before_the_period(chains: Floor) -> None:
    assert chains.row("repeat_rate", since=1000, until=2000)["value"] == 1


def test_who_phones_again_while_it_lasts_repeats(floor: Floor) -> None:
    floor.call(s=0, wait=10, talk=500)
    floor.call(s=100, wait=5, outcome="abandoned")
    assert floor.row("repeat_rate")["numerator"] == 1


def test_contacts_per_issue(chains: Floor) -> None:
    row = chains.row("contacts_per_issue")
    assert (row["numerator"], row["denominator"], row["value"]) == (3, 2, 1.5)
    assert (row["solved_at_once"], row["most"], row["still_open"]) == (1, 2, 0)
    total = chains.row("contacts_per_issue", None)
    assert (total["numerator"], total["denominator"], total["left_out"]) == (4, 3, 1)


def test_an_issue_is_of_the_period_in_which_it_began(chains: Floor) -> None:
    assert chains.row("contacts_per_issue", None, until=50)["numerator"] == 2
    assert chains.row("contacts_per_issue", None, since=1000, until=2000)["value"] is None


@pytest.mark.parametrize(("heard", "still_open"), [(6060, 1), (6061, 0)])
def test_an_issue_is_open_until_its_window_is_over(
    chains: Floor, heard: int, still_open: int
) -> None:
    assert chains.row("contacts_per_issue", heard_s=heard)["still_open"] == still_open


def test_issues_hold_every_contact_once(busy_floor: Floor) -> None:
    contacts = [c for c in contacts_of(busy_floor.rows["calls"]) if c["customer"]]
    row = busy_floor.row("contacts_per_issue", None, since=-1000)
    assert row["numerator"] == len(contacts)
    # with the first of each chain taken off, the others are what repeat_rate counts
    repeats = busy_floor.row("repeat_rate", None, since=-1000)
    assert row["numerator"] - row["denominator"] == repeats["numerator"]


def test_repeat_callers(chains: Floor) -> None:
    chains.call("sales", 6000, 7, "abandoned", caller="1001", call_id="last")
    chains.code("last", "100", "did")
    [row] = chains.ask("repeat_callers")
    assert (row["customer"], row["contacts"], row["answered"], row["failed"]) == ("1001", 4, 3, 1)
    assert (row["queues"], row["last_queue"], row["last_outcome"]) == (2, "sales", "abandoned")
    assert (row["reasons"], row["last_reason"], row["wait_s"]) == (1, "100", 37)
    assert (row["identified"], row["left_out"]) == (5, 1)
    assert chains.ask("repeat_callers", queue="sales") == []


def test_only_so_many_repeat_callers_are_listed_of_those_found(floor: Floor) -> None:
    for caller, times in (("1001", 2), ("1002", 3), ("1003", 1), ("1004", 2)):
        for at in range(times):
            floor.call(s=100 * at + int(caller), caller=caller)
    rows = floor.ask("repeat_callers", most=2)
    assert [(r["customer"], r["contacts"], r["found"]) for r in rows] == [
        ("1002", 3, 3), ("1004", 2, 3)
    ]  # fmt: skip
    assert len(floor.ask("repeat_callers", most=None)) == 3


def test_contacts_are_found_by_customer_and_by_reason(floor: Floor) -> None:
    floor.call("sales", 100, caller="1001", call_id="a", ended_by="transfer", transfer="blind")
    floor.call("support", 200, caller="1001", call_id="a", agent="Ben")
    floor.call("sales", 300, 7, "abandoned", caller="1001", call_id="b")
    floor.call("sales", 400, caller="1002", call_id="c")
    floor.code("a", "refund", "reason")
    floor.code("a", "SOLVED")
    floor.code("c", "refund", "reason")
    rows = floor.ask("find_contacts", customer="1001")
    assert [(r["call_id"], r["s"], r["last_queue"], r["outcome"], r["agent"]) for r in rows] == [
        ("b", 300, "sales", "abandoned", None), ("a", 100, "support", "answered", "Ben")
    ]  # fmt: skip
    assert (rows[1]["transfers"], rows[1]["reason"], rows[1]["outcome_code"]) == (
        1, "refund", "SOLVED"
    )  # fmt: skip
    about = floor.ask("find_contacts", customer=None, reason="refund", most=1)
    assert [(r["call_id"], r["found"]) for r in about] == [("c", 2)]
    assert floor.ask("find_contacts", customer=None, queue="support") == []


def test_coded_fcr_beside_the_measured_one(floor: Floor) -> None:
    for at, (code, again) in enumerate(
        [("SOLVED", False), ("SOLVED", True), ("LATER", False), ("LATER", True), (None, True)]
    ):
        caller = f"100{at}"
        floor.call(s=100, wait=10, talk=50, caller=caller, call_id=caller)
        if code:
            floor.code(caller, "LATER")  # the last one counts
            floor.code(caller, code)
        if again:
            floor.call("sales", 400, 5, "abandoned", caller=caller)
    row = floor.row("coded_fcr")
    assert (row["numerator"], row["denominator"], row["value"]) == (2, 4, 0.5)
    assert (row["measured_numerator"], row["measured_denominator"]) == (2, 4)
    assert (row["said_resolved_came_back"], row["said_open_stayed_away"]) == (1, 1)
    assert (row["disagreement"], row["uncoded"], row["uncoded_share"]) == (0.5, 1, 0.2)


def test_without_codes_in_the_settings_nothing_is_said(floor: Floor) -> None:
    floor.resolution(resolved=(), refused=())
    floor.call(call_id="a")
    floor.code("a", "SOLVED")
    row = floor.row("coded_fcr")
    assert (row["denominator"], row["value"], row["disagreement"]) == (0, None, None)
    assert row["measured_value"] == 1
    assert floor.row("refusals")["value"] is None


def test_refusals(floor: Floor) -> None:
    for call_id, code in (("a", "CANT"), ("b", "SOLVED"), ("c", "LATER"), ("d", "CANT")):
        floor.call(call_id=call_id)
        floor.code(call_id, code)
    floor.call(call_id="e")
    floor.code("d", "SOLVED")  # after all it could be done
    row = floor.row("refusals")
    assert (row["numerator"], row["denominator"], row["value"]) == (1, 4, 0.25)
    assert (row["uncoded"], row["uncoded_share"]) == (1, 0.2)


def test_deflection(floor: Floor) -> None:
    floor.call("sales", 0, call_id="a", transfer="blind", ended_by="transfer", seq=1)
    floor.call("support", 100, call_id="a", transfer="attended", ended_by="transfer", seq=2)
    floor.call("sales", 200, call_id="a", seq=3)
    floor.call("sales", 0, call_id="b", transfer="blind", ended_by="transfer")
    floor.call("sales", 0, call_id="c")
    floor.call("sales", 0, outcome="abandoned")
    row = floor.row("deflection", "sales")
    assert (row["numerator"], row["denominator"]) == (1, 3)
    assert (row["transferred"], row["transfers"], row["longest_chain"]) == (2, 3, 2)
    assert (row["blind"], row["blind_share"]) == (2, pytest.approx(2 / 3))
    assert (row["ping_pong"], row["ping_pong_share"]) == (1, pytest.approx(1 / 3))
    assert pick(floor.ask("deflection"), "queue") == [("sales",), (None,)]


def test_a_queue_that_was_full_is_no_queue_one_has_been_in(floor: Floor) -> None:
    floor.call("sales", 0, 0, "refused", call_id="a", left_by="full")
    floor.call("sales", 60, call_id="a")
    assert floor.row("deflection", "sales")["ping_pong"] == 0
