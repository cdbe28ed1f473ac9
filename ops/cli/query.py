"""`floorwatch query NAME`: the rows of one question, as they are."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.absence import meant, queues_of, tell_end, tell_queue
from ops.cli.narration import say
from ops.cli.options import (
    MomentOptions,
    OutputOptions,
    PeriodOptions,
    PlaceOptions,
    QuestionOptions,
    RevealOptions,
    parameters,
    with_options,
)
from ops.errors import QueryError, UsageError
from ops.formats import NO_REASON
from ops.warehouse.binding import Value, bindable

if TYPE_CHECKING:
    from ops.cli.place import Place
    from ops.periods import Period
    from ops.warehouse.catalog import Query
    from ops.warehouse.sandbox.parent import Answer


_OWN = {"since": "--since", "until": "--until", "queue": "--queue", "formula": "--formula",
        "threshold": "--threshold", "limit": "--limit", "as_of": "--as-of",
        "window_s": "--window", "scope": "--scope"}  # fmt: skip
_GIVEN = ("as_of", "heard_s")
"""What the warehouse itself says of the moment."""
SCOPES = ("any", "queue", "reason")
_NO = {"reason": NO_REASON}
"""What a row without one of the things it is of means, where that is no total."""
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


@with_options
def query(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What to ask; `floorwatch metrics` lists them")
    ],
    period: PeriodOptions,
    question: QuestionOptions,
    moment: MomentOptions,
    output: OutputOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
) -> None:
    """Ask the store a question and print the rows.

    The calls of today are asked about unless --since or --until say otherwise: a date, a word
    such as yesterday or last-week, 2026-W47, 2026-11, 10:30 or an instant. Which of the options
    a question takes stands in `floorwatch metrics NAME`.
    """
    from ops.cli.moments import asked_period, asked_s
    from ops.cli.output import check, write
    from ops.cli.place import place as placed
    from ops.cli.shaping import shaped
    from ops.privacy import privacy
    from ops.warehouse.warehouse import Moment

    asked = known(name)
    takes(asked, period, question)
    check(output)
    where = placed(place)
    seen = privacy(where.settings, where.store, reveal=reveal.reveal)
    if asked.folder == "user":
        own = (period, question, moment, reveal)
        answer = own_answer(asked, where, own, output.limit)
        if answer.more:
            say(f"{answer.frame.height:,} of more than {answer.frame.height:,} rows")
        write(answer.frame, output, where.settings.zone)
        return
    warehouse = where.warehouse()
    try:
        at = Moment(asked_s(moment.as_of, warehouse))
        about = asked_period(period, where.settings, at.asked_s)
        params = bound(about, question, output.limit)
        queues = queues_of(warehouse, at)
        params["queue"] = queue = meant(question.queue, queues)
        frame = shaped(warehouse.run(asked, params, at), seen)
        tell_queue(queue, queues)
        tell_end(asked, about, warehouse)
    finally:
        warehouse.close()
    if output.limit is not None and frame.height > output.limit:
        say(f"{output.limit:,} of {frame.height:,} rows")
    words = {word.strip() for word in asked.grain.split(",")}
    write(frame, output, where.settings.zone, {word: _NO.get(word, "all") for word in words})


def own_answer(
    asked: Query,
    where: Place,
    options: tuple[PeriodOptions, QuestionOptions, MomentOptions, RevealOptions],
    limit: int | None = None,
) -> Answer:
    """Ask a query of the user's own: in the sandbox, which masks numbers."""
    from ops.cli.moments import asked_period, asked_s
    from ops.cli.sql import ask
    from ops.warehouse.reach import heard_s
    from ops.warehouse.warehouse import Moment

    period, question, moment, reveal = options
    warehouse = where.warehouse()
    try:
        at = Moment(asked_s(moment.as_of, warehouse))
        about = asked_period(period, where.settings, at.asked_s)
        params = bound(about, question, limit)
        params["queue"] = meant(question.queue, queues_of(warehouse, at))
        params["as_of"] = int(at.clock_s)
        params["heard_s"] = heard_s(at.clock_s, warehouse.last_event_s)
    finally:
        warehouse.close()
    given = {each: params.get(each) for each in asked.params}
    return ask(where, asked.sql, given, moment.as_of, limit=limit, reveal=reveal.reveal)


def known(name: str) -> Query:
    """The query of that name, built in or the user's own; QueryError naming near ones if none."""
    from difflib import get_close_matches

    from ops.warehouse.catalog import catalog
    from ops.warehouse.own import all_queries, own_query

    built_in = catalog().get(name)
    if built_in is not None and built_in.folder != "model":
        return built_in
    if own := own_query(name):
        return own
    near = get_close_matches(name, [each.name for each in all_queries() if each.folder != "model"])
    hint = f"did you mean {' or '.join(near)}?" if near else "`floorwatch metrics` lists them"
    raise QueryError(f"there is no query {name!r}", hint)


def takes(asked: Query, period: PeriodOptions, question: QuestionOptions) -> None:
    """Raise UsageError for an option that the query has no parameter for."""
    given = {
        "since": period.since,
        "until": period.until,
        "queue": question.queue,
        "threshold": question.threshold,
        "formula": question.formula,
        "window_s": question.window,
        "scope": question.scope,
        **parameters(question.param),
    }
    own = [_OWN.get(each, f"--param {each}=…") for each in asked.params if each not in _GIVEN]
    for name, value in given.items():
        if value is not None and name not in asked.params:
            option = _OWN.get(name, f"--param {name}")
            hint = f"it takes {', '.join(own)}" if own else "it takes none but --as-of"
            raise UsageError(f"{asked.name} does not take {option}", hint)


def bound(about: Period, question: QuestionOptions, limit: int | None) -> dict[str, Value]:
    """What to bind to the query's parameters; UsageError for values that can't be meant."""
    from ops.settings import FORMULAS

    if question.formula is not None and question.formula not in FORMULAS:
        raise UsageError(f"no formula is called {question.formula!r}", f"{', '.join(FORMULAS)}")
    if question.scope is not None and question.scope not in SCOPES:
        raise UsageError(f"no scope is called {question.scope!r}", ", ".join(SCOPES))
    threshold = question.threshold
    if threshold is not None and not (math.isfinite(threshold) and threshold >= 0):
        raise UsageError(f"--threshold {threshold} is no length of time", "seconds, 0 or more")
    extra = parameters(question.param)
    for name in extra:
        if name in _OWN:
            raise UsageError(f"--param {name}: it has an option of its own", f"use {_OWN[name]}")
    params: dict[str, Value] = {
        "since": about.since_s,
        "until": about.until_s,
        "queue": question.queue,
        "threshold": threshold,
        "formula": question.formula,
        "window_s": None if question.window is None else length_s(question.window),
        "scope": question.scope,
        "limit": limit,
    }
    return params | {name: bindable(text) for name, text in extra.items()}


def length_s(text: str) -> int:
    """Seconds of a length of time such as 7d, 36h, 90m, 2w or 3600; UsageError where it is none."""
    found = re.fullmatch(r"(\d{1,9})([smhdw]?)", text.strip().lower())
    if found is None or not int(found[1]):
        raise UsageError(f"--window {text!r} is no length of time", "write 7d, 36h or seconds")
    return int(found[1]) * _UNITS[found[2]]
