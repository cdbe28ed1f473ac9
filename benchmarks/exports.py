"""Exports beside DuckDB's own COPY of the same rows, and reports as whole commands."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

from benchmarks.measure import Bench, Finding, commanded, say
from benchmarks.stores import past
from ops.clock import instant
from ops.export.files import Rows, copy
from ops.export.source import Source, Value, exporting
from ops.privacy import privacy
from ops.settings import Settings
from ops.warehouse.moment import Moment
from ops.warehouse.warehouse import Warehouse

_MOST = 1_000_000
"""More calls say no more of how fast they stream out."""

_PLAIN = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd"}
_FORMATS = "html,xlsx,pdf,md"


def run(bench: Bench) -> list[Finding]:
    """Medians; both write the same calls to the same disk, in turn."""
    store, settings = past(bench.log()), Settings(time_zone="UTC")
    warehouse = Warehouse(store, settings)
    warehouse.refresh()
    last_s = warehouse.last_event_s or 0
    moment = Moment(last_s + 1)
    first_s, calls = _calls(warehouse, moment)
    since_s = last_s - (last_s - first_s) * min(1, _MOST / calls)
    seen = privacy(settings, store)
    with exporting(warehouse, seen, moment) as source:
        findings = [*_copies(bench, source, {"since": int(since_s), "until": last_s + 1})]
    warehouse.close()
    return [*findings, *_reports(bench, store, last_s, calls)]


def _calls(warehouse: Warehouse, moment: Moment) -> tuple[int, int]:
    """When the first call came, and how many there are."""
    with closing(warehouse.cursor(moment, "calls")) as cursor:
        found = cursor.execute("SELECT min(s), count(*) FROM calls").fetchall()
    return int(found[0][0]), int(found[0][1])


def _copies(bench: Bench, source: Source, period: dict[str, Value]) -> Iterator[Finding]:
    asked = source.question("calls", period)
    for form, options in _PLAIN.items():

        def ours(form: str = form) -> object:
            path = bench.work / f"ours.{form}"
            return copy(source.cursor, Rows("calls", *asked), form, path, lambda _: None)

        def bare(form: str = form, options: str = options) -> object:
            return _bare(source, asked, bench.work / f"bare.{form}", options)

        count = ours()
        spent = _in_turn({"ours": ours, "bare": bare}, bench.rounds)
        share = spent["bare"] / spent["ours"]
        measured = f"{share:.0%} ({spent['ours']:.2f} s beside {spent['bare']:.2f} s)"
        say(f"  {count:,} calls as {form}: {measured}")
        yield Finding(
            f"{count:,} calls as {form}, masked: ≥ 50 % of the speed of DuckDB's own COPY of them "
            "bare", measured, share >= 0.5,
        )  # fmt: skip


def _bare(source: Source, asked: tuple[str, dict[str, Value]], path: Path, how: str) -> object:
    with closing(source.warehouse.cursor(source.moment)) as cursor:
        return cursor.execute(f"COPY ({asked[0]}) TO '{path}' ({how})", asked[1]).fetchall()


def _reports(bench: Bench, store: Path, last_s: int, calls: int) -> Iterator[Finding]:
    """The last whole day, week and month before `last_s`, each a process of its own."""
    today = instant(last_s).astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday() + 7)
    month = today.replace(day=1) - timedelta(days=1)
    week = "{}-W{:02}".format(*monday.isocalendar())
    for span, which, form in (
        ("weekly", f"--week={week}", "html"),
        ("weekly", f"--week={week}", _FORMATS),
        ("daily", f"--day={today - timedelta(days=1)}", "html"),
        ("monthly", f"--month={month:%Y-%m}", "html"),
    ):
        yield commanded(
            f"`floorwatch report {span} --format {form}`, {calls:,} calls",
            ["report", span, which, f"--format={form}", "--force", f"--store={store}",
             f"--out={bench.work / 'reports'}"], bench.rounds, 5,
        )  # fmt: skip


def _in_turn(contenders: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            began = time.perf_counter()
            contender()
            spent[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in spent.items()}
