"""Exports beside DuckDB's own COPY of the same rows, and the report of a week."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.measure import Bench, Finding, say
from benchmarks.stores import past
from ops.clock import instant
from ops.export.files import Rows, copy
from ops.export.source import Value, exporting
from ops.privacy import privacy
from ops.reports.build import build
from ops.reports.spans import Span, spans
from ops.reports.writers import writer
from ops.settings import Settings
from ops.warehouse.moment import Moment
from ops.warehouse.warehouse import Warehouse

_FOR_EVER = {"since": 0, "until": 1 << 40}
_PLAIN = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd"}


def run(bench: Bench) -> list[Finding]:
    """Medians; both write the same calls to the same disk, in turn."""
    store, settings = past(bench.log()), Settings(time_zone="UTC")
    warehouse = Warehouse(store, settings)
    warehouse.refresh()
    seen = privacy(settings, store)
    moment = Moment((warehouse.last_event_s or 0) + 1)
    findings = []
    with exporting(warehouse, seen, moment) as source:
        asked = source.question("calls", _FOR_EVER)
        for form, options in _PLAIN.items():
            spent = _in_turn(
                {
                    "ours": lambda form=form: copy(  # type: ignore[misc]
                        source.cursor, Rows("calls", *asked), form,
                        bench.work / f"ours.{form}", lambda _: None,
                    ),
                    "bare": lambda form=form, options=options: _bare(  # type: ignore[misc]
                        warehouse, moment, asked, bench.work / f"bare.{form}", options
                    ),
                },
                bench.rounds,
            )  # fmt: skip
            share = spent["bare"] / spent["ours"]
            findings.append(Finding(
                f"calls as {form}, masked: ≥ 50 % of the speed of DuckDB's own COPY of them bare",
                f"{share:.0%} ({spent['ours']:.2f} s beside {spent['bare']:.2f} s)", share >= 0.5,
            ))  # fmt: skip
            say(f"  {findings[-1].measured}")
    findings.append(_report(warehouse, moment, bench.rounds))
    warehouse.close()
    return findings


def _bare(
    warehouse: Warehouse, moment: Moment, asked: tuple[str, dict[str, Value]], path: Path, how: str
) -> None:
    cursor = warehouse.cursor(moment)
    cursor.execute(f"COPY ({asked[0]}) TO '{path}' ({how})", asked[1]).fetchall()
    cursor.close()


def _report(warehouse: Warehouse, moment: Moment, rounds: int) -> Finding:
    """The last whole week, built anew and written as HTML."""
    last = instant((moment.asked_s or 0) - 1).astimezone(UTC).date()
    monday = last - timedelta(days=last.weekday() + 7)
    since = int(datetime(monday.year, monday.month, monday.day, tzinfo=UTC).timestamp())
    about = spans(Span.WEEKLY, since, warehouse.settings.zone)
    seen = privacy(warehouse.settings, warehouse.paths.root)
    spent = _in_turn(
        {"report": lambda: writer("html")(build(warehouse, seen, about))}, max(2, rounds)
    )
    say(f"  weekly report {spent['report']:.2f} s")
    return Finding("a weekly report, built and written as HTML: ≤ 5 s",
                   f"{spent['report']:.2f} s", spent["report"] <= 5)  # fmt: skip


def _in_turn(contenders: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            began = time.perf_counter()
            contender()
            spent[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in spent.items()}
