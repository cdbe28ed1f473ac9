"""A real Asterisk's AMI beside what the same Asterisk answered to QueueStatus every ten seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops.sources.ami.floor import Floor
from ops.sources.ami.reader import Reader, Timing
from tests.sources.ami.capture import Capture, capture, shown, told
from tests.sources.ami.pbx import Pbx, listening, reading, until

PATIENT = Timing(quiet_s=100, again_s=1000, first_retry_s=0.001, longest_retry_s=0.002)


def synced(floor: Floor, status: Sequence[dict[str, str]], at_s: float) -> None:
    floor.begin()
    for headers in (*status, {"Event": "QueueStatusComplete"}):
        floor.apply(headers, at_s)


def test_from_one_picture_its_events_lead_to_all_later_ones(samples: Path) -> None:
    run = capture(samples)
    floor = Floor()
    first, *later = run.snapshots
    synced(floor, first["status"], first["t"])
    done = run.marks[0][1]
    waits: list[float] = []
    for snapshot, (_, number) in zip(later, run.marks[1:], strict=True):
        for event in run.events[done:number]:
            floor.apply(event, event["t"])
        done = number
        assert shown(floor.picture()) == told(snapshot)
        joined = {caller.call_id: caller.joined_s for caller in floor.picture().callers}
        entries = [each for each in snapshot["status"] if each["Event"] == "QueueEntry"]
        waits += [snapshot["t"] - joined[e["Uniqueid"]] - int(e["Wait"]) for e in entries]
    assert len(waits) == 705
    assert all(abs(difference) < 1.05 for difference in waits)  # whole seconds, and transport


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 5_900_000), max_size=8), sizes=st.lists(
    st.integers(1, 40_000), min_size=1, max_size=5))  # fmt: skip
def test_cut_and_resumed_anywhere_it_is_true_again(
    samples: Path, cuts: list[int], sizes: list[int]
) -> None:
    asyncio.run(_played(capture(samples), sorted(cuts), sizes))


async def _played(run: Capture, cuts: list[int], sizes: Sequence[int]) -> None:
    """Play the whole run, breaking off at those bytes; compare at every snapshot."""
    floor = Floor()
    async with (
        listening(Pbx(run.snapshots[0]["status"])) as pbx,
        reading(pbx, floor, timing=PATIENT) as reader,
    ):
        await until(lambda: reader.known)
        at, since = run.marks[0]
        for snapshot, (end, number) in zip(run.snapshots[1:], run.marks[1:], strict=True):
            pbx.status = snapshot["status"]
            if broken := [cut for cut in cuts if at <= cut < end]:
                await _send(pbx, run.raw[at : broken[0]], sizes)
                await _resumed(pbx, reader)
                since = number
            else:
                await _send(pbx, run.raw[at:end], sizes)
                await _heard(floor, number - since)
            at = end
            assert shown(floor.picture()) == told(snapshot)


async def _resumed(pbx: Pbx, reader: Reader) -> None:
    """Break the connection, and wait until it is there again with a whole picture."""
    before = pbx.connections
    pbx.cut()
    await until(lambda: pbx.connections > before and reader.known)


async def _heard(floor: Floor, events: int) -> None:
    """Wait until so many events have been taken in since the last whole picture."""
    await until(lambda: floor.heard == events)


async def _send(pbx: Pbx, data: bytes, sizes: Sequence[int]) -> None:
    """In packets of those sizes, over and over."""
    at = turn = 0
    while at < len(data):
        size = sizes[turn % len(sizes)]
        # Single bytes would take minutes: where packets are tiny, only the first ones are.
        size = size if turn < 200 else max(size, 4096)
        await pbx.send(data[at : at + size])
        at, turn = at + size, turn + 1
