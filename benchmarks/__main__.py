"""`make bench`, or `python -m benchmarks [NAME ...] --lines 10_000_000`: the budgets, measured."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Bench, Finding, machine, say

NAMES = (
    "ingest", "queries", "floor", "startup", "freshness", "screen", "memory", "contacts", "exports",
    "screens",
)  # fmt: skip


def main() -> None:
    """Run the benchmarks asked for and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], help="which; all by default")
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines of log (1,000,000)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / ".work")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    bench = Bench(asked.lines, asked.rounds, asked.work.resolve())
    about = machine()
    say(about)
    findings: list[Finding] = []
    for name in asked.names or NAMES:
        say(f"— {name}")
        findings += import_module(f"benchmarks.{name}").run(bench)
    print(f"{about}. {bench.lines:,} lines of log, medians of {bench.rounds}.\n")
    print("| budget | measured | met |\n|---|---|---|")
    for each in findings:
        met = "–" if each.met is None else "yes" if each.met else "**no**"
        print(f"| {each.budget} | {each.measured} | {met} |")


if __name__ == "__main__":
    main()
