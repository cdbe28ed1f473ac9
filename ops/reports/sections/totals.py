"""The period in figures, against the one before and the norm, and what is more than chance."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from ops.reports.asking import Asking
from ops.reports.chance import counts_differ, shares_differ
from ops.reports.model import Cell, Column, Kind, Row, Section, Table
from ops.reports.spans import Stretch
from ops.snapshot import Share

_DAY_S = 86_400
_SINCE, _USUAL = 4, 6
"""The columns of the verdicts."""
_CHANCE = (
    "Higher and lower: by more than chance, at one in a hundred. Empty: not more than that. "
    "Lengths of time are not judged."
)


@dataclass(frozen=True, slots=True)
class _Measure:
    """One row: counts are added over a norm's periods, shares are their parts added."""

    title: str
    kind: Kind
    take: Callable[[Asking, Stretch], Share]
    """A count is a Share over 1."""
    is_rare: bool = False
    """Left out where there is nothing of it: few sources tell."""


def _count(column: str) -> Callable[[Asking, Stretch], Share]:
    return lambda asking, span: Share(asking.total("outcomes", span).get(column) or 0, 1)


def _ratio(query: str) -> Callable[[Asking, Stretch], Share]:
    return lambda asking, span: asking.share(query, span)


def _mean(query: str, total: str, count: str) -> Callable[[Asking, Stretch], Share]:
    def take(asking: Asking, span: Stretch) -> Share:
        row = asking.total(query, span)
        return Share(row.get(total) or 0, row.get(count) or 0)

    return take


MEASURES = (
    _Measure("Offered calls", Kind.COUNT, _count("offered")),
    _Measure("Answered calls", Kind.COUNT, _count("answered")),
    _Measure("Service level", Kind.SHARE, _ratio("service_level")),
    _Measure("Abandonment rate", Kind.SHARE, _ratio("abandonment")),
    _Measure("Overflow rate", Kind.SHARE, _ratio("overflow")),
    _Measure("Average speed of answer", Kind.LENGTH,
             _mean("wait_time", "answered_wait_s", "answered")),
    _Measure("Average handling time", Kind.LENGTH,
             _mean("handling_time", "numerator", "denominator")),
    _Measure("Transfers per answered call", Kind.SHARE, _ratio("transfers")),
    _Measure("First-contact resolution (measured)", Kind.SHARE, _ratio("fcr")),
    _Measure("Repeat rate", Kind.SHARE, _ratio("repeat_rate")),
    _Measure("Left in the voice menu", Kind.SHARE, _ratio("left_in_menu"), is_rare=True),
    _Measure("Lost calls", Kind.COUNT, _count("lost")),
)  # fmt: skip


_QUERIES = ("service_level", "abandonment", "overflow", "wait_time", "handling_time", "transfers",
            "fcr", "repeat_rate", "left_in_menu")  # fmt: skip
"""What the measures ask."""


def section(asking: Asking) -> Section:
    """The table of measures; the sentence names what has changed by more than chance."""
    asking.ahead(("outcomes",), asking.spans.norm)
    known = [span for span in asking.spans.norm if _is_whole(asking, span)]
    asking.ahead(_QUERIES, (asking.spans.own, *known))
    before = asking.spans.before if asking.spans.before in known else None
    rows = [row for measure in MEASURES if (row := _row(asking, measure, before, known))]
    named = asking.spans.named_before
    columns = (
        Column("Measure"), Column("This period"), Column(named.capitalize()), Column("Change"),
        Column(f"Against {named}"), Column(f"Norm of {len(known)}"), Column("Against the norm"),
    )  # fmt: skip
    compared = {named: _SINCE} if before else {}
    if known:
        compared[f"the norm of {len(known)}"] = _USUAL
    says = _sentence(asking, {name: _changed(rows, at) for name, at in compared.items()})
    parts = (Table("Totals", columns, tuple(rows)), _CHANCE)
    return Section("totals", "The period in figures", says, parts)


def _row(
    asking: Asking, measure: _Measure, before: Stretch | None, known: list[Stretch]
) -> Row | None:
    """A measure beside the period before and the norm; None where a rare one has nothing."""
    own = measure.take(asking, asking.spans.own)
    then = measure.take(asking, before) if before else None
    norm = [measure.take(asking, span) for span in known]
    if measure.is_rare and not any(share.numerator for share in (own, *norm)):
        return None
    return (measure.title, _shown(measure, own), _shown(measure, then),
            _change(measure, own, then), _verdict(measure, own, [then] if then else []),
            _norm(measure, norm), _verdict(measure, own, norm))  # fmt: skip


def _changed(rows: list[Row], at: int) -> list[str]:
    """What the verdicts in a column say, in words."""
    return [f"{row[0]}".lower() + f" {row[at]}" for row in rows if row[at]]


def _is_whole(asking: Asking, span: Stretch) -> bool:
    """Whether calls were stored through all of a period: it had some, and not the first ever."""
    firsts = asking.firsts()
    seen = [firsts[row["queue"]] for row in asking.rows("outcomes", span)
            if row["queue"] is not None and row["entered"]]  # fmt: skip
    return bool(seen) and min(seen).replace(tzinfo=UTC).timestamp() < span.since_s + _DAY_S


def _has_calls(asking: Asking, span: Stretch) -> bool:
    return bool(asking.total("outcomes", span).get("entered"))


def _verdict(measure: _Measure, own: Share, norm: list[Share]) -> str | None:
    """What is more than chance, in a word; "" for what is not, None where it can't be told."""
    if measure.kind is Kind.LENGTH or not norm:
        return None
    whole = Share(sum(n.numerator for n in norm), sum(n.denominator for n in norm))
    if measure.kind is Kind.COUNT:
        differs = counts_differ(own.numerator, whole.numerator, len(norm))
        higher = own.numerator * len(norm) > whole.numerator
    else:
        differs = shares_differ(own, whole)
        higher = (own.value or 0) > (whole.value or 0)
    if differs is None:
        return None
    return ("higher" if higher else "lower") if differs else ""


def _shown(measure: _Measure, share: Share | None) -> Cell:
    return Cell(None if share is None else share.value, measure.kind)


def _change(measure: _Measure, own: Share, then: Share | None) -> Cell:
    """A count's change in percent of what it was, a share's in points, a length's in seconds.

    That of a length is of the whole seconds that are shown, or it would not be their difference.
    """
    gap = None
    if then is not None and own.value is not None and then.value is not None:
        gap = own.value - then.value
        if measure.kind is Kind.LENGTH:
            gap = _whole_s(own.value) - _whole_s(then.value)
        if measure.kind is Kind.COUNT:
            gap = gap / then.value if then.value else None
    kinds = {Kind.COUNT: Kind.CHANGE, Kind.SHARE: Kind.POINTS, Kind.LENGTH: Kind.LONGER}
    return Cell(gap, kinds[measure.kind])


def _whole_s(s: float) -> int:
    """Rounded as `formats.duration` does: half up."""
    return math.floor(s + 0.5)


def _norm(measure: _Measure, norm: list[Share]) -> Cell:
    """A count's mean a period, a share's and a mean's over all of them."""
    if not norm:
        return Cell(None, measure.kind)
    whole = Share(sum(n.numerator for n in norm), sum(n.denominator for n in norm))
    return Cell(whole.value, Kind.NUMBER if measure.kind is Kind.COUNT else measure.kind)


def _sentence(asking: Asking, changed: dict[str, list[str]]) -> str:
    """What differs by more than chance, by the name of what it was compared with."""
    if not _has_calls(asking, asking.spans.own):
        return "No call was offered in this period."
    if not changed:
        return "There is no earlier period to compare with."
    named = asking.spans.named_before
    alone = (
        ""
        if named in changed
        else f" {named.capitalize()} is not stored whole: nothing is compared with it."
    )
    if not any(changed.values()):
        return f"Nothing differs from {' or '.join(changed)} by more than chance.{alone}"
    told = (f"against {others}: {', '.join(what) or 'nothing'}" for others, what in changed.items())
    return f"More than chance {'; '.join(told)}.{alone}"
