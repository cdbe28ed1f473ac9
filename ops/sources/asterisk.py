"""Asterisk's `queue_log`: `epoch|call id|queue|agent|EVENT|p1|p2|...`, unescaped, UTF-8, UTC.

Written by `app_queue`, `res_queue_log` and the dialplan's `QueueLog()`; an event name nobody
knows is kept as it is. What the parameters mean is decoded in `queries/model/calls.sql`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ops.sources.events import COLUMNS, MAX_STAMP, PARAMS, Rows
from ops.sources.framing import LINES

if TYPE_CHECKING:
    import polars as pl

LONGEST_LINE = 1 << 20
"""No event of Asterisk comes near one MiB; a longer line is damage, not data."""

RAW_SHOWN = 500
_FIELDS = 5
_RESTART = b"|QUEUESTART"
_STAMP = re.compile(rb"(?m)^(\d{1,10})\|[^|\n]*\|[^|\n]*\|[^|\n]*\|[^|\n]")


class Asterisk:
    """The kind `asterisk`; stateless."""

    name = "asterisk"
    says = "Asterisk's queue_log"
    framing = LINES
    follows = True
    has_tickets = False

    def opened(self, header: bytes) -> Asterisk:
        """Itself: a queue_log has no header."""
        return self

    def stamp_of(self, lines: bytes) -> int | None:
        """Epoch second of the first line that has a stamp, or None."""
        for found in _STAMP.finditer(lines):
            if 0 < (stamp := int(found.group(1))) < MAX_STAMP:
                return stamp
        return None

    def restarts_in(self, data: bytes) -> int:
        """How many QUEUESTART lines `data` holds."""
        count = 0
        at = data.find(_RESTART)
        while at >= 0:
            start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
            fields, reason = _fields(data[start:end])
            count += reason is None and fields[4] == "QUEUESTART"
            at = data.find(_RESTART, end)
        return count

    def decode(self, data: bytes, first_seq: int, restarts: int) -> Rows:
        """Every line of `data` (which ends with a newline) as one row, damaged ones as rejects."""
        rows = Rows()
        lines = data.split(b"\n")
        lines.pop()
        for seq, line in enumerate(lines, first_seq):
            fields, reason = _fields(line)
            if reason is None and fields[4] == "QUEUESTART":
                restarts += 1
            rows.seq.append(seq)
            rows.restarts.append(restarts)
            _append(rows, fields) if reason is None else _reject(rows, line, reason)
        return rows

    def bulk(self, data: bytes, first_seq: int, restarts: int) -> pl.DataFrame | None:
        """What `decode` gives, column by column; None unless every line is proved an event."""
        import polars as pl

        from ops.sources.bulk import cells

        read = cells(data, ("stamp", *COLUMNS[3:]), LONGEST_LINE)
        if read is None:
            return None
        text = pl.col("stamp")
        stamp = text.cast(pl.Int64, strict=False)
        # ten characters that make a number of ten digits are digits: no sign, no space
        digits = (text.str.len_bytes() == 10) & stamp.is_between(10**9, MAX_STAMP - 1)
        is_event = (digits & (pl.col("event") != "")).fill_null(False)
        if not read.select(is_event.all()).item():
            return None
        count = pl.lit(restarts, pl.Int32)
        if _RESTART in data:
            count += (pl.col("event") == "QUEUESTART").cast(pl.Int32).cum_sum()
        return read.select(
            pl.int_range(first_seq, first_seq + read.height, dtype=pl.Int64).alias("seq"),
            stamp.alias("s"),
            count.cast(pl.Int32).alias("restarts"),
            *COLUMNS[3:],
        )


def _fields(line: bytes) -> tuple[list[str], str | None]:
    """The fields of one line, or the reason why it is none."""
    if line.endswith(b"\r"):
        line = line[:-1]
    if (damage := _damage(line)) is not None:
        return [], damage
    try:
        fields = line.decode("utf-8").split("|")
    except UnicodeDecodeError as error:
        return [], f"not UTF-8 at byte {error.start + 1}"
    if len(fields) < _FIELDS:
        fields_there = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
        return [], f"{fields_there}, an event has at least {_FIELDS}"
    stamp = fields[0]
    if not (
        stamp.isascii() and stamp.isdigit() and len(stamp) <= 10 and 0 < int(stamp) < MAX_STAMP
    ):
        return [], "the first field is not a time in epoch seconds"
    if not fields[4]:
        return [], "no event name"
    return fields, None


def _damage(line: bytes) -> str | None:
    """Why these bytes are no line at all, if they are not."""
    if not line:
        return "empty line"
    if len(line) > LONGEST_LINE:
        return f"line of {len(line):,} bytes, longer than {LONGEST_LINE:,}"
    if b"\0" in line:
        return "NUL byte"
    if b"\r" in line:
        return "carriage return inside the line"
    return None


def _append(rows: Rows, fields: list[str]) -> None:
    count = len(fields)
    rows.s.append(int(fields[0]))
    rows.call_id.append(fields[1])
    rows.queue.append(fields[2])
    rows.agent.append(fields[3])
    rows.event.append(fields[4])
    rows.p1.append(fields[5] if count > 5 else None)
    rows.p2.append(fields[6] if count > 6 else None)
    rows.p3.append(fields[7] if count > 7 else None)
    rows.p4.append(fields[8] if count > 8 else None)
    rows.p5.append(fields[9] if count > 9 else None)
    rows.more.append("|".join(fields[10:]) if count > 10 else None)
    rows.reason.append(None)
    rows.raw.append(None)


def _reject(rows: Rows, line: bytes, reason: str) -> None:
    for name in ("s", "call_id", "queue", "agent", "event", *PARAMS, "more"):
        getattr(rows, name).append(None)
    rows.reason.append(reason)
    shown = line[:RAW_SHOWN].decode("utf-8", "backslashreplace")
    rows.raw.append(
        shown.encode("unicode_escape").decode("ascii") + ("…" * (len(line) > RAW_SHOWN))
    )
