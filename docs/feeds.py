"""What the pictures show: days stopped at a busy second.

`sample` is the demo's day that ships with the project, `asterisk` a real Asterisk's log, where the
folder of samples is (`$FLOORWATCH_SAMPLES`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from ops.feed import StoreFeed
from ops.resources import data_dir
from ops.settings import Settings, load
from ops.sources.kinds import kind
from ops.store.layout import StorePaths
from ops.store.opening import open_collector
from ops.warehouse.warehouse import Moment, Warehouse


def sample() -> tuple[StoreFeed, Callable[[], float]]:
    """The feed of `data/queue_log`, and its clock: both stand at the day's longest queue."""
    settings = load(data_dir() / "floorwatch.toml")
    store = Path(tempfile.mkdtemp(prefix="floorwatch-shots-"))
    collector = open_collector(store, settings)
    collector.load("demo", kind("asterisk"), [data_dir() / "queue_log"])
    collector.close()
    bring_journal(store)
    at = busiest(store)
    return StoreFeed(store, settings, play=lambda: at), lambda: at + 0.4


def bring_journal(store: Path) -> None:
    """Put the sample day's follow-ups into its store."""
    journal = StorePaths(store).follow_ups
    journal.parent.mkdir(exist_ok=True)
    shutil.copy(data_dir() / "followups.ndjson", journal)


def asterisk_log() -> Path | None:
    """The real log, None where there is none."""
    named = os.environ.get("FLOORWATCH_SAMPLES")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "samples"
    log = folder / "asterisk" / "queue_log"
    return log if log.is_file() else None


def asterisk() -> tuple[StoreFeed, Callable[[], float]]:
    """The feed of the real Asterisk's log, and its clock, at the second most callers wait."""
    log = asterisk_log()
    if log is None:
        raise SystemExit("no asterisk/queue_log in $FLOORWATCH_SAMPLES")
    settings = Settings(site="Asterisk", time_zone="UTC")
    store = Path(tempfile.mkdtemp(prefix="floorwatch-shots-"))
    collector = open_collector(store, settings)
    collector.load("asterisk", kind("asterisk"), [log])
    collector.close()
    at = _fullest(store, settings)
    return StoreFeed(store, settings, play=lambda: at), lambda: at + 0.4


def _fullest(store: Path, settings: Settings) -> float:
    """The second after the newest call that found most others waiting."""
    return _asked(
        store,
        settings,
        "SELECT s + 20 FROM (SELECT s, sum(CASE WHEN wait_s > 15 THEN 1 ELSE 0 END) OVER (ORDER BY "
        "s RANGE BETWEEN 60 PRECEDING AND CURRENT ROW) AS crowd FROM calls) "
        "ORDER BY crowd DESC, s DESC LIMIT 1",
    )


def busiest(store: Path) -> float:
    """The second of the working day (UTC) at which most callers waited long."""
    return _asked(
        store,
        load(data_dir() / "floorwatch.toml"),
        "SELECT s + 45 FROM (SELECT s, count(*) OVER (ORDER BY s RANGE BETWEEN 60 PRECEDING "
        "AND CURRENT ROW) AS crowd FROM calls WHERE wait_s > 40 AND mod(s, 86400) "
        "BETWEEN 36000 AND 57600) ORDER BY crowd DESC, s LIMIT 1",
    )


def _asked(store: Path, settings: Settings, sql: str) -> float:
    """The second a query finds, else the last there is."""
    warehouse = Warehouse(store, settings)
    try:
        warehouse.refresh()
        cursor = warehouse.cursor(Moment())
        found = cursor.execute(sql).fetchone()
        cursor.close()
        return float(found[0]) if found else float(warehouse.last_event_s or 0)
    finally:
        warehouse.close()
