"""One refresh of the floor over a big past: 12 queues, 60 agents."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import Bench, Finding, measured
from benchmarks.stores import past
from ops.floor import take
from ops.privacy import privacy
from ops.settings import Settings
from ops.warehouse.warehouse import Warehouse

TIMES = 40


def run(bench: Bench) -> list[Finding]:
    """CPU of all threads, the median of many, as of the busiest hour of the last day."""
    whole, queries, queues, agents = measured(_refreshes, str(past(bench.log()))).value
    return [
        Finding(
            f"one refresh of the floor, {queues} queues, {agents} agents, {bench.lines:,} "
            "lines of past ≤ 60 ms CPU",
            f"{whole * 1000:.0f} ms CPU",
            whole <= 0.060,
        ),
        Finding("of it ≤ 25 ms queries", f"{queries * 1000:.0f} ms CPU", queries <= 0.025),
    ]


def _refreshes(store: str) -> tuple[float, float, int, int]:
    settings = Settings(time_zone="UTC")
    warehouse = Warehouse(Path(store), settings)
    warehouse.refresh()
    seen = privacy(settings, Path(store))
    at = busy_hour(warehouse)

    def refresh() -> None:
        warehouse.refresh()
        take(warehouse, seen, at)

    spent_in_queries: list[float] = []
    ask = warehouse.rows

    def counted(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever `rows` takes
        before = time.process_time()
        try:
            return ask(*args, **named)
        finally:
            spent_in_queries.append(time.process_time() - before)

    whole = _median_cpu(refresh)
    warehouse.rows = counted  # type: ignore[method-assign]
    per_refresh = []
    for _ in range(TIMES):
        spent_in_queries.clear()
        refresh()
        per_refresh.append(sum(spent_in_queries))
    shot = take(warehouse, seen, at)
    warehouse.close()
    return whole, statistics.median(per_refresh), len(shot.queues), len(shot.agents)


def busy_hour(warehouse: Warehouse) -> int:
    """The end of the busiest hour of the last twenty: what is in a reader's memory."""
    cursor = warehouse.cursor()
    try:
        found = cursor.execute(
            "SELECT s - s % 3600 + 3600 FROM calls WHERE s > $1 "
            "GROUP BY ALL ORDER BY count(*) DESC LIMIT 1",
            [(warehouse.last_event_s or 0) - 20 * 3600],
        ).fetchone()
    finally:
        cursor.close()
    return int(found[0]) if found else 0


def _median_cpu(work: Callable[[], None]) -> float:
    work()
    spent = []
    for _ in range(TIMES):
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return statistics.median(spent)
