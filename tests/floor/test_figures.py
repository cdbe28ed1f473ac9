"""What stands beside a number that is asked about."""

from __future__ import annotations

from ops.floor.figures import FIGURES


def test_an_occupancy_that_nobody_can_tell_says_why() -> None:
    row = {"on_call_s": 1200, "ready_s": None, "numerator": 0, "denominator": 0}
    figure = FIGURES["occupancy"]
    assert figure.value([row]) == "n/a"
    assert figure.words([row]) == "1,200 s on calls; no source says when they were ready"
    known = row | {"ready_s": 800}
    assert figure.words([known]) == "1,200 s on calls / (those + 800 s ready)"
    assert figure.words([]) == "no calls yet"
