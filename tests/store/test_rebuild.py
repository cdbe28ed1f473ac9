"""However a log came in and wherever it was cut, the rows are those of one derivation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops.sources.generations import Chunk
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.closing import Closer
from ops.store.collector import connect
from ops.store.compaction import Compactor
from ops.store.derive import Identities, set_identities
from ops.store.intake import Intake
from tests.store.conftest import Shop
from tests.store.logs import logs

EVERYTHING: dict[str, Any] = {"since": 0, "until": 1 << 40}


def rows(shop: Shop) -> list[Any]:
    """Calls and agent states as a reader without a memory sees them."""
    reader = shop.warehouse()
    cursor = reader.cursor()
    try:
        return [
            cursor.execute(f"SELECT * EXCLUDE (source) FROM stored_{what} ORDER BY ALL").fetchall()
            for what in ("calls", "states")
        ]
    finally:
        cursor.close()


def chunks(lines: list[bytes], sizes: list[int]) -> Iterator[Chunk]:
    """The lines in chunks of these sizes, the rest in one."""
    at, line = 0, 1
    left = list(lines)
    for size in [*sizes, len(lines)]:
        part, left = left[:size], left[size:]
        if part:
            data = b"".join(part)
            yield Chunk(
                ordinal=1_800_000_000, head="0" * 16, start=at, end=at + len(data),
                first_line=line, data=data, tail="0" * 16, path="queue_log",
            )  # fmt: skip
            at, line = at + len(data), line + len(part)


def store_chunks(shop: Shop, lines: list[bytes], sizes: list[int], cut_after: set[int]) -> None:
    """Store the chunks, with a cut (and a compaction) after some of them."""
    connection = connect(shop.paths, Access())
    set_identities(connection, Identities())
    closer = Closer(shop.paths, Access(), connection, Identities())
    try:
        intake = Intake(shop.paths, Access(), "pbx", kind("asterisk"))
        for number, chunk in enumerate(chunks(lines, sizes)):
            intake.store([chunk])
            if number in cut_after:
                closer.close("pbx")
        Compactor(shop.paths.source_folder("pbx"), Access(), connection).step()
    finally:
        connection.close()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=logs(most=30), sizes=st.lists(st.integers(1, 8), max_size=5),
       cuts=st.sets(st.integers(0, 5), max_size=3))  # fmt: skip
def test_chunks_and_cuts_make_no_difference(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], sizes: list[int], cuts: set[int]
) -> None:
    whole, parts = (Shop(tmp_path_factory.mktemp(name) / "store") for name in ("whole", "parts"))
    try:
        store_chunks(whole, lines, [], set())
        store_chunks(parts, lines, sizes, cuts)
        assert rows(parts) == rows(whole)
    finally:
        whole.close()
        parts.close()


def test_a_reader_that_was_there_all_along_sees_the_same(tmp_path: Path, samples: Path) -> None:
    lines = (samples / "asterisk" / "queue_log").read_bytes().splitlines(keepends=True)
    shop = Shop(tmp_path / "store")
    connection = connect(shop.paths, Access())
    set_identities(connection, Identities())
    closer = Closer(shop.paths, Access(), connection, Identities())
    watching = shop.warehouse()
    try:
        intake = Intake(shop.paths, Access(), "pbx", kind("asterisk"))
        for number, chunk in enumerate(chunks(lines, [180] * 31)):
            intake.store([chunk])
            if number % 9 == 8:
                closer.close("pbx")
            watching.refresh()
        cursor = watching.cursor()
        seen = [
            cursor.execute(f"SELECT * EXCLUDE (source) FROM stored_{what} ORDER BY ALL").fetchall()
            for what in ("calls", "states")
        ]
        cursor.close()
        for ours, whole in zip(seen, rows(shop), strict=True):
            assert set(ours) ^ set(whole) == set()
            assert ours == whole
        assert len(seen[0]) == 1332
        shutil.rmtree(shop.paths.calls)
        assert rows(shop) == seen
        while closer.close("pbx"):
            pass
        assert rows(shop) == seen
    finally:
        shop.close()
        connection.close()
