"""A reader's memory over thousands of refreshes, each with new lines, over a big past."""

from __future__ import annotations

import shutil
import statistics
import time
from pathlib import Path

from benchmarks.measure import Bench, Finding, held_mb, measured, say
from benchmarks.stores import past
from ops.feed import StoreFeed
from ops.settings import Settings
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.collector import Collector, Feed
from ops.store.derive import Identities
from ops.store.layout import StorePaths

REFRESHES = 2000
LINES_EACH = 20


def run(bench: Bench) -> list[Finding]:
    """Memory held after a tenth of the refreshes and after all of them."""
    early, late, took = measured(_refresh_on, bench.log(), past(bench.log()), bench.work).value
    say(f"  {early:.0f} MB, then {late:.0f} MB")
    return [
        Finding(
            f"one refresh of the floor that takes in {LINES_EACH} new lines ≤ 60 ms CPU",
            f"{took * 1000:.0f} ms CPU",
            took <= 0.060,
        ),
        Finding(
            f"a reader's memory, {bench.lines:,} lines of past, after {REFRESHES:,} refreshes "
            f"of {LINES_EACH} new lines ≤ 400 MB, flat",
            f"{late:.0f} MB, after a tenth of them {early:.0f} MB",
            late <= 400 and late <= early * 1.1,
        ),
    ]


def _refresh_on(log: Path, store: Path, work: Path) -> tuple[float, float, float]:
    """The collector is in the same process, so its memory counts too."""
    own = work / "memory.store"
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(store, own)
    live = work / "memory" / "bench"
    shutil.rmtree(live.parent, ignore_errors=True)
    live.parent.mkdir()
    with log.open(encoding="utf-8") as file:
        lines = [next(file).partition("|")[2] for _ in range(REFRESHES * LINES_EACH + 1)][1:]
    collector = Collector(
        StorePaths(own), Access(), [Feed("live", kind("asterisk"), live)], Identities()
    )
    feed = StoreFeed(own, Settings(time_zone="UTC"))
    feed.open()
    held, spent = [], []
    with live.open("a", encoding="utf-8") as file:
        for turn in range(REFRESHES):
            new = lines[turn * LINES_EACH : (turn + 1) * LINES_EACH]
            file.writelines(f"{int(time.time())}|{line}" for line in new)
            file.flush()
            collector.step()
            began = time.process_time()
            feed.snapshot()
            spent.append(time.process_time() - began)
            held.append(held_mb())
    feed.close()
    collector.close()
    tenth = REFRESHES // 10
    return (
        statistics.median(held[tenth - 20 : tenth]), statistics.median(held[-20:]),
        statistics.median(spent),
    )  # fmt: skip
