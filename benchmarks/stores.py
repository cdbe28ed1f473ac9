"""Stores to measure with: a log stored as `floorwatch collect --once` stores it."""

from __future__ import annotations

import shutil
from pathlib import Path

from ops.sources.kinds import kind
from ops.sources.naming import LogName
from ops.store.access import Access
from ops.store.collector import Collector
from ops.store.derive import Identities
from ops.store.layout import StorePaths
from ops.store.origins import Wanted, remember

SOURCE = "bench"


def stored(log: Path, store: Path) -> int:
    """Store `log` in a new store: segments, then calls, all of it durable. Returns the lines."""
    shutil.rmtree(store, ignore_errors=True)
    store.mkdir(parents=True)
    collector = Collector(StorePaths(store), Access(), [], Identities())
    try:
        intake = collector.load(SOURCE, kind("asterisk"), [log])
        remember([Wanted(SOURCE, "asterisk", LogName.of(log), (log,))], StorePaths(store), Access())
        if collector.errors:
            raise SystemExit("; ".join(collector.errors))
        return intake.lines
    finally:
        collector.close()


def past(log: Path) -> Path:
    """A store of that log, made once, for benchmarks that only read it."""
    store = log.with_name(f"{log.name}.store")
    if not (store / "calls" / SOURCE).exists():
        stored(log, store)
    return store
