"""Records: a newer delivery takes an older one's place, however and in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops.settings import Settings
from ops.settings.mappings import MappingSettings
from ops.sources.generations import Chunk
from ops.sources.mapped import Mapped
from ops.store.access import Access
from ops.store.closing import Closer
from ops.store.collector import connect
from ops.store.derive import Identities, set_identities
from ops.store.intake import Intake
from ops.warehouse.warehouse import Warehouse
from tests.store.conftest import Shop

MAPPING = msgspec.convert(
    {
        "record": "call", "format": "json", "times": ["epoch"],
        "columns": {
            "call_id": "call", "key": "id", "updated": "version", "offered": "at",
            "wait_s": "wait", "talk_s": "talk", "queue": "queue",
        },
    },
    MappingSettings,
)  # fmt: skip
KIND = Mapped("deliveries", MAPPING, "UTC")
START = 1_800_000_000

Delivery = tuple[str, int, int]
"""Key, version, wait."""

CALL = {"a": "c-1", "b": "c-1", "c": "c-2"}
"""a and b are stays of one contact."""

deliveries = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 2), st.integers(0, 9)),
    min_size=1,
    max_size=12,
)


def line(delivery: Delivery) -> bytes:
    key, version, wait = delivery
    # a delivery may be of another queue and instant than the one before: it is told by its key only
    said = {"id": key, "call": CALL[key], "version": START + version, "at": START + wait * 86_400}
    return msgspec.json.encode(said | {"wait": wait, "talk": 1, "queue": f"q{version}"}) + b"\n"


def chunks(said: list[Delivery], sizes: list[int]) -> Iterator[Chunk]:
    """The deliveries in chunks of these sizes, the rest in one; sometimes in a new file."""
    at, number, ordinal = 0, 1, START
    left = list(said)
    for size in [*sizes, len(said)]:
        part, left = left[:size], left[size:]
        if size == 2 and at:
            at, number, ordinal = 0, 1, ordinal + 1
        if part:
            data = b"".join(map(line, part))
            yield Chunk(
                ordinal=ordinal, head=f"{ordinal:016x}", start=at, end=at + len(data),
                first_line=number, data=data, tail="0" * 16, path="records.json",
            )  # fmt: skip
            at, number = at + len(data), number + len(part)


def winners(said: list[Delivery]) -> list[tuple[str, str, int, float]]:
    """By hand: of each key the highest version, of equal ones the last."""
    best: dict[str, Delivery] = {}
    for delivery in said:
        if delivery[1] >= best.get(delivery[0], delivery)[1]:
            best[delivery[0]] = delivery
    return sorted(
        (CALL[key], f"q{version}", START + wait * 86_400, float(wait))
        for key, version, wait in best.values()
    )


def told(reader: Warehouse) -> list[Any]:
    """The calls; contacts must be those calls by call id."""
    cursor = reader.cursor()
    try:
        columns = "call_id, queue, s, wait_s"
        found = cursor.execute(f"SELECT {columns} FROM stored_calls ORDER BY ALL").fetchall()
        contacts = cursor.execute("SELECT call_id, calls, wait_s FROM contacts").fetchall()
    finally:
        cursor.close()
    waits: dict[str, list[float]] = {}
    for call_id, _, _, wait_s in found:
        waits.setdefault(call_id, []).append(wait_s)
    assert sorted(contacts) == sorted((one, len(its), sum(its)) for one, its in waits.items())
    return found


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=deliveries, sizes=st.lists(st.integers(1, 4), max_size=5),
       cuts=st.sets(st.integers(0, 5), max_size=4))  # fmt: skip
def test_the_newest_delivery_counts_wherever_it_was_cut(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[Delivery],
    sizes: list[int],
    cuts: set[int],
) -> None:
    shop = Shop(tmp_path_factory.mktemp("records") / "store")
    connection = connect(shop.paths, Access())
    set_identities(connection, Identities())
    closer = Closer(shop.paths, Access(), connection, Identities())
    intake = Intake(shop.paths, Access(), "crm", KIND)
    lasting = Warehouse(shop.paths.root, Settings())
    try:
        so_far = 0
        for number, chunk in enumerate(chunks(said, sizes)):
            intake.store([chunk])
            so_far += chunk.data.count(b"\n")
            if number in cuts:
                closer.close("crm")
            if number % 2:
                lasting.refresh()
                assert told(lasting) == winners(said[:so_far])
        lasting.refresh()
        assert told(lasting) == winners(said)
        assert told(shop.warehouse()) == winners(said)
    finally:
        lasting.close()
        shop.close()
        connection.close()


def test_merged_cuts_keep_what_is_superseded(shop: Shop) -> None:
    connection = connect(shop.paths, Access())
    set_identities(connection, Identities())
    closer = Closer(shop.paths, Access(), connection, Identities())
    intake = Intake(shop.paths, Access(), "crm", KIND)
    said = [("a", number % 3, number) for number in range(40)]
    try:
        for chunk in chunks(said, [1] * 40):
            intake.store([chunk])
            closer.close("crm")
        while closer.merge("crm"):
            pass
        assert told(shop.warehouse()) == winners(said)
        assert len(list((shop.paths.calls / "crm").glob("*-t1-*"))) == 2
    finally:
        connection.close()


def test_the_last_event_is_the_last_instant_told_of(shop: Shop, tmp_path: Path) -> None:
    """Records stand in any order, and a call's end is known with its beginning."""
    rows = ["number,incident_state,sys_updated_at,assignment_group,assigned_to,caller_id,"
            "category,subcategory"]  # fmt: skip
    rows += ["T1,New,2/3/2016 10:00,g,?,c,x,y", "T2,New,1/3/2016 10:00,g,?,c,x,y"]
    table = tmp_path / "tickets.csv"
    table.write_text("\n".join(rows) + "\n")
    shop.load(table, source="desk", kind_name="incident-tickets")
    assert shop.warehouse().last_event_s == 1_456_912_800
    shop.cut("desk")
    assert shop.warehouse().last_event_s == 1_456_912_800
