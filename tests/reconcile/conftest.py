"""The real run: its log in a store, and what Asterisk said every ten seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops import queuesconf
from ops.reconcile import output
from ops.reconcile.moves import Log, load
from ops.reconcile.reading import Reading
from ops.settings import Settings
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.collector import Collector
from ops.store.derive import Identities
from ops.store.layout import StorePaths
from ops.warehouse.warehouse import Warehouse

SOURCE = "asterisk"


@dataclass(frozen=True)
class Run:
    """The sample run."""

    folder: Path
    warehouse: Warehouse
    readings: list[Reading]
    """What AMI told, 151 times."""
    log: Log
    """All of its moves: the whole run is one uptime."""


@pytest.fixture(scope="session")
def run(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = samples / "asterisk"
    if not (folder / "queue_snapshots.jsonl.gz").exists():
        pytest.skip(f"{folder}: no queue_snapshots.jsonl.gz")
    settings = Settings(time_zone="UTC", confs=(queuesconf.read(folder / "queues.conf"),))
    store = tmp_path_factory.mktemp("oracle") / "store"
    collector = Collector(StorePaths(store), Access(), [], Identities.of(settings))
    collector.load(SOURCE, kind("asterisk"), [folder / "queue_log"])
    collector.close()
    warehouse = Warehouse(store, settings)
    warehouse.refresh()
    readings = output.read(str(folder / "queue_snapshots.jsonl.gz"))
    last = warehouse.last_event_s
    assert last is not None
    yield Run(folder, warehouse, readings, load(warehouse, SOURCE, last + 1))
    warehouse.close()
