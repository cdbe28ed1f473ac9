"""Finding calls and telling their stories over a real store, the small day of tests/tui."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.errors import UsageError
from ops.floor.found import _steps, call_story, customer_of_call, customer_story, found
from ops.privacy import Privacy, privacy
from ops.settings import load
from ops.warehouse.warehouse import Moment, Warehouse
from tests.tui.stored import AT_S, OPENS_S, store_of_a_day

AT = Moment(AT_S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of_a_day(tmp_path_factory.mktemp("day"))


@pytest.fixture(scope="module")
def warehouse(folder: Path) -> Iterator[Warehouse]:
    opened = Warehouse(folder / "store", load(folder / "floorwatch.toml"))
    opened.refresh()
    yield opened
    opened.close()


@pytest.fixture
def masked(warehouse: Warehouse) -> Privacy:
    return privacy(warehouse.settings, warehouse.paths.root)


@pytest.mark.parametrize(
    ("text", "after_s"),
    [
        ("", [2640, 1900, 1100, 1000, 900, 400, 240, 180, 120, 60]),
        ("abandoned", [1100, 1000, 900]),
        ("abandoned wait>=30", [1000, 900]),
        ("1234", [1000, 900]),
        ("agent:BEN", [400]),
        ("queue:ale waiting", [2640]),
        ("yesterday", []),
        ("today since:08:15 until:08:30", [1100, 1000, 900]),
        ("until:08:05", [240, 180, 120, 60]),
    ],
)
def test_calls_are_found_the_newest_first(
    warehouse: Warehouse, masked: Privacy, text: str, after_s: list[int]
) -> None:
    text = text.replace("today since", "since")
    told = found(warehouse, masked, text, AT, 50)
    assert [call.s - OPENS_S for call in told.calls] == after_s
    assert told.is_all


def test_no_more_than_asked_for_are_brought(warehouse: Warehouse, masked: Privacy) -> None:
    told = found(warehouse, masked, "", AT, 4)
    assert [call.s - OPENS_S for call in told.calls] == [2640, 1900, 1100, 1000]
    assert not told.is_all
    with pytest.raises(UsageError, match="what is sales"):
        found(warehouse, masked, "sales", AT, 4)


def test_it_is_looked_back_in_steps_that_leave_nothing_out() -> None:
    steps = list(_steps(-(1 << 40), 1000 * 86_400))
    assert steps[0] == (1000 * 86_400 - 3600, 1000 * 86_400) and steps[-1][0] == -(1 << 40)
    assert all(one[0] == other[1] for one, other in itertools.pairwise(steps))
    assert len(steps) <= 8
    assert list(_steps(10, 20)) == [(10, 20)] and list(_steps(20, 20)) == []


def test_a_call_is_told_with_every_line(warehouse: Warehouse, masked: Privacy) -> None:
    call = f"{OPENS_S + 1000}.7"
    story = call_story(warehouse, masked, call, "pbx", OPENS_S + 1000, AT)
    assert [(stay.queue, stay.outcome, stay.wait_s) for stay in story.stays] == [
        ("sales", "abandoned", 90)
    ]
    assert [event.line for event in story.events] == [
        f"{OPENS_S + 1000}|{call}|sales|NONE|ENTERQUEUE||··· 1234|1",
        f"{OPENS_S + 1090}|{call}|sales|NONE|ABANDON|1|1|90",
    ]
    assert [event.event for event in story.events] == ["ENTERQUEUE", "ABANDON"]
    shown = privacy(warehouse.settings, warehouse.paths.root, reveal=True)
    told = call_story(warehouse, shown, call, "pbx", OPENS_S + 1000, AT)
    assert "|03055501234|" in told.events[0].line and told.stays[0].caller == "03055501234"
    assert call_story(warehouse, masked, call, "other", OPENS_S + 1000, AT).stays == ()


def test_and_its_customer(warehouse: Warehouse, masked: Privacy) -> None:
    row = customer_of_call(warehouse, f"{OPENS_S + 1000}.7", "pbx", OPENS_S + 1000, AT)
    assert row is not None
    story = customer_story(warehouse, masked, row["customer"], AT)
    assert (story.caller, story.contacts, story.owed) == ("··· 1234", 2, 0)
    assert [(one.s - OPENS_S, one.is_repeat) for one in story.chapters] == [
        (1000, True), (900, False),
    ]  # fmt: skip
    assert customer_story(warehouse, masked, None, AT).chapters == ()
