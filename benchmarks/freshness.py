"""A line written → in the picture of four readers, while 200 events a second are written.

Real processes: a writer, a collector, four readers that take snapshots of the floor as the app
does. A probe is a caller who enters a queue; he is seen when a snapshot has him waiting. What is
not in it is the drawing, a frame of the screen later (`docs/performance.md`).
"""

from __future__ import annotations

import multiprocessing
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks.measure import Bench, Finding, quantile, say
from ops.feed import StoreFeed
from ops.settings import Settings
from ops.sources.naming import LogName
from ops.store.lock import CollectorLock
from ops.store.opening import open_collector
from ops.store.origins import Wanted

EVENTS_S = 200
READERS = 4
FOR_S = 30.0
PROBES_S = 5
PROBE_STAYS_S = 6
REST_S, LOOK_S = 0.15, 0.05
"""The least between two snapshots of one app, and how often it looks for news: as the app does."""

_WARM_S = 6.0
_SPAWN = multiprocessing.get_context("spawn")


def run(bench: Bench) -> list[Finding]:
    """Seconds from a probe's line to a reader's snapshot that has it, of all readers together."""
    folder = bench.work / "freshness"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log, store = folder / "queue_log", folder / "store"
    log.touch()
    stop = _SPAWN.Event()
    collector = _SPAWN.Process(target=_collect, args=(log, store, stop))
    readers = [
        _SPAWN.Process(target=_read, args=(store, folder / f"seen-{number}", stop))
        for number in range(READERS)
    ]
    for process in (collector, *readers):
        process.start()
    written = write_probes(log, bench.log())
    time.sleep(2)
    stop.set()
    for process in (collector, *readers):
        process.join()
    return [_finding(written, [folder / f"seen-{number}" for number in range(READERS)])]


def _finding(written: dict[str, float], files: list[Path]) -> Finding:
    delays, missed = [], 0
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        seen = {call: float(at) for call, _, at in (line.partition(" ") for line in lines)}
        delays += [seen[call] - at for call, at in written.items() if call in seen]
        missed += sum(call not in seen for call in written)
    if not delays:
        raise SystemExit("no reader saw a probe")
    middle, late = statistics.median(delays), quantile(delays, 0.99)
    say(f"  {len(delays)} sightings, {missed} missed, worst {max(delays):.2f} s")
    return Finding(
        f"a line written → in the picture (without drawing), {EVENTS_S} events/s, {READERS} "
        "readers: median ≤ 0.5 s, p99 ≤ 1.2 s",
        f"median {middle:.2f} s, p99 {late:.2f} s, {missed} of {missed + len(delays)} never seen",
        middle <= 0.5 and late <= 1.2 and not missed,
    )


def _collect(log: Path, store: Path, stop: Event) -> None:
    store.mkdir(parents=True, exist_ok=True)
    lock = CollectorLock(store / "collector.lock")
    lock.acquire()
    wanted = Wanted("queue_log", "asterisk", LogName.of(log), (log,))
    ended = threading.Event()
    threading.Thread(target=_pass_on, args=(stop, ended), daemon=True).start()
    open_collector(store, Settings(time_zone="UTC"), [wanted]).run(ended)
    lock.release()


def _pass_on(stop: Event, ended: threading.Event) -> None:
    stop.wait()
    ended.set()


def _read(store: Path, out: Path, stop: Event) -> None:
    while not (store / "collector.lock").exists():
        time.sleep(0.05)
    feed = StoreFeed(store, Settings(time_zone="UTC"))
    feed.open()
    seen: dict[str, float] = {}
    while not stop.is_set():
        began = time.monotonic()
        for caller in feed.snapshot().waiting:
            seen.setdefault(caller.call_id, time.time())
        time.sleep(max(REST_S, time.monotonic() - began))
        while not (feed.has_news() or stop.is_set()):
            time.sleep(LOOK_S)
    feed.close()
    out.write_text("".join(f"{call} {at}\n" for call, at in seen.items()), encoding="utf-8")


def write_probes(log: Path, like: Path) -> dict[str, float]:
    """Write for FOR_S after warming up; when each probe's line was written.

    The last four digits of a probe's caller are those of its call id before "probe".
    """
    probes: dict[str, float] = {}
    leaving: list[tuple[float, str]] = []
    lines = _restamped(like)
    began = time.time()
    step_s = 1 / 20
    with log.open("a", encoding="utf-8") as file:
        turns = int((_WARM_S + FOR_S) / step_s)
        for turn in range(turns):
            file.writelines(next(lines) for _ in range(int(EVENTS_S * step_s)))
            now = time.time()
            if turn % int(20 / PROBES_S) == 0:
                call = f"{int(now)}.{turn:06d}probe"
                file.write(f"{int(now)}|{call}|probes|NONE|ENTERQUEUE||555{turn:04d}|1\n")
                leaving.append((now + PROBE_STAYS_S, call))
                if now - began > _WARM_S and turn < turns - 20 * 2:
                    probes[call] = now
            while leaving and leaving[0][0] <= now:
                call = leaving.pop(0)[1]
                file.write(f"{int(now)}|{call}|probes|NONE|ABANDON|1|1|{PROBE_STAYS_S}\n")
            file.flush()
            time.sleep(max(0.0, began + (turn + 1) * step_s - time.time()))
    return probes


def _restamped(like: Path) -> Iterator[str]:
    """The lines of a log as if written now."""
    while True:
        with like.open(encoding="utf-8") as file:
            next(file)  # the phone system's start
            for line in file:
                yield f"{int(time.time())}|{line.partition('|')[2]}"
