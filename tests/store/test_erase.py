"""Forgetting a number, and lines older than the site keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ops.settings import NumberSettings
from ops.store.access import Access
from ops.store.collector import connect
from ops.store.erase import erase_before, erase_number
from tests.store.conftest import Shop, log

EVERYTHING: dict[str, Any] = {"since": 0, "until": 1 << 40}
GERMAN = NumberSettings(country_prefix="+49", trunk_prefix="0")


def erase(shop: Shop, what: str) -> int:
    connection = connect(shop.paths, Access())
    try:
        return erase_number(shop.paths, Access(), connection, what, GERMAN)
    finally:
        connection.close()


def test_a_forgotten_number_is_nowhere_and_the_figures_stay(shop: Shop, tmp_path: Path) -> None:
    source = log(tmp_path / "queue_log", 20)
    with source.open("a") as file:
        file.write(
            "1800009000|9.9|NONE|NONE|INFO|call back 0301 000 007 today\nbroken +49301000007\n"
        )
    shop.load(source)
    reader = shop.warehouse()
    before = reader.run("outcomes", EVERYTHING)
    assert erase(shop, "0301000007") == 3
    reader.refresh()
    assert reader.run("outcomes", EVERYTHING).equals(before)
    assert reader.run("calls", EVERYTHING)["caller"].null_count() == 1
    assert reader.run("rejects", {}).height == 1
    for path in shop.paths.root.rglob("*.parquet"):
        assert b"301000007" not in path.read_bytes()
    assert shop.load(source) == 0, "erased lines are not read again"


def test_old_lines_are_erased_and_keep_their_place(shop: Shop, tmp_path: Path) -> None:
    source = log(tmp_path / "queue_log", 20)
    shop.load(source)
    reader = shop.warehouse()
    connection = connect(shop.paths, Access())
    try:
        erased = erase_before(shop.paths, Access(), connection, 1_800_000_000 + 100)
    finally:
        connection.close()
    assert erased == 40
    reader.refresh()
    assert reader.run("calls", EVERYTHING).height == 10
    assert reader.run("rejects", {}).height == 0
    assert shop.load(source) == 0


def test_cuts_made_before_an_erasure_are_not_used(shop: Shop, tmp_path: Path) -> None:
    shop.load(log(tmp_path / "queue_log", 20))
    shop.cut()
    assert list((shop.paths.calls / "pbx").iterdir())
    erase(shop, "+49301000003")
    assert shop.warehouse().run("calls", EVERYTHING)["caller"].null_count() == 1


def test_a_short_number_is_no_duration(shop: Shop, tmp_path: Path) -> None:
    source = tmp_path / "queue_log"
    source.write_text(
        "1800000000|1.1|support|NONE|ENTERQUEUE||1234|1\n"
        "1800000003|1.1|support|Ana|CONNECT|3|1.2|2\n"
        "1800001237|1.1|support|Ana|COMPLETECALLER|3|1234|1\n"
    )
    shop.load(source)
    assert erase(shop, "1234") == 1
    (row,) = shop.warehouse().run("calls", EVERYTHING).to_dicts()
    assert (row["caller"], row["talk_s"]) == (None, 1234)
