"""From the cells of a mapping's rows to the columns of an event, in steps that Polars runs.

First every field that the mapping names is read: words, instants, lengths. Then what kind of record
it is decides what these make. Columns worked out here have names that no source has.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ops.settings.mappings import FIELDS, OUTCOMES, MappingSettings
from ops.sources.events import MAX_STAMP, PARAMS
from ops.sources.fields import (
    after_midnight,
    clock_ms,
    filled,
    identity,
    in_zone,
    instant_ms,
    joined,
    length_s,
    name_of,
    parts,
    replaced,
    whole_s,
)

BAD = "\0bad"
"""Why a row is no record, null where it is one."""

_INSTANTS = ("entered", "offered", "answered", "ended", "at", "due", "closed", "asked", "updated")
_LENGTHS = (
    "wait_s", "talk_s", "hold_s", "wrapup_s", "ring_s", "csat", "nps", "ces", "empathy"
)  # fmt: skip
_NAMES = ("queue", "agent")
_QUEUED = "\0queued"
_TEXTS = ("call_id", "queue", "agent", PARAMS[0])
"""Columns of an event that are empty where nobody is meant, never absent."""


def events(cells: pl.LazyFrame, mapping: MappingSettings, zone: str) -> pl.LazyFrame:
    """The columns of an event, and BAD, beside those of `cells`."""
    blank = ["", *mapping.blank]
    read = cells.with_columns(
        filled(replaced(pl.col(name), mapping.replace.get(name)), blank).alias(name)
        for name in mapping.named()
    ).with_columns(
        pl.all_horizontal(
            pl.col(name).eq_missing(pl.lit(value)) for name, value in mapping.not_queued.items()
        ).not_().alias(_QUEUED)
        if mapping.not_queued
        else pl.lit(True).alias(_QUEUED)
    )  # fmt: skip
    fielded = read.with_columns(
        _field(mapping, name, zone).alias(_own_name(name)) for name in FIELDS[mapping.record]
    )
    made = {"call": _call, "ticket": _ticket, "survey": _survey}[mapping.record](fielded, mapping)
    return made.with_columns(pl.col(name).fill_null("") for name in _TEXTS)


def _own_name(field: str) -> str:
    return f"\0{field}"


def _own(field: str) -> pl.Expr:
    return pl.col(_own_name(field))


def _field(mapping: MappingSettings, field: str, zone: str) -> pl.Expr:
    """A field of a row: milliseconds, seconds or a text; null where it is not there."""
    names = mapping.names_of(field)
    if field in _INSTANTS:
        times = [_instant(mapping, name, field, zone) for name in names]
        return pl.coalesce(times) if times else pl.lit(None, pl.Int64)
    cells = [pl.col(name) for name in names]
    if field in _LENGTHS:
        return length_s(pl.coalesce(cells)) if cells else pl.lit(None, pl.Float64)
    if not cells:
        return pl.lit(None, pl.String)
    if field in ("call_id", "ticket", "key"):
        return joined(cells)
    if field == "title":
        return pl.concat_str(cells, separator=" / ", ignore_nulls=True)
    if field == "caller":
        return identity(pl.coalesce(cells))
    return name_of(pl.coalesce(cells)) if field in _NAMES else pl.coalesce(cells)


def _instant(mapping: MappingSettings, name: str, field: str, zone: str) -> pl.Expr:
    """Epoch milliseconds in one column; a clock of the day in `date` may be of the next one."""
    cell = pl.col(name)
    if field == "offered" and name in mapping.not_queued:
        cell = pl.when(pl.col(_QUEUED)).then(cell)
    if mapping.date is None:
        return instant_ms(cell, mapping.times, "UTC" if field == "updated" else zone)
    clock = _clock(mapping, cell)
    for first in mapping.names_of("entered"):
        if first != name:
            clock = after_midnight(clock, _clock(mapping, pl.col(first)))
    return in_zone(clock, zone)


def _clock(mapping: MappingSettings, cell: pl.Expr) -> pl.Expr:
    day = pl.col(mapping.date or "")
    return clock_ms(pl.concat_str([day, cell], separator=" "), mapping.times)


def _untimely(mapping: MappingSettings, field: str) -> pl.Expr:
    """Why a row has no time of its own; null where it has."""
    cells = [pl.col(name).fill_null("") for name in mapping.names_of(field)]
    if not cells:
        return pl.lit(f"the mapping says no column of {field}")
    why = pl.format(
        f"{field}: '{{}}' is no time as `times` writes them",
        pl.concat_str(cells, separator="', '"),
    )
    is_stamp = pl.col("s").is_between(1, MAX_STAMP - 1).fill_null(False)
    return pl.when(~is_stamp).then(why)


def _unknown(mapping: MappingSettings, field: str, words: Mapping[str, str]) -> pl.Expr:
    """Why a row's word means nothing; null where it does."""
    if not mapping.names_of(field) or not words:
        return pl.lit(None, pl.String)
    word = _own(field)
    why = pl.format(f"{field}: '{{}}' is not in `{field}s`", word.fill_null(""))
    return pl.when(~word.is_in(list(words)).fill_null(False)).then(why)


def _kept(mapping: MappingSettings) -> pl.Expr:
    if not mapping.keep:
        return pl.lit(None, pl.String)
    return pl.struct(list(mapping.keep)).struct.json_encode()


# ------------------------------------------------------------------ a call


def _call(fielded: pl.LazyFrame, mapping: MappingSettings) -> pl.LazyFrame:
    answered = [word for word, told in OUTCOMES.items() if told[0] == "answered"]
    left = (_outcome(mapping) == "abandoned") & ~pl.col(_QUEUED)
    begun = pl.when(_own("word") == "left_in_menu").then(
        pl.coalesce(_own("entered"), _own("offered"))
    )
    return (
        fielded.with_columns(
            pl.when(left).then(pl.lit("left_in_menu")).otherwise(_outcome(mapping)).alias("\0word"),
            whole_s(_own("answered")).alias("\0answered"), whole_s(_own("ended")).alias("\0ended"),
        )
        .with_columns(
            _own("word").is_in(answered).alias("\0is_answered"),
            whole_s(begun.otherwise(_own("offered"))).alias("s"),
        )
        .with_columns(_waited().alias("\0wait"))
        .with_columns(_answer(mapping).alias("\0answer"))
        .with_columns(_talked().alias("\0talk"))
        .with_columns(_end().alias("\0end"))
        .with_columns(_call_columns(mapping))
    )  # fmt: skip


def _outcome(mapping: MappingSettings) -> pl.Expr:
    """The word of `OUTCOMES` for a row; without such a column what its figures tell."""
    if mapping.names_of("outcome"):
        return _own("outcome").replace_strict(mapping.outcomes, default=None)
    signs = [_own("answered").is_not_null(), _own("agent").is_not_null(), _own("talk_s") > 0]
    is_answered = pl.any_horizontal(sign.fill_null(False) for sign in signs)
    return pl.when(is_answered).then(pl.lit("answered")).otherwise(pl.lit("abandoned"))


def _waited() -> pl.Expr:
    until = pl.when(_own("is_answered")).then(_own("answered")).otherwise(_own("ended"))
    return pl.coalesce(_own("wait_s"), (until - pl.col("s")).clip(lower_bound=0), pl.lit(0.0))


def _answer(mapping: MappingSettings) -> pl.Expr:
    """A length that was measured counts more than a clock."""
    by_length = pl.col("s") + _own("wait").round().cast(pl.Int64)
    return by_length if mapping.names_of("wait_s") else pl.coalesce(_own("answered"), by_length)


def _talked() -> pl.Expr:
    by_clock = (_own("ended") - _own("answer") - _own("hold_s").fill_null(0)).clip(lower_bound=0)
    return pl.coalesce(_own("talk_s"), by_clock, pl.lit(0.0))


def _end() -> pl.Expr:
    handled = (_own("talk") + _own("hold_s").fill_null(0)).round().cast(pl.Int64)
    out_of_menu = pl.coalesce(whole_s(_own("offered")), pl.col("s"))
    return (
        pl.when(_own("is_answered")).then(_own("answer") + handled)
        .when(_own("word") == "left_in_menu").then(out_of_menu)
        .otherwise(pl.col("s") + _own("wait").round().cast(pl.Int64))
    )  # fmt: skip


def _call_columns(mapping: MappingSettings) -> list[pl.Expr]:
    def answered(value: pl.Expr) -> pl.Expr:
        return pl.when(_own("is_answered")).then(value)

    words = [
        _own("word").replace_strict({w: told[at] for w, told in OUTCOMES.items()}, default="")
        for at in range(4)
    ]
    figures = [
        whole_s(_own("entered")), answered(_own("answer")), _own("end"), _own("wait"),
        *(answered(_own(field)) for field in ("talk", "hold_s", "wrapup_s", "ring_s")),
    ]  # fmt: skip
    own_key = parts([_own("call_id"), _own("queue"), pl.col("s")])
    return [
        pl.lit("RECORD").alias("event"), _own("call_id").alias("call_id"),
        _own("queue").alias("queue"), answered(_own("agent")).alias("agent"),
        _own("caller").alias("p1"), parts([*words, _own("transferred_to")]).alias("p2"),
        parts(figures).alias("p3"),
        pl.format(
            "{}|{}", _own("updated").fill_null(0), pl.coalesce(_own("key"), own_key)
        ).alias("p4"),
        _own("reason").alias("p5"), _kept(mapping).alias("more"),
        pl.coalesce(
            _unknown(mapping, "outcome", mapping.outcomes), _untimely(mapping, "offered"),
            pl.when(_own("call_id").is_null()).then(pl.lit("no call_id")),
        ).alias(BAD),
    ]  # fmt: skip


# ------------------------------------------------------------------ a ticket, a survey


def _ticket(fielded: pl.LazyFrame, mapping: MappingSettings) -> pl.LazyFrame:
    state = _own("state").replace_strict(mapping.states, default="open")
    return fielded.with_columns(whole_s(_own("at")).alias("s")).with_columns(
        pl.lit("FOLLOWUP").alias("event"), _own("ticket").alias("call_id"),
        _own("queue").alias("queue"), _own("agent").alias("agent"), state.alias("p1"),
        whole_s(_own("due")).cast(pl.String).alias("p2"), pl.lit(mapping.kind).alias("p3"),
        _own("caller").alias("p4"), whole_s(_own("closed")).cast(pl.String).alias("p5"),
        _own("title").alias("more"),
        pl.coalesce(
            _unknown(mapping, "state", mapping.states), _untimely(mapping, "at"),
            pl.when(_own("ticket").is_null()).then(pl.lit("no ticket")),
        ).alias(BAD),
    )  # fmt: skip


def _survey(fielded: pl.LazyFrame, mapping: MappingSettings) -> pl.LazyFrame:
    told = pl.struct(_own("empathy").alias("empathy"), _own("comment").alias("comment"))
    return fielded.with_columns(whole_s(_own("asked")).alias("s")).with_columns(
        pl.lit("SURVEY").alias("event"), _own("call_id").alias("call_id"),
        _own("queue").alias("queue"), _own("agent").alias("agent"), _own("caller").alias("p1"),
        whole_s(_own("answered")).cast(pl.String).alias("p2"),
        *(_own(field).cast(pl.String).alias(name)
          for name, field in (("p3", "csat"), ("p4", "nps"), ("p5", "ces"))),
        told.struct.json_encode().alias("more"), _untimely(mapping, "asked").alias(BAD),
    )  # fmt: skip
