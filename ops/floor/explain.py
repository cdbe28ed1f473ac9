"""What stands behind a number of the screen: definition, parts, parameters, the query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ops import clock, formats
from ops.floor.day import today
from ops.floor.figures import FIGURES, Figure, Row
from ops.floor.weekfigures import OVER_WEEKS
from ops.snapshot import About, Explanation, Share
from ops.warehouse.catalog import Query, catalog
from ops.warehouse.warehouse import Moment, Warehouse

LISTED = 1000
"""How many rows a list is asked for, to be counted."""

ALL = {**FIGURES, **OVER_WEEKS}

_GIVEN = ("as_of", "heard_s")
"""What the store itself says of the moment."""

Others = tuple[tuple[str, Share], ...]


def explain(warehouse: Warehouse, about: About, as_of_s: int | None = None) -> Explanation:
    """What stands behind a figure of a queue (None: all) or an agent, today as of then."""
    figure = ALL[about.figure]
    asked = catalog()[figure.query]
    moment = Moment.present() if as_of_s is None else Moment(as_of_s)
    day = today(warehouse, moment)
    since_s, until_s = about.span or (day.since_s, day.until_s)
    params: dict[str, Any] = {
        "since": since_s, "until": until_s, "queue": about.queue, "agent": about.agent,
        "limit": LISTED, **dict(about.asked),
    }  # fmt: skip
    rows = _of(figure, about, warehouse.rows(asked, params, moment))
    others = _others(warehouse, params, about, moment) if about.figure == "level" else ()
    row = rows[0] if len(rows) == 1 else {}
    share = Share(row["numerator"], row["denominator"]) if row.get("denominator") else None
    words = level_words(row, dict(others)) if others else figure.words(rows)
    return Explanation(
        title=_title(figure, about, warehouse.settings.zone),
        says=asked.says,
        value=figure.value(rows),
        formula=words,
        share=share,
        params=_params(asked, params | {"as_of": int(moment.clock_s)}, row, warehouse),
        sql=asked.sql,
        path=f"queries/{asked.folder}/{asked.path.name}",
        others=others,
        bound=tuple((name, params.get(name)) for name in asked.params if name not in _GIVEN),
    )


def level_words(row: Row, others: Mapping[str, Share]) -> str:
    """A service level's division, its letters told by the other formulas over the same calls."""
    in_time, counted = (int(part) for part in _parts(others["negative"]))
    short = counted - int(others["standard"].denominator)
    gave_up = int(others["positive"].numerator) - in_time
    abandons = "abandon" if short == 1 else "abandons"
    over, under = f"{in_time:,} answered in time", f"{counted:,} counted"
    words = {
        "standard": f"{over} / ({under} − {short:,} short {abandons})",
        "negative": f"{over} / {under}",
        "ignore": f"{over} / ({under} − {gave_up:,} given up in time)",
        "positive": f"({over} + {gave_up:,} given up in time) / {under}",
        "answered": f"{over} / {int(others['answered'].denominator):,} answered",
        "asterisk": "{:,.0f} completed in time / {:,.0f} completed".format(
            *_parts(others["asterisk"])
        ),
        "asterisk2": "{:,.0f} completed or gone in time / {:,.0f} completed or gone".format(
            *_parts(others["asterisk2"])
        ),
    }
    return words.get(row.get("formula") or "", "the queues' parts, each by its own formula")


def _parts(share: Share) -> tuple[float, float]:
    return share.numerator, share.denominator


def _of(figure: Figure, about: About, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that the figure is made of."""
    if not figure.of:
        return rows
    wanted = about.agent if figure.of == "agent" else about.queue
    return [row for row in rows if row[figure.of] == wanted]


def _others(
    warehouse: Warehouse, params: Mapping[str, Any], about: About, moment: Moment
) -> Others:
    rows = warehouse.rows("service_level_formulas", params, moment)
    return tuple(
        (row["formula"], Share(row["numerator"], row["denominator"]))
        for row in rows
        if row["queue"] == about.queue
    )


def _title(figure: Figure, about: About, zone: ZoneInfo) -> str:
    whose = about.agent or about.queue or "all queues"
    when = "today"
    if about.span:
        since, until = (clock.instant(s).astimezone(zone) for s in about.span)
        when = f"{since:%H:%M}–{until:%H:%M}"
        if until - since > timedelta(days=1):
            when = f"{since:%Y-%m-%d} to {until - timedelta(seconds=1):%Y-%m-%d}"
    return f"{figure.title}, {whose}, {when}"


def _params(
    asked: Query, params: Mapping[str, Any], row: Row, warehouse: Warehouse
) -> tuple[tuple[str, str], ...]:
    """The query's parameters as text, and the thresholds of the queue that its row tells."""
    zone = warehouse.settings.zone
    shown = {name: _param(name, params.get(name), zone) for name in asked.params}
    for name, column in (
        ("formula", "formula"),
        ("threshold", "threshold_s"),
        ("target", "target"),
    ):
        if row.get(column) is not None:
            shown[name] = f"{_number(row[column])} (the queue's own)"
    return tuple(shown.items())


def _param(name: str, value: object, zone: ZoneInfo) -> str:
    if value is None:
        return "all" if name in ("queue", "agent", "customer", "reason") else "the query's own"
    if name == "customer":
        return formats.masked(str(value))
    if isinstance(value, int) and name in ("since", "until", "as_of"):
        return clock.instant(value).astimezone(zone).isoformat(" ", "seconds")
    return str(value)


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
