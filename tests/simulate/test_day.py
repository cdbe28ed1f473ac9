"""The simulated day: what it logs could have happened, and looks like a contact centre."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ops.simulate import day as one_day
from ops.simulate import people, plan
from ops.simulate.site import acme
from ops.simulate.world import World
from tests.simulate.replay import PARAMETERS, Replay

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 10, 19).toordinal()
SMALL = acme(agents=16)


def days(world: World, count: int, first: int = MONDAY) -> list[list[str]]:
    return [[text for _, text in world.lines(day, first)] for day in range(first, first + count)]


@pytest.mark.parametrize("event", ["DID", "ENTERQUEUE", "CONNECT", "PAUSE", "ADDMEMBER"])
def test_the_replay_notices_a_missing_line(event: str) -> None:
    lines = days(World(1, BERLIN, SMALL), 1)[0]
    missing = next(place for place, line in enumerate(lines) if f"|{event}|" in line)
    with pytest.raises((AssertionError, KeyError)):
        Replay().feed(lines[:missing] + lines[missing + 1 :])


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_logged_could_have_happened(seed: int) -> None:
    replay = Replay()
    for lines in days(World(seed, BERLIN, SMALL), 20):
        replay.feed(lines)
    # 20 days hold an outage or a clean restart, or both
    assert replay.tally.events["QUEUESTART"] >= 2
    assert set(replay.tally.events) == set(PARAMETERS)


def test_the_larger_floor_has_its_queues_and_agents() -> None:
    site = acme(12, 60)
    replay = Replay()
    for lines in days(World(3, BERLIN, site), 3):
        replay.feed(lines)
    assert len({queue for queue in replay.tally.by_queue if queue != "NONE"}) == 12
    assert len(site.agents) == 60
    served = {queue for agent in site.agents for queue in agent.queues}
    assert served == {queue.name for queue in site.queues}


@pytest.mark.parametrize(("queues", "agents"), [(3, 40), (13, 40), (4, 7)])
def test_a_floor_that_cannot_be_is_refused(queues: int, agents: int) -> None:
    with pytest.raises(ValueError, match="choose"):
        acme(queues, agents)


def test_names_show_what_names_can_be() -> None:
    names = [agent.name for agent in acme().agents]
    assert len(set(names)) == len(names)
    assert any("'" in name for name in names)
    assert any(not name.isascii() for name in names)
    assert not any("|" in name for name in names)


@pytest.mark.parametrize("seed", [4, 7])
def test_an_outage_loses_its_calls_and_a_clean_restart_none(seed: int) -> None:
    world = World(seed, BERLIN, SMALL)
    kinds = set()
    for day in range(MONDAY, MONDAY + 40):
        incident = plan.incident(day, BERLIN, seed)
        if incident is None:
            continue
        kinds.add(incident.clean)
        replay = Replay()
        lines = world.lines(day, day)
        replay.feed(text for s, text in lines if s < incident.until_s)
        open_calls = len(replay.tally.stays)
        assert (open_calls == 0) is incident.clean
        assert not [s for s, _ in lines if incident.since_s < s < incident.until_s]
        replay.feed(text for s, text in lines if s >= incident.until_s)
        assert replay.tally.lost == open_calls
        assert replay.tally.events["QUEUESTART"] == 2
    assert kinds == {True, False}


def test_an_outage_comes_once_in_two_weeks_at_most() -> None:
    for seed in range(20):
        crashes = [
            day
            for day in range(MONDAY, MONDAY + 200)
            if (incident := plan.incident(day, BERLIN, seed)) and not incident.clean
        ]
        assert len(crashes) >= 10
        assert min(b - a for a, b in itertools.pairwise(crashes)) >= 14


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 10, 24), 25),
        ("Europe/Berlin", date(2026, 3, 28), 23),
        ("America/New_York", date(2026, 3, 7), 23),
        ("Asia/Kolkata", date(2026, 3, 7), 24),
        ("Australia/Lord_Howe", date(2026, 4, 4), 24.5),
    ],
)
def test_days_of_23_and_25_hours(zone: str, day: date, hours: float) -> None:
    world = World(1, ZoneInfo(zone), acme(agents=8))
    ordinal = day.toordinal()
    assert world.start(ordinal + 1) - world.start(ordinal) == hours * 3600
    for s in (world.start(ordinal), world.start(ordinal + 1) - 1):
        assert world.day_of(s) == ordinal
    Replay().feed(text for _, text in world.lines(ordinal, ordinal))
    last = world.lines(ordinal, ordinal)[-1][0]
    assert world.start(ordinal + 1) - 3600 < last < world.start(ordinal + 1)


def test_a_days_last_lines_come_soon_after_its_end() -> None:
    world = World(5, BERLIN, SMALL)
    for day in range(MONDAY, MONDAY + 12):
        end = world.start(day + 1)
        for s, _ in world.tail(day):
            assert end <= s < end + one_day.LONGEST_TAIL_S


def test_callers_numbers_are_distinct_and_the_sites_own_is_none_of_them() -> None:
    numbers = [people.number(customer) for customer in range(0, people.CUSTOMERS, 7)]
    assert len(set(numbers)) == len(numbers)
    assert all(9 <= len(number) <= 13 and number[1:].isdigit() for number in numbers)
    own = {queue.did for queue in acme(12, 60).queues}
    assert not own & {people.number(customer) for customer in range(people.CUSTOMERS)}
    with pytest.raises(IndexError):
        people.number(people.CUSTOMERS)


def test_the_order_in_which_days_are_asked_does_not_matter() -> None:
    forward, backward = World(9, BERLIN, SMALL), World(9, BERLIN, SMALL)
    span = range(MONDAY, MONDAY + 12)
    there = {day: forward.lines(day, None) for day in span}
    back = {day: backward.lines(day, None) for day in reversed(span)}
    assert there == back


def test_seed_zone_and_site_make_the_day() -> None:
    def first(seed: int, zone: str, agents: int) -> list[str]:
        return days(World(seed, ZoneInfo(zone), acme(agents=agents)), 1)[0]

    usual = first(1, "UTC", 8)
    assert usual == first(1, "UTC", 8)
    assert usual not in (first(2, "UTC", 8), first(1, "Asia/Tokyo", 8), first(1, "UTC", 9))


def test_the_sample_that_ships_is_what_the_simulation_writes() -> None:
    from ops.resources import data_dir
    from ops.simulate.sample import sample

    shipped = (data_dir() / "queue_log").read_bytes()
    assert shipped == sample()
    assert len(shipped) < 300_000
    assert 3000 <= shipped.count(b"\n") <= 5000
    tally = Replay().feed(shipped.decode().splitlines(keepends=True))
    assert not tally.stays
    described = Path(data_dir() / "README.md").read_text()
    for event in tally.events:
        assert event in described


def test_the_settings_that_ship_are_valid_and_fit() -> None:
    from ops.resources import data_dir
    from ops.settings import load

    settings = load(data_dir() / "floorwatch.toml")
    site = acme()
    assert settings.site == site.name
    for queue in site.queues:
        policy = settings.queue(queue.name)
        assert (policy.threshold_s, policy.wrapup_s) == (queue.threshold_s, queue.wrapup_s)
    assert set(settings.numbers.own_numbers) == {queue.did for queue in site.queues}
