"""What the pictures show: the sample day that ships with the project, stopped at a busy second."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from ops.feed import StoreFeed
from ops.resources import data_dir
from ops.settings import load
from ops.sources.kinds import kind
from ops.store.opening import open_collector
from ops.warehouse.warehouse import Moment, Warehouse


def sample() -> tuple[StoreFeed, Callable[[], float]]:
    """The feed of `data/queue_log`, and its clock: both stand at the day's longest queue."""
    settings = load(data_dir() / "floorwatch.toml")
    store = Path(tempfile.mkdtemp(prefix="floorwatch-shots-"))
    collector = open_collector(store, settings)
    collector.load("demo", kind("asterisk"), [data_dir() / "queue_log"])
    collector.close()
    at = _busiest(store)
    return StoreFeed(store, settings, play=lambda: at), lambda: at + 0.4


def _busiest(store: Path) -> float:
    """The second of the working day (UTC) at which most callers waited long."""
    warehouse = Warehouse(store, load(data_dir() / "floorwatch.toml"))
    try:
        warehouse.refresh()
        cursor = warehouse.cursor(Moment())
        found = cursor.execute(
            "SELECT s + 45 FROM (SELECT s, count(*) OVER (ORDER BY s RANGE BETWEEN 60 PRECEDING "
            "AND CURRENT ROW) AS crowd FROM calls WHERE wait_s > 40 AND mod(s, 86400) "
            "BETWEEN 36000 AND 57600) ORDER BY crowd DESC, s LIMIT 1"
        ).fetchone()
        cursor.close()
        return float(found[0]) if found else float(warehouse.last_event_s or 0)
    finally:
        warehouse.close()
