"""The bank and the service desk, from their files to the numbers, beside a second reckoning."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ops.settings import Settings
from ops.sources.kinds import kind
from ops.sources.naming import LogName
from ops.store.access import Access
from ops.store.collector import Collector
from ops.store.derive import Identities
from ops.store.layout import StorePaths
from ops.store.origins import Wanted, remember
from ops.warehouse.moment import Moment
from ops.warehouse.warehouse import Warehouse

SETTINGS = Settings(time_zone="Asia/Jerusalem")
EVERYTHING = {"since": 0, "until": 1 << 40}
Rows = list[dict[str, Any]]


def stored(folder: Path, name: str, *files: Path) -> Warehouse:
    paths = StorePaths(folder / "store")
    collector = Collector(paths, Access(), [], Identities())
    try:
        collector.load(name, kind(name, SETTINGS), files)
        remember([Wanted(name, name, LogName.of(files[0]), files)], paths, Access())
        collector.cut(name)
    finally:
        collector.close()
    warehouse = Warehouse(paths.root, SETTINGS)
    warehouse.refresh()
    return warehouse


def table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.fixture(scope="module")
def months(samples: Path) -> list[Path]:
    return [samples / "anonymous_bank" / f"{month}.txt.gz" for month in ("january", "february")]


@pytest.fixture(scope="module")
def bank(months: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    warehouse = stored(tmp_path_factory.mktemp("bank"), "anonymous-bank", *months)
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="module")
def calls(months: list[Path]) -> list[dict[str, str]]:
    """The rows as the README reads them, without phantoms."""
    rows = [row for month in months for row in table(month, "\t")]
    assert len(rows) == 64_943
    return [row for row in rows if row["outcome"] != "PHANTOM"]


def total(warehouse: Warehouse, query: str, **params: object) -> dict[str, Any]:
    return warehouse.rows(query, EVERYTHING | params)[-1]


def gave_up(row: dict[str, str]) -> bool:
    """Hung up, and had queued: the clocks of the queue say so, or its seconds."""
    queued = (row["q_start"], row["q_exit"], row["q_time"]) != ("0:00:00", "0:00:00", "0")
    return row["outcome"] == "HANG" and queued


def changed(row: dict[str, str]) -> datetime:
    return datetime.strptime(row["sys_updated_at"], "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def test_the_banks_outcomes(bank: Warehouse, calls: list[dict[str, str]]) -> None:
    found = total(bank, "outcomes")
    assert (found["answered"], found["abandoned"], found["overflowed"]) == (54_222, 7_064, 0)
    assert found["abandoned"] == sum(map(gave_up, calls))
    left = total(bank, "left_in_menu")
    assert (left["numerator"], left["denominator"]) == (3_139, 54_222 + 7_064 + 3_139)
    assert not bank.rejected.get("anonymous-bank")


def test_the_banks_waits_and_service_level(bank: Warehouse, calls: list[dict[str, str]]) -> None:
    answered = [int(row["q_time"]) for row in calls if row["outcome"] == "AGENT"]
    gone = [int(row["q_time"]) for row in calls if gave_up(row)]
    waits = total(bank, "wait_time")
    assert waits["asa_s"] == pytest.approx(sum(answered) / len(answered))
    assert waits["average_s"] == pytest.approx(sum(answered + gone) / len(answered + gone))
    in_time, short = sum(w <= 20 for w in answered), sum(w <= 5 for w in gone)
    level = total(bank, "service_level")
    assert (level["numerator"], level["denominator"]) == (
        in_time,
        len(answered) + len(gone) - short,
    )
    abandoned = total(bank, "abandonment")
    assert abandoned["numerator"] == len(gone) - short
    handled = total(bank, "handling_time")
    served = [int(row["ser_time"]) for row in calls if row["outcome"] == "AGENT"]
    assert (handled["talk_s"], handled["parts"]) == (sum(served), "talk")


def test_nobody_at_the_bank_is_a_customer_without_a_number(
    bank: Warehouse, calls: list[dict[str, str]]
) -> None:
    queued = [row for row in calls if row["outcome"] == "AGENT" or gave_up(row)]
    known = [row for row in queued if row["customer_id"] != "0" and "E+" not in row["customer_id"]]
    cursor = bank.cursor()
    found = cursor.execute("SELECT count(customer), count(DISTINCT customer) FROM calls").fetchone()
    cursor.close()
    assert found is not None
    by_hand = [row["customer_id"].lstrip("0") for row in known if len(row["customer_id"]) >= 3]
    assert found == (len(by_hand), len(set(by_hand)))


def test_what_the_desk_had_open_on_a_day(
    samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = "incident_event_log_opened_2016-02-29_to_03-07.csv.gz"
    path = samples / "incident_tickets" / name
    warehouse = stored(tmp_path_factory.mktemp("desk"), "incident-tickets", path)
    try:
        changes = sorted(
            table(path), key=changed
        )  # a stable sort: the file's order within a minute
        for day in (2, 4, 8):
            at = datetime(2016, 3, day, tzinfo=UTC)
            state = {row["number"]: row["incident_state"] for row in changes if changed(row) < at}
            still_open = sum(said not in ("Resolved", "Closed") for said in state.values())
            moment = Moment(asked_s=int(at.timestamp()))
            cursor = warehouse.cursor(moment)
            found = cursor.execute(
                "SELECT count(*), count(*) FILTER (WHERE closed_s IS NULL) FROM follow_ups"
            ).fetchone()
            cursor.close()
            assert found == (len(state), still_open), day
    finally:
        warehouse.close()
