"""`--as-of`, `--since` and `--until` as what the warehouse is asked with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ops import clock
from ops.cli.options import PeriodOptions
from ops.errors import StoreError, UsageError
from ops.periods import Period, instant, period

if TYPE_CHECKING:
    from ops.cli.place import Place
    from ops.settings import Settings
    from ops.warehouse.warehouse import Warehouse

LAST = "last"


def asked_s(as_of: str | None, warehouse: Warehouse) -> int | None:
    """The moment `--as-of` names, in epoch seconds; None for now.

    Only seconds that are over count, so "last" is the second after the last event.
    """
    if as_of is None:
        return None
    last = warehouse.last_event_s
    if as_of.strip().lower() == LAST:
        if last is None:
            raise StoreError(
                f"{warehouse.paths.root}: no event is stored, so there is no last one",
                "store a log first: floorwatch collect LOG",
            )
        return last + 1
    now = clock.now()
    asked = int(clock.epoch_s(instant(as_of, warehouse.settings.zone, now)))
    if asked > max(clock.epoch_s(now), (last or 0) + 1):
        raise UsageError(f"--as-of {as_of} lies in the future", "name a past moment, or none")
    return asked


def check_asked(as_of: str | None, where: Place) -> None:
    """Raise what `asked_s` would for a moment that can't be meant, before the store is opened."""
    if as_of is None or as_of.strip().lower() == LAST:
        return
    now = clock.now()
    if instant(as_of, where.settings.zone, now) <= now:
        return
    warehouse = where.warehouse()  # the log's clock may be ahead
    try:
        asked_s(as_of, warehouse)
    finally:
        warehouse.close()


def asked_period(options: PeriodOptions, settings: Settings, at_s: int | None) -> Period:
    """The period asked about; "today" is the day of the asked moment."""
    now = within(at_s) if at_s is not None else clock.now()
    return period(
        options.since, options.until, zone=settings.zone, now=now, week_start=settings.week_start
    )


def within(at_s: int) -> datetime:
    """An instant of the last second that counts: midnight belongs to the day before."""
    return clock.instant(at_s) - timedelta(milliseconds=1)


def spoken(at_s: int, settings: Settings) -> str:
    """An instant in the users' time zone: "2026-11-22 21:11:12 Europe/Berlin"."""
    local = clock.instant(at_s).astimezone(settings.zone)
    return f"{local:%Y-%m-%d %H:%M:%S} {settings.zone}"
