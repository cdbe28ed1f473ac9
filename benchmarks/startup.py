"""How long a command takes from nothing, the first picture of the floor.

By the clock, and beside it the processors' seconds: on a busy machine those are the steadier.
"""

from __future__ import annotations

from benchmarks.measure import Bench, Finding, commanded
from benchmarks.stores import past


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
    return [commanded(what, arguments, times, limit) for what, arguments, limit in asked]
