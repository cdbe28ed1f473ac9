"""`floorwatch watch`, and `floorwatch` alone: the floor in the terminal, as it is or as it was."""

from __future__ import annotations

import hashlib
import math
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.narration import say
from ops.cli.options import MomentOptions, PlaceOptions, RevealOptions, with_options
from ops.errors import StoreError, UsageError

if TYPE_CHECKING:
    from ops.cli.place import Place
    from ops.feed import StoreFeed
    from ops.settings import Settings
    from ops.store.origins import Wanted
    from ops.warehouse.warehouse import Warehouse

FASTEST = 3600.0
_REFRESH_S = 1.0


@with_options
def watch(
    moment: MomentOptions,
    reveal: RevealOptions,
    place: PlaceOptions,
    logs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="LOG", help="Logs [default: those the settings name]", readable=False
        ),
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option(metavar="SPEED", help="Play finished logs, from the first event: 10x"),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="NAME", help="The logs' format [default: asterisk]")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Which system it is [default: the log's name]"),
    ] = None,
) -> None:
    """Open the floor on logs, or on the store.

    Logs named here are kept in a store of their own in the cache, unless --store names one. A log
    that has ended is shown as of its last event. --replay plays it as if it were happening, ten
    times as fast with 10x, from its first event or from --as-of. Without a terminal the floor is
    printed once.
    """
    speed = None if replay is None else speed_of(replay, "--replay")
    where = _own_place(place, logs) if logs and place.store is None else _place(place)
    found = _found(where, logs or [], source, kind)
    if not in_terminal():
        print_once(where, found, moment.as_of, reveal=reveal.reveal)
    elif speed is not None or moment.as_of is not None:
        run(_past(where, found, moment.as_of, speed, reveal=reveal.reveal), where.settings)
    else:
        run(_present(where, found, reveal=reveal.reveal, named=bool(logs)), where.settings)


def open_store(options: PlaceOptions) -> None:
    """What `floorwatch` alone does: the floor of the store, fed by the settings' sources."""
    where = _place(options)
    found = _found(where, [], None, None)
    if in_terminal():
        run(_present(where, found), where.settings)
    else:
        print_once(where, found, None)


def in_terminal() -> bool:
    """Whether there is somebody to look at the app, and to press keys: here, or in a browser."""
    return in_browser() or (sys.stdin.isatty() and sys.stdout.isatty())


def in_browser() -> bool:
    """Whether `floorwatch serve` runs this process for somebody's browser."""
    return "web_driver" in os.environ.get("TEXTUAL_DRIVER", "")


def acting_user() -> str | None:
    """Who acts: in a browser's session whom `floorwatch serve` let in, else (None) this user."""
    from ops.web import USER_VARIABLE

    return (os.environ.get(USER_VARIABLE) or None) if in_browser() else None


def _end_with_the_server() -> None:
    """Let a session not outlive the process that serves it, however that one ends."""
    import threading

    server = os.getppid()

    def watch() -> None:
        while os.getppid() == server:
            time.sleep(_REFRESH_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="server").start()


def print_once(
    where: Place, found: Sequence[Wanted], as_of: str | None, *, reveal: bool = False
) -> None:
    """Bring the store up to date, unless another process does, and print the floor."""
    from ops.cli.loading import load_if_free
    from ops.cli.moments import asked_s
    from ops.cli.now import show
    from ops.floor import take
    from ops.privacy import privacy

    say("this is no terminal, so here is the floor once; in a terminal it is watched")
    seen = privacy(where.settings, where.store, reveal=reveal)
    if found:
        load_if_free(where, found)
    warehouse = where.warehouse()
    try:
        shot = take(warehouse, seen, asked_s(as_of, warehouse))
    finally:
        warehouse.close()
    show(shot, where.settings.zone)


def run(feed: StoreFeed, settings: Settings, refresh_s: float = _REFRESH_S) -> None:
    """Run the app on a feed, to the end of the process if need be."""
    from ops.tui.app import FloorApp
    from ops.tui.reader import leave
    from ops.tui.remembered import file_of

    feed.by = acting_user()
    if in_browser():
        _end_with_the_server()
    app = FloorApp(
        feed,
        keys=settings.keys,
        refresh_s=refresh_s,
        now=feed.now,
        memory=file_of(feed.store),
        reveal=feed.revealed,
    )
    app.run()
    code = app.return_code or 0
    leave(app.stopped and not feed.collecting, code)
    if code:
        raise typer.Exit(code)


def _present(
    where: Place, found: Sequence[Wanted], *, reveal: bool = False, named: bool = False
) -> StoreFeed:
    """The floor as it is; a log named on the command line may have ended."""
    from ops.feed import StoreFeed

    return StoreFeed(where.store, where.settings, logs=found, reveal=reveal, may_have_ended=named)


def _past(
    where: Place, found: Sequence[Wanted], as_of: str | None, speed: float | None, *, reveal: bool
) -> StoreFeed:
    """A moment of the past, or the past played from there on; the store says which once it is open.

    Raises UsageError for an `as_of` that is none.
    """
    from ops.cli.loading import load_if_free
    from ops.cli.moments import asked_s, check_asked
    from ops.feed import Replay, StoreFeed

    if found:
        load_if_free(where, found)
    where.reading()
    check_asked(as_of, where)

    def starting(warehouse: Warehouse) -> int | Replay | None:
        asked, last = asked_s(as_of, warehouse), warehouse.last_event_s
        if speed is None:
            return asked
        start = _first_event_s(warehouse) if asked is None else asked
        if start is None or last is None:
            raise StoreError(f"{where.store}: there is no event to replay", "name a log with lines")
        return Replay(start, last + 1, speed)

    return StoreFeed(where.store, where.settings, reveal=reveal, as_of_s=starting)


def _first_event_s(warehouse: Warehouse) -> int | None:
    cursor = warehouse.cursor()
    try:
        found = cursor.execute("SELECT min(s) FROM events").fetchone()
    finally:
        cursor.close()
    return found[0] if found else None


def _place(options: PlaceOptions) -> Place:
    from ops.cli.place import place as placed

    return placed(options)


def _own_place(options: PlaceOptions, logs: Sequence[Path]) -> Place:
    """A store for these logs only, in the cache: the same logs find it again."""
    import msgspec

    from ops.cli.place import Place, cache_folder
    from ops.settings import StoreSettings
    from ops.sources.naming import by_log

    names = sorted(by_log(logs))
    told = "\n".join(str(name.path) for name in names)
    folder = f"{names[0].source}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
    settings = msgspec.structs.replace(_place(options).settings, store=StoreSettings())
    return Place(cache_folder() / "watch" / folder, settings)


def _found(
    where: Place, logs: Sequence[Path], source: str | None, kind: str | None
) -> list[Wanted]:
    """The logs to watch; none where there is a store to look at."""
    from ops.cli.loading import wanted

    if not logs and not where.settings.sources and source is None and kind is None:
        if where.store.is_dir():
            return []
        raise UsageError(
            f"there is nothing to show: no log is named, nor is there a store in {where.store}",
            "try `floorwatch demo`, or `floorwatch watch /var/log/asterisk/queue_log`",
        )
    return wanted(where, logs, source=source, kind=kind)


def speed_of(text: str, option: str) -> float:
    """`10x` or `10` as a number; UsageError for anything that is no speed."""
    try:
        speed = float(text.strip().lower().removesuffix("x"))
    except ValueError:
        speed = math.nan
    if not 0 < speed <= FASTEST:
        raise UsageError(
            f"{option} {text!r} is no speed", f"write 10x; {FASTEST:g}x is the fastest"
        )
    return speed
