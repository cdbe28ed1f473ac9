"""Which charts a result makes, and the figures they are drawn from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.tui.sql.result import text

if TYPE_CHECKING:
    import polars as pl

KINDS = ("line", "bar", "histogram")
MOST_BARS = 1000
_BINS = 20


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each label; `of` is what they measure, `by` what the labels are of."""

    of: str
    by: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    left_out: int = 0
    """Rows beyond those that are shown."""


@dataclass(frozen=True, slots=True)
class Dots:
    """A line over `columns` steps from `first` to `last`: what it was in each that has values."""

    of: str
    by: str
    first: str
    last: str
    least: float
    most: float
    steps: tuple[tuple[int, float, float, float, float], ...]
    """Step, then the first, least, greatest and last value in it."""


def kinds_of(frame: pl.DataFrame) -> tuple[str, ...]:
    """The charts that make sense for these rows, the likeliest first."""
    if not frame.height or not _numbers(frame):
        return ()
    if frame.width < 2:
        return ("histogram",)
    first = frame.dtypes[0]
    if len(_numbers(frame)) == 1 and first.is_numeric():
        return ("bar", "histogram")
    if first.is_temporal() or first.is_numeric():
        return ("line", "bar", "histogram")
    return ("bar", "histogram")


def measured(frame: pl.DataFrame, column: str) -> str:
    """The column a chart is of: the one under the cursor if it holds numbers, else the first."""
    numbers = _numbers(frame)
    others = [name for name in numbers if name != frame.columns[0]]
    if column in others:
        return column
    return next(iter(others or numbers), "")


def bars(frame: pl.DataFrame, column: str) -> Bars:
    """The first rows: a bar each, called by the first column."""
    of, by = measured(frame, column), frame.columns[0]
    shown = frame.head(MOST_BARS)
    labels = tuple(text(value) for value in shown[by])
    values = tuple(_finite(value) for value in shown[of])
    return Bars(of, by, labels, values, frame.height - shown.height)


def histogram(frame: pl.DataFrame, column: str) -> Bars:
    """How often the values of a column lie where, in steps of a round size."""
    import polars as pl

    numbers = _numbers(frame)
    of = column if column in numbers else measured(frame, column)
    values = frame[of].cast(pl.Float64).drop_nulls()
    values = values.filter(values.is_finite())
    if not values.len():
        return Bars(of, of, (), ())
    least, most = _least_and_most(values)
    step = round_step((most - least) / _BINS)
    if frame[of].dtype.is_integer():
        step = max(1.0, step)
    start = math.floor(least / step) * step
    counted = (((values - start) / step).floor().cast(pl.Int64)).value_counts()
    found = dict(counted.rows())
    steps = range(max(found) + 1)
    labels = tuple(f"{start + n * step:.6g} – {start + (n + 1) * step:.6g}" for n in steps)
    return Bars("rows", of, labels, tuple(float(found.get(n, 0)) for n in steps),
                frame.height - values.len())  # fmt: skip


def dots(frame: pl.DataFrame, column: str, columns: int) -> Dots | None:
    """The values of a column over the first one, in so many steps; None where there are none."""
    import polars as pl

    of, by = measured(frame, column), frame.columns[0]
    x = frame[by].to_physical() if frame.dtypes[0].is_temporal() else frame[by]
    plain = pl.DataFrame({"x": x.cast(pl.Float64), "y": frame[of].cast(pl.Float64)})
    plain = plain.filter(pl.col("x").is_finite() & pl.col("y").is_finite())
    if not plain.height:
        return None
    first, last = _least_and_most(plain["x"])
    least, most = _least_and_most(plain["y"])
    wide = (last - first) or 1.0
    place = ((pl.col("x") - first) / wide * (columns - 1)).round().cast(pl.Int64)
    y = pl.col("y")
    steps = (
        plain.sort("x", maintain_order=True)
        .group_by(place.alias("step"), maintain_order=True)
        .agg(y.first().alias("f"), y.min().alias("n"), y.max().alias("m"), y.last().alias("l"))
    )
    ends = frame[by].drop_nulls()
    return Dots(of, by, text(ends.min()), text(ends.max()), least, most, tuple(steps.rows()))


def round_step(step: float) -> float:
    """The next larger 1, 2 or 5 times a power of ten."""
    if step <= 0 or not math.isfinite(step):
        return 1.0
    power = 10.0 ** math.floor(math.log10(step))
    return next((power * m for m in (1, 2, 5) if power * m >= step), power * 10)


def _numbers(frame: pl.DataFrame) -> list[str]:
    return [name for name, kind in frame.schema.items() if kind.is_numeric()]


def _least_and_most(values: pl.Series) -> tuple[float, float]:
    least, most = values.min(), values.max()
    assert isinstance(least, float) and isinstance(most, float)
    return least, most


def _finite(value: object) -> float | None:
    if value is None:
        return None
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None
