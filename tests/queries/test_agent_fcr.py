"""Resolution and handling time by agent, drawn towards the team: by hand, and by scipy."""

from __future__ import annotations

import random
from datetime import UTC
from math import sqrt
from typing import Any

import pytest
from scipy import stats  # type: ignore[import-untyped]

from tests.queries.hand_made import DAY, Floor, only

Row = dict[str, Any]
Z = 1.959963984540054


def of(rows: list[Row], agent: str | None) -> Row:
    return only(row for row in rows if row["agent"] == agent)


def contacts(floor: Floor, agent: str, resolved: int, repeated: int) -> None:
    """So many customers whose contact stayed resolved, and so many who phoned again."""
    first = len(floor.rows["calls"])
    for number in range(first, first + resolved + repeated):
        caller = f"0301{number:06}"
        floor.call(s=100, wait=10, talk=90, agent=agent, caller=caller)
        if number >= first + resolved:
            floor.call(s=400, wait=5, outcome="abandoned", caller=caller)


def test_an_agents_share_is_drawn_towards_the_teams(floor: Floor) -> None:
    contacts(floor, "Ana", 9, 1)
    contacts(floor, "Ben", 5, 5)
    rows = floor.ask("agent_fcr")
    # p 0.7, sum(n (x/n - p)^2) / pq = 0.8 / 0.21, k - 1 = 1,
    # sum(n) - sum(n^2) / sum(n) = 10: m = 130 / 59
    ana = of(rows, "Ana")
    assert (ana["numerator"], ana["denominator"], ana["value"]) == (9, 10, 0.9)
    assert ana["shrunk"] == pytest.approx(622 / 720)
    assert ana["own_weight"] == pytest.approx(590 / 720)
    assert ana["team_value"] == pytest.approx(0.7)
    assert of(rows, "Ben")["shrunk"] == pytest.approx(386 / 720)
    a, b = 622 / 59, 98 / 59
    half = Z * sqrt(1 / a + 1 / b)
    assert ana["low"] == pytest.approx(1 / (1 + b / a * 2.718281828459045**half))
    assert ana["high"] == pytest.approx(1 / (1 + b / a / 2.718281828459045**half))
    team = of(rows, None)
    assert (team["numerator"], team["denominator"], team["own_weight"]) == (14, 20, 1.0)
    assert team["shrunk"] == team["value"] == pytest.approx(0.7)
    assert team["low"] < 0.7 < team["high"]


def test_agents_who_differ_no_more_than_chance_have_the_teams_share(floor: Floor) -> None:
    contacts(floor, "Ana", 8, 2)
    contacts(floor, "Ben", 4, 1)
    rows = floor.ask("agent_fcr")
    assert [row["shrunk"] for row in rows] == pytest.approx([0.8] * 3)
    # The team's share is worth the 15 contacts it is known from.
    assert of(rows, "Ben")["own_weight"] == pytest.approx(5 / 20)


def test_one_contact_says_little(floor: Floor) -> None:
    contacts(floor, "Ana", 90, 10)
    contacts(floor, "Ben", 50, 50)
    contacts(floor, "Chi", 0, 1)
    chi = of(floor.ask("agent_fcr"), "Chi")
    assert chi["value"] == 0 and 0.4 < chi["shrunk"] < chi["team_value"]
    assert chi["high"] - chi["low"] > 0.4


def test_a_contact_is_its_last_agents_and_nobodys_is_left_away(floor: Floor) -> None:
    floor.call(s=100, talk=50, agent="Ana", call_id="c", ended_by="transfer", transfer="blind")
    floor.call(s=170, talk=50, agent="Ben", call_id="c")
    floor.call(s=100, caller="0302222")
    floor.rows["calls"][-1]["agent"] = None
    rows = floor.ask("agent_fcr")
    assert [(row["agent"], row["denominator"]) for row in rows] == [("Ben", 1), (None, 1)]
    assert rows[0]["value"] == 1 and rows[0]["low"] is None  # all resolved: no band


def test_pending_and_left_out_stand_beside_it(floor: Floor) -> None:
    floor.call(s=9000, wait=10, talk=90, caller="1003")
    floor.call(s=100, wait=10, talk=90, caller="anonymous")
    row = of(floor.ask("agent_fcr", heard_s=10_000), "Ana")
    assert (row["denominator"], row["pending"], row["left_out"]) == (0, 1, 1)
    assert (row["value"], row["shrunk"], row["left_out_share"]) == (None, None, 0.5)
    assert (row["scope"], row["window_s"]) == ("any", 1000)


def test_scope_and_queue_are_those_of_fcr(busy_floor: Floor) -> None:
    for scope in ("any", "queue", "reason"):
        for queue in (None, "sales"):
            whole = busy_floor.row("fcr", queue, scope=scope)
            rows = busy_floor.ask("agent_fcr", scope=scope, queue=queue)
            parts = ("numerator", "denominator", "repeated", "pending", "left_out")
            assert [of(rows, None)[p] for p in parts] == [whole[p] for p in parts]
            assert [sum(row[p] for row in rows[:-1]) for p in parts] == [whole[p] for p in parts]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_agrees_with_a_second_reckoning(floor: Floor, seed: int) -> None:
    chance = random.Random(seed)
    made = {f"A{n:02}": (chance.randint(1, 40), chance.betavariate(12, 4)) for n in range(12)}
    counts = {}
    for agent, (n, p) in made.items():
        x = sum(chance.random() < p for _ in range(n))
        counts[agent] = (x, n)
        contacts(floor, agent, x, n - x)
    rows = floor.ask("agent_fcr")
    total = sum(n for _, n in counts.values())
    p = sum(x for x, _ in counts.values()) / total
    between = sum(n * (x / n - p) ** 2 for x, n in counts.values()) / (p * (1 - p))
    room = total - sum(n * n for _, n in counts.values()) / total - 11
    rho = max((between - 11) / room, 1 / (total + 1))
    worth = 1 / rho - 1
    for agent, (x, n) in counts.items():
        row = of(rows, agent)
        a, b = x + worth * p, n - x + worth * (1 - p)
        posterior = stats.beta(a, b)
        assert row["shrunk"] == pytest.approx(posterior.mean(), abs=1e-9)
        assert row["low"] == pytest.approx(posterior.ppf(0.025), abs=0.03)
        assert row["high"] == pytest.approx(posterior.ppf(0.975), abs=0.03)


def test_handling_time_is_drawn_towards_the_teams(floor: Floor) -> None:
    for agent, talks in (("Ana", (100, 120)), ("Ben", (200, 240))):
        for talk in talks:
            floor.call(agent=agent, talk=talk)
    rows = floor.ask("agent_aht")
    # m 165, sigma2 = (200 + 800) / 2, tau2 = (2 * 2 * 55^2 - 500) / 2 = 5800: worth 5 / 58 calls
    ana = of(rows, "Ana")
    assert (ana["numerator"], ana["denominator"], ana["value"]) == (220, 2, 110)
    assert ana["shrunk_s"] == pytest.approx(13585 / 121)
    assert ana["own_weight"] == pytest.approx(116 / 121)
    half = Z * sqrt(500 * 58 / 121)
    assert (ana["low_s"], ana["high_s"]) == pytest.approx((13585 / 121 - half, 13585 / 121 + half))
    team = of(rows, None)
    assert (team["value"], team["shrunk_s"], team["team_s"]) == pytest.approx((165, 165, 165))


def test_handling_time_is_that_of_the_queues(busy_floor: Floor) -> None:
    for queue in (None, "sales"):
        whole = busy_floor.row("handling_time", queue)
        team = of(busy_floor.ask("agent_aht", queue=queue), None)
        assert team["numerator"] == pytest.approx(whole["numerator"])
        assert team["denominator"] == whole["denominator"]


def test_agents_alike_have_the_teams_handling_time(floor: Floor) -> None:
    for agent in ("Ana", "Ben"):
        for talk in (50, 150):
            floor.call(agent=agent, talk=talk)
    rows = floor.ask("agent_aht")
    assert [row["shrunk_s"] for row in rows] == pytest.approx([100] * 3)
    assert of(rows, "Ana")["own_weight"] == pytest.approx(2 / 6)


def test_one_call_alone_has_no_band(floor: Floor) -> None:
    floor.call(talk=60)
    row = of(floor.ask("agent_aht"), "Ana")
    assert (row["shrunk_s"], row["low_s"], row["high_s"]) == (60, None, None)


def test_what_was_handed_on_is_counted_with_its_agent(floor: Floor) -> None:
    floor.call(agent="Ana", ended_by="transfer", transfer="blind")
    floor.call(agent="Ana", ended_by="transfer", transfer="attended")
    floor.call(agent="Ana")
    floor.call(agent="Ben", outcome="talking")
    rows = floor.ask("agent_aht")
    assert [(r["agent"], r["transferred"], r["blind"]) for r in rows] == [
        ("Ana", 2, 1), (None, 2, 1)
    ]  # fmt: skip


def heard(name: str, s: int) -> Row:
    """What lies before a second is known, for queries that care."""
    return {} if name == "agent_aht" else {"heard_s": s}


@pytest.mark.parametrize("name", ["agent_fcr", "agent_aht", "fcr_so_far"])
@pytest.mark.parametrize("queue", [None, "sales"])
def test_each_interval_is_as_if_asked_for_alone(
    busy_floor: Floor, name: str, queue: str | None
) -> None:
    asked = {"queue": queue} | heard(name, 7000)
    hours = busy_floor.ask(name, until=4 * 3600, interval_s=3600, **asked)
    begun = {row["interval_at"] for row in hours}
    assert len(begun) == 2
    for at in begun:
        since = int(at.replace(tzinfo=UTC).timestamp())
        alone = busy_floor.ask(name, since=since, until=since + 3600, **asked)
        within = [row | {"interval_at": None} for row in hours if row["interval_at"] == at]
        assert len(within) == len(alone) > 1
        for one, other in zip(within, alone, strict=True):
            assert one == pytest.approx(other, nan_ok=True)


@pytest.mark.parametrize("name", ["agent_fcr", "agent_aht", "fcr_so_far"])
def test_weeks_begin_on_the_local_monday(floor: Floor, name: str) -> None:
    floor.zone((-(10**11), 7 * DAY, 3600), (7 * DAY, 10**11, 7200))  # an hour forward on a Thursday
    monday, next_monday = 4 * DAY - 3600, 11 * DAY - 7200  # 5 and 12 January 1970, 0:00 local
    for s in (monday - 1, monday, next_monday - 1, next_monday):
        floor.call(s=s, wait=0, talk=0, caller=f"9{s}")
    rows = floor.ask(name, until=20 * DAY, interval_s=7 * DAY, **heard(name, 40 * DAY))
    counts = "contacts" if name == "fcr_so_far" else "denominator"
    starts = [row["interval_at"].replace(tzinfo=UTC).timestamp() for row in rows]
    first = -3 * DAY - 3600
    assert starts == [first, first, monday, monday, next_monday, next_monday]
    assert [row[counts] for row in rows] == [1, 1, 2, 2, 1, 1]


@pytest.mark.parametrize("name", ["agent_fcr", "agent_aht", "fcr_so_far"])
def test_where_nothing_was_no_interval_is_told(floor: Floor, name: str) -> None:
    assert floor.ask(name, interval_s=3600) == []
    assert len(floor.ask(name)) == 1
