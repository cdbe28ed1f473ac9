"""Agents' states at one moment."""

from __future__ import annotations

from typing import Any

from tests.queries.hand_made import DAY, Floor, only, pick

NOW = 30_000


def now(floor: Floor, agent: str = "Ana") -> dict[str, Any]:
    return only(r for r in floor.ask("agents_now", as_of=NOW) if r["agent"] == agent)


def state(floor: Floor, agent: str = "Ana") -> tuple[Any, ...]:
    row = now(floor, agent)
    return row["state"], row["since_s"], row["queue"], row["reason"]


def test_ready_since_the_beginning_of_the_membership(floor: Floor) -> None:
    floor.span("Ana", "in", 1000)
    assert now(floor) == {
        "agent": "Ana", "state": "ready", "since_s": 1000, "queue": None, "reason": None,
        "calls": 0, "talk_s": None, "aht_s": None, "known": True,
    }  # fmt: skip


def test_ready_since_the_latest_of_talk_wrap_up_and_pause(floor: Floor) -> None:
    floor.queue(wrapup=10)
    floor.span("Ana", "in", 1000)
    floor.call(s=1990, wait=10, talk=100)
    assert state(floor) == ("ready", 2110, None, None)
    floor.span("Ana", "paused", 2200, 2300)
    assert state(floor) == ("ready", 2300, None, None)


def test_in_several_queues_ready_since_the_first(floor: Floor) -> None:
    floor.span("Ana", "in", 1500, queue="sales")
    floor.span("Ana", "in", 1000, queue="support")
    assert state(floor) == ("ready", 1000, None, None)


def test_talking_first_then_wrap_up_then_paused(floor: Floor) -> None:
    floor.queue(wrapup=30)
    floor.span("Ana", "in", 1000)
    floor.span("Ana", "paused", NOW - 50, reason="lunch")
    assert state(floor) == ("paused", NOW - 50, None, "lunch")
    floor.call(s=NOW - 100, wait=10, talk=80)  # over 10 s ago, wrap-up for 20 s more
    assert state(floor) == ("wrap-up", NOW - 10, "support", None)
    floor.call("sales", s=NOW - 40, wait=5, outcome="talking")
    assert state(floor) == ("talking", NOW - 35, "sales", None)


def test_wrap_up_ends_with_its_last_second(floor: Floor) -> None:
    floor.queue(wrapup=30)
    floor.span("Ana", "in", 1000)
    floor.call(s=NOW - 100, wait=0, talk=70)
    assert state(floor) == ("ready", NOW, None, None)


def test_a_pause_set_during_a_talk_begins_after_its_wrap_up(floor: Floor) -> None:
    floor.queue(wrapup=10)
    floor.span("Ana", "in", 1000)
    floor.call(s=2000, wait=0, talk=100)
    floor.span("Ana", "paused", 2050, queue="NONE", reason="")
    floor.span("Ana", "paused", 2050, reason="meeting")
    assert state(floor) == ("paused", 2110, None, "meeting")


def test_two_phones_the_older_talk_counts(floor: Floor) -> None:
    floor.call("sales", s=900, wait=100, outcome="talking")
    floor.call("support", s=1900, wait=100, outcome="talking")
    floor.call("billing", s=2900, wait=100, talk=10)
    assert state(floor) == ("talking", 1000, "sales", None)


def test_the_reason_is_that_of_the_newest_pause_that_gives_one(floor: Floor) -> None:
    floor.span("Ana", "paused", 1000, queue="support", reason="lunch")
    floor.span("Ana", "paused", 2000, queue="sales", reason="coffee")
    floor.span("Ana", "paused", 3000, queue="billing", reason="")
    floor.span("Ana", "paused", 4000, 4100, queue="billing", reason="over")
    floor.span("Ana", "in", 5000)
    assert state(floor) == ("paused", 1000, None, "coffee")


def test_out_and_unknown(floor: Floor) -> None:
    floor.span("Ana", "in", 1000, 5000)
    floor.span("Ana", "out", 5000)
    assert state(floor) == ("out", 5000, None, None)
    floor.span("Ben", "in", 1000, 6000)  # ended by a restart: nothing is known since
    assert state(floor, "Ben") == ("unknown", 6000, None, None)
    floor.member("support", "Dee")
    assert state(floor, "Dee") == ("unknown", None, None, None)
    assert [now(floor, agent)["known"] for agent in ("Ana", "Ben", "Dee")] == [True, False, False]


def test_a_restart_in_a_talk_leaves_no_wrap_up(floor: Floor) -> None:
    floor.queue(wrapup=60)
    floor.lost(NOW - 100, NOW - 10, answer=NOW - 90)
    assert state(floor) == ("unknown", NOW - 10, None, None)
    assert now(floor)["calls"] == 0


def test_who_left_long_ago_leaves_the_list_unless_a_static_member(floor: Floor) -> None:
    for agent in ("Old", "Static"):
        floor.span(agent, "out", -3 * DAY)
    floor.span("New", "out", -DAY)
    floor.member("support", "Static")
    assert pick(floor.ask("agents_now", as_of=NOW), "agent", "state", "since_s") == [
        ("New", "out", -DAY),
        ("Static", "out", -3 * DAY),
    ]


def test_todays_calls_and_their_means(floor: Floor) -> None:
    floor.queue("support", wrapup=10)
    floor.queue("sales", wrapup=0)
    floor.call(s=-500, wait=10, talk=9)  # yesterday's
    floor.call("support", s=100, wait=10, talk=60)
    floor.call("sales", s=1000, wait=10, talk=80)
    floor.call("sales", s=2000, wait=10, outcome="talking", talk=500)
    floor.call("sales", s=3000, wait=10, outcome="abandoned")
    row = now(floor)
    assert (row["calls"], row["talk_s"], row["aht_s"]) == (3, 70.0, 75.0)


def test_it_is_the_state_that_agent_time_counts() -> None:
    """The one-second period that ends now holds what the last second's state was."""
    floor = Floor()
    floor.queue(wrapup=20)
    plans: dict[str, list[tuple[str, int, int | None]]] = {
        "Ana": [("in", 0, None), ("talking", 500, None)],
        "Ben": [("in", 0, None), ("talking", 500, NOW - 5), ("paused", 900, None)],
        "Chi": [("in", 0, None), ("paused", 900, None)],
        "Dee": [("in", 0, None), ("paused", 900, 1000), ("talking", 500, 800)],
        "Eli": [("in", 0, 900), ("out", 900, None)],
        "Fay": [("in", 0, 900)],
    }
    for agent, spans in plans.items():
        for what, s, end in spans:
            if what == "talking":
                floor.talk(agent, s, end)
            else:
                floor.span(agent, what, s, end)
    floor.member("support", "Gus")
    floor.member("support", "Fay")
    found = {r["agent"]: r["state"].replace("-", "") for r in floor.ask("agents_now", as_of=NOW)}
    assert list(found.values()) == [
        "talking", "wrapup", "paused", "ready", "out", "unknown", "unknown"
    ]  # fmt: skip
    seconds = floor.ask("agent_time", since=NOW - 1, until=NOW, as_of=NOW)
    assert {r["agent"]: r[f"{found[r['agent']]}_s"] for r in seconds[:-1]} == {
        agent: 1 for agent in found
    }
