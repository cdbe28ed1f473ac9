"""What a reader has to know before any number of a report, and what makes its numbers less sure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ops import formats
from ops.clock import instant
from ops.reports.asking import Asking, Found
from ops.reports.spans import Stretch

_DAY_S = 86_400
_SILENT_S = 300
"""A start after so long a silence is an outage also where no call was lost."""


def facts(asking: Asking) -> tuple[tuple[str, str], ...]:
    """Label and text, in the order they are read."""
    rows = asking.rows("report_facts")
    levels = [row for row in asking.rows("service_level") if row["queue"] is not None]
    entered = sum(row["entered"] for row in rows)
    return (
        ("Period", _period(asking)),
        ("Time zone", f"{asking.zone}"),
        ("Queues", asking.queue or ", ".join(formats.safe(r["queue"]) for r in rows) or "none"),
        ("Opening hours", _hours(asking, rows)),
        ("Service level", _agreed(levels)),
        ("Data until", _until(asking)),
        ("Calls without an end", _share(rows, "without_end", entered)),
        ("Calls of nobody known", _share(rows, "without_customer", entered)),
        ("Lines not read", f"{sum(asking.warehouse.rejected.values()):,} in the whole store"),
    )


def warnings(asking: Asking) -> tuple[str, ...]:
    """What a careful reader would want to be told."""
    return tuple([*_freshness(asking), *_outages(asking), *_long_days(asking), *_new(asking)])


def _period(asking: Asking) -> str:
    own = asking.spans.own
    last = own.days[-1]
    days = f"{own.first:%a %d %b %Y}" + (f" to {last:%a %d %b %Y}" if last != own.first else "")
    return f"{asking.spans.label}, {days}"


def _hours(asking: Asking, rows: list[Found]) -> str:
    """The opening hours, once where all queues have the same."""
    found = {row["queue"]: asking.settings.queue(row["queue"]).open for row in rows}
    texts = {queue: hours.text if hours else "not told" for queue, hours in found.items()}
    if len(set(texts.values())) <= 1:
        return next(iter(texts.values()), "not told")
    return "; ".join(f"{formats.safe(queue)} {text}" for queue, text in texts.items())


def _agreed(levels: list[Found]) -> str:
    """Formula and threshold, once where all queues have the same."""
    found = {r["queue"]: f"{r['formula']}, {r['threshold_s']:g} s" for r in levels}
    if len(set(found.values())) <= 1:
        return next(iter(found.values()), "no queue")
    return "; ".join(f"{formats.safe(queue)} {text}" for queue, text in found.items())


def _until(asking: Asking) -> str:
    last = asking.warehouse.last_event_s
    if last is None:
        return "nothing is stored"
    return f"{instant(last).astimezone(asking.zone):%a %d %b %Y %H:%M:%S}"


def _share(rows: list[Found], column: str, entered: int) -> str:
    count = sum(row[column] for row in rows)
    return f"{count:,} of {entered:,} ({formats.percent(count, entered)})"


def _freshness(asking: Asking) -> Iterator[str]:
    last = asking.warehouse.last_event_s
    if last is not None and last < asking.spans.own.until_s - _DAY_S:
        yield f"The data ends on {_until(asking)}, before the period does."


def _outages(asking: Asking) -> Iterator[str]:
    for row in asking.rows("outages"):
        silent_s, lost = row["silent_s"] or 0, row["lost"]
        if not lost and silent_s < _SILENT_S:
            continue
        at = asking.local(row["started_at"])
        calls = f"{lost} call{'s' if lost != 1 else ''} lost" if lost else "no call was open"
        yield (
            f"{formats.safe(row['source'])} started anew on {at:%a %d %b %H:%M:%S} after "
            f"{formats.duration(silent_s)} without a line; {calls}."
        )


def _long_days(asking: Asking) -> Iterator[str]:
    for day in asking.spans.own.days:
        hours = _hours_of(asking, day)
        if hours != 24:
            yield f"{day:%A %d %B} has {hours:g} hours: the clock was changed."


def _hours_of(asking: Asking, day: date) -> float:
    stretch = Stretch.of(day, date.fromordinal(day.toordinal() + 1), asking.zone)
    return (stretch.until_s - stretch.since_s) / 3600


def _new(asking: Asking) -> Iterator[str]:
    """Queues whose first call ever was in the period, where others were there before."""
    firsts = asking.firsts()
    seen = {row["queue"]: firsts[row["queue"]] for row in asking.rows("report_facts")}
    since = instant(asking.spans.own.since_s).replace(tzinfo=None)
    new = {queue: first for queue, first in seen.items() if first >= since}
    if len(new) < len(seen):
        for queue, first in new.items():
            at = asking.local(first)
            yield f"{formats.safe(queue)} had its first call on {at:%A %d %B %H:%M}."
