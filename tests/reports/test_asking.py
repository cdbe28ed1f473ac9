"""Several questions of a report at once: in order for whoever reads it, and none left running."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import duckdb
import pytest

from ops.errors import UsageError
from ops.privacy import privacy
from ops.reports.asking import Asking
from ops.reports.spans import Span, spans
from ops.settings import Settings
from ops.warehouse.warehouse import Moment, Warehouse
from tests.cli.terminal import done
from tests.reports.conftest import at, call

LONG = "SELECT sum(a.range * b.range) FROM range(1000000) AS a, range(100000) AS b"
"""Minutes, where nobody stops it."""


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    log = tmp_path / "queue_log"
    lines = call("a", "2026-11-16 09:00") + call("b", "2026-11-17 09:00", wait_s=30)
    log.write_text("".join(f"{s}|{rest}\n" for s, rest in lines))
    done("collect", "--once", "--store", tmp_path / "store", log)
    settings = Settings(time_zone="UTC")
    warehouse = Warehouse(tmp_path / "store", settings)
    warehouse.refresh()
    about = spans(Span.WEEKLY, at("2026-11-16 00:00"), settings.zone)
    moment = Moment(at("2026-11-18 00:00"))
    yield Asking(warehouse, privacy(settings, tmp_path / "store"), about, moment)
    warehouse.close()


def test_what_was_used_stands_in_the_order_of_the_parts(asking: Asking) -> None:
    second_has_asked = Event()

    def first(own: Asking) -> float:
        assert second_has_asked.wait(30)
        return float(own.total("wait_time")["asa_s"])

    def second(own: Asking) -> float:
        found = own.total("outcomes")["offered"], own.total("wait_time")["answered"]
        second_has_asked.set()
        return float(sum(found))

    asking.rows("service_level")
    assert asking.apart([first, second]) == [16.5, 4.0]
    assert list(asking.used) == ["service_level", "wait_time", "outcomes"]


def test_a_question_is_asked_once_whoever_asks_it(asking: Asking) -> None:
    one, other = asking.apart([lambda own: own.rows("outcomes")] * 2)
    assert one is other is asking.rows("outcomes")
    assert one is not asking.rows("outcomes", asking.spans.before)


def test_where_one_fails_the_others_are_stopped(asking: Asking) -> None:
    begun = Event()
    ends: list[BaseException] = []

    def endless(own: Asking) -> None:
        with own.warehouse.cursor() as cursor:
            begun.set()
            try:
                cursor.execute(LONG).fetchall()
            except duckdb.Error as error:
                ends.append(error)
                raise

    def failing(own: Asking) -> None:
        assert begun.wait(30)
        raise UsageError("no", "such thing")

    with pytest.raises(UsageError):
        asking.apart([endless, failing])
    assert [type(each) for each in ends] == [duckdb.InterruptException]
