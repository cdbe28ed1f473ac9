"""A team over weeks, agent by agent: each number from a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ops.floor.day import days_back, weeks_back
from ops.snapshot.days import Pause
from ops.snapshot.resolution import Asked, Estimate
from ops.snapshot.share import Share
from ops.snapshot.team import AgentFigures, Team
from ops.warehouse.live import Rows
from ops.warehouse.warehouse import Moment, Warehouse

DAYS = 28
WEEKS = 6
Row = Mapping[str, Any]
ByAgent = Mapping[str | None, Row]
_IN = ("talking_s", "wrapup_s", "paused_s", "ready_s")


def team(warehouse: Warehouse, moment: Moment, scope: str, window_s: int | None) -> Team:
    """The last four weeks of everybody who answered, rang or was in; trends of six weeks."""
    span = days_back(warehouse, moment, DAYS)
    asked: Asked = (("scope", scope), ("window_s", window_s))
    params = {"since": span.since_s, "until": span.until_s, **dict(asked)}

    def rows(name: str) -> Rows:
        return warehouse.rows(name, params, moment)

    fcr, aht, times = (_by_agent(rows(name)) for name in ("agent_fcr", "agent_aht", "agent_time"))
    pauses, rings = _grouped(rows("pauses")), _grouped(rows("ring_no_answer"))
    weeks = [
        (_by_agent(_week(warehouse, moment, "agent_fcr", week.since_s, week.until_s, asked)),
         _by_agent(_week(warehouse, moment, "agent_aht", week.since_s, week.until_s, asked)))
        for week in weeks_back(warehouse, moment, WEEKS)
    ]  # fmt: skip

    def figures(agent: str | None) -> AgentFigures:
        resolved, handled = fcr.get(agent, {}), aht.get(agent, {})
        time = times.get(agent, {})
        return AgentFigures(
            agent=agent,
            resolved=_share(resolved),
            pending=resolved.get("pending", 0),
            fcr=_estimate(resolved, "shrunk", "low", "high"),
            fcr_weight=resolved.get("own_weight"),
            handled=_share(handled),
            aht_s=_estimate(handled, "shrunk_s", "low_s", "high_s"),
            aht_weight=handled.get("own_weight"),
            transferred=handled.get("transferred", 0),
            blind=handled.get("blind", 0),
            pauses=_pauses(pauses[agent] if agent is not None else _flat(pauses)),
            in_s=sum(time.get(part, 0) for part in _IN),
            unanswered=_summed(rings[agent]),
            trend=tuple(week.get(agent, {}).get("shrunk") for week, _ in weeks),
            aht_trend=tuple(week.get(agent, {}).get("shrunk_s") for _, week in weeks),
        )

    known = {*fcr, *aht, *pauses, *rings, *times} - {None}
    whole = fcr[None]
    counts = whole["denominator"] + whole["pending"]
    return Team(
        span=(span.since_s, span.until_s),
        asked=asked,
        scope=scope,
        window_s=whole["window_s"],
        agents=tuple(figures(agent) for agent in sorted(known, key=_folded)),
        whole=figures(None),
        left_out=Share(whole["left_out"], whole["left_out"] + counts),
    )


def _week(
    warehouse: Warehouse, moment: Moment, name: str, since_s: int, until_s: int, asked: Asked
) -> Rows:
    return warehouse.rows(name, {"since": since_s, "until": until_s, **dict(asked)}, moment)


def _by_agent(rows: Rows) -> ByAgent:
    return {row["agent"]: row for row in rows}


def _grouped(rows: Rows) -> dict[str | None, list[Row]]:
    """The rows of each agent; None has the row for all, where there is one."""
    found: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["agent"]].append(row)
    return found


def _flat(groups: Mapping[str | None, list[Row]]) -> Iterable[Row]:
    return [row for rows in groups.values() for row in rows]


def _pauses(rows: Iterable[Row]) -> tuple[Pause, ...]:
    """By reason, over all the rows, the longest first."""
    found: dict[str, Pause] = {}
    for row in rows:
        one = found.get(row["reason"], Pause(row["reason"], 0, 0, 0))
        found[one.reason] = Pause(
            one.reason,
            one.lasted_s + row["seconds"],
            one.pauses + row["pauses"],
            max(one.longest_s, row["longest_s"]),
        )
    return tuple(sorted(found.values(), key=lambda pause: (-pause.lasted_s, pause.reason)))


def _estimate(row: Row, value: str, low: str, high: str) -> Estimate:
    return Estimate(row.get(value), row.get(low), row.get(high))


def _share(row: Row) -> Share:
    return Share(row.get("numerator", 0), row.get("denominator", 0))


def _summed(rows: Iterable[Row]) -> Share:
    rows = list(rows)
    return Share(sum(r["numerator"] for r in rows), sum(r["denominator"] for r in rows))


def _folded(agent: str | None) -> tuple[str, str]:
    return (agent or "").casefold(), agent or ""
