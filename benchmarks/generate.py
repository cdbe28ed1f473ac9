"""Makes queue_logs of any length: `python -m benchmarks.generate --lines 10_000_000 --out FILE`.

A week of the simulated floor is the template; each further week is that week restamped, with
call ids of its own and callers of whom one in ten phoned the week before. Weeks are put together
in polars, so that millions of lines take seconds. Equal arguments give equal bytes.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import BinaryIO, Final
from zoneinfo import ZoneInfo

import polars as pl

from ops.simulate.site import FULL_FLOOR, Site, acme
from ops.simulate.world import World

WEEK_S: Final = 7 * 86400
#: The Monday on which every generated log begins.
MONDAY: Final = date(2024, 1, 1).toordinal()
_ZONE: Final = ZoneInfo("UTC")
#: Callers' numbers: +999 is no country, so none of them is anybody's.
_NUMBERS_FROM: Final = 999_00_000_000
#: How many times as busy as it is used to be the floor can be without collapsing.
_BUSIEST: Final = 4.0
_OVERHEAD: Final = {"ADDMEMBER", "REMOVEMEMBER", "PAUSE", "PAUSEALL", "UNPAUSE", "UNPAUSEALL"}


@dataclass(frozen=True, slots=True)
class Template:
    """One week, taken apart.

    A line is stamp, `head`, second of the call id, `middle`, figure, `end`; of these the stamp,
    the second and the figure change with the week. The figure is a customer (`is_caller`) or
    the second of a channel's id. `wrapped` lines end calls of the week before.
    """

    frame: pl.DataFrame
    start: int
    customers: int


def site_for(lines_a_day: float, queues: int, agents: int, seed: int) -> Site:
    """A site that logs about so many lines a day: more and shorter calls, or fewer."""
    usual = agents / FULL_FLOOR
    trial = acme(queues, agents, load=usual, incidents=False)
    wednesday = World(seed, _ZONE, trial).lines(MONDAY + 2, None)
    fixed = sum(text.split("|", 5)[4] in _OVERHEAD for _, text in wednesday)
    # an average day has 0.91 times the calls of a Wednesday
    busy = (lines_a_day - fixed) / (0.91 * (len(wednesday) - fixed))
    busy = min(max(busy, 0.01), _BUSIEST)
    return acme(queues, agents, load=usual * busy, pace=min(1.0, 1 / busy), incidents=False)


def template(site: Site, seed: int) -> Template:
    """Simulate a week of the site and take its lines apart."""
    world = World(seed, _ZONE, site)
    start = world.start(MONDAY)
    week = [line for day in range(MONDAY, MONDAY + 7) for line in world.lines(day, MONDAY)][1:]
    wrapped = world.tail(MONDAY + 6)
    customers: dict[str, int] = {}
    rows = [_apart(text, customers, shift=0) for _, text in week]
    rows += [_apart(text, customers, shift=WEEK_S) for _, text in wrapped]
    numbers = list(range(len(customers)))
    Random(seed).shuffle(numbers)
    schema = {"s": pl.Int64, "head": pl.String, "second": pl.Int64, "middle": pl.String,
              "figure": pl.Int64, "is_caller": pl.Boolean, "end": pl.String}  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        wrapped=pl.int_range(pl.len()) >= len(week),
        figure=pl.when("is_caller")
        .then(pl.col("figure").replace(list(range(len(numbers))), numbers))
        .otherwise("figure"),
    )
    return Template(frame.sort("s", maintain_order=True), start, len(customers))


_Row = tuple[int, str, int | None, str, int | None, bool, str]


def _apart(text: str, customers: dict[str, int], shift: int) -> _Row:
    """A line's parts, `shift` seconds earlier; its customer numbered by first appearance."""
    stamp, call, rest = text.rstrip("\n").split("|", 2)
    s = int(stamp) - shift
    if "." not in call:
        return s, f"|{call}|{rest}", None, "", None, False, ""
    second, dot_and_number = call[:10], call[10:]
    fields = rest.split("|")
    middle, figure, end = f"{dot_and_number}|{rest}", None, ""
    is_caller = fields[2] == "ENTERQUEUE" and fields[4].startswith("+")
    if is_caller:
        figure = customers.setdefault(fields[4], len(customers))
        middle, end = f"{dot_and_number}|{'|'.join(fields[:4])}|+", f"|{fields[5]}"
    elif fields[2] == "CONNECT":
        figure = int(fields[4][:10]) - shift
        middle = f"{dot_and_number}|{'|'.join(fields[:4])}|"
        end = f"{fields[4][10:]}|{fields[5]}"
    return s, "|", int(second) - shift, middle, figure, is_caller, end


def week_lines(week: Template, number: int) -> pl.DataFrame:
    """The lines of the week of that number (from 0), as a frame of one column."""
    offset = number * WEEK_S
    population = week.customers * 8 + 1
    # nine tenths of the callers are new: the others phoned a week ago
    moved = (pl.col("figure") + number * (week.customers * 9 // 10)) % population
    figure = pl.when("is_caller").then(_NUMBERS_FROM + moved).otherwise(pl.col("figure") + offset)
    frame = week.frame if number else week.frame.filter(~pl.col("wrapped"))
    parts = (pl.col("s") + offset, "head", pl.col("second") + offset, "middle", figure, "end")
    return frame.select(line=pl.concat_str(*parts, ignore_nulls=True))


def generate(file: BinaryIO, lines: int, span_days: float = 365, *, queues: int = 12,
             agents: int = 60, seed: int = 1) -> int:  # fmt: skip
    """Write exactly so many lines, over about so many days: the days they span."""
    week = template(site_for(lines / span_days, queues, agents, seed), seed)
    file.write(f"{week.start}|NONE|NONE|NONE|QUEUESTART|\n".encode())
    left, number = lines - 1, 0
    while left > 0:
        block = week_lines(week, number).head(left)
        block.write_csv(file, include_header=False, quote_style="never")
        left -= block.height
        number += 1
    return number * 7


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description=__doc__)
    parser.add_argument("--lines", type=int, required=True, help="exactly so many lines")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--span-days", type=float, default=365, help="over about so many days")
    parser.add_argument("--queues", type=int, default=12, help="4 to 12")
    parser.add_argument("--agents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.perf_counter()
    with asked.out.open("wb") as file:
        days = generate(file, asked.lines, asked.span_days, queues=asked.queues,
                        agents=asked.agents, seed=asked.seed)  # fmt: skip
    took = time.perf_counter() - began
    speed = f"{took:.1f} s, {asked.lines / took:,.0f} lines/s"
    print(f"{asked.out}: {asked.lines:,} lines, up to {days} days, {speed}", file=sys.stderr)


if __name__ == "__main__":
    main()
