"""How a record is laid out as one event: the writing side of what `queries/model` decodes.

RECORD is a whole call (`records.sql`), FOLLOWUP a ticket as of its row (`tickets.sql`), SURVEY what
a customer was asked (`asked_surveys.sql`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ops.sources.events import PARAMS, REJECT_COLUMNS, Rows

RAW_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A whole call; instants are epoch seconds, lengths seconds, None is not known."""

    call_id: str
    s: int
    key: str
    queue: str = ""
    agent: str = ""
    caller: str = ""
    outcome: str = ""
    ended_by: str = ""
    left_by: str = ""
    transfer: str = ""
    transferred_to: str = ""
    entered_s: int | None = None
    answer_s: int | None = None
    end_s: int | None = None
    wait_s: float | None = None
    talk_s: float | None = None
    hold_s: float | None = None
    wrapup_s: float | None = None
    ring_s: float | None = None
    version: int = 0
    reason: str = ""
    more: Mapping[str, object] | None = None

    def put(self, rows: Rows, seq: int, event: str = "RECORD") -> None:
        """Append it to `rows` as line `seq`."""
        figures = (
            self.entered_s, self.answer_s, self.end_s, self.wait_s, self.talk_s, self.hold_s,
            self.wrapup_s, self.ring_s,
        )  # fmt: skip
        told = ("" if each is None else f"{each:.6g}" if each % 1 else f"{each:.0f}"
                for each in figures)  # fmt: skip
        words = (self.outcome, self.ended_by, self.left_by, self.transfer, self.transferred_to)
        put(
            rows, seq, self.s, event, call_id=self.call_id, queue=self.queue, agent=self.agent,
            p1=self.caller,
            p2="|".join(word.replace("|", "/") for word in words),
            p3="|".join(told),
            p4=f"{self.version}|{self.key}",
            p5=self.reason or None,
            more=as_json(self.more),
        )  # fmt: skip


def put(rows: Rows, seq: int, s: int, event: str, **others: str | None) -> None:
    """Append an event to `rows`; what is not named is absent, names of nobody are empty."""
    rows.seq.append(seq)
    rows.s.append(s)
    rows.restarts.append(0)
    rows.event.append(event)
    for name in ("call_id", "queue", "agent"):
        getattr(rows, name).append(others.get(name) or "")
    for name in (*PARAMS, "more"):
        getattr(rows, name).append(others.get(name))
    rows.reason.append(None)
    rows.raw.append(None)


def nothing(rows: Rows, seq: int) -> None:
    """Append a row of nothing to `rows`: a line that is no record and no mistake."""
    rows.seq.append(seq)
    rows.restarts.append(0)
    for name in ("s", "call_id", "queue", "agent", "event", *PARAMS, "more", *REJECT_COLUMNS):
        getattr(rows, name).append(None)


def reject(rows: Rows, seq: int, reason: str, raw: bytes) -> None:
    """Append a line that is no event to `rows`."""
    nothing(rows, seq)
    rows.reason[-1] = reason
    rows.raw[-1] = shown(raw)


def shown(raw: bytes) -> str:
    """A rejected line as it is kept: escaped, and not longer than need be."""
    text = raw[:RAW_SHOWN].decode("utf-8", "backslashreplace")
    escaped = text.encode("unicode_escape").decode("ascii")
    return escaped + "…" * (len(raw) > RAW_SHOWN)


def as_json(values: Mapping[str, object] | None) -> str | None:
    """Further columns as a JSON object, or None where there is nothing."""
    return json.dumps(values, ensure_ascii=False) if values else None
