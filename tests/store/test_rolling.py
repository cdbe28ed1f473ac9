"""Derived piece by piece from frames, beside a load or after it: the rows of one derivation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ops.sources.asterisk import Asterisk
from ops.sources.events import Rows
from ops.store import closing, cutting, rolling
from ops.store.access import Access
from ops.store.arrow import show
from ops.store.closing import Closer
from ops.store.collector import connect
from ops.store.compaction import Compactor
from ops.store.cuts import Cut
from ops.store.derive import (
    CALL_COLUMNS,
    EVENT_COLUMNS,
    STATE_COLUMNS,
    Identities,
    derive,
    set_identities,
)
from ops.store.intake import Intake
from ops.store.rolling import Piece, Rolling
from ops.store.segments import SCHEMA, frame
from tests.store.conftest import Shop, log
from tests.store.logs import logs
from tests.store.test_rebuild import chunks, rows

COLUMNS = {"calls": CALL_COLUMNS, "states": STATE_COLUMNS}
CLOSED = "WHERE end_s IS NOT NULL"


@pytest.fixture(scope="module")
def connections() -> Iterator[list[duckdb.DuckDBPyConnection]]:
    """One to roll on, one to derive at once on."""
    with duckdb.connect() as one, duckdb.connect() as other:
        for opened in (one, other):
            set_identities(opened, Identities({"Ben": "Ana"}))
        yield [one, other]


def piece(lines: list[bytes], first: int, boots: int) -> Piece:
    found = frame(Asterisk().decode(b"".join(lines), first, 0))
    return Piece.of([(found, boots)], first + len(lines) - 1)


@settings(max_examples=25, deadline=None)
@given(lines=logs(), data=st.data())
def test_pieces_of_any_size_give_the_rows_of_one_derivation(
    connections: list[duckdb.DuckDBPyConnection], lines: list[bytes], data: st.DataObject
) -> None:
    own, connection = connections
    cuts = sorted(data.draw(st.sets(st.integers(1, len(lines)), max_size=4)) | {len(lines)})
    rolled, start, boots = Rolling(own), 0, 0
    for cut in cuts:
        rolled.add(piece(lines[start:cut], start + 1, boots).events)
        boots += sum(b"|QUEUESTART|" in line for line in lines[start:cut])
        start = cut
    found = rolled.take()
    whole = piece(lines, 1, 0).events
    show(connection, "whole_lines", whole)
    derive(connection, f"SELECT {EVENT_COLUMNS} FROM whole_lines")
    for what, columns in COLUMNS.items():
        closed = connection.execute(f"SELECT {columns} FROM derived_{what} {CLOSED}").fetchall()
        assert sorted(found[what].rows(), key=repr) == sorted(closed, key=repr)
        time = "s" if what == "calls" else "end_s"
        assert found[what][time].is_sorted()
    lasting = connection.execute("SELECT seq, event FROM derived_open ORDER BY ALL").fetchall()
    assert sorted(found["open"].select("seq", "event").rows()) == lasting


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cuts of some hundred lines, segments of some tens."""
    monkeypatch.setattr(cutting, "CUT_LINES", 200)
    monkeypatch.setattr(closing, "CUT_LINES", 200)
    monkeypatch.setattr(cutting, "LEAST_LINES", 1)
    monkeypatch.setattr(rolling, "PIECE_LINES", 70)


def cuts_of(shop: Shop) -> list[Cut]:
    connection = connect(shop.paths, Access())
    try:
        return Closer(shop.paths, Access(), connection, Identities()).chain("pbx")
    finally:
        connection.close()


def load(shop: Shop, lines: list[bytes], sizes: list[int], since: int = 0) -> None:
    """Store the lines behind `since` in chunks of these sizes, with cuts made beside it."""
    connection = connect(shop.paths, Access())
    set_identities(connection, Identities())
    closer = Closer(shop.paths, Access(), connection, Identities())
    try:
        with cutting.Cutting(closer, "pbx") as beside:
            new = [each for each in chunks(lines, [since, *sizes]) if each.first_line > since]
            Intake(shop.paths, Access(), "pbx", Asterisk()).store(new, beside.take)
    finally:
        connection.close()


def test_cuts_beside_a_load_are_those_made_after_it(
    small: None, tmp_path: Path, samples: Path
) -> None:
    lines = (samples / "asterisk" / "queue_log").read_bytes().splitlines(keepends=True)[:1500]
    beside, after = Shop(tmp_path / "beside"), Shop(tmp_path / "after")
    try:
        load(beside, lines[:700], [90] * 20)
        load(beside, lines, [111] * 20, since=700)
        assert len(cuts_of(beside)) == 7
        assert cuts_of(beside)[-1].upto & 0xFFFF == 1500
        Intake(after.paths, Access(), "pbx", Asterisk()).store(chunks(lines, [400] * 3))
        without: list[Any] = rows(after)
        after.cut()
        assert len(cuts_of(after)) == 7
        assert rows(beside) == rows(after) == without
    finally:
        beside.close()
        after.close()


def test_an_older_log_that_comes_in_the_same_load_is_not_passed_over(
    small: None, tmp_path: Path
) -> None:
    shop, in_order = Shop(tmp_path / "store"), Shop(tmp_path / "other")
    newer = log(tmp_path / "queue_log", 60, first=60)
    older = log(tmp_path / "queue_log.1", 60)
    try:
        shop.load(newer, older)
        in_order.load(older, newer)
        assert rows(shop) == rows(in_order)
        assert len(rows(shop)[0]) == 120
    finally:
        shop.close()
        in_order.close()


def test_lines_that_are_cut_do_not_count_again_once_their_segments_are_merged(
    tmp_path: Path,
) -> None:
    shop = Shop(tmp_path / "store")
    lines = log(tmp_path / "queue_log", 66).read_bytes().splitlines(keepends=True)
    connection = connect(shop.paths, Access())
    set_identities(connection, Identities())
    closer = Closer(shop.paths, Access(), connection, Identities())
    compactor = Compactor(shop.paths.source_folder("pbx"), Access(), connection)
    try:
        intake = Intake(shop.paths, Access(), "pbx", Asterisk())
        intake.store(chunks(lines[:248], [4] * 62))
        assert closer.close("pbx", least_bytes=1000)
        intake.store([each for each in chunks(lines, [248, 8, 8]) if each.first_line > 248])
        assert compactor.step()
        assert not closer.close("pbx", least_bytes=3000)
        assert closer.close("pbx", least_bytes=500)
    finally:
        connection.close()
        shop.close()


def test_a_log_whose_records_have_several_lines_is_cut_to_its_last_line(
    small: None, tmp_path: Path
) -> None:
    """A line that is part of the record before it has no row of its own."""
    shop = Shop(tmp_path / "store")
    lines = log(tmp_path / "queue_log", 60).read_bytes().splitlines(keepends=True)
    connection = connect(shop.paths, Access())
    set_identities(connection, Identities())
    closer = Closer(shop.paths, Access(), connection, Identities())
    try:
        with cutting.Cutting(closer, "pbx") as beside:
            Intake(shop.paths, Access(), "pbx", _TwoLined()).store(
                chunks(lines, [100, 60]), beside.take
            )
        assert [cut.upto & 0xFFFF for cut in closer.chain("pbx")] == [240]
        assert not closer.close("pbx")
        found = rows(shop)
        shutil.rmtree(shop.paths.calls)
        while closer.close("pbx"):
            pass
        assert closer.chain("pbx")[-1].upto & 0xFFFF == 240
        assert rows(shop) == found
    finally:
        connection.close()
        shop.close()


class _TwoLined(Asterisk):
    """Every second line of four belongs to the one before it, as a quoted cell's does."""

    def decode(self, data: bytes, first_seq: int, restarts: int) -> Rows:
        found = super().decode(data, first_seq, restarts)
        kept = [at for at in range(len(found)) if at % 4 != 3]
        for name in SCHEMA:
            setattr(found, name, [getattr(found, name)[at] for at in kept])
        return found
