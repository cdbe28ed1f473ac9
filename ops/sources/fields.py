"""Cells of text as times, lengths and words: Polars expressions, null for what tells nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

MS = 1000
DAY_MS = 86_400_000
HALF_DAY_MS = DAY_MS // 2

ISO = (
    "%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M",
)  # fmt: skip
_EPOCHS = {"epoch": MS, "epoch_ms": 1, "epoch_us": 1 / MS}
_SPREADSHEET = r"^\d(\.\d+)?E\+?\d+$"
_CLOCK = r"^(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)$"
_NO_LENGTH_S = 1e9
"""So many seconds are no length any more, and neither is what is not below any number: NaN."""


def filled(cell: pl.Expr, blank: Sequence[str]) -> pl.Expr:
    """A cell without surrounding spaces; null where it is blank."""
    stripped = cell.str.strip_chars()
    return pl.when(~stripped.is_in(list(blank))).then(stripped)


def replaced(cell: pl.Expr, words: Mapping[str, str] | None) -> pl.Expr:
    """A cell, surrounding spaces aside, as `words` put it right; others as they are."""
    return cell.str.strip_chars().replace(words) if words else cell


def name_of(cell: pl.Expr) -> pl.Expr:
    """A name without control characters and doubled spaces."""
    return cell.str.replace_all(r"[\x00-\x1f\x7f\s]+", " ").str.strip_chars()


def identity(cell: pl.Expr) -> pl.Expr:
    """A number as an id; null for what a spreadsheet has rounded ("6.02E+11" is many ids)."""
    return pl.when(cell.str.contains(_SPREADSHEET)).then(None).otherwise(cell)


def length_s(cell: pl.Expr) -> pl.Expr:
    """Seconds, never below 0: a number, or [h:]mm:ss; null for what is none, as nan and inf."""
    parts = cell.str.extract_groups(_CLOCK)
    hours, minutes, seconds = (
        parts.struct.field(str(at)).cast(pl.Float64, strict=False) for at in (1, 2, 3)
    )
    clock = hours.fill_null(0) * 3600 + minutes * 60 + seconds
    told = pl.coalesce(cell.cast(pl.Float64, strict=False), clock)
    return pl.when(told < _NO_LENGTH_S).then(told.clip(lower_bound=0))


def whole_s(ms: pl.Expr) -> pl.Expr:
    """Milliseconds as the whole second they are in."""
    return ms.floordiv(MS)


def instant_ms(cell: pl.Expr, formats: Sequence[str], zone: str) -> pl.Expr:
    """Epoch milliseconds; a time without an offset is `zone`'s clock."""
    tried: list[pl.Expr] = []
    for each in _expanded(formats):
        if each in _EPOCHS:
            ms = cell.cast(pl.Float64, strict=False) * _EPOCHS[each]
            tried.append(ms.cast(pl.Int64, strict=False))
        elif "z" in each:
            found = cell.str.to_datetime(each, time_unit="ms", time_zone="UTC", strict=False)
            tried.append(found.dt.epoch("ms"))
        else:
            tried.append(in_zone(clock_ms(cell, [each]), zone))
    return pl.coalesce(tried)


def clock_ms(cell: pl.Expr, formats: Sequence[str]) -> pl.Expr:
    """What a wall clock shows, as if it were UTC: milliseconds."""
    return pl.coalesce(
        cell.str.to_datetime(each, time_unit="ms", strict=False).dt.epoch("ms")
        for each in _expanded(formats)
    )


def in_zone(clock: pl.Expr, zone: str) -> pl.Expr:
    """Epoch milliseconds of what `zone`'s clock shows.

    Where clocks change, a time that exists twice is the first of both, and one that does not exist
    comes as much later as the clock was put forward.
    """

    def instant(shown: pl.Expr) -> pl.Expr:
        naive = pl.from_epoch(shown, time_unit="ms")
        found = naive.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        return found.dt.epoch("ms")

    return pl.coalesce(instant(clock), instant(clock - DAY_MS) + DAY_MS)


def after_midnight(clock: pl.Expr, before: pl.Expr) -> pl.Expr:
    """A clock of the day after, where it shows much less than the one read `before` it."""
    return clock + pl.when(clock < before - HALF_DAY_MS).then(DAY_MS).otherwise(0)


def joined(cells: Sequence[pl.Expr]) -> pl.Expr:
    """Several cells as one id; null where the first is."""
    first, *others = cells
    if not others:
        return first
    return pl.concat_str([first, *(cell.fill_null("") for cell in others)], separator="-")


def parts(values: Sequence[pl.Expr]) -> pl.Expr:
    """Values parted by '|', nothing where one is not known."""
    texts = [
        value.cast(pl.String).fill_null("").str.replace_all("|", "/", literal=True)
        for value in values
    ]
    return pl.concat_str(texts, separator="|")


def _expanded(formats: Sequence[str]) -> list[str]:
    return [each for name in formats for each in (ISO if name == "iso" else (name,))]
