"""A store in a temporary folder and what it takes to fill and to ask it."""

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


class Shop:
    """A store, filled and asked in one process."""

    def __init__(self, root: Path) -> None:
        self.paths = StorePaths(root)
        self._open: list[Warehouse] = []

    def load(
        self, *files: Path, source: str = "pbx", again: bool = False, kind_name: str = "asterisk"
    ) -> int:
        """Store finished files; returns the new lines."""
        collector = Collector(self.paths, Access(), [], Identities(), again=again)
        try:
            return collector.load(source, kind(kind_name), files).lines
        finally:
            collector.close()

    def cut(self, source: str = "pbx") -> None:
        """Derive and keep the closed calls."""
        collector = Collector(self.paths, Access(), [], Identities())
        try:
            collector.cut(source)
        finally:
            collector.close()

    def warehouse(self) -> Warehouse:
        """A fresh reader."""
        opened = Warehouse(self.paths.root, Settings())
        self._open.append(opened)
        opened.refresh()
        return opened

    def close(self) -> None:
        """Close every reader."""
        for warehouse in self._open:
            warehouse.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path / "store")
    yield made
    made.close()


def log(path: Path, calls: int, *, first: int = 0, at: int = 1_800_000_000) -> Path:
    """A log of answered calls, four lines each."""
    lines = []
    for n in range(first, first + calls):
        s = at + n * 10
        lines.append(
            f"{s}|{s}.{n}|NONE|NONE|DID|555\n{s}|{s}.{n}|support|NONE|ENTERQUEUE||+49301{n:06d}|1\n"
            f"{s + 3}|{s}.{n}|support|Ana|CONNECT|3|{s}.{n}0|2\n"
            f"{s + 9}|{s}.{n}|support|Ana|COMPLETECALLER|3|6|1\n"
        )
    path.write_text("".join(lines))
    return path
