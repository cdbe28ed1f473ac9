"""Values of parameters as one types them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from ops.errors import UsageError
from ops.tui.sql.params import parsed, shown
from ops.warehouse.binding import Value

BERLIN = ZoneInfo("Europe/Berlin")
NOON_S = 1_763_809_200  # Sat 22 Nov 2025 12:00 in Berlin
MIDNIGHT_S = NOON_S - 12 * 3600


def test_values_are_numbers_texts_instants_or_nothing() -> None:
    line = "since=today until=today queue='late shift' threshold=20 share=0.5 formula=null"
    assert parsed(line, BERLIN, NOON_S) == {
        "since": MIDNIGHT_S, "until": MIDNIGHT_S + 86_400, "queue": "late shift",
        "threshold": 20, "share": 0.5, "formula": None,
    }  # fmt: skip


def test_what_is_shown_is_read_back() -> None:
    given: dict[str, Value] = {
        "since": MIDNIGHT_S,
        "until": NOON_S + 7,
        "queue": "a b'c",
        "x": None,
        "n": 1.5,
    }
    line = shown(given, BERLIN)
    assert line.startswith("since=2025-11-22T00:00 until=2025-11-22T12:00:07")
    assert parsed(line, BERLIN, NOON_S) == given


@pytest.mark.parametrize("line", ["since", "1x=2", "a='b", "since=someday"])
def test_what_can_not_be_read_is_said(line: str) -> None:
    with pytest.raises(UsageError):
        parsed(line, BERLIN, NOON_S)
