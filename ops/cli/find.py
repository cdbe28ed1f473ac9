"""`floorwatch find`: calls by number, agent, queue, time, outcome or wait."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.absence import meant, queues_of, tell_agent, tell_end, tell_queue
from ops.cli.asking import Asking, Params, answer
from ops.cli.moments import asked_period
from ops.cli.narration import say
from ops.cli.options import (
    MomentOptions,
    OutputOptions,
    PeriodOptions,
    PlaceOptions,
    RevealOptions,
    with_options,
)
from ops.periods import Period

if TYPE_CHECKING:
    import polars as pl

    from ops.warehouse.warehouse import Moment, Warehouse


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
_EVER = Period(-(1 << 40), 1 << 40, "ever")


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichOptions:
    """Which calls."""

    queue: Annotated[str | None, typer.Option(metavar="QUEUE", help="One queue only")] = None
    agent: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Answered by this agent, or a part of the name"),
    ] = None
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
    from ops.cli.place import place as placed
    from ops.numbers import looked_up

    settings = placed(place).settings
    is_ever = bool(number or which.call) and not (period.since or period.until)
    wanted = {
        "agent_has": which.agent,
        "number": None if number is None else looked_up(number, settings.numbers),
        "outcome": None if which.outcome is None else str(which.outcome),
        "least_wait_s": which.waited,
        "most_wait_s": which.waited_less,
        "call_id": which.call,
    }

    def params(warehouse: Warehouse, at: Moment) -> Params:
        about = _EVER if is_ever else asked_period(period, settings, at.asked_s)
        queue = meant(which.queue, queues_of(warehouse, at))
        return {"since": about.since_s, "until": about.until_s, "queue": queue, **wanted}

    def tell(rows: pl.DataFrame, warehouse: Warehouse, at: Moment) -> None:
        if rows.is_empty():
            about = _EVER if is_ever else asked_period(period, settings, at.asked_s)
            _tell_why(which, about, warehouse, at)

    answer("find_calls", params, Asking(place, moment, output, reveal), _SHOWN, tell)


def _tell_why(which: WhichOptions, about: Period, warehouse: Warehouse, at: Moment) -> None:
    """Say beside no rows at all what that may come from."""
    from ops.warehouse.catalog import catalog

    queues = queues_of(warehouse, at)
    told = tell_queue(meant(which.queue, queues), queues)
    told |= tell_agent(which.agent, warehouse, at)
    if not (told or tell_end(catalog()["find_calls"], about, warehouse)):
        say(f"{about.label}: there is no such call")
