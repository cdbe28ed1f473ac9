"""Two weeks of the default floor look like a contact centre's."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ops.simulate import profile
from ops.simulate.site import acme
from ops.simulate.world import World
from tests.simulate.replay import TALK_ENDS, WAIT_ENDS, Replay, Tally

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 10, 19).toordinal()


@pytest.fixture(scope="module")
def fortnight() -> list[list[str]]:
    """Two weeks of the default floor; the clocks change on the first Sunday."""
    world = World(7, BERLIN)
    span = range(MONDAY, MONDAY + 14)
    return [[text for _, text in world.lines(day, MONDAY)] for day in span]


@pytest.fixture(scope="module")
def tally(fortnight: list[list[str]]) -> Tally:
    replay = Replay()
    for lines in fortnight:
        replay.feed(lines)
    return replay.feed(text for _, text in World(7, BERLIN).tail(MONDAY + 13))


def test_every_call_ends_once_or_is_lost_at_a_restart(tally: Tally) -> None:
    assert not tally.stays
    ended = sum(tally.events[event] for event in TALK_ENDS | WAIT_ENDS)
    assert ended + tally.lost == tally.events["ENTERQUEUE"]
    assert tally.lost > 0


def test_abandonment_and_service_level_are_a_centres(tally: Tally) -> None:
    for queue in acme().queues:
        counts, waits = tally.by_queue[queue.name], tally.waits[queue.name]
        gone = counts["ABANDON"]
        assert 0.02 < gone / counts["ENTERQUEUE"] < 0.15, queue.name
        in_time = sum(wait <= queue.threshold_s for wait in waits)
        assert 0.60 < in_time / (len(waits) + gone) < 0.95, queue.name


def test_days_differ_in_service_level(fortnight: list[list[str]]) -> None:
    levels = []
    for lines in fortnight:
        connects = [
            line.split("|") for line in lines if "|support|" in line and "|CONNECT|" in line
        ]
        levels.append(sum(int(fields[5]) <= 20 for fields in connects) / len(connects))
    assert max(levels) - min(levels) > 0.08


def test_a_weekday_has_about_fifteen_hundred_calls(fortnight: list[list[str]]) -> None:
    entered = [sum("|ENTERQUEUE|" in line for line in lines) for lines in fortnight]
    assert all(1300 < calls < 2400 for calls in entered[:5])
    assert entered[0] == max(entered[:7])  # Monday
    assert max(entered[5:7]) < min(entered[:5])  # the weekend
    assert min(entered) > 1000


def test_the_floor_is_never_empty(fortnight: list[list[str]]) -> None:
    replay, next_s = Replay(), 0
    talking: list[tuple[int, int]] = []  # (local hour, agents talking), every ten minutes
    for line in itertools.chain.from_iterable(fortnight):
        if int(line[:10]) >= next_s:
            next_s = int(line[:10]) + 600
            stays = replay.tally.stays.values()
            hour = datetime.fromtimestamp(next_s - 600, BERLIN).hour
            talking.append((hour, sum(stay.connected is not None for stay in stays)))
        replay.feed([line])
    counts = sorted(count for _, count in talking)
    assert counts[len(counts) // 10] >= 3
    assert counts[len(counts) // 2] >= 5
    for hour in range(24):
        of_hour = [count for at, count in talking if at == hour]
        assert 4 < sum(of_hour) / len(of_hour) < 14, hour


def test_there_is_a_rush_at_half_past_ten(fortnight: list[list[str]]) -> None:
    by_half_hour: Counter[tuple[int, int]] = Counter()
    for lines in fortnight[:5]:
        for line in lines:
            if "|ENTERQUEUE|" in line:
                local = datetime.fromtimestamp(int(line[:10]), BERLIN)
                by_half_hour[local.hour, local.minute // 30] += 1
    assert max(by_half_hour, key=lambda half: by_half_hour[half]) == (10, 1)
    assert min(by_half_hour.values()) > 5 * 12


def test_rushes_come_about_every_hundred_minutes() -> None:
    for day in range(MONDAY, MONDAY + 10):
        starts = sorted(rush.since_s for rush in profile.rushes(day, BERLIN, 7))
        assert len(starts) >= 12
        gaps = [b - a for a, b in itertools.pairwise(starts)]
        assert max(gaps) < 2.6 * 3600


def test_callers_come_back_and_some_hide_their_number(tally: Tally) -> None:
    known = [(s, caller) for s, caller in tally.callers if caller.startswith("+")]
    assert 0.025 < 1 - len(known) / len(tally.callers) < 0.055
    seen: dict[str, int] = {}
    again = soon = 0
    for s, caller in known:
        if caller in seen:
            again += s - seen[caller] < 7 * 86400
            soon += s - seen[caller] < 600
        seen[caller] = s
    assert 0.12 < again / len(known) < 0.40
    assert soon > 50


def test_calls_end_in_every_way(tally: Tally) -> None:
    talks = tally.events["CONNECT"]
    assert 0.02 < tally.events["BLINDTRANSFER"] / talks < 0.06
    assert 0.01 < tally.events["ATTENDEDTRANSFER"] / talks < 0.05
    assert 0.3 < tally.events["CALLSTATUS"] / talks < 0.6
    assert 0.01 < tally.events["RINGNOANSWER"] / talks < 0.06
    talked = sorted(tally.talks)
    assert 150 < talked[len(talked) // 2] < 300
    assert talked[len(talked) // 2] < sum(talked) / len(talked)  # a long tail


def test_a_transferred_call_keeps_its_id(fortnight: list[list[str]]) -> None:
    entered: Counter[str] = Counter()
    for line in (line for lines in fortnight for line in lines if "|ENTERQUEUE|" in line):
        entered[line.split("|")[1]] += 1
    assert sum(count > 1 for count in entered.values()) > 100


def test_a_pause_of_all_queues_is_followed_by_one_a_queue(fortnight: list[list[str]]) -> None:
    agents = {agent.name: agent for agent in acme().agents}
    lines = [line[:-1].split("|") for line in fortnight[1]]
    found = 0
    for place, fields in enumerate(lines):
        if fields[4] in ("PAUSEALL", "UNPAUSEALL"):
            name, event = fields[3], fields[4].removesuffix("ALL")
            for offset, queue in enumerate(agents[name].queues, 1):
                expected = [fields[0], "NONE", queue, name, event, fields[5]]
                assert lines[place + offset] == expected
            found += 1
    assert found > 10
