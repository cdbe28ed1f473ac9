"""A store whose calls nobody has made yet: a reader says so and fills no memory with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.errors import StoreError
from ops.warehouse import reader
from tests.store.conftest import Shop, log


def test_what_is_too_much_to_derive_is_left_to_the_collector(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.load(log(tmp_path / "queue_log", 20))
    count = "SELECT count(*) FROM calls"
    assert shop.warehouse().cursor().execute(count).fetchall() == [(20,)]
    monkeypatch.setattr(reader, "MOST_BYTES", 1000)
    with pytest.raises(StoreError, match=r"calls/pbx: made by another version") as refused:
        shop.warehouse()
    assert "collect" in str(refused.value.hint)
    shop.cut()
    assert shop.warehouse().cursor().execute(count).fetchall() == [(20,)]
