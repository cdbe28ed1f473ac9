"""Lines that could not be read."""

from __future__ import annotations

from tests.queries.hand_made import Floor


def test_in_the_order_of_the_source(floor: Floor) -> None:
    floor.reject(7, generation=2)
    floor.reject(9, generation=1)
    floor.reject(3, generation=2)
    floor.reject(5, source="a")
    rows = floor.ask("rejects")
    assert [(r["source"], r["generation"], r["position"]) for r in rows] == [
        ("a", 1, 5),
        ("pbx", 1, 9),
        ("pbx", 2, 3),
        ("pbx", 2, 7),
    ]
    assert (rows[0]["reason"], rows[0]["raw"]) == ("too few fields", "?|?")
