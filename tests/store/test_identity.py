"""What a generation is: told by its bytes, never by its name."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from ops.errors import SourceError
from tests.store.conftest import Shop, log

CALLS = 30


def calls(shop: Shop) -> int:
    return shop.warehouse().run("calls", {"since": 0, "until": 1 << 40}).height


@pytest.mark.parametrize("how", ["renamed", "copied", "gzipped", "restored"])
def test_the_same_lines_are_not_stored_twice(shop: Shop, tmp_path: Path, how: str) -> None:
    first = log(tmp_path / "queue_log", CALLS)
    assert shop.load(first) == CALLS * 4
    again = tmp_path / "queue_log.7"
    if how == "gzipped":
        again = tmp_path / "queue_log.7.gz"
        again.write_bytes(gzip.compress(first.read_bytes()))
    elif how == "renamed":
        first.rename(again)
    else:
        shutil.copy2(first, again)
        if how == "restored":
            first.unlink()
            again = again.rename(first)
    assert shop.load(again) == 0
    assert calls(shop) == CALLS


def test_a_longer_copy_only_brings_its_new_lines(shop: Shop, tmp_path: Path) -> None:
    shop.load(log(tmp_path / "queue_log", CALLS))
    assert shop.load(log(tmp_path / "elsewhere", CALLS + 5)) == 5 * 4
    assert calls(shop) == CALLS + 5


def test_logs_of_two_systems_do_not_mix(shop: Shop, tmp_path: Path) -> None:
    shop.load(log(tmp_path / "a", CALLS), source="berlin")
    shop.load(log(tmp_path / "b", CALLS, first=1), source="lisbon")
    rows = shop.warehouse().run("calls", {"since": 0, "until": 1 << 40})
    assert rows["source"].value_counts().sort("source").rows() == [
        ("berlin", CALLS),
        ("lisbon", CALLS),
    ]


def test_one_log_as_two_sources_is_refused_unless_asked_for(shop: Shop, tmp_path: Path) -> None:
    file = log(tmp_path / "a", CALLS)
    shop.load(file, source="berlin")
    with pytest.raises(SourceError, match="already stored as source 'berlin'"):
        shop.load(file, source="lisbon")
    assert shop.load(file, source="lisbon", again=True) == CALLS * 4


def test_an_older_generation_that_comes_late_takes_its_place(shop: Shop, tmp_path: Path) -> None:
    newer = log(tmp_path / "queue_log", 20, first=20)
    older = log(tmp_path / "queue_log.1", 20)
    shop.load(newer)
    reader = shop.warehouse()
    shop.load(older)
    reader.refresh()
    rows = reader.run("calls", {"since": 0, "until": 1 << 40})
    assert rows.height == 40
    stamps = reader.run("calls", {"since": 0, "until": 1 << 40})["offered_at"].to_list()
    assert len(set(stamps)) == 40


def test_late_lines_of_an_older_generation_are_not_passed_over(shop: Shop, tmp_path: Path) -> None:
    older, newer = tmp_path / "queue_log.1", tmp_path / "queue_log"
    shop.load(log(older, 20))
    shop.load(log(newer, 20, first=30))
    shop.cut()
    reader = shop.warehouse()
    shop.load(log(older, 22))
    reader.refresh()
    assert reader.run("calls", {"since": 0, "until": 1 << 40}).height == 42
    assert calls(shop) == 42
