"""`floorwatch find`: calls by number, agent, queue, time, outcome or wait."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated

import typer

from ops.cli.asking import Asking, Params, answer
from ops.cli.options import (
    MomentOptions,
    OutputOptions,
    PeriodOptions,
    PlaceOptions,
    RevealOptions,
    with_options,
)


class Outcome(enum.StrEnum):
    """Where a call ended, or is."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    OVERFLOWED = "overflowed"
    REFUSED = "refused"
    LOST = "lost"
    WAITING = "waiting"
    TALKING = "talking"


_SHOWN = ("offered_at", "queue", "caller", "outcome", "wait_s", "talk_s", "agent", "call_id")
_EVER_S = (-(1 << 40), 1 << 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichOptions:
    """Which calls."""

    queue: Annotated[str | None, typer.Option(metavar="QUEUE", help="One queue only")] = None
    agent: Annotated[str | None, typer.Option(metavar="NAME", help="Answered by this agent")] = None
    outcome: Annotated[Outcome | None, typer.Option(help="How they ended, or where they are")] = (
        None
    )
    waited: Annotated[
        float | None, typer.Option(min=0, metavar="SECONDS", help="Who waited so long at least")
    ] = None
    waited_less: Annotated[
        float | None, typer.Option(min=0, metavar="SECONDS", help="Who waited so long at most")
    ] = None
    call: Annotated[str | None, typer.Option(metavar="ID", help="All stays of one call id")] = None


@with_options
def find(
    which: WhichOptions,
    period: PeriodOptions,
    moment: MomentOptions,
    output: OutputOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
    number: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help="The caller's, or its last digits")
    ] = None,
) -> None:
    """Find calls: by number, agent, queue, time, outcome or wait.

    The newest come first. Without --since and --until it is today's calls, with --as-of that
    day's; with a NUMBER or --call it is all there ever were.
    """
    from ops.cli.moments import asked_period
    from ops.cli.place import place as placed
    from ops.numbers import looked_up

    settings = placed(place).settings
    wanted = {
        "queue": which.queue,
        "agent": which.agent,
        "number": None if number is None else looked_up(number, settings.numbers),
        "outcome": None if which.outcome is None else str(which.outcome),
        "least_wait_s": which.waited,
        "most_wait_s": which.waited_less,
        "call_id": which.call,
    }

    def params(at_s: int | None) -> Params:
        since_s, until_s = _EVER_S
        if period.since or period.until or not (number or which.call):
            about = asked_period(period, settings, at_s)
            since_s, until_s = about.since_s, about.until_s
        return {"since": since_s, "until": until_s, **wanted}

    answer("find_calls", params, Asking(place, moment, output, reveal), _SHOWN)
