"""What every benchmark measures with: costs of work done in a process of its own, and tables."""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.generate import generate

LINES_A_DAY = 10_000_000 / 365
"""Of 60 agents who answer some 5,000 calls a day."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of all processors, and the process's peak in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    value: Any = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table: a budget, what was measured, and whether it is met."""

    budget: str
    measured: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Bench:
    """What to measure with: lines of log, rounds of interleaved runs, a folder to work in."""

    lines: int
    rounds: int
    work: Path

    def log(self) -> Path:
        """A generated log of so many lines; made once. It is as busy at every length."""
        lines, span_days = self.lines, self.lines / LINES_A_DAY
        path = self.work / f"queue_log-{lines}"
        if not path.exists():
            say(f"making a log of {lines:,} lines")
            unfinished = path.with_suffix(".part")
            with unfinished.open("wb") as file:
                generate(file, lines, span_days)
            unfinished.replace(path)
        return path


def measured(work: Callable[..., Any], *args: Any) -> Cost:  # noqa: ANN401 - any work's
    """What `work(*args)`, a function of a module, costs in a fresh process; imports not counted."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measure, (work, args))


def _measure(work: Callable[..., Any], args: Sequence[Any]) -> Cost:
    before, began = cpu_s(), time.perf_counter()
    value = work(*args)
    wall, cpu = time.perf_counter() - began, cpu_s() - before
    return Cost(wall, cpu, peak_mb(), value)


def interleaved(
    works: Mapping[str, tuple[Callable[..., Any], tuple[Any, ...]]], rounds: int
) -> dict[str, Cost]:
    """The medians of each, run in turn so that a busy machine is busy for all of them."""
    seen: dict[str, list[Cost]] = {name: [] for name in works}
    for turn in range(rounds):
        for name, (work, args) in works.items():
            cost = measured(work, *args)
            say(f"round {turn + 1}: {name}: {cost.wall_s:.2f} s, {cost.cpu_s:.2f} s CPU")
            seen[name].append(cost)
    return {name: _median(costs) for name, costs in seen.items()}


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall_s for cost in costs),
        statistics.median(cost.cpu_s for cost in costs),
        statistics.median(cost.peak_mb for cost in costs),
        costs[-1].value,
    )


def commanded(what: str, arguments: Sequence[str], times: int, limit: float) -> Finding:
    """The median of so many runs of a whole command by the clock, after one that does not count."""
    took = [_command(arguments) for _ in range(times + 1)][1:]
    wall = statistics.median(wall for wall, _ in took)
    cpu = statistics.median(cpu for _, cpu in took)
    best = min(wall for wall, _ in took)
    measured = f"{wall:.2f} s, best {best:.2f} s, {cpu:.2f} s CPU"
    say(f"  {what}: {measured}")
    return Finding(f"{what} ≤ {limit:g} s", measured, wall <= limit)


def _command(arguments: Sequence[str]) -> tuple[float, float]:
    before, began = cpu_s(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=Path(__file__).parents[1], env={**os.environ, "TZ": "UTC"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    took = time.perf_counter() - began, cpu_s() - before
    if done.returncode:
        raise SystemExit(f"floorwatch {' '.join(arguments)}: {done.stderr}")
    return took


def cpu_s() -> float:
    """Seconds of the processors this process has taken, with its children that have ended."""
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_mb() -> float:
    """The most memory this process has held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def held_mb() -> float:
    """The memory this process holds now, in MB; its peak where the system doesn't tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return peak_mb()
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of `values` lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> str:
    """The machine's size in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores {platform.machine()}, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, DuckDB {version('duckdb')}, "
        f"Polars {version('polars')}, load {load:.1f} at the start"
    )


def say(text: str) -> None:
    """Narration goes to stderr; stdout is the result."""
    print(text, file=sys.stderr, flush=True)
