"""A whole report: every section in its order, the facts before them, the definitions behind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ops.privacy import Privacy
from ops.reports.asking import Asking
from ops.reports.facts import facts, warnings
from ops.reports.model import Report, Section
from ops.reports.sections import (
    agents,
    customers,
    intervals,
    level,
    promises,
    resolution,
    totals,
    waits,
)
from ops.reports.spans import Spans
from ops.warehouse.warehouse import Moment, Warehouse

SECTIONS: tuple[Callable[[Asking], Section], ...] = (
    totals.section,
    level.section,
    intervals.section,
    waits.section,
    resolution.section,
    customers.section,
    agents.section,
    promises.section,
)
_TITLES = {"daily": "Daily report", "weekly": "Weekly report", "monthly": "Monthly report"}


def build(
    warehouse: Warehouse,
    privacy: Privacy,
    spans: Spans,
    *,
    queue: str | None = None,
    interval_s: int = 1800,
) -> Report:
    """The report of a period, as of the last stored event. Raises QueryError.

    The present is left out on purpose: a report of the same store is the same whenever it is made.
    """
    last = warehouse.last_event_s
    moment = Moment(spans.own.until_s if last is None else last + 1)
    asking = Asking(warehouse, privacy, spans, moment, queue, interval_s)
    parts: list[Callable[[Asking], Any]] = [facts, warnings, *SECTIONS]
    told, careful, *sections = asking.apart(parts)
    report = Report(
        title=_TITLES[spans.span],
        site=warehouse.settings.site,
        period=spans.label,
        facts=told,
        warnings=careful,
        sections=tuple(sections),
        definitions=tuple((query.title, query.says) for query in asking.used.values()),
    )
    return replace(report, fingerprint=_fingerprint(report, asking))


def _fingerprint(report: Report, asking: Asking) -> str:
    """16 hexadecimal digits of everything the report says and every query it was made with."""
    digest = hashlib.blake2b(digest_size=8)
    for section in report.sections:
        digest.update(repr(section).encode())
    digest.update(repr((report.facts, report.warnings)).encode())
    for name, query in sorted(asking.used.items()):
        digest.update(f"{name}\0{query.sql}\0".encode())
    return digest.hexdigest()
