"""What is held of contacts answers as the store does, and nothing it does not have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ops.warehouse.catalog import Query, catalog
from ops.warehouse.warehouse import Moment, Warehouse
from tests.warehouse.growing import Growing

DAY_S = 86_400
FROM_S = 1_700_006_400  # a midnight
DAYS = 70
WEEK: dict[str, Any] = {
    "since": FROM_S + 49 * DAY_S, "until": FROM_S + 56 * DAY_S, "number": "30", "limit": 100,
    "least_wait_s": 0, "most_wait_s": 999,
}  # fmt: skip
MOMENT = Moment(FROM_S + DAYS * DAY_S + 1)
LOOKING = [query for query in catalog().values() if query.reach is not None]


def lines() -> Iterator[str]:
    """Ten calls a day, most of forty customers; some passed on, or coded late, or both."""
    chance = Random(7)
    told: list[tuple[int, int, str]] = []
    for n in range(DAYS * 10):
        s = FROM_S + chance.randrange(DAYS * DAY_S - 3600)
        queue, other = chance.choice((("sales", "support"), ("support", "sales")))
        caller = f"03012{chance.choice((n + 100, chance.randrange(40), chance.randrange(40)))}"
        told += [(s, n, f"c{n}|{queue}|NONE|ENTERQUEUE||{caller}|1")]
        if chance.random() < 0.3:
            told += [(s + 9, n, f"c{n}|{queue}|NONE|ABANDON|1|1|9")]
            continue
        told += [(s + 9, n, f"c{n}|{queue}|Ana|CONNECT|9|c{n}.2|3")]
        if chance.random() < 0.2:
            told += [(s + 99, n, f"c{n}|{queue}|Ana|BLINDTRANSFER|{other}|queues|9|90|1"),
                     (s + 100, n, f"c{n}|{other}|NONE|ENTERQUEUE||{caller}|1"),
                     (s + 300, n, f"c{n}|{other}|NONE|EXITWITHTIMEOUT|1|1|200")]  # fmt: skip
        else:
            told += [(s + 99, n, f"c{n}|{queue}|Ana|COMPLETECALLER|9|90|1")]
        late_s = chance.choice((1, 1, 1, DAY_S + 1))
        told += [(s + 400 + late_s, n, f"c{n}|{queue}|Ana|CALLSTATUS|{chance.choice('ABC')}")]
    yield from (f"{s}|{rest}" for s, _, rest in sorted(told) if s < FROM_S + DAYS * DAY_S)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Growing]:
    with Growing(tmp_path_factory.mktemp("held")) as made:
        made.add(lines())
        made.cut()
        yield made


@pytest.fixture
def warehouse(store: Growing) -> Warehouse:
    return store.reader()


def without_contacts(warehouse: Warehouse) -> None:
    """Take away what is held, so that whoever reads it finds nothing."""
    with closing(warehouse.cursor(MOMENT)) as cursor:
        cursor.execute("DELETE FROM main.held_contacts; DELETE FROM main.held_codes")


@pytest.mark.parametrize("query", LOOKING, ids=[query.name for query in LOOKING])
def test_it_answers_as_the_store_does(warehouse: Warehouse, query: Query) -> None:
    before = WEEK | {"since": WEEK["since"] - 28 * DAY_S, "until": WEEK["until"] - 28 * DAY_S}
    spans: list[dict[str, Any]] = [WEEK, before, before | {"window_s": 90 * DAY_S}]
    asked = [warehouse.rows(query, span, MOMENT) for span in spans]
    assert any(asked) or query.name == "emerging_reasons", "this test shows nothing"
    warehouse.hold(WEEK["since"], WEEK["until"], MOMENT)
    assert [warehouse.rows(query, span, MOMENT) for span in spans] == asked


def test_it_is_what_is_read(warehouse: Warehouse) -> None:
    warehouse.hold(WEEK["since"], WEEK["until"], MOMENT)
    without_contacts(warehouse)
    assert warehouse.run("deflection", WEEK, MOMENT)["denominator"].sum() == 0
    assert warehouse.rows("reasons", WEEK, MOMENT) == []


@pytest.mark.parametrize(
    ("name", "changed", "moment"),
    [
        ("deflection", {"until": FROM_S + 69 * DAY_S}, MOMENT),
        ("deflection", {"since": FROM_S}, MOMENT),
        ("contacts_per_issue", {"window_s": 90 * DAY_S}, MOMENT),
        ("lost_callers", {}, MOMENT),
        ("deflection", {}, Moment(FROM_S + 55 * DAY_S)),
        ("deflection", {}, Moment()),
    ],
    ids=["later", "earlier", "longer window", "till the end", "another moment", "now"],
)
def test_who_looks_further_asks_the_store(
    warehouse: Warehouse, name: str, changed: dict[str, Any], moment: Moment
) -> None:
    asked = warehouse.rows(name, WEEK | changed, moment)
    warehouse.hold(WEEK["since"], WEEK["until"], MOMENT)
    without_contacts(warehouse)
    assert asked
    assert warehouse.rows(name, WEEK | changed, moment) == asked


def test_it_is_good_until_the_store_changes(tmp_path: Path) -> None:
    with Growing(tmp_path / "store") as store:
        store.add(lines())
        warehouse = store.reader()
        warehouse.hold(WEEK["since"], WEEK["until"], MOMENT)
        store.add([f"{WEEK['since'] + 9}|new|sales|NONE|ENTERQUEUE||030999|1",
                   f"{WEEK['since'] + 19}|new|sales|NONE|ABANDON|1|1|10"])  # fmt: skip
        before = {row["caller"] for row in warehouse.rows("lost_callers", WEEK, MOMENT)}
        warehouse.refresh()
        after = {row["caller"] for row in warehouse.rows("lost_callers", WEEK, MOMENT)}
        assert after - before == {"030999"}
