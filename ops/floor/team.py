"""A team over weeks, agent by agent: each number from a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ops.floor.day import days_back, weeks_back
from ops.floor.found import epoch_s
from ops.snapshot.days import Pause
from ops.snapshot.resolution import Asked, Estimate
from ops.snapshot.share import Share
from ops.snapshot.team import AgentFigures, Team
from ops.warehouse.live import Rows
from ops.warehouse.warehouse import Moment, Warehouse

DAYS = 28
WEEKS, WEEK_S = 6, 604_800
Row = Mapping[str, Any]
ByAgent = Mapping[str | None, Row]
_IN = ("talking_s", "wrapup_s", "paused_s", "ready_s")


def team(
    warehouse: Warehouse, moment: Moment, queue: str | None, scope: str, window_s: int | None
) -> Team:
    """The last four weeks of everybody who answered, rang or was in; trends of six weeks.

    Of one queue: of whom rang or answered there. Pauses and time in are of all queues.
    """
    span, day = days_back(warehouse, moment, DAYS), days_back(warehouse, moment, 1)
    asked: Asked = (("scope", scope), ("window_s", window_s))
    params = {"since": span.since_s, "until": span.until_s, "queue": queue, **dict(asked)}

    def rows(name: str, **others: int) -> Rows:
        return warehouse.rows(name, {**params, **others}, moment)

    fcr, aht, times = (_by_agent(rows(name)) for name in ("agent_fcr", "agent_aht", "agent_time"))
    pauses, rings = _grouped(rows("pauses")), _grouped(rows("ring_no_answer"))
    today = _by_agent(rows("agent_aht", since=day.since_s)) if queue is not None else None
    weeks = weeks_back(warehouse, moment, WEEKS)
    six = {"since": weeks[0].since_s, "until": weeks[-1].until_s, "interval_s": WEEK_S}
    trend = _by_week(rows("agent_fcr", **six), "shrunk")
    aht_trend = _by_week(rows("agent_aht", **six), "shrunk_s")
    known = {*fcr, *aht, *rings} | ({*pauses, *times} if queue is None else set())
    agents = sorted((agent for agent in known if agent is not None), key=_folded)

    def figures(agent: str | None) -> AgentFigures:
        resolved, handled = fcr.get(agent, {}), aht.get(agent, {})
        whose = agents if agent is None else [agent]
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
            pauses=_pauses(row for one in whose for row in pauses[one]),
            in_s=sum(times.get(one, {}).get(part, 0) for one in whose for part in _IN),
            unanswered=_summed(rings[agent]),
            trend=tuple(trend.get((agent, week.since_s)) for week in weeks),
            aht_trend=tuple(aht_trend.get((agent, week.since_s)) for week in weeks),
            today=None if today is None else today.get(agent, {}).get("denominator", 0),
        )

    whole = fcr[None]
    counts = whole["denominator"] + whole["pending"]
    return Team(
        span=(span.since_s, span.until_s),
        today=(day.since_s, day.until_s),
        asked=asked,
        queue=queue,
        scope=scope,
        window_s=whole["window_s"],
        agents=tuple(figures(agent) for agent in agents),
        whole=figures(None),
        left_out=Share(whole["left_out"], whole["left_out"] + counts),
    )


def _by_week(rows: Rows, column: str) -> dict[tuple[str | None, int], float | None]:
    """A figure by agent and the second their week begins."""
    return {(row["agent"], epoch_s(row["interval_at"])): row[column] for row in rows}


def _by_agent(rows: Rows) -> ByAgent:
    return {row["agent"]: row for row in rows}


def _grouped(rows: Rows) -> dict[str | None, list[Row]]:
    """The rows of each agent; None has the row for all, where there is one."""
    found: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["agent"]].append(row)
    return found


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


def _folded(agent: str) -> tuple[str, str]:
    return agent.casefold(), agent
