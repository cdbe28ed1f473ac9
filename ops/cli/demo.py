"""`floorwatch demo`: a simulated contact centre writes a log, and the floor follows it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.narration import progress
from ops.cli.options import PlaceOptions, with_options

if TYPE_CHECKING:
    from ops.cli.place import Place
    from ops.feed import StoreFeed
    from ops.simulate.live import LiveFloor
    from ops.store.origins import Wanted

SEED = 13
WEEKS = 4
SOURCE = "demo"


@with_options
def demo(
    place: PlaceOptions,
    weeks: Annotated[int, typer.Option(min=0, max=52, help="How much history it has")] = WEEKS,
    seed: Annotated[int, typer.Option(help="Another centre's luck")] = SEED,
    speed: Annotated[
        str | None, typer.Option(metavar="SPEED", help="How fast its time goes by: 10x")
    ] = None,
) -> None:
    """Open the floor on a simulated contact centre.

    It keeps a log and a store in the cache; a later demo fills the time between. Its callers'
    numbers are nobody's. Without a terminal the floor is printed once.
    """
    from ops.cli.demojournal import bring
    from ops.cli.loading import load_if_free
    from ops.cli.place import explained
    from ops.cli.watch import in_terminal, print_once, run, speed_of
    from ops.simulate.live import LiveFloor

    factor = 1.0 if speed is None else speed_of(speed, "--speed")
    where, log = _place(place, seed, factor)
    _write_history(log, where, weeks, seed)
    with explained(where.store):
        bring(log, where.paths, where.access(), seed)
    found = [_wanted(log)]
    if not in_terminal():
        print_once(where, found, None)
        return
    load_if_free(where, found)
    floor = LiveFloor(log, seed=seed, zone=where.settings.zone, speed=factor)
    stop = threading.Event()
    living = threading.Thread(target=floor.run, args=(stop,), name="demo", daemon=True)
    living.start()
    try:
        run(_feed(where, found, floor), where.settings, 1.0 if factor == 1 else 0.25)
    finally:
        stop.set()


def _place(options: PlaceOptions, seed: int, factor: float) -> tuple[Place, Path]:
    """Where the demo's store and its log are; a centre of another zone, seed or pace is another."""
    from ops.cli.place import Place, cache_folder
    from ops.resources import data_dir
    from ops.settings import load

    settings = load(options.settings or data_dir() / "floorwatch.toml")
    zone = str(settings.zone).replace("/", "-")
    folder = cache_folder() / "demo" / f"{zone}-{seed}{'' if factor == 1 else '-fast'}"
    store = options.store or folder / "store"
    return Place(store.absolute(), settings), folder / "queue_log"


def _write_history(log: Path, where: Place, weeks: int, seed: int) -> None:
    """What the centre did until now, or since the last demo, with a bar."""
    from ops import clock
    from ops.simulate.writer import write_history

    fresh = not log.exists()
    reached = 0
    with progress("Writing the demo's history", weeks * 7 if fresh else 0, "days") as more:

        def told(done: int, total: int) -> None:
            nonlocal reached
            more(done - reached)
            reached = done

        write_history(log, clock.now(), weeks, seed=seed, zone=where.settings.zone, progress=told)


def _wanted(log: Path) -> Wanted:
    from ops.sources.naming import LogName
    from ops.store.origins import DEFAULT_KIND, Wanted

    return Wanted(SOURCE, DEFAULT_KIND, LogName.of(log), (log,))


def _feed(where: Place, found: list[Wanted], floor: LiveFloor) -> StoreFeed:
    from ops.feed import StoreFeed

    play = None if floor.speed == 1 else floor.clock_s
    return StoreFeed(where.store, where.settings, logs=found, play=play)
