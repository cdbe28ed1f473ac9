"""The stored lines: what could not be read, who and what the settings and the logs disagree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ops import clock
from ops.doctor.finding import Finding, note, ok, wrong
from ops.formats import counted
from ops.privacy import masked_but_times
from ops.settings import Settings
from ops.sources.events import POSITION_BITS
from ops.warehouse.warehouse import Warehouse

_SHOWN = 12
_AHEAD_S = 120

_REJECTS = """
SELECT source, reason, count(*), min(seq) FROM rejects WHERE generation > 0
GROUP BY source, reason
ORDER BY source, count(*) DESC, reason
"""
_ODD = """
SELECT reason, count(*), min(position) FROM rejects WHERE source = 'journal' AND generation = 0
GROUP BY reason ORDER BY min(position)
"""
_EVENTS = "SELECT source, count(*), min(s), max(s) FROM events GROUP BY source ORDER BY source"
_UNHEARD = """
SELECT DISTINCT agent FROM static_members WHERE agent NOT IN (
    SELECT agent FROM agent_states WHERE agent IS NOT NULL
    UNION SELECT agent FROM rings WHERE agent IS NOT NULL
    UNION SELECT agent FROM calls WHERE agent IS NOT NULL)
ORDER BY agent
"""
_KEPT = "SELECT count(*), count(*) FILTER (WHERE closed_s IS NULL) FROM follow_ups"
_QUEUES = "SELECT DISTINCT queue FROM calls WHERE queue IS NOT NULL ORDER BY queue"


def data(store: Path, settings: Settings) -> Iterator[Finding]:
    """What the stored lines tell. Raises StoreError where they can't be read."""
    if not store.is_dir():
        return
    warehouse = Warehouse(store, settings)
    try:
        warehouse.refresh()
        yield from _events(warehouse)
        yield from _rejects(warehouse)
        yield from _journal(warehouse)
        yield from _queues(warehouse)
        yield from _agents(warehouse)
    finally:
        warehouse.close()


def _rows(warehouse: Warehouse, sql: str) -> Sequence[tuple[object, ...]]:
    cursor = warehouse.cursor()
    try:
        return cursor.execute(sql).fetchall()
    finally:
        cursor.close()


def _events(warehouse: Warehouse) -> Iterator[Finding]:
    for source, number, first, last in _rows(warehouse, _EVENTS):
        first_s, last_s = int(str(first)), int(str(last))
        span = f"{_at(warehouse, first_s)} to {_at(warehouse, last_s)}"
        yield ok(f"source {source}", f"{counted(int(str(number)), 'event')}, {span}")
        if last_s > clock.now_s() + _AHEAD_S:
            yield wrong(
                f"source {source}",
                f"its last event, {_at(warehouse, last_s)}, lies in the future",
                "set the clock of the phone system, or of this machine",
            )


def _rejects(warehouse: Warehouse) -> Iterator[Finding]:
    for source, reason, number, seq in _rows(warehouse, _REJECTS):
        generation, line = divmod(int(str(seq)), 1 << POSITION_BITS)
        yield note(
            f"source {source}",
            f"{number:,} {'line' if number == 1 else 'lines'} could not be read: "
            f"{masked_but_times(str(reason), warehouse.settings.privacy.digits_shown)}; the "
            f"first is line {line:,} of the log that begins {_at(warehouse, generation)}",
            "floorwatch query rejects shows them all",
        )


def _journal(warehouse: Warehouse) -> Iterator[Finding]:
    """Follow-ups that are kept, and lines of the journal that don't count."""
    [(number, still)] = _rows(warehouse, _KEPT)
    if number:
        yield ok("follow-ups", f"{number:,} kept, {still:,} open")
    for reason, lines, first in _rows(warehouse, _ODD):
        yield note(
            "follow-ups",
            f"{warehouse.paths.follow_ups}:{first}: {reason} ({lines:,} such lines): kept, but "
            "not counted",
            "the other lines count; floorwatch query rejects shows what stands there",
        )


def _queues(warehouse: Warehouse) -> Iterator[Finding]:
    settings = warehouse.settings
    seen = [str(row[0]) for row in _rows(warehouse, _QUEUES)]
    known = {name.casefold() for name in settings.queue_names()}
    if without := [name for name in seen if name.casefold() not in known]:
        policy = settings.defaults.over(settings.queue(""))
        yield note(
            "queues",
            f"{_few(without)} in the logs but not in the settings: {policy.target:.0%} in "
            f"{policy.threshold_s:g} s is asked of them",
            "name them under [queues.NAME], or name the source's queues_conf",
        )
    there = {name.casefold() for name in seen}
    if unused := [n for n in settings.queue_names() if n.casefold() not in there]:
        yield note("queues", f"{_few(unused)} in the settings, but no call was ever in them")


def _agents(warehouse: Warehouse) -> Iterator[Finding]:
    if unheard := [str(row[0]) for row in _rows(warehouse, _UNHEARD)]:
        yield note(
            "agents",
            f"{_few(unheard)} in queues.conf, but nothing was ever heard of them: their state is "
            "unknown",
            "where the log knows them by another name, say so under [agents]",
        )


def _few(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    verb = " is" if len(names) == 1 else " are"
    return ", ".join(names[:_SHOWN]) + rest + verb


def _at(warehouse: Warehouse, s: int) -> str:
    return f"{clock.instant(s).astimezone(warehouse.settings.zone):%Y-%m-%d %H:%M:%S}"
