"""A log into a durable store and calls, beside DuckDB's bare `read_csv`, Polars and a loop."""

from __future__ import annotations

from benchmarks import peers
from benchmarks.measure import Bench, Cost, Finding, interleaved, say
from benchmarks.stores import stored

AT_MOST = 2.5
FASTER_THAN_LOOP = 3.0


def run(bench: Bench) -> list[Finding]:
    """Interleaved runs; ratios of medians, of wall and of CPU time."""
    log = bench.log()
    log.read_bytes()  # everybody finds it in memory
    costs = interleaved(
        {
            "bare DuckDB": (peers.by_duckdb, (log,)),
            "bare DuckDB, lean": (peers.by_duckdb_lean, (log,)),
            "Polars, lean": (peers.by_polars, (log,)),
            "Python loop": (peers.by_loop, (log,)),
            "Python loop into SQLite": (peers.by_loop_to_sqlite, (log, bench.work / "loop.db")),
            "Floorwatch": (stored, (log, bench.work / "ingest.store")),
        },
        bench.rounds,
    )
    for name, cost in costs.items():
        say(f"  {name:24} {cost.wall_s:7.2f} s  {cost.cpu_s:7.2f} s CPU  {cost.peak_mb:6.0f} MB")
    own = costs["Floorwatch"]
    what = f"{bench.lines:,} lines → durable store and calls"
    findings = [_slower(f"{what} ≤ {AT_MOST} × bare DuckDB, aim 2.0", own, costs["bare DuckDB"])]
    findings[0] = Finding(
        findings[0].budget, f"{findings[0].measured}, peak {own.peak_mb:.0f} MB", findings[0].met
    )
    lean = _slower("the same beside DuckDB with 9 columns a call", own, costs["bare DuckDB, lean"])
    findings.append(Finding(lean.budget, lean.measured, None))
    for name in ("Python loop into SQLite", "Python loop", "Polars, lean"):
        wall, cpu = costs[name].wall_s / own.wall_s, costs[name].cpu_s / own.cpu_s
        is_budget = name == "Python loop into SQLite"
        findings.append(
            Finding(
                f"{what} ≥ {FASTER_THAN_LOOP:g} × faster than a good {name} that does the same"
                if is_budget else f"the same beside {name}: calls in memory, nothing stored",
                f"{wall:.2f} × wall ({costs[name].wall_s:.1f} s), {cpu:.2f} × CPU",
                wall >= FASTER_THAN_LOOP if is_budget else None,
            )
        )  # fmt: skip
    return findings


def _slower(budget: str, own: Cost, bare: Cost) -> Finding:
    wall, cpu = own.wall_s / bare.wall_s, own.cpu_s / bare.cpu_s
    return Finding(
        budget,
        f"{wall:.2f} × wall ({own.wall_s:.1f} s to {bare.wall_s:.1f} s), "
        f"{cpu:.2f} × CPU ({own.cpu_s:.1f} s to {bare.cpu_s:.1f} s)",
        max(wall, cpu) <= AT_MOST,
    )
