"""How long a command takes from nothing: `--help`, a query, the first picture of the floor."""

from __future__ import annotations

import os
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
        middle = statistics.median(took)
        say(f"  {what}: {middle:.2f} s")
        findings.append(
            Finding(f"{what} ≤ {limit:g} s", f"{middle:.2f} s (best {min(took):.2f} s)",
                    middle <= limit)
        )  # fmt: skip
    return findings


def _timed(arguments: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *arguments],
        cwd=_ROOT, env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    took = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"floorwatch {' '.join(arguments)}: {done.stderr}")
    return took
