"""What records tell besides calls: who left in the menu, reasons, surveys; what is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from ops.settings import Settings
from ops.settings.mappings import MappingSettings
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.collector import Collector, connect
from ops.store.derive import Identities
from ops.store.erase import erase_number
from ops.store.layout import StorePaths
from ops.warehouse.moment import Moment
from ops.warehouse.warehouse import Warehouse

CALLS = {
    "record": "call", "times": ["epoch"], "outcomes": {"ok": "answered", "menu": "left_in_menu"},
    "columns": {"call_id": "id", "offered": "at", "talk_s": "talk", "queue": "q", "caller": "n",
                "outcome": "how", "reason": "why", "updated": "v", "key": "id",
                "transferred_to": "to"},
}  # fmt: skip
SURVEYS = {
    "record": "survey", "times": ["epoch"],
    "columns": {"asked": "at", "answered": "ans", "caller": "n", "csat": "csat", "comment": "c"},
}  # fmt: skip
T = 1_800_000_000


class Desk:
    """A store of two tables."""

    def __init__(self, folder: Path) -> None:
        self.paths = StorePaths(folder / "store")
        mappings = {"calls": CALLS, "surveys": SURVEYS}
        self.settings = Settings(
            mappings={
                name: msgspec.convert(said, MappingSettings) for name, said in mappings.items()
            }
        )
        self._folder = folder
        self._number = 0

    def load(self, name: str, text: str) -> None:
        self._number += 1
        table = self._folder / f"{name}{self._number}.csv"
        table.write_text(text)
        collector = Collector(self.paths, Access(), [], Identities())
        try:
            collector.load(name, kind(name, self.settings), [table])
            collector.cut(name)
        finally:
            collector.close()

    def ask(self, select: str, asked_s: int | None = None) -> list[tuple[Any, ...]]:
        warehouse = Warehouse(self.paths.root, self.settings)
        try:
            warehouse.refresh()
            return warehouse.cursor(Moment(asked_s=asked_s)).execute(select).fetchall()
        finally:
            warehouse.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


HEADER = "id,at,talk,q,n,how,why,v,to\n"


def test_who_left_in_the_menu_is_in_no_queue(desk: Desk) -> None:
    desk.load("calls", HEADER + f"a,{T},5,sales,0301234567,ok,,1,\nb,{T},,sales,040,menu,,1,\n")
    assert desk.ask("SELECT call_id, outcome FROM calls") == [("a", "answered")]
    leavers = "SELECT call_id, queue, caller, customer, s FROM menu_leavers"
    assert desk.ask(leavers) == [("b", "sales", "040", "040", T)]
    contacts = "SELECT call_id, outcome, first_queue, customer FROM contacts ORDER BY ALL"
    assert desk.ask(contacts) == [
        ("a", "answered", "sales", "0301234567"), ("b", "left_in_menu", None, "040"),
    ]  # fmt: skip
    # a newer delivery says that they were answered after all
    desk.load("calls", HEADER + f"b,{T},5,sales,040,ok,,2,\n")
    assert desk.ask(leavers) == []
    assert desk.ask("SELECT call_id FROM calls ORDER BY 1") == [("a",), ("b",)]
    assert desk.ask(contacts)[1] == ("b", "answered", "sales", "040")


def test_who_left_in_the_menu_long_ago_is_there_too(desk: Desk) -> None:
    """Read from the cut, and not from memory, which holds the last days."""
    later = T + 30 * 86_400
    rows = f"a,{T},5,sales,030123,ok,,1,\nb,{T},,sales,040,menu,,1,\nc,{later},5,sales,,ok,,1,\n"
    desk.load("calls", HEADER + rows)
    assert desk.ask("SELECT call_id, queue FROM menu_leavers") == [("b", "sales")]
    assert desk.ask("SELECT call_id FROM calls ORDER BY 1") == [("a",), ("c",)]
    told = "SELECT call_id, outcome FROM contacts ORDER BY 1"
    assert desk.ask(told)[1] == ("b", "left_in_menu")
    # while they are still in it nothing is known of them
    assert desk.ask("SELECT call_id FROM menu_leavers", T) == []


def test_reasons_are_codes_and_only_the_newest_counts(desk: Desk) -> None:
    desk.load("calls", HEADER + f"a,{T},5,sales,030,ok,invoice,1,\n")
    desk.load("calls", HEADER + f"a,{T},5,sales,030,ok,delivery,2,\n")
    assert desk.ask("SELECT call_id, kind, code FROM codes") == [("a", "reason", "delivery")]


def test_an_answer_is_not_known_before_it_is_given(desk: Desk) -> None:
    desk.load("surveys", f"at,ans,n,csat,c\n{T},{T + 60},030123456,5,fine\n{T},,040123456,,\n")
    asked = "SELECT customer, csat, comment, answer_s FROM surveys ORDER BY customer"
    assert desk.ask(asked) == [
        ("030123456", 5.0, "fine", T + 60),
        ("040123456", None, None, None),
    ]
    assert desk.ask(asked, T + 60)[0] == ("030123456", None, None, None)
    assert desk.ask(asked, T) == []


def test_a_mark_that_is_none_is_no_answer(desk: Desk) -> None:
    desk.load("surveys", f"at,ans,n,csat,c\n{T},,030123456,nan,\n{T},,040123456,1e300,\n")
    asked = "SELECT csat, answer_s FROM surveys"
    assert desk.ask(asked) == [(None, None)] * 2


def test_a_forgotten_number_leaves_the_call_and_its_outcome(desk: Desk) -> None:
    desk.load("calls", HEADER + f"a,{T},5,sales,0301234567,ok,ring 030 1234567,1,0301234567\n")
    desk.load("surveys", f"at,ans,n,csat,c\n{T},{T + 60},0301234567,5,call 0301234567\n")
    connection = connect(desk.paths, Access())
    try:
        assert erase_number(desk.paths, Access(), connection, "0301234567") == 2
    finally:
        connection.close()
    told = "SELECT outcome, caller, talk_s, transferred_to FROM calls"
    assert desk.ask(told) == [("answered", None, 5.0, None)]
    assert desk.ask("SELECT count(*) FROM codes") == [(0,)]
    assert desk.ask("SELECT caller, csat, comment FROM surveys") == [(None, 5.0, None)]
