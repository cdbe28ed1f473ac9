"""Whether it was resolved, over weeks: each number from a query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ops import formats
from ops.floor.day import days_back, weeks_back
from ops.privacy import Privacy
from ops.snapshot.resolution import (
    Asked,
    Contacts,
    Estimate,
    Fcr,
    FcrQueue,
    FcrWeek,
    FoundContact,
    Reason,
    Reasons,
    RepeatCaller,
    RepeatCallers,
    Repeats,
)
from ops.snapshot.share import Share
from ops.warehouse.live import Rows
from ops.warehouse.warehouse import Moment, Warehouse

WEEKS = 8
DAYS = 28
WEEK_S = 604_800
MOST_CALLERS = 300
MOST_CONTACTS = 500
_AS_IT_IS = ("s", "outcome", "wait_s", "talk_s", "transfers", "agent", "reason",
             "outcome_code")  # fmt: skip
Row = Mapping[str, Any]


def fcr_by_week(warehouse: Warehouse, moment: Moment, scope: str, window_s: int | None) -> Fcr:
    """First-contact resolution by queue and local week; `window_s` None: the settings'."""
    weeks = weeks_back(warehouse, moment, WEEKS)
    asked: Asked = (("scope", scope), ("window_s", window_s))
    whole = {"since": weeks[0].since_s, "until": weeks[-1].until_s, "interval_s": WEEK_S}
    counted = warehouse.rows("fcr", {**whole, **dict(asked)}, moment)
    by_week = {(row["queue"], _epoch_s(row["interval_at"])): row for row in counted}
    told = warehouse.rows("fcr_so_far", {**whole, **dict(asked)}, moment)
    so_far = {(row["queue"], _epoch_s(row["interval_at"])): row for row in told}
    queues = sorted({row["queue"] for row in counted if row["queue"] is not None})
    return Fcr(
        weeks=tuple((week.since_s, week.until_s) for week in weeks),
        queues=tuple(
            _queue(
                queue,
                [
                    (by_week.get((queue, week.since_s)), so_far.get((queue, week.since_s)))
                    for week in weeks
                ],
            )
            for queue in (*queues, None)
        ),
        scope=scope,
        window_s=window_s or warehouse.settings.resolution.window_s,
        asked=asked,
    )


def _queue(queue: str | None, told: list[tuple[Row | None, Row | None]]) -> FcrQueue:
    weeks = tuple(_week(row, so_far) if row and so_far else None for row, so_far in told)
    known = [row for row, _ in told if row is not None]
    left_out = sum(row["left_out"] for row in known)
    counts = sum(row["denominator"] + row["pending"] for row in known)
    return FcrQueue(queue, weeks, Share(left_out, left_out + counts))


def _week(row: Row, so_far: Row) -> FcrWeek:
    return FcrWeek(
        resolved=_share(row),
        pending=row["pending"],
        already_repeated=row["already_repeated"],
        so_far=Estimate(so_far["value"], so_far["low"], so_far["high"]),
        watched_s=so_far["watched_s"],
    )


def repeats(
    warehouse: Warehouse, moment: Moment, queue: str | None, scope: str, window_s: int | None
) -> Repeats:
    """The figures of the last four weeks, of one queue or of all."""
    span = days_back(warehouse, moment, DAYS)
    asked: Asked = (("scope", scope), ("window_s", window_s))
    params = {"since": span.since_s, "until": span.until_s, "queue": queue, **dict(asked)}

    def row(name: str) -> Row:
        """The row of the queue, else that of all of them, whose parts are then 0."""
        return _of(warehouse.rows(name, params, moment), queue)

    rate, issue, passed, handed = (
        row(name) for name in ("repeat_rate", "contacts_per_issue", "transfers", "deflection")
    )
    coded, refused, patience = (row(name) for name in ("coded_fcr", "refusals", "patience"))
    identified = rate["denominator"] + rate["left_out"]
    return Repeats(
        span=(span.since_s, span.until_s),
        asked=asked,
        queue=queue,
        repeat_rate=_share(rate),
        left_out=Share(rate["left_out"], identified),
        per_issue=_share(issue),
        transferred=_share(passed),
        blind=Share(passed["blind"], passed["numerator"]),
        deflected=_share(handed),
        ping_pong=Share(handed["ping_pong"], handed["denominator"]),
        longest_chain=handed["longest_chain"],
        coded=_share(coded),
        measured=Share(coded["measured_numerator"], coded["measured_denominator"]),
        disagreement=coded["disagreement"],
        refused=_share(refused),
        uncoded_share=refused["uncoded_share"],
        patience_s=Estimate(
            patience["gone_10_s"], patience["gone_10_low_s"], patience["gone_10_high_s"]
        ),
    )


def reasons(warehouse: Warehouse, moment: Moment, queue: str | None) -> Reasons:
    """What the contacts of the last four weeks were about, and what the last week has more of."""
    span = days_back(warehouse, moment, DAYS)
    params = {"since": span.since_s, "until": span.until_s, "queue": queue}
    found = warehouse.rows("reasons", params, moment)
    recent = params | {"since": days_back(warehouse, moment, 7).since_s}
    week = {
        (row["reason"], row["kind"]): row
        for row in warehouse.rows("emerging_reasons", recent, moment)
    }
    rows = tuple(_reason(row, week.get((row["reason"], row["kind"]), {})) for row in found)
    left_out = sum(row["left_out"] for row in found)
    contacts = sum(row["contacts"] for row in found)
    return Reasons((span.since_s, span.until_s), (), queue, rows, Share(left_out, contacts))


def _reason(row: Row, week: Row) -> Reason:
    return Reason(
        reason=row["reason"],
        kind=row["kind"],
        contacts=row["contacts"],
        share=row["share"],
        customers=row["customers"],
        spread=row["spread"],
        per_customer=row["contacts_per_customer"],
        left_out=Share(row["left_out"], row["contacts"]),
        is_emerging=bool(week.get("is_emerging")),
        last_week=None if row["reason"] is None else week.get("contacts", 0),
        expected=week.get("expected"),
    )


def repeat_callers(
    warehouse: Warehouse, privacy: Privacy, moment: Moment, queue: str | None
) -> RepeatCallers:
    """Who phoned twice or more often in the last four weeks; at most `MOST_CALLERS` of them."""
    span = days_back(warehouse, moment, DAYS)
    params = {"since": span.since_s, "until": span.until_s, "queue": queue, "most": MOST_CALLERS}
    found = warehouse.rows("repeat_callers", params, moment)
    first: Row = found[0] if found else {"found": 0, "left_out": 0, "identified": 0}
    return RepeatCallers(
        span=(span.since_s, span.until_s),
        asked=(("most", MOST_CALLERS),),
        queue=queue,
        rows=tuple(_caller(row, privacy) for row in found),
        found=first["found"],
        left_out=Share(first["left_out"], first["left_out"] + first["identified"]),
    )


def _caller(row: Row, privacy: Privacy) -> RepeatCaller:
    return RepeatCaller(
        customer=row["customer"],
        caller=privacy.caller(row["caller"]) or formats.masked(""),
        contacts=row["contacts"],
        failed=row["failed"],
        queues=row["queues"],
        last_queue=row["last_queue"],
        last_reason=row["last_reason"],
        last_s=_epoch_s(row["last_at"]),
        last_outcome=row["last_outcome"],
    )


def _of(rows: Rows, queue: str | None) -> Row:
    return next((row for row in rows if row["queue"] == queue), rows[-1])


def _share(row: Row) -> Share:
    return Share(row["numerator"], row["denominator"])


def _epoch_s(at: datetime) -> int:
    return int(at.replace(tzinfo=UTC).timestamp())


def contacts(
    warehouse: Warehouse,
    privacy: Privacy,
    moment: Moment,
    span: tuple[int, int],
    *,
    queue: str | None = None,
    customer: str | None = None,
    reason: str | None = None,
) -> Contacts:
    """The contacts of a customer (in normal form) or about a reason; at most `MOST_CONTACTS`."""
    asked: Asked = (("customer", customer), ("reason", reason), ("most", MOST_CONTACTS))
    params = {"since": span[0], "until": span[1], "queue": queue, **dict(asked)}
    found = warehouse.rows("find_contacts", params, moment)
    rows = tuple(_contact(row, privacy) for row in found)
    return Contacts(span, asked, queue, rows, found[0]["found"] if found else 0)


def _contact(row: Row, privacy: Privacy) -> FoundContact:
    return FoundContact(
        **{column: row[column] for column in _AS_IT_IS},
        queue=row["last_queue"],
        key=f"{row['source']}\0{row['call_id']}\0{row['s']}",
        caller=privacy.caller(row["caller"]) or formats.masked(""),
    )
