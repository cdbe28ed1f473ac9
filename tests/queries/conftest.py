"""An empty floor for each test, a busy one that has a bit of everything, and a real log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.settings import Settings
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.collector import Collector
from ops.store.derive import Identities
from ops.store.layout import StorePaths
from ops.warehouse.warehouse import Warehouse
from tests.queries.busy import busy
from tests.queries.hand_made import Floor


@pytest.fixture
def floor() -> Floor:
    return Floor()


@pytest.fixture
def busy_floor() -> Floor:
    return busy()


@pytest.fixture(scope="session")
def real(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The real log of the samples, stored and open."""
    log = samples / "asterisk" / "queue_log"
    root = tmp_path_factory.mktemp("real")
    collector = Collector(StorePaths(root), Access(), [], Identities())
    collector.load("pbx", kind("asterisk"), [log])
    collector.close()
    warehouse = Warehouse(root, Settings(time_zone="UTC"))
    warehouse.refresh()
    yield warehouse
    warehouse.close()
