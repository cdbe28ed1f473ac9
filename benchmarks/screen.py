"""What is seen: the first paint, a refresh with its drawing beside stock widgets, a line → screen.

Every app runs as a process of its own in a pseudo-terminal that is read all the time.
"""

from __future__ import annotations

import pickle
import re
import shutil
import statistics
import threading
import time
from pathlib import Path

from benchmarks.floor import busy_hour
from benchmarks.freshness import EVENTS_S, READERS, write_probes
from benchmarks.measure import Bench, Finding, measured, quantile, say
from benchmarks.stores import past
from benchmarks.terminals import Terminal, read_on
from ops.floor import take
from ops.privacy import privacy
from ops.settings import Settings
from ops.snapshot import Snapshot
from ops.warehouse.warehouse import Warehouse

SHOTS = 60
_APP = "import sys; from ops.cli.main import main; sys.exit(main())"
_SKELETON, _NUMBERS = b"QUEUE", re.compile(rb"\d+\.\d %")
_PROBE = re.compile("··· (\\d{4})".encode())


def run(bench: Bench) -> list[Finding]:
    """The three of them."""
    home = bench.work / "screen"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return [*_opening(bench, home), *_refreshing(bench, home), *_written_to_screen(bench, home)]


def _opening(bench: Bench, home: Path) -> list[Finding]:
    """From starting the process to the first frame, and to the first numbers in it."""
    store = str(past(bench.log()))
    paints, numbers = [], []
    for _ in range(max(5, bench.rounds) + 1):
        app = Terminal(["-c", _APP, "watch", "--store", store], home)
        printed, painted, numbered = bytearray(), 0.0, 0.0

        def seen(_: int, text: bytes) -> None:
            nonlocal painted, numbered
            printed.extend(text)  # noqa: B023 - called within this turn only
            if not painted and _SKELETON in printed:  # noqa: B023
                painted = time.time()
            if not numbered and _NUMBERS.search(printed):  # noqa: B023
                numbered = time.time()

        read_on([app], seen, lambda: bool(numbered))  # noqa: B023
        paints.append(painted - app.began)
        numbers.append(numbered - app.began)
        app.close()
    behind = f"{bench.lines:,} lines of past"
    paint, number = statistics.median(paints[1:]), statistics.median(numbers[1:])
    return [
        Finding(f"opening the app, {behind}: first paint ≤ 0.6 s",
                f"{paint:.2f} s (best {min(paints[1:]):.2f} s)", paint <= 0.6),
        Finding(f"opening the app, {behind}: first numbers ≤ 1.5 s",
                f"{number:.2f} s (best {min(numbers[1:]):.2f} s)", number <= 1.5),
    ]  # fmt: skip


def _refreshing(bench: Bench, home: Path) -> list[Finding]:
    """CPU of one refresh drawn into a terminal: ours and stock widgets, the same snapshots."""
    shots = home / "shots.pickle"
    queues, agents = measured(_take_shots, str(past(bench.log())), str(shots)).value
    costs: dict[str, list[float]] = {"ours": [], "stock": []}
    for turn in range(bench.rounds):
        for name, spent in costs.items():
            out = home / f"{name}-{turn}"
            program = ["-m", "benchmarks.dashboards", name, str(shots), str(out)]
            app = Terminal(program, home)
            read_on([app], lambda *_: None, out.exists, 120)
            time.sleep(0.1)
            spent.append(float(out.read_text("ascii")))
            app.close()
        say(f"  {', '.join(f'{name} {cost[-1] * 1000:.1f} ms' for name, cost in costs.items())}")
    ours, stock = (statistics.median(costs[name]) for name in ("ours", "stock"))
    return [
        Finding(f"drawing one refresh, {queues} queues, {agents} agents, 120 × 40, the whole app "
                "in a terminal", f"{ours * 1000:.0f} ms CPU", None),
        Finding("the same snapshots in a dashboard of Textual's own DataTable, Digits, Sparkline",
                f"{stock * 1000:.0f} ms CPU: {stock / ours:.1f} × as much", None),
    ]  # fmt: skip


def _take_shots(store: str, out: str) -> tuple[int, int]:
    """Snapshots of consecutive seconds of the busiest hour, into a file."""
    settings = Settings(time_zone="UTC")
    warehouse = Warehouse(Path(store), settings)
    warehouse.refresh()
    at, seen = busy_hour(warehouse), privacy(settings, Path(store))
    shots: list[Snapshot] = [take(warehouse, seen, at + second) for second in range(SHOTS)]
    warehouse.close()
    Path(out).write_bytes(pickle.dumps(shots))
    return len(shots[0].queues), len(shots[0].agents)


def _until_shown(apps: list[Terminal]) -> None:
    """Wait until each has shown a picture: its header says how fresh it is."""
    printed = [bytearray() for _ in apps]
    fresh = re.compile(rb"live \d|quiet \d")
    read_on(
        apps,
        lambda number, text: printed[number].extend(text),
        lambda: all(fresh.search(one) for one in printed),
    )


def _written_to_screen(bench: Bench, home: Path) -> list[Finding]:
    """Seconds from a probe's line to its number in each of four terminals, one of them collecting.

    The apps are filtered to the probes' queue and 60 lines high, so that all probes stand on the
    screen however many others wait.
    """
    log, store = home / "queue_log", str(home / "store")
    log.touch()
    first = Terminal(["-c", _APP, "watch", str(log), "--store", store], home, 60)
    _until_shown([first])
    others = [
        Terminal(["-c", _APP, "watch", "--store", store], home, 60) for _ in range(READERS - 1)
    ]
    apps = [first, *others]
    seen: list[dict[str, float]] = [{} for _ in apps]
    tails = [b""] * len(apps)
    written: dict[str, float] = {}
    writing = threading.Thread(target=lambda: written.update(write_probes(log, bench.log())))

    def look(number: int, text: bytes) -> None:
        tails[number] = tails[number][-64:] + text
        for found in _PROBE.findall(tails[number]):
            seen[number].setdefault(found.decode(), time.time())

    _until_shown(others)
    for keys in ("/", "probes", "\r"):  # a person's pace: the line has to open first
        for app in apps:
            app.press(keys)
        read_on(apps, look, lambda: False, 1)
    read_on(apps, look, lambda: False, 2)
    for one in seen:
        one.clear()
    writing.start()
    read_on(apps, look, lambda: not writing.is_alive(), 120)
    read_on(apps, look, lambda: False, 2)
    for app in apps:
        app.close()
    probes = {call[-9:-5]: at for call, at in written.items()}
    delays = [one[number] - at for one in seen for number, at in probes.items() if number in one]
    missed = len(written) * len(apps) - len(delays)
    if not delays:
        raise SystemExit("no terminal showed a probe")
    middle, late = statistics.median(delays), quantile(delays, 0.99)
    return [
        Finding(
            f"a line written → on the screen, {EVENTS_S} events/s, {READERS} apps open: median "
            "≤ 0.5 s, p99 ≤ 1.2 s",
            f"median {middle:.2f} s, p99 {late:.2f} s, {missed} of {missed + len(delays)} not seen",
            middle <= 0.5 and late <= 1.2 and not missed,
        )
    ]
