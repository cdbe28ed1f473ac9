"""A store that grows line by line, and readers of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from ops.settings import Settings
from ops.sources.follow import Chunk
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.closing import Closer
from ops.store.collector import connect
from ops.store.derive import Identities, set_identities
from ops.store.intake import Intake
from ops.store.layout import StorePaths
from ops.warehouse.catalog import catalog
from ops.warehouse.warehouse import Moment, Warehouse

LIVE = (
    "agents_now", "breaches_now", "happenings_now", "members_now", "queues_now", "trend_now",
    "waiting_now",
)  # fmt: skip
ORDINAL = 1_700_000_000
Rows = list[dict[str, Any]]


class Growing:
    """One source's lines go in through `add`; `cut` closes what is over."""

    def __init__(self, root: Path, settings: Settings | None = None) -> None:
        self.paths = StorePaths(root)
        self.settings = settings or Settings()
        self.readers: list[Warehouse] = []
        self._connection = connect(self.paths, Access())
        self._who = Identities.of(self.settings)
        set_identities(self._connection, self._who)
        self._intakes: dict[str, tuple[Intake, int, int]] = {}

    def __enter__(self) -> Growing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for reader in self.readers:
            reader.close()
        self._connection.close()

    def add(self, lines: Iterable[str], source: str = "pbx") -> None:
        """Store `lines`, without their newlines, as one chunk."""
        text = "".join(f"{line}\n" for line in lines)
        intake, at, line = self._intakes.get(source) or (
            Intake(self.paths, Access(), source, kind("asterisk"), again=True), 0, 1
        )  # fmt: skip
        data = text.encode()
        if data:
            chunk = Chunk(
                ordinal=ORDINAL, head="0" * 16, start=at, end=at + len(data), first_line=line,
                data=data, tail="0" * 16, path="queue_log",
            )  # fmt: skip
            intake.store([chunk])
        self._intakes[source] = (intake, at + len(data), line + text.count("\n"))

    def cut(self, source: str = "pbx") -> None:
        """Close what is over into a cut."""
        Closer(self.paths, Access(), self._connection, self._who).close(source)

    def reader(self) -> Warehouse:
        """A fresh reader, refreshed."""
        made = Warehouse(self.paths.root, self.settings)
        self.readers.append(made)
        made.refresh()
        return made


def without_memory(reader: Warehouse, name: str, params: dict[str, Any], at: Moment) -> Rows:
    """The answer of a live query over everything stored, worked out anew."""
    return reader.run(catalog()[name], params, at).to_dicts()


def the_same(reader: Warehouse, params: dict[str, Any], at: Moment) -> None:
    """Whether the floor's way to ask gives what asking anew gives, for every live query."""
    for name in LIVE:
        assert reader.rows(name, params, at) == without_memory(reader, name, params, at), name


def day_of(s: float) -> dict[str, Any]:
    """The params of a UTC day."""
    since = int(s) // 86400 * 86400
    return {"since": since, "until": since + 86400, "limit": 50}
