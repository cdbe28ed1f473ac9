"""One query of the catalog as a command's answer: asked, masked and written as everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.cli.options import Format, MomentOptions, OutputOptions, PlaceOptions, RevealOptions

if TYPE_CHECKING:
    import polars as pl

Params = Mapping[str, str | int | float | None]


@dataclass(frozen=True, slots=True)
class Asking:
    """Where, as of when, and how the answer is written."""

    place: PlaceOptions
    moment: MomentOptions
    output: OutputOptions
    reveal: RevealOptions


def answer(
    name: str,
    params: Params | Callable[[int | None], Params],
    asking: Asking,
    shown: Sequence[str] = (),
    tell: Callable[[pl.DataFrame], None] = lambda _: None,
) -> None:
    """Write the rows of query `name`, for people only the columns `shown` where some are named.

    `params` may hang on the asked moment (epoch seconds, None: now). `tell` may say something
    beside the rows; it sees all of them.
    """
    from ops.cli.moments import asked_s
    from ops.cli.output import check, chosen, write
    from ops.cli.place import place as placed
    from ops.cli.shaping import shaped
    from ops.privacy import privacy
    from ops.warehouse.warehouse import Moment

    check(asking.output)
    where = placed(asking.place)
    seen = privacy(where.settings, where.store, reveal=asking.reveal.reveal)
    warehouse = where.warehouse()
    try:
        at = Moment(asked_s(asking.moment.as_of, warehouse))
        bound = params(at.asked_s) if callable(params) else params
        frame = shaped(warehouse.run(name, bound, at), seen)
    finally:
        warehouse.close()
    tell(frame)
    if shown and chosen(asking.output) in (Format.TABLE, Format.MD):
        frame = frame.select(shown)
    write(frame, asking.output, where.settings.zone)
