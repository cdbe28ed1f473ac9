"""What one types to find calls."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.errors import UsageError
from ops.snapshot.search import EXAMPLE, OUTCOMES, Search, search

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # Wednesday, 13:00 in Berlin
MIDNIGHT_S = 1_795_561_200  # Wed 25 Nov 2026 00:00 in Berlin
DAY = 86_400


def meant(text: str) -> dict[str, object]:
    """What `text` says, without what it does not say and without the words."""
    found = search(text, BERLIN, NOW)
    told = {name: getattr(found, name) for name in Search.__slots__ if name != "said"}
    return {name: value for name, value in told.items() if value is not None}


def over(s: float) -> float:
    return math.nextafter(s, math.inf)


def under(s: float) -> float:
    return math.nextafter(s, -math.inf)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("", {}),
        ("  ", {}),
        ("0147", {"number": "0147"}),
        ("+49-30/1234", {"number": "+49-30/1234"}),
        ('"030 1234"', {"number": "030 1234"}),
        ("number:2026", {"number": "2026"}),
        ("2026", {"number": "2026"}),
        ("queue:sales", {"queue": "sales"}),
        ('agent:"Ana Ruiz"', {"agent": "Ana Ruiz"}),
        ('"queue:a b"', {"queue": "a b"}),
        ("QUEUE:Sales", {"queue": "Sales"}),
        ("agent:SIP/12:3", {"agent": "SIP/12:3"}),
        ("Abandoned", {"outcome": "abandoned"}),
        ("outcome:lost", {"outcome": "lost"}),
        ("call:1763800000.17", {"call_id": "1763800000.17"}),
        ("wait>60", {"least_wait_s": over(60)}),
        ("wait>=60", {"least_wait_s": 60}),
        ("wait<5", {"most_wait_s": under(5)}),
        ("wait<=1:30", {"most_wait_s": 90}),
        ("wait>1:02:03", {"least_wait_s": over(3723)}),
        ("wait>2m wait<0.5h", {"least_wait_s": over(120), "most_wait_s": under(1800)}),
        ("wait=7", {"least_wait_s": 7, "most_wait_s": 7}),
        ("today", {"since_s": MIDNIGHT_S, "until_s": MIDNIGHT_S + DAY}),
        ("yesterday", {"since_s": MIDNIGHT_S - DAY, "until_s": MIDNIGHT_S}),
        ("2026-11-24", {"since_s": MIDNIGHT_S - DAY, "until_s": MIDNIGHT_S}),
        ("2026-W47", {"since_s": MIDNIGHT_S - 9 * DAY, "until_s": MIDNIGHT_S - 2 * DAY}),
        ("10:00", {"since_s": MIDNIGHT_S + 36_000, "until_s": MIDNIGHT_S + 46_800}),
        ("since:yesterday", {"since_s": MIDNIGHT_S - DAY}),
        ("until:yesterday", {"until_s": MIDNIGHT_S}),
        ("since:10:00 until:11:00",
         {"since_s": MIDNIGHT_S + 36_000, "until_s": MIDNIGHT_S + 39_600}),
        (EXAMPLE, {"queue": "sales", "agent": "ana", "least_wait_s": over(60), "number": "0147",
                   "outcome": "abandoned", "since_s": MIDNIGHT_S - DAY, "until_s": MIDNIGHT_S}),
    ],
)  # fmt: skip
def test_what_words_mean(text: str, means: dict[str, object]) -> None:
    assert meant(text) == means


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sales", "what is sales"),
        ("queue:", "queue: says nothing"),
        ("wait>soon", "says no length"),
        ("outcome:fine", "no call is fine"),
        ("queue:a queue:b", "queue:b is a second word"),
        ("answered abandoned", "abandoned is a second word"),
        ("today since:yesterday", "is a second word"),
        ("0147 0148", "0148 is a second word"),
        ("2026-13-45", "is no time that has been"),
        ("since:tomorrow", "is no time that has been"),
        ("since:today until:yesterday since", "what is since"),
        ("since:11:00 until:10:00", "it ends before it begins"),
    ],
)
def test_a_word_that_means_nothing_is_said(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says.replace("?", r"\?")) as found:
        search(text, BERLIN, NOW)
    assert found.value.hint


def test_what_was_understood_is_said() -> None:
    assert search("", BERLIN, NOW).words == "all calls"
    assert search("abandoned wait>1:30 yesterday", BERLIN, NOW).words == (
        "calls abandoned, that waited more than 1:30, of yesterday"
    )


@given(st.text(max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        found = search(text, BERLIN, NOW)
    except UsageError:
        return
    assert found.outcome in (None, *OUTCOMES)
