"""Kaplan-Meier estimates: by hand, and beside lifelines on random and on real data."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter  # type: ignore[import-untyped]

from ops.warehouse.warehouse import Moment, Warehouse
from tests.queries.by_loop import contacts_of, real_calls
from tests.queries.hand_made import Floor

WINDOW = 1000
Row = dict[str, Any]
Spans = list[tuple[float, bool]]
"""How long each was watched, and whether what one waits for came."""


def fitted(spans: Spans) -> KaplanMeierFitter:
    return KaplanMeierFitter().fit([t for t, _ in spans], [came for _, came in spans])


def expected(spans: Spans, at: float) -> tuple[float, float | None, float | None]:
    """lifelines' survival at `at` with its band, null where it has none."""
    fit = fitted(spans)
    value = float(fit.survival_function_at_times(at).iloc[0])
    if value >= 1 - 1e-12 or value <= 1e-12:
        return value, None, None
    band = fit.confidence_interval_survival_function_
    low, high = band[band.index <= at].iloc[-1]
    return value, float(low), float(high)


def agree(row: Row, wanted: tuple[float, float | None, float | None]) -> None:
    assert row["value"] == pytest.approx(wanted[0], abs=1e-6)
    for name, limit in zip(("low", "high"), wanted[1:], strict=True):
        assert row[name] == (limit if limit is None else pytest.approx(limit, abs=1e-6))


def test_by_hand(floor: Floor) -> None:
    """Of 4 one comes back after 100 s; of the 2 then still watched one after 300 s."""
    for caller, again, end in (("1001", 300, 200), ("1002", 500, 200), ("1003", None, 200)):
        floor.call(s=100, wait=0, talk=end - 100, caller=caller)
        if again:
            floor.call("sales", again, 5, "abandoned", caller=caller)
    floor.call(s=100, wait=0, talk=649, caller="1004")  # watched for 50 s: out of sight by then
    row = floor.row("fcr_so_far", heard_s=800)
    # three are watched at 100 s, two at 300 s
    assert row["value"] == pytest.approx(2 / 3 * 1 / 2)
    variance = 1 / (3 * 2) + 1 / (2 * 1)
    spread = 1.959963984540054 * math.sqrt(variance) / -math.log(1 / 3)
    assert row["low"] == pytest.approx((1 / 3) ** math.exp(spread))
    assert row["high"] == pytest.approx((1 / 3) ** math.exp(-spread))
    assert (row["contacts"], row["repeated"], row["censored"]) == (4, 2, 2)
    assert row["watched_s"] == 599  # the third, until the last second that is known
    curve = [r for r in floor.ask("fcr_so_far", heard_s=800, step_s=100) if r["queue"]]
    assert [(r["after_s"], round(r["value"], 3)) for r in curve] == [
        (100, 0.667), (300, 0.333), (600, 0.333),
    ]  # fmt: skip


def test_the_window_ends_the_watch(floor: Floor) -> None:
    floor.call(s=0, wait=0, talk=100, caller="1001")
    floor.call(s=1101, wait=5, outcome="abandoned", caller="1001")
    row = floor.row("fcr_so_far")
    assert (row["value"], row["low"], row["high"], row["watched_s"]) == (1, None, None, WINDOW)
    floor.call(s=1100, wait=5, outcome="abandoned", caller="1001")
    assert floor.row("fcr_so_far")["value"] == 0


def test_who_is_left_out_is_shown(floor: Floor) -> None:
    floor.call(caller="anonymous")
    row = floor.row("fcr_so_far")
    assert (row["value"], row["contacts"], row["left_out"], row["left_out_share"]) == (
        None,
        0,
        1,
        1,
    )


_contacts = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 1500) | st.none()), min_size=1, max_size=40
)


@settings(max_examples=20)
@given(contacts=_contacts, heard=st.integers(402, 2000))
def test_so_far_is_lifelines(contacts: list[tuple[int, int | None]], heard: int) -> None:
    floor = Floor()
    spans: Spans = []
    for number, (end, gap) in enumerate(contacts):
        floor.call(s=0, wait=0, talk=end, caller=f"{1000 + number}")
        came = gap is not None and 0 < gap <= WINDOW and end + gap < heard
        if gap is not None and gap > 0 and end + gap < heard:
            floor.call("sales", end + gap, 1, "abandoned", caller=f"{1000 + number}")
        watched = min(heard - 1 - end, WINDOW)
        spans.append((gap if came and gap is not None else watched, came))
    row = floor.row("fcr_so_far", heard_s=heard)
    agree(row, expected(spans, WINDOW))
    assert row["contacts"] == len(spans)
    assert row["repeated"] == sum(came for _, came in spans)


_waits = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(("answered", "abandoned", "abandoned",
              "overflowed", "waiting", "talking"))), min_size=1, max_size=60,
)  # fmt: skip


@settings(max_examples=20)
@given(waits=_waits)
def test_patience_is_lifelines(waits: list[tuple[int, str]]) -> None:
    floor = Floor()
    for wait, outcome in waits:
        floor.call(s=100, wait=wait, outcome=outcome)
    spans = [(float(wait), outcome == "abandoned") for wait, outcome in waits]
    row = floor.row("patience")
    agree(row, expected(spans, row["after_s"]))
    for one in (r for r in floor.ask("patience", step_s=7) if r["queue"]):
        agree(one, expected(spans, one["after_s"]))
    fit = fitted(spans).survival_function_["KM_estimate"]
    gone = fit[fit <= 0.9 + 1e-12].index
    assert row["gone_10_s"] == (gone[0] if len(gone) else None)
    half = fit[fit <= 0.5 + 1e-12].index
    assert row["gone_50_s"] == (half[0] if len(half) else None)


def test_patience_by_hand(floor: Floor) -> None:
    floor.call(wait=5, outcome="abandoned")
    floor.call(wait=10, outcome="answered", times=4)
    floor.call(wait=20, outcome="abandoned", times=5)
    row = floor.row("patience")
    assert row["gone_10_s"] == 5  # 9 of 10 are left
    assert row["gone_50_s"] == 20
    assert (row["calls"], row["abandoned"], row["censored"]) == (10, 6, 4)
    curve = [r for r in floor.ask("patience", step_s=10) if r["queue"]]
    assert [(r["after_s"], r["value"], r["at_risk"]) for r in curve] == [
        (10, pytest.approx(0.9), 10), (20, 0, 5),
    ]  # fmt: skip


def test_the_limits_of_the_band_enclose_the_wait(floor: Floor) -> None:
    for wait in range(1, 41):
        floor.call(wait=wait, outcome="abandoned")
    row = floor.row("patience")
    assert row["gone_10_s"] == 4
    fit = fitted([(float(wait), True) for wait in range(1, 41)])
    band = fit.confidence_interval_survival_function_
    assert row["gone_10_low_s"] == band[band.iloc[:, 0] <= 0.9].index[0]
    assert row["gone_10_high_s"] == band[band.iloc[:, 1] <= 0.9].index[0]


def test_lost_calls_are_censored_where_they_were_last_heard_of(floor: Floor) -> None:
    """The last event before the restart at 500 is at 130: the caller waited 30 s at least."""
    floor.lost(100, 500)
    floor.lost(100, 500, answer=140)
    floor.rows["events"] = [
        {"source": "pbx", "seq": n, "s": s, "event": "PAUSE"} for n, s in enumerate((90, 130, 500))
    ]
    floor.call(s=100, wait=35, outcome="abandoned")
    row = floor.row("patience")
    assert (row["value"], row["after_s"], row["at_risk"]) == (pytest.approx(0.5), 40, 3)
    assert (row["censored"], row["abandoned"]) == (2, 1)


def test_who_was_refused_or_is_lost_from_sight_is_left_out(floor: Floor) -> None:
    floor.call(outcome="refused", wait=0, left_by="full")
    floor.call(outcome="lost?", wait=None)
    floor.call(wait=3, outcome="abandoned")
    row = floor.row("patience")
    assert (row["calls"], row["left_out"], row["censored"], row["value"]) == (3, 2, 0, 0)


def test_patience_in_a_real_log_is_lifelines(real: Warehouse) -> None:
    calls = real_calls(real)
    moment = Moment((real.last_event_s or 0) + 1)
    params = {"since": min(call["s"] for call in calls), "until": moment.asked_s}
    spans = [(call["wait_s"], call["outcome"] == "abandoned") for call in calls]
    rows = real.rows("patience", {**params, "step_s": 5}, moment)
    for row in (row for row in rows if row["queue"] is None):
        agree(row, expected(spans, row["after_s"]))


def test_so_far_in_a_real_log_is_lifelines(real: Warehouse) -> None:
    contacts = contacts_of(real_calls(real))
    heard = (real.last_event_s or 0) + 1
    spans: Spans = []
    for one in contacts:
        if one["outcome"] != "answered" or one["customer"] is None or one["end_s"] is None:
            continue
        later = [
            c["s"] - one["end_s"] for c in contacts
            if c["customer"] == one["customer"] and c["s"] > one["end_s"]
        ]  # fmt: skip
        came = bool(later) and min(later) <= 300
        spans.append((min(later) if came else min(heard - 1 - one["end_s"], 300), came))
    params = {"since": 0, "until": heard, "window_s": 300}
    row = real.rows("fcr_so_far", params, Moment(heard))[-1]
    agree(row, expected(spans, 300))
    assert row["contacts"] == len(spans) > 900
