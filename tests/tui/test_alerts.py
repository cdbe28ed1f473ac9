"""Alerts: raised and ended by time series, seen on the screen, heard by the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.settings import AlertSettings
from ops.snapshot import QueueNow, Share, Snapshot
from ops.tui.alerts import Alarms, Alert, Measure, Verdict, measures
from ops.tui.freshness import freshness
from ops.tui.terminal import GIVE_BACK_TITLE, KEEP_TITLE, Title, title
from tests.tui import floors
from tests.tui.driver import Person, at_the_floor
from tests.tui.floors import NOW_S, floor, queue, source

LIMITS = AlertSettings(raise_after_s=5, hold_s=60)
KEY = ("burn", "support")
OF = {"+": Verdict.BEYOND, "0": Verdict.BETWEEN, "-": Verdict.WITHIN}


def heard(series: str, limits: AlertSettings = LIMITS, step_s: float = 10.0) -> str:
    """What a series of verdicts does: `R` raised, `r` stands, `E` ended, `.` quiet."""
    alarms, told = Alarms(), []
    for at, sign in enumerate(series):
        before = bool(alarms.raised)
        new = alarms.hear([Measure(KEY, OF[sign], f"{at}")], 1000 + at * step_s, limits)
        now = bool(alarms.raised)
        told.append("R" if new else "r" if now else "E" if before else ".")
        assert bool(new) == (now and not before)
    return "".join(told)


@pytest.mark.parametrize(
    ("series", "does"),
    [
        ("--------", "........"),
        ("-+-+-+-+", "........"),  # never beyond for five seconds
        ("-++------", "..RrrrrrE"),  # held for sixty seconds, then ended
        ("-++000000000000", "..Rrrrrrrrrrrrr"),  # between the levels nothing ends
        ("-++0+0+0+-+-+-+-", "..RrrrrrrE......"),  # once, however it hovers
        ("-++------++++++++++", "..RrrrrrE.....Rrrrr"),  # ended for sixty seconds before again
        ("++------", "RrrrrrE."),  # beyond from the start: raised at once
        ("0+++", "..Rr"),
    ],
)
def test_a_series_raises_and_ends(series: str, does: str) -> None:
    assert heard(series) == does


@given(st.text(alphabet="+0-", max_size=200))
def test_nothing_flaps_whatever_comes(series: str) -> None:
    """Between a raise and its end, and an end and the next raise, lie at least sixty seconds."""
    changes = [(at, c) for at, c in enumerate(heard(series)) if c in "RE"]
    assert [c for _, c in changes[::2]] == ["R"] * len(changes[::2])
    for (one, _), (other, _) in pairwise(changes):
        assert (other - one) * 10 >= LIMITS.hold_s


def test_settings_say_how_long() -> None:
    quick = AlertSettings(raise_after_s=0, hold_s=0)
    assert heard("-+-+", quick) == ".RER"
    assert heard("--+++++", AlertSettings(raise_after_s=30, hold_s=0)) == ".....Rr"


def test_a_clock_that_goes_back_holds_nothing_for_ever() -> None:
    alarms = Alarms()
    alarms.hear([Measure(KEY, Verdict.BEYOND, "")], 10_000, LIMITS)
    alarms.hear([Measure(KEY, Verdict.WITHIN, "")], 1_000, LIMITS)
    assert alarms.raised
    alarms.hear([Measure(KEY, Verdict.WITHIN, "")], 1_061, LIMITS)
    assert not alarms.raised


def test_an_acknowledged_alert_stays_seen_until_it_ends() -> None:
    alarms = Alarms()
    other = ("burn", "sales")
    both = [Measure(KEY, Verdict.BEYOND, "a"), Measure(other, Verdict.BEYOND, "b")]
    alarms.hear(both, 0, LIMITS)
    alarms.acknowledge(other)
    assert [(alert.about, alert.seen) for alert in alarms.raised] == [
        ("support", False), ("sales", True)
    ]  # fmt: skip
    alarms.hear([replace(both[1], text="c")], 10, LIMITS)
    assert alarms.raised[1].text == "c" and alarms.raised[1].seen
    alarms.acknowledge()
    assert all(alert.seen for alert in alarms.raised)


def verdicts(shot: Snapshot, now_s: float = NOW_S) -> dict[str, Verdict]:
    """Kind to verdict of the one queue, and of the data."""
    return {m.key[0]: m.verdict for m in measures(shot, freshness(shot, now_s))}


def of_queue(limits: AlertSettings | None = None, **changes: object) -> dict[str, Verdict]:
    shot = floor(queues=(queue("support", **changes),))
    return verdicts(replace(shot, alerts=limits or AlertSettings()))


@pytest.mark.parametrize(
    ("burn", "says"),
    [(None, "-"), (1.0, "-"), (1.1, "0"), (2.0, "0"), (2.1, "+")],
)
def test_burn(burn: float | None, says: str) -> None:
    assert of_queue(burn=burn)["burn"] is OF[says]


@pytest.mark.parametrize(
    ("waits", "says"), [(0, "-"), (90, "-"), (91, "0"), (180, "0"), (181, "+")]
)
def test_longest_wait_ends_at_half_unless_the_settings_say_else(waits: int, says: str) -> None:
    limits = AlertSettings(longest_wait_s=180)
    assert of_queue(limits, waiting=1, oldest_s=NOW_S - waits)["longest wait"] is OF[says]
    assert "longest wait" not in of_queue(waiting=1, oldest_s=NOW_S - waits)
    least = AlertSettings(longest_wait_s=180, longest_wait_clear_s=10)
    assert of_queue(least, waiting=1, oldest_s=NOW_S - 90)["longest wait"] is OF["0"]


@pytest.mark.parametrize(
    ("level", "says"),
    [(Share(80, 100), "-"), (Share(79, 100), "0"), (Share(75, 100), "0"), (Share(74, 100), "+"),
     (Share(0, 19), "-"), (Share(0, 20), "+"), (Share(0, 0), "-")],
)  # fmt: skip
def test_level_under_target(level: Share, says: str) -> None:
    assert of_queue(level=level)["under target"] is OF[says]
    assert "under target" not in of_queue(AlertSettings(under_target=None), level=level)


@pytest.mark.parametrize(
    ("waiting", "ready", "waited", "says"),
    [(0, 0, 0, "-"), (3, 1, 99, "-"), (3, 0, 30, "0"), (3, 0, 31, "+")],
)
def test_nobody_ready(waiting: int, ready: int, waited: int, says: str) -> None:
    oldest_s = NOW_S - waited if waiting else None
    assert of_queue(waiting=waiting, ready=ready, oldest_s=oldest_s)["nobody ready"] is OF[says]


def test_stale_data_says_nothing_of_queues() -> None:
    def shot(age: float) -> Snapshot:
        bad = queue("support", burn=9.0)
        return floor(queues=(bad,), sources=(source(NOW_S, heartbeat_s=NOW_S - age),))

    assert verdicts(shot(5)) | {"burn": OF["+"], "stale": OF["-"]} == verdicts(shot(5))
    assert verdicts(shot(6)) == {"stale": OF["0"]}
    assert verdicts(shot(31)) == {"stale": OF["+"]}
    quiet = replace(shot(31), alerts=AlertSettings(stale_s=None))
    assert verdicts(quiet) == {}


def test_a_closed_queue_calls_nobody() -> None:
    assert set(of_queue(is_open=False, burn=9.0)) == {"stale"}


# ---- on the screen


def turning(bad: Callable[[], bool]) -> Callable[[float], Snapshot]:
    """A floor of one queue that burns while `bad`."""

    def make(now_s: float) -> Snapshot:
        one: QueueNow = queue("support", burn=4.0 if bad() else 0.5)
        return replace(floor(now_s, queues=(one,)), alerts=LIMITS)

    return make


async def goes_on(person: Person, seconds: Iterable[float]) -> None:
    for step in seconds:
        person.clock.s += step
        await person.refreshes()


def listening(person: Person) -> tuple[list[str], list[str]]:
    """The bells and the titles from now on."""
    bells: list[str] = []
    titles: list[str] = []
    lookout = person.app._lookout
    lookout._bell = lambda: bells.append("ding")
    lookout.title._write = titles.append
    return bells, titles


async def test_an_alert_is_counted_rings_names_the_window_and_can_be_acknowledged() -> None:
    state = {"bad": False}
    async with at_the_floor(turning(lambda: state["bad"])) as person:
        bells, titles = listening(person)
        assert "alert" not in person.header
        state["bad"] = True
        await goes_on(person, [1])
        assert "alert" not in person.header and not bells  # not yet for five seconds
        await goes_on(person, [5, 1, 1])
        assert "1 alert" in person.header and bells == ["ding"]
        assert titles[-1] == "\x1b]2;▲ 1 alert · support: burn · Floorwatch\a"
        await person.press("exclamation_mark")
        assert person.sees("ALERTS  1 now · 1 not acknowledged",
                           "misses 4.0 × as many calls as its target allows")  # fmt: skip
        assert person.row("burn").split()[:3] == ["▲", "10:42:13", "0:02"]
        await person.press("x")
        assert "1 alert seen" in person.header and "✓ 10:42:13" in person.row("burn")
        assert titles[-1] == "\x1b]2;Floorwatch · Acme Support\a"
        state["bad"] = False
        await goes_on(person, [70])
        assert "alert" not in person.header and "ended" in person.row("burn")
        await person.press("escape")
        assert person.sees("QUEUE") and bells == ["ding"]


async def test_all_are_acknowledged_with_one_key() -> None:
    async with at_the_floor(floors.busy) as person:
        assert "4 alerts" in person.header
        await person.press("A")
        assert "4 alerts seen" in person.header


async def test_the_past_and_a_pause_are_silent() -> None:
    state = {"bad": False}
    async with at_the_floor(turning(lambda: state["bad"])) as person:
        bells, _ = listening(person)
        await person.press("space")
        state["bad"] = True
        await person.waits(60)
        await person.press("left_square_bracket")
        await person.waits(60)
        assert not bells and "alert" not in person.header
        await person.press("end")
        await goes_on(person, [6, 6])
        assert bells == ["ding"] and "1 alert" in person.header
        await person.press("left_square_bracket")
        assert "alert" not in person.header  # the past does not alarm
        await goes_on(person, [100])
        await person.press("end")
        assert "1 alert" in person.header and bells == ["ding"]


async def test_data_that_stops_calls_for_help() -> None:
    async with at_the_floor(floors.calm) as person:
        bells, _ = listening(person)
        await person.waits(20)
        assert not bells
        await person.waits(15)
        await person.waits(6)
        assert bells == ["ding"] and "1 alert" in person.header
        await person.press("exclamation_mark")
        assert person.sees("data", "stale", "picture 0:41 old")


async def test_bell_and_title_can_be_turned_off() -> None:
    def make(now_s: float) -> Snapshot:
        quiet = msgspec.structs.replace(LIMITS, bell=False, title=False)
        return replace(turning(lambda: now_s > NOW_S)(now_s), alerts=quiet)

    async with at_the_floor(make) as person:
        bells, titles = listening(person)
        await goes_on(person, [1, 6])
        assert "1 alert" in person.header and not bells and not titles


def test_the_title_is_harmless_told_once_and_given_back() -> None:
    said: list[str] = []
    told = Title(said.append)
    name = "\x1b]0;owned\x07[red]" + "x" * 300
    alert = Alert(("burn", name), 0, "")
    told.tell(title("", [alert]))
    told.tell(title("", [alert]))
    assert len(said) == 1 and said[0].startswith(f"{KEEP_TITLE}\x1b]2;▲ 1 alert · ·]0;owned·")
    assert said[0].count("\x1b") == 2 and said[0].count("\x07") == 1 and len(said[0]) < 130
    told.give_back()
    assert said[-1].endswith(GIVE_BACK_TITLE)
    assert title("Acme", [replace(alert, seen=True)]) == "Floorwatch · Acme"
