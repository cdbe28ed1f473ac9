"""`floorwatch collect`: the one process that writes a store."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.narration import say
from ops.cli.options import PlaceOptions, with_options

if TYPE_CHECKING:
    from ops.cli.place import Place
    from ops.store.origins import Wanted

TERMINATED = 128 + signal.SIGTERM


@with_options
def collect(
    place: PlaceOptions,
    logs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="LOG", help="Logs [default: those the settings name]", readable=False
        ),
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Store what there is, rotated files in order, and end")
    ] = False,
    kind: Annotated[
        str | None, typer.Option(metavar="NAME", help="The logs' format [default: asterisk]")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Which system it is [default: the log's name]"),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Store lines that another source has already")
    ] = False,
) -> None:
    """Store a phone system's logs, once or as they grow.

    Without --once the logs are followed, through rotation and restarts, until this is ended
    (Ctrl-C, or SIGTERM from a service manager). It may be killed at any moment: what is stored is
    whole, and what is not is read again.
    """
    from ops.cli.loading import load, wanted
    from ops.cli.place import place as placed

    where = placed(place)
    found = wanted(where, logs or [], source=source, kind=kind)
    if once:
        with _ended_by_sigterm(), where.writing():
            load(where, found, again=again)
        return
    with where.writing():
        _follow(where, found, again=again)


def _follow(where: Place, found: Sequence[Wanted], *, again: bool) -> None:
    """Collect until a signal comes; errors are told when they change, and tried again."""
    from ops.cli.loading import collector
    from ops.store.collector import COMMIT_S

    stop = threading.Event()
    with (
        _on_signals(stop.set, signal.SIGINT, signal.SIGTERM),
        collector(where, found, again=again) as writer,
    ):
        if where.settings.follow_ups.call_backs:
            threading.Thread(target=_call_back, args=(where, stop), daemon=True).start()
        logs = ", ".join(f"{each.source} ({each.place})" for each in found)
        say(f"collecting {logs} into {where.store}")
        told: frozenset[str] = frozenset()
        while not stop.is_set():
            writer.step()
            wrong = _wrong(where)
            for sentence in sorted(wrong - told):
                say(sentence)
            told = wrong
            stop.wait(COMMIT_S)
    say("ended; everything read is stored")


def _call_back(where: Place, stop: threading.Event) -> None:
    """Make call-backs of lost callers by the settings' rule until `stop`, from a reader's view."""
    from ops.warehouse.call_backs import EVERY_S, CallBackRule
    from ops.warehouse.warehouse import Warehouse

    rule, warehouse = CallBackRule(where.settings), Warehouse(where.store, where.settings)

    def refreshed() -> Warehouse:
        warehouse.refresh()
        return warehouse

    told: str | None = None
    try:
        while not stop.is_set():
            if rule.is_due():
                rule.apply(refreshed)
            if rule.error not in (None, told):
                say(str(rule.error), "nothing is lost by it: it is tried again")
            told = rule.error
            stop.wait(EVERY_S)
    finally:
        warehouse.close()


def _wrong(where: Place) -> frozenset[str]:
    """What the heartbeat says is wrong with the logs; the collector tells of the rest itself."""
    from ops.store import status

    beat = status.read(where.paths.status)
    if beat is None:
        return frozenset()
    return frozenset(
        f"{name}: {text}"
        for name, one in beat.sources.items()
        for text in (one.error, *one.warnings, *one.gaps)
        if text and text not in (beat.error or "")
    )


@contextlib.contextmanager
def _on_signals(end: Callable[[], None], *numbers: signal.Signals) -> Iterator[None]:
    """Call `end` when one of the signals comes, while the block runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: end()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """SIGTERM ends a load as Ctrl-C does: what is half written is taken away.

    The handler's exception may come up inside a library, which hands it on as an error of its own:
    whatever ends the block after the signal is that signal's doing.
    """
    asked = False

    def terminated() -> None:
        nonlocal asked
        asked = True
        raise SystemExit(TERMINATED)

    try:
        with _on_signals(terminated, signal.SIGTERM):
            yield
    except BaseException:
        if asked:
            raise SystemExit(TERMINATED) from None
        raise
