"""The queries of a report's first page, by hand."""

from __future__ import annotations

from datetime import datetime

from tests.queries.hand_made import Floor


def test_facts_count_what_calls_can_tell(floor: Floor) -> None:
    floor.call(times=2, caller="0301234")
    floor.call(outcome="waiting", caller="anonymous")
    floor.lost()
    floor.call(outcome="refused")  # never entered
    (row,) = floor.ask("report_facts")
    assert (row["entered"], row["without_end"], row["lost"]) == (4, 1, 1)
    assert row["without_customer"] == 1


def test_the_first_call_of_a_queue_is_its_first_ever(floor: Floor) -> None:
    floor.call(s=5)
    floor.call(s=700, times=2)
    floor.call(s=650, queue="new", outcome="refused")
    floor.call(s=900, queue="later")
    assert floor.ask("first_calls", since=100, until=700) == [
        {"queue": "new", "first_at": datetime(1970, 1, 1, 0, 10, 50)},
    ]
    assert floor.ask("first_calls", since=None, until=900) == [
        {"queue": "new", "first_at": datetime(1970, 1, 1, 0, 10, 50)},
        {"queue": "support", "first_at": datetime(1970, 1, 1, 0, 0, 5)},
    ]


def test_a_start_tells_how_long_it_was_silent_and_what_it_lost(floor: Floor) -> None:
    floor.start(700, silent_since=100)
    floor.start(50, source="other")
    floor.lost(s=90, end=700)
    first, second = floor.ask("outages")
    assert (first["source"], first["silent_s"], first["lost"]) == ("other", None, 0)
    assert (second["source"], second["silent_s"], second["lost"]) == ("pbx", 600, 1)


def test_no_start_no_outage(floor: Floor) -> None:
    floor.call()
    assert floor.ask("outages") == []
