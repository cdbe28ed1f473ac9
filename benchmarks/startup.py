"""How long a command takes from nothing, the first picture of the floor.

By the clock, and beside it the processors' seconds: on a busy machine those are the steadier.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import Bench, Finding, say
from benchmarks.stores import past

_COMMAND = "import sys; from ops.cli.main import main; sys.exit(main())"
_ROOT = Path(__file__).parents[1]


def run(bench: Bench) -> list[Finding]:
    """Medians by the clock, each a process of its own."""
    store = str(past(bench.log()))
    times = max(5, bench.rounds)
    behind = f"{bench.lines:,} lines of past"
    asked: list[tuple[str, list[str], float]] = [
        ("`floorwatch --help`", ["--help"], 0.2),
        (f"`floorwatch query service_level` of a week, {behind}",
         ["query", "service_level", "--store", store, "--since", "2024-01-08",
          "--until", "2024-01-14", "--format", "json"], 1.0),
        (f"first numbers (`floorwatch now --as-of last`), {behind}",
         ["now", "--store", store, "--as-of", "last", "--format", "json"], 1.5),
    ]  # fmt: skip
    findings = []
    for what, arguments, limit in asked:
        took = [_timed(arguments) for _ in range(times + 1)][1:]
        findings.append(_finding(what, took, limit))
    return findings


def _finding(what: str, took: list[tuple[float, float]], limit: float) -> Finding:
    wall = statistics.median(wall for wall, _ in took)
    cpu = statistics.median(cpu for _, cpu in took)
    best = min(wall for wall, _ in took)
    say(f"  {what}: {wall:.2f} s, best {best:.2f} s, {cpu:.2f} s CPU")
    measured = f"{wall:.2f} s, best {best:.2f} s, {cpu:.2f} s CPU"
    return Finding(f"{what} ≤ {limit:g} s", measured, wall <= limit)


def _timed(arguments: list[str]) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *arguments],
        cwd=_ROOT, env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        raise SystemExit(f"floorwatch {' '.join(arguments)}: {done.stderr}")
    return took, cpu
