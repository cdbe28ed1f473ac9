"""Thousands of refreshes leave nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.warehouse.warehouse import Warehouse
from tests.warehouse.growing import Growing

AT = 1_800_000_000
OPEN = 2_000


def held(reader: Warehouse) -> dict[str, int]:
    """Bytes DuckDB holds, by what for."""
    cursor = reader.cursor()
    found = cursor.execute("SELECT tag, memory_usage_bytes FROM duckdb_memory()").fetchall()
    cursor.close()
    return dict(found)


def test_what_refreshes_replace_is_freed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.warehouse.reader.SWEEP_EVERY", 5)
    with Growing(tmp_path / "store") as store:
        waiting = [f"{AT}|a-call-id-of-some-length.{n}|q|NONE|ENTERQUEUE||1|1" for n in range(OPEN)]
        store.add(waiting)
        reader = store.reader()
        seen = []
        for number in range(40):
            store.add([f"{AT + number}|another.{number}|q|NONE|ENTERQUEUE||1|1"])
            reader.refresh()
            seen.append(held(reader))
        for tag, slack in (("IN_MEMORY_TABLE", 1_000_000), ("OBJECT_CACHE", 100_000)):
            early, late = (max(each[tag] for each in part) for part in (seen[5:15], seen[30:]))
            assert late < early + slack, tag
