"""Breaches told by one query are those that somebody watching every second would have noted."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops.settings.loading import load
from ops.warehouse.warehouse import Moment, Warehouse
from tests.store.logs import logs
from tests.warehouse.growing import Growing, day_of

FORMULAS = ("standard", "negative", "ignore", "positive", "answered", "asterisk", "asterisk2")
Noted = list[tuple[int, str, str, int, int]]


def watched(reader: Warehouse, first_s: int, last_s: int) -> Noted:
    """What the day's level, looked at every second, says by the two marks."""
    under: dict[str, bool] = {}
    noted: Noted = []
    for at in range(first_s, last_s + 1):
        for row in reader.rows("queues_now", day_of(at), Moment(at)):
            queue, hits, of = row["queue"], row["numerator"], row["denominator"]
            short = round(row["target"] * of - hits, 6)
            before = under.get(queue, False)
            under[queue] = short >= 1 or (before and short > 0)
            if under[queue] != before:
                kind = "breached" if under[queue] else "recovered"
                noted.append((at - 1, queue, kind, hits, of))
    return noted


def told(reader: Warehouse, at: int) -> Noted:
    rows = reader.rows("breaches_now", day_of(at), Moment(at))
    found = [(r["s"], r["queue"], r["kind"], r["numerator"], r["denominator"]) for r in rows]
    return sorted(found)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=logs(most=30), formula=st.sampled_from(FORMULAS), short=st.sampled_from([0, 5]))
def test_the_same_whether_watched_or_rewound(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], formula: str, short: int
) -> None:
    folder = tmp_path_factory.mktemp("breaches")
    policy = f'formula = "{formula}"\nthreshold_s = 2\nshort_abandon_s = {short}\n'
    (folder / "floorwatch.toml").write_text(f'time_zone = "UTC"\n[defaults]\n{policy}')
    with Growing(folder / "store", load(folder / "floorwatch.toml")) as store:
        store.add([line.decode().rstrip("\n") for line in lines])
        reader = store.reader()
        first, last = int(lines[0].split(b"|")[0]), int(lines[-1].split(b"|")[0]) + 5
        noted = watched(reader, first, last)
        for at in {last, (first + last) // 2}:
            assert told(reader, at) == [one for one in noted if one[0] < at]
