"""The figures of the screens of weeks, as `figures.py` has those of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ops.floor.figures import FIGURES, Figure, Rows
from ops.formats import NOT_APPLICABLE, NOTHING, counted, duration, percent


def _ratio(rows: Rows) -> str:
    return percent(rows[0]["numerator"], rows[0]["denominator"]) if rows else NOT_APPLICABLE


def _filled(template: str) -> Callable[[Rows], str]:
    return lambda rows: template.format_map(rows[0]) if rows else "no contact"


def _count(rows: Rows) -> str:
    return f"{rows[0]['found']:,}" if rows else "0"


def _share(column: str) -> Callable[[Rows], str]:
    return lambda rows: percent(rows[0][column] if rows else None, 1)


def _band(rows: Rows, low: str, high: str) -> str:
    row = rows[0] if rows else {}
    if row.get(low) is None or row.get(high) is None:
        return "no band"
    return f"95 % band {percent(row[low], 1)}–{percent(row[high], 1)}"


def _so_far_words(rows: Rows) -> str:
    row = rows[0] if rows else {}
    watched_s = row.get("watched_s")
    if watched_s is None:
        return "nobody was answered"
    days = f"{watched_s / 86_400:.1f} of {row['window_s'] / 86_400:g} days watched"
    return (
        f"{row['contacts']:,} contacts, {row['repeated']:,} repeated, {row['censored']:,} not as "
        f"far as seen; {days}; {_band(rows, 'low', 'high')}; {row['left_out']:,} left out"
    )


def _coded_words(rows: Rows) -> str:
    row = rows[0] if rows else {}
    measured = percent(row.get("measured_numerator"), row.get("measured_denominator"))
    return (
        f"{row.get('numerator', 0):,} coded as resolved / {row.get('denominator', 0):,} coded; of "
        f"the same contacts {measured} stayed away; they disagree in {_share('disagreement')(rows)}"
    )


def _issue(rows: Rows) -> str:
    value = rows[0]["value"] if rows else None
    return NOT_APPLICABLE if value is None else f"{value:.2f}"


def _patience(rows: Rows) -> str:
    return duration(rows[0]["gone_10_s"]) if rows else NOTHING


def _patience_words(rows: Rows) -> str:
    row = rows[0] if rows else {}
    low, high = (duration(row.get(f"gone_10_{end}_s")) for end in ("low", "high"))
    return (
        f"{row.get('calls', 0):,} calls, {row.get('abandoned', 0):,} given up, "
        f"{row.get('censored', 0):,} that tell only how long they stayed; 95 % band {low}–{high}"
    )


def _agent_words(rows: Rows) -> str:
    row = rows[0] if rows else {}
    return (
        f"own {percent(row.get('value'), 1)} of {row.get('denominator', 0):,} contacts, which "
        f"weighs {percent(row.get('own_weight'), 1)}, drawn towards the team's "
        f"{percent(row.get('team_value'), 1)}; {_band(rows, 'low', 'high')}; "
        f"{row.get('pending', 0):,} pending, {row.get('left_out', 0):,} left out"
    )


def _agent_aht(rows: Rows) -> str:
    return duration(rows[0]["shrunk_s"]) if rows else NOTHING


def _agent_aht_words(rows: Rows) -> str:
    row = rows[0] if rows else {}
    calls = counted(row.get("denominator", 0), "call")
    return (
        f"own {duration(row.get('value'))} over {calls}, which weighs "
        f"{percent(row.get('own_weight'), 1)}, drawn towards the team's "
        f"{duration(row.get('team_s'))}; 95 % band {duration(row.get('low_s'))}–"
        f"{duration(row.get('high_s'))}"
    )


def _handled(rows: Rows) -> str:
    return f"{rows[0]['denominator']:,}" if rows else "0"


def _passed(rows: Rows) -> str:
    row = rows[0] if rows else {}
    return percent(row.get("transferred"), row.get("denominator"))


OVER_WEEKS: Mapping[str, Figure] = {
    "fcr_so_far": Figure("Resolved at first contact so far", "fcr_so_far", _share("value"),
                         _so_far_words),
    "fcr": Figure("Resolved at first contact", "fcr", _ratio,
                  _filled("{numerator:,} resolved / ({numerator:,} + {repeated:,} repeated); "
                          "beside it {pending:,} pending, of whom {already_repeated:,} have come "
                          "back, and {left_out:,} left out")),
    "repeat_rate": Figure("Contacts that repeat", "repeat_rate", _ratio,
                          _filled("{numerator:,} / {denominator:,} contacts; {left_out:,} of "
                                  "nobody left out")),
    "per_issue": Figure("Contacts per issue", "contacts_per_issue", _issue,
                        _filled("{numerator:,} contacts / {denominator:,} issues, of which "
                                "{solved_at_once:,} took one and {still_open:,} are open yet")),
    "transfers": Figure("Calls handed on", "transfers", _ratio,
                        _filled("{numerator:,} / {denominator:,} answered; {blind:,} without a "
                                "word, {attended:,} announced")),
    "deflection": Figure("Handed on twice or more", "deflection", _ratio,
                         _filled("{numerator:,} / {denominator:,} answered contacts; the longest "
                                 "chain {longest_chain}")),
    "ping_pong": Figure("Back in a queue they had been in", "deflection",
                        _share("ping_pong_share"),
                        _filled("{ping_pong:,} / {denominator:,} answered contacts")),
    "coded": Figure("Coded as resolved", "coded_fcr", _ratio, _coded_words),
    "refusals": Figure("Told that it can't be done", "refusals", _ratio,
                       _filled("{numerator:,} / {denominator:,} coded; {uncoded:,} answered "
                               "without a code")),
    "patience": Figure("The wait within which 10 % have gone", "patience", _patience,
                       _patience_words),
    "reasons": Figure("Reasons", "reasons", lambda rows: f"{sum(r['contacts'] for r in rows):,}",
                      lambda rows: f"contacts, {sum(r['left_out'] for r in rows):,} of them of "
                                   "nobody; marked are those above the bound of "
                                   "emerging_reasons.sql", of=""),
    "repeat_callers": Figure("Repeat callers", "repeat_callers", _count,
                             lambda rows: "customers with two contacts or more", of=""),
    "agent_fcr": Figure("Stay resolved", "agent_fcr", _share("shrunk"), _agent_words, of="agent"),
    "agent_aht": Figure("Handling time", "agent_aht", _agent_aht, _agent_aht_words, of="agent"),
    "team_today": Figure("Calls handled", "agent_aht", _handled, _agent_aht_words, of="agent"),
    "team_pauses": FIGURES["pauses"],
    "team_unanswered": FIGURES["unanswered"],
    "team_transfers": Figure("Calls handed on", "agent_aht", _passed,
                             _filled("{transferred:,} of {denominator:,} calls, {blind:,} without "
                                     "a word"), of="agent"),
    "contacts": Figure("Contacts", "find_contacts", _count,
                       lambda rows: "the newest first", of=""),
}  # fmt: skip
