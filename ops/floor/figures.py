"""The figures of the screens: which query each is from, and how it comes about in words.

A figure's functions read one row of its query (or, where it lists, all of its rows) and compute
nothing that the row does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ops.formats import NOTHING, duration, percent

Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the screens."""

    title: str
    query: str
    value: Callable[[Rows], str]
    words: Callable[[Rows], str]
    of: str = "queue"
    """What tells its row: queue or agent; "": every row belongs to it."""


def _one(column: str) -> Callable[[Rows], str]:
    return lambda rows: f"{rows[0][column]:,}" if rows else "0"


def _length(column: str) -> Callable[[Rows], str]:
    return lambda rows: duration(rows[0][column]) if rows else NOTHING


def _ratio(rows: Rows) -> str:
    row = rows[0] if rows else {}
    return percent(row.get("numerator"), row.get("denominator"))


def _count(rows: Rows) -> str:
    return f"{len(rows):,}"


def _owed_words(rows: Rows) -> str:
    still = [row for row in rows if row["closed_at"] is None]
    slipped, overdue = (sum(row[name] for row in still) for name in ("is_slipped", "is_overdue"))
    return f"{len(still):,} open; {slipped:,} slipped, {overdue:,} overdue"


def _filled(template: str) -> Callable[[Rows], str]:
    """The template with the row's columns; nothing where there is no row."""
    return lambda rows: template.format_map(rows[0]) if rows else "no calls yet"


def _busy_words(rows: Rows) -> str:
    if rows and rows[0]["ready_s"] is None:
        return f"{rows[0]['on_call_s']:,} s on calls; no source says when they were ready"
    return _filled("{on_call_s:,} s on calls / (those + {ready_s:,} s ready)")(rows)


def _longest(rows: Rows) -> str:
    return duration(max((row["wait_s"] for row in rows), default=None))


def _budget(rows: Rows) -> str:
    return f"{rows[0]['budget_left']:+,.1f} calls" if rows else NOTHING


def _burn(rows: Rows) -> str:
    burns = [b for b in (rows[0]["burn_5"], rows[0]["burn_30"]) if b is not None] if rows else []
    return f"{min(burns):.2f} ×" if burns else NOTHING


def _burn_words(rows: Rows) -> str:
    if not rows:
        return "no counted call in either window"
    row = rows[0]
    may = f"{(1 - row['target']) * 100:g} %"
    parts = []
    for minutes in (5, 30):
        missed, counted, burn = (row[f"{c}_{minutes}"] for c in ("missed", "counted", "burn"))
        told = NOTHING if burn is None else f"{burn:.2f} ×"
        parts.append(f"{minutes} min: {missed} missed of {counted}, over {may} = {told}")
    return "; ".join(parts) + "; the lower of the two is shown"


def _budget_words(rows: Rows) -> str:
    if not rows:
        return "no calls yet"
    row = rows[0]
    may = f"{(1 - row['target']) * 100:g} %"
    return f"{may} of {row['denominator']:,} counted may miss, {row['may_miss']:,.1f} calls" + (
        f"; {row['missed']:,} have missed"
    )


def _abandoned_words(rows: Rows) -> str:
    if not rows:
        return "no calls yet"
    row = rows[0]
    short = row["short_abandoned"]
    return (
        f"({row['numerator'] + short:,} abandoned − {short:,} short) / "
        f"({row['denominator'] + short:,} answered, abandoned or overflowed − {short:,} short)"
    )


def _state(rows: Rows) -> str:
    return rows[0]["state"] if rows else "unknown"


def _state_words(rows: Rows) -> str:
    where = rows[0]["queue"] or rows[0]["reason"] if rows else None
    return f"the highest state that holds{f': {where}' if where else ''}"


def _handled_words(rows: Rows) -> str:
    row = rows[0] if rows else {}
    return f"mean talk {duration(row.get('talk_s'))}, with wrap-up {duration(row.get('aht_s'))}"


def _times(rows: Rows) -> str:
    return duration(rows[0]["total_s"]) if rows else NOTHING


_TIMES = (
    "talking {talking_s:,} s, wrap-up {wrapup_s:,} s, paused {paused_s:,} s, ready {ready_s:,} s, "
    "out {out_s:,} s, unknown {unknown_s:,} s"
)
_OFFERED = "{entered:,} entered − {lost:,} lost"

FIGURES: Mapping[str, Figure] = {
    "waiting": Figure("Waiting", "queues_now", _one("waiting"),
                      _filled("offered, and by now neither answered nor gone")),
    "longest": Figure("Longest wait", "waiting_now", _longest,
                      lambda rows: f"the oldest of {len(rows):,} still waiting", of=""),
    "level": Figure("Service level", "service_level", _ratio, _filled("")),
    "budget": Figure("Error budget left", "error_budget", _budget, _budget_words),
    "burn": Figure("Burn rate", "burn_rate", _burn, _burn_words),
    "offered": Figure("Offered", "outcomes", _one("offered"), _filled(_OFFERED)),
    "answered": Figure("Answered", "outcomes", _one("answered"),
                       _filled("{answered:,} of {offered:,} offered, {talking:,} still talking")),
    "abandoned": Figure("Abandoned", "abandonment", _ratio, _abandoned_words),
    "asa": Figure("Average speed of answer", "wait_time", _length("asa_s"),
                  _filled("{answered_wait_s:,.0f} s waited / {answered:,} answered")),
    "overflowed": Figure("Overflowed", "overflow", _ratio,
                         _filled("{numerator:,} left unanswered / {denominator:,}")),
    "lost": Figure("Lost", "outcomes", _one("lost"),
                   _filled("cut off by a restart of the phone system; in no ratio")),
    "staff": Figure("Agents of the queue", "members_now", _one("ready"),
                    _filled("{ready} ready, {talking} talking, {elsewhere} on another queue's call,"
                            " {wrapup} in wrap-up, {paused} paused, {unknown} unknown")),
    "callers": Figure("Who is waiting", "waiting_now", _count,
                      lambda rows: f"the longest {_longest(rows)}", of=""),
    "happenings": Figure("Calls that ended badly", "happenings_now", _count,
                         lambda rows: "today, of all queues", of=""),
    "breaches": Figure("Breaches", "breaches_now", _count,
                       lambda rows: "today, of all queues, and how often they were over", of=""),
    "interval": Figure("Quarter of an hour", "intervals", _ratio,
                       _filled("{numerator:,} / {denominator:,} counted; offered {offered:,}: "
                               "{in_time:,} answered in time of {answered:,}, "
                               "{abandoned:,} abandoned, {overflowed:,} overflowed")),
    "waits": Figure("How long they waited", "wait_distribution",
                    lambda rows: f"{_waited(rows):,} calls",
                    lambda rows: "the threshold is an edge, and inside what is in time", of=""),
    "calls": Figure("Calls", "day_calls", _count, lambda rows: "the worst first", of=""),
    "abandons": Figure("Who gave up", "abandoned_calls", _count,
                       lambda rows: f"{sum(row['is_short'] for row in rows):,} of them short",
                       of=""),
    "owed": Figure("Follow-ups", "follow_ups", _count, _owed_words, of=""),
    "backlog": Figure("Backlog", "follow_up_backlog", lambda rows: f"{rows[-1]['backlog']:,} open",
                      lambda rows: "{backlog:,} open, {overdue:,} of them overdue, {slipped:,} "
                                   "slipped, {snoozed:,} at rest".format_map(rows[-1]), of=""),
    "backlog_trend": Figure("Backlog by day", "follow_up_trend", _count,
                            lambda rows: "days; open and overdue as each ended", of=""),
    "lost_callers": Figure("Lost callers", "lost_callers", _count,
                           lambda rows: f"{sum(r['follow_up'] is None for r in rows):,} of them "
                                        "without a call-back", of=""),
    "found": Figure("Calls", "find_calls", _count, lambda rows: "the newest first", of=""),
    "events": Figure("A call's events", "call_events", _count,
                     lambda rows: "each line of it, as it was logged", of=""),
    "customer": Figure("A customer's story", "customer_story", lambda rows: "",
                       lambda rows: "contacts and follow-ups by the number in its normal form",
                       of=""),
    "deeds": Figure("What was done", "follow_up_acts", lambda rows: "",
                    lambda rows: "each line of the journal about it, but those undone", of=""),
    "state": Figure("State", "agents_now", _state, _state_words, of="agent"),
    "handled": Figure("Calls answered", "agents_now", _one("calls"),
                      _filled("answered today, talking or over"), of="agent"),
    "aht": Figure("Average handling time", "agents_now", _length("aht_s"), _handled_words,
                  of="agent"),
    "times": Figure("Time in each state", "agent_time", _times, _filled(_TIMES), of="agent"),
    "occupancy": Figure("Occupancy", "occupancy", _ratio,
                        _busy_words, of="agent"),
    "pauses": Figure("Pauses", "pauses", lambda rows: duration(sum(r["seconds"] for r in rows)),
                     lambda rows: ", ".join(f"{r['reason'] or 'no reason'} {duration(r['seconds'])}"
                                            for r in rows), of="agent"),
    "unanswered": Figure("Rings nobody took", "ring_no_answer",
                         lambda rows: percent(*_parts(rows)),
                         lambda rows: "{:,} not taken / {:,} rings".format(*_parts(rows)),
                         of="agent"),
}  # fmt: skip


def _waited(rows: Rows) -> int:
    columns = ("answered", "abandoned", "overflowed", "waiting")
    return int(sum(row[column] for row in rows for column in columns))


def _parts(rows: Rows) -> tuple[int, int]:
    """Both parts of a ratio over several rows."""
    return sum(r["numerator"] for r in rows), sum(r["denominator"] for r in rows)
