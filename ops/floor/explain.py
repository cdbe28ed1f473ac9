"""What stands behind a number of the screen: definition, parts, parameters, the query."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from ops import clock
from ops.floor.day import today
from ops.snapshot import Explanation, Share
from ops.warehouse.catalog import catalog
from ops.warehouse.warehouse import Moment, Warehouse


def explain(
    warehouse: Warehouse, query: str, queue: str | None, as_of_s: int | None = None
) -> Explanation:
    """What stands behind a query's number for one queue (None: all of them), today."""
    asked = catalog()[query]
    moment = Moment(as_of_s)
    day = today(warehouse, moment)
    params: dict[str, Any] = {"since": day.since_s, "until": day.until_s, "queue": queue}
    own = warehouse.run(asked, params, moment)
    row = next((r for r in own.to_dicts() if r.get("queue") == queue), {})
    share = Share(row.get("numerator") or 0, row.get("denominator") or 0)
    others: list[tuple[str, Share]] = []
    if query == "service_level":
        for other in warehouse.run("service_level_formulas", params, moment).to_dicts():
            if other.get("queue") == queue:
                others.append((other["formula"], Share(other["numerator"], other["denominator"])))
    zone = warehouse.settings.zone
    shown = [(name, _param(name, params.get(name), zone)) for name in asked.params]
    shown += [(k, _number(row[k])) for k in ("formula", "threshold_s") if row.get(k) is not None]
    return Explanation(
        title=asked.title,
        says=asked.says,
        formula=f"{share.numerator:,.0f} / {share.denominator:,.0f}",
        value=share,
        params=tuple(shown),
        sql=asked.sql,
        path=f"queries/{asked.folder}/{asked.path.name}",
        others=tuple(others),
    )


def _param(name: str, value: object, zone: ZoneInfo) -> str:
    if value is None:
        return "all" if name == "queue" else "the queue's own"
    if isinstance(value, int) and name in ("since", "until"):
        return clock.instant(value).astimezone(zone).isoformat(" ", "minutes")
    return str(value)


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
