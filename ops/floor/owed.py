"""What is owed to customers, as of a moment: each number from a query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ops.floor.day import local_day, today
from ops.floor.found import epoch_s
from ops.privacy import Privacy
from ops.snapshot.owed import (
    AgeStep,
    Backlog,
    BacklogDay,
    Deed,
    FollowUpNow,
    FollowUpStory,
    LostCallers,
    LostNow,
    Worklist,
)
from ops.warehouse.followups import DAY_S, FollowUps, LostCaller
from ops.warehouse.warehouse import Moment, Warehouse

TREND_DAYS = 28
_AGES = ("under 1 h", "under 4 h", "under 1 d", "under 3 d", "under 7 d", "7 d and more")
_AS_IT_IS = ("source", "id", "kind", "queue", "owner", "opened_by", "is_slipped", "called_again",
             "reopened", "closed_how")  # fmt: skip
Row = Mapping[str, Any]


def worklist(warehouse: Warehouse, privacy: Privacy, moment: Moment, state: str) -> Worklist:
    """Follow-ups as of the moment, the most urgent first; `state` is open, closed or all."""
    rows = warehouse.rows("follow_ups", {"state": state}, moment)
    until_s = today(warehouse, moment).until_s
    return Worklist(tuple(follow_up(row, privacy) for row in rows), moment.clock_s, until_s)


def backlog(warehouse: Warehouse, moment: Moment) -> Backlog:
    """How old what is open is, and the backlog of the last four weeks by day."""
    rows = warehouse.rows("follow_up_backlog", {}, moment)
    ages = tuple(_age(name, [row for row in rows if row["age"] == name]) for name in _AGES)
    day = today(warehouse, moment)
    since_s = local_days_ago(warehouse, moment, TREND_DAYS - 1)
    params = {"since": since_s, "until": day.until_s}
    days = warehouse.rows("follow_up_trend", params, moment)
    return Backlog(
        ages=ages,
        total=_age("all", [row for row in rows if row["age"] is None]),
        at_s=moment.clock_s,
        days=tuple(
            BacklogDay(epoch_s(r["day_at"]), r["opened"], r["closed"], r["backlog"], r["overdue"])
            for r in days
        ),
        since_s=since_s,
        until_s=day.until_s,
    )


def local_days_ago(warehouse: Warehouse, moment: Moment, days: int) -> int:
    """The local midnight so many days before that of the moment's day."""
    start_s = today(warehouse, moment).since_s
    for _ in range(days):  # days of 23 and 25 hours
        start_s = local_day(warehouse, start_s - 1).since_s
    return start_s


def lost_callers(
    owed: FollowUps,
    warehouse: Warehouse,
    privacy: Privacy,
    moment: Moment,
    ended_s: int | None = None,
) -> LostCallers:
    """Who was lost within the days of the settings' rule (see `lost_period`), not reached since."""
    since_s, until_s = lost_period(warehouse, moment, ended_s)
    found = owed.lost(since_s, until_s, moment=moment)
    return LostCallers(tuple(_lost(one, privacy) for one in found), since_s, until_s)


def lost_period(
    warehouse: Warehouse, moment: Moment, ended_s: int | None = None
) -> tuple[int, int]:
    """The days up to the moment in which somebody who was lost is called back (half-open).

    Where the log has `ended_s` before it they are its last days: nobody was lost in later ones.
    """
    until_s = int(moment.clock_s) + 1
    if ended_s is not None:
        until_s = min(until_s, ended_s)
    return until_s - warehouse.settings.follow_ups.call_back_days * DAY_S, until_s


def follow_up_story(
    warehouse: Warehouse, privacy: Privacy, id: str, source: str, moment: Moment
) -> FollowUpStory:
    """One follow-up and its history."""
    rows = warehouse.rows("follow_ups", {"state": "all"}, moment)
    own = (row for row in rows if row["id"] == id and row["source"] == source)
    acts = warehouse.rows("follow_up_acts", {"id": id, "source": source}, moment)
    return FollowUpStory(
        next((follow_up(row, privacy) for row in own), None),
        tuple(_deed(row, privacy) for row in acts),
        moment.clock_s,
    )


def follow_up(row: Row, privacy: Privacy) -> FollowUpNow:
    """A row of the query `follow_ups` as it may be seen."""
    return FollowUpNow(
        **{name: row[name] for name in _AS_IT_IS},
        caller=privacy.caller(row["caller"]) or "",
        title=privacy.raw(row["title"]),
        last_note=privacy.raw(row["last_note"]),
        opened_s=epoch_s(row["opened_at"]),
        due_s=epoch_s(row["due_at"]),
        snoozed_until_s=_second(row["snoozed_until_at"]),
        closed_s=_second(row["closed_at"]),
    )


def _age(name: str, rows: list[Row]) -> AgeStep:
    sums = (sum(row[column] for row in rows) for column in ("backlog", "overdue", "slipped"))
    return AgeStep(name, *sums)


def _lost(one: LostCaller, privacy: Privacy) -> LostNow:
    return LostNow(
        key=one.key,
        caller=privacy.caller(one.caller) or "",
        queue=one.queue,
        outcome=one.outcome,
        last_s=epoch_s(one.last_at),
        tries=one.tries,
        longest_wait_s=one.longest_wait_s,
        waited_s=one.waited_s,
        follow_up=one.follow_up,
    )


def _deed(row: Row, privacy: Privacy) -> Deed:
    return Deed(
        s=epoch_s(row["at"]),
        action=row["action"],
        by=row["written_by"],
        owner=row["owner"],
        due_s=_second(row["due_at"]),
        note=privacy.raw(row["note"]),
    )


def _second(at: datetime | None) -> int | None:
    return None if at is None else epoch_s(at)
