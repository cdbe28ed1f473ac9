"""The benchmarks' generator: logs of any length that could have happened."""

from __future__ import annotations

import io
from collections import Counter

import pytest

from benchmarks.generate import MONDAY, generate
from ops.clock import instant
from tests.simulate.replay import PARAMETERS, Replay


def made(lines: int, span_days: float, *, queues: int = 12, agents: int = 60) -> bytes:
    file = io.BytesIO()
    generate(file, lines, span_days, queues=queues, agents=agents)
    return file.getvalue()


@pytest.fixture(scope="module")
def log() -> list[str]:
    """Three weeks and a half, cut in the middle of a day."""
    return made(60_000, 24, agents=20).decode().splitlines(keepends=True)


def test_it_is_as_long_as_asked_and_ends_when_asked(log: list[str]) -> None:
    assert len(log) == 60_000
    first, last = (instant(int(line[:10])) for line in (log[0], log[-1]))
    assert first.toordinal() == MONDAY
    assert 20 <= (last - first).days <= 28


def test_what_it_says_could_have_happened(log: list[str]) -> None:
    tally = Replay().feed(log)
    events = set(PARAMETERS) - {"WITHDRAW", "EXITWITHTIMEOUT", "RINGNOANSWER", "EXITWITHKEY"}
    assert set(tally.events) >= events
    assert tally.events["QUEUESTART"] == 1
    assert len({queue for queue in tally.by_queue if queue != "NONE"}) == 12
    assert 0.02 < tally.events["ABANDON"] / tally.events["ENTERQUEUE"] < 0.25


def test_weeks_differ_in_ids_and_callers_but_some_phone_again(log: list[str]) -> None:
    ids: Counter[str] = Counter()
    weeks: dict[int, set[str]] = {}
    for line in log:
        s, call, _, _, event, *rest = line.split("|")
        if event == "DID":
            ids[call] += 1
        elif event == "ENTERQUEUE" and rest[1].startswith("+"):
            weeks.setdefault((int(s) - int(log[0][:10])) // (7 * 86400), set()).add(rest[1])
    assert set(ids.values()) == {1}
    shared = len(weeks[0] & weeks[1]) / len(weeks[1])
    assert 0.05 < shared < 0.2


def test_equal_arguments_give_equal_bytes() -> None:
    assert made(5_000, 7, queues=4, agents=8) == made(5_000, 7, queues=4, agents=8)


@pytest.mark.parametrize("lines", [1, 2, 100])
def test_short_ones_too(lines: int) -> None:
    assert made(lines, 1, queues=4, agents=8).count(b"\n") == lines
