"""A real service desk's log: its backlog on past days, and again by reading it row by row."""

from __future__ import annotations

import csv
import gzip
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.terminal import done


def instant(text: str, form: str = "%d/%m/%Y %H:%M") -> int:
    return int(datetime.strptime(text, form).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize("day", ["2016-03-01", "2016-03-05", "2016-03-10", "2016-05-01"])
def test_the_backlog_of_a_past_day(desk: tuple[Path, Path], day: str) -> None:
    store, log = desk
    at_s = instant(day, "%Y-%m-%d")
    states: dict[str, tuple[int, str]] = {}
    with gzip.open(log, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            s = instant(row["sys_updated_at"])
            # the file is not in the order of time; of one minute the later row counts
            if states.get(row["number"], (0, ""))[0] <= s < at_s:
                states[row["number"]] = (s, row["incident_state"])
    still = sum(state not in ("Resolved", "Closed") for _, state in states.values())
    asked = done(
        "query", "follow_up_backlog", "--store", store, "--as-of", f"@{at_s}", "--format", "csv"
    )
    assert int(asked.rows[-1]["backlog"]) == still > 100


def test_a_forgotten_customer_leaves_the_tickets(desk: tuple[Path, Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(desk[0], store)
    whose = "SELECT count(*) AS n FROM events WHERE p4 IS NOT NULL AND p4 = ''"
    assert done("sql", whose, "--store", store, "--format", "csv").rows == [{"n": "0"}]
    done("forget", "2403", "--yes", "--store", store)
    (told,) = done("sql", whose, "--store", store, "--format", "csv").rows
    with gzip.open(desk[1], "rt", encoding="utf-8") as rows:
        theirs = sum(row["caller_id"] == "Caller 2403" for row in csv.DictReader(rows))
    assert int(told["n"]) == theirs > 0


@pytest.fixture(scope="module")
def desk(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    (log,) = (samples / "incident_tickets").glob("*.csv.gz")
    store = tmp_path_factory.mktemp("desk") / "store"
    done("collect", "--once", "--kind", "incident-tickets", "--store", store, log)
    return store, log
