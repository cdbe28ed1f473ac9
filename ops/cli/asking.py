"""One query of the catalog as a command's answer: asked, masked and written as everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.cli.options import Format, MomentOptions, OutputOptions, PlaceOptions, RevealOptions

if TYPE_CHECKING:
    import polars as pl

    from ops.warehouse.warehouse import Moment, Warehouse

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
    params: Params | Callable[[Warehouse, Moment], Params],
    asking: Asking,
    shown: Sequence[str] = (),
    tell: Callable[[pl.DataFrame, Warehouse, Moment], None] = lambda *_: None,
) -> None:
    """Write the rows of query `name`, for people only the columns `shown` where some are named.

    `params` may hang on the asked moment, and on what is stored. `tell` may say something beside
    the rows; it sees all of them.
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
        bound = params(warehouse, at) if callable(params) else params
        frame = shaped(warehouse.run(name, bound, at), seen)
        tell(frame, warehouse, at)
    finally:
        warehouse.close()
    if shown and chosen(asking.output) in (Format.TABLE, Format.MD):
        frame = frame.select(shown)
    write(frame, asking.output, where.settings.zone)
