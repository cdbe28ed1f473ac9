"""How long one waits on a screen: from the key to its numbers, over a big past.

The app runs without a terminal over a store, as of the busiest hour of its last day, its clock
standing. Each visit is a process of its own: cold is the first time one goes there, warm one comes
back a while later, when everything is asked again.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from benchmarks.floor import busy_hour
from benchmarks.measure import Bench, Finding, cpu_s, measured, say
from benchmarks.stores import past
from ops.feed import StoreFeed
from ops.settings import Settings
from ops.tui.app import FloorApp
from ops.tui.places import PLACES
from ops.tui.widgets.editor import Editor
from ops.warehouse.warehouse import Moment, Warehouse

BUDGET_S = 1.0
_SIZE = (120, 40)
_LATER_S = 120.0
"""So much later everything is due again."""
_PATIENCE_S = 120.0
_QUIET_S = 1.0
"""After so long with nothing on its way everything is there."""
_COUNTING = "SQL: counting all calls by queue"
"""A question of one's own, which may take what it takes."""
_SQL = "SELECT queue, count(*) AS calls, avg(wait_s) AS wait_s FROM calls GROUP BY queue"

Waits = dict[str, tuple[float, float, float]]
"""Seconds by the clock until the first numbers, until all, and of the processors, by what for."""


class Visitor:
    """Somebody at the screen who presses a key and waits."""

    def __init__(self, app: FloorApp, pilot: Pilot[None], clock: list[float]) -> None:
        self.app = app
        self._pilot = pilot
        self._clock = clock
        self.waits: Waits = {}

    async def press(self, *keys: str) -> tuple[float, float]:
        """Press keys and wait until everything asked for is there.

        Returns how long it took until the pane that has the focus had its numbers, and until all
        had theirs.
        """
        began = time.perf_counter()
        for key in keys:  # the pilot's own keys wait until no processor is busy, up to a second
            self.app.simulate_key(key)
            await self._pilot.pause(0.01)
        first, whole, lacking = 0.0, time.perf_counter() - began, False
        async with asyncio.timeout(_PATIENCE_S):
            while (took := time.perf_counter() - began) < whole + _QUIET_S:
                if self.app.reading or getattr(self.app.whole, "is_asking", False):
                    whole = took
                lacks = _lacks_numbers(self.app.focused)
                first = took if lacking and not lacks and not first else first
                lacking = lacking or lacks
                await asyncio.sleep(0.002)
        return first or whole, max(first, whole)

    async def types(self, text: str) -> None:
        """Type into the line that has the focus, or into the editor."""
        focused = self.app.focused
        if isinstance(focused, Input):
            focused.value = text
        elif isinstance(focused, Editor):
            focused.put(text)
        await self._pilot.pause()

    async def timed(self, what: str, *keys: str) -> None:
        """The same, keeping how long it took."""
        cpu = cpu_s()
        self.waits[what] = (*await self.press(*keys), cpu_s() - cpu)

    async def later(self) -> None:
        """Let time go by, on the floor."""
        await self.press("1")
        self._clock[0] += _LATER_S
        self.app.ask()
        await self.press()


def _lacks_numbers(pane: object) -> bool:
    told = getattr(pane, "told", None)
    return told is not None and (told.busy or told.answer is None)


def run(bench: Bench) -> list[Finding]:
    """Each visit so many times in turn, and the medians."""
    store = past(bench.log())
    at_s, number = measured(_known, str(store)).value
    visits: list[tuple[Callable[..., Waits], tuple[str, ...]]] = [
        *((_screen, (place.digit, place.title)) for place in PLACES[1:]),
        (_finds, (number,)),
        (_stories, (number,)),
        (_sql, ()),
    ]
    seen: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(bench.rounds):
        for visit, args in visits:
            for what, cost in measured(visit, str(store), at_s, *args).value.items():
                say(f"  {what}: {cost[0]:.2f} s, all {cost[1]:.2f} s, {cost[2]:.2f} s CPU")
                seen.setdefault(what, []).append(cost)
    behind = f"{bench.lines:,} lines of past"
    return [_finding(f"{what}, {behind}", costs) for what, costs in seen.items()]


def _finding(what: str, costs: list[tuple[float, float, float]]) -> Finding:
    first, all_, cpu = (statistics.median(each) for each in zip(*costs, strict=True))
    told = f"{first:.2f} s, all {all_:.2f} s, {cpu:.2f} s CPU"
    if what.startswith(_COUNTING):
        return Finding(what, told, None)
    return Finding(f"{what}: first numbers ≤ {BUDGET_S:g} s", told, first <= BUDGET_S)


def _known(store: str) -> tuple[int, str]:
    """The moment to be at, and the number of somebody who phoned long ago, and often."""
    warehouse = Warehouse(Path(store), Settings(time_zone="UTC"))
    warehouse.refresh()
    at_s = busy_hour(warehouse)
    cursor = warehouse.cursor(Moment(at_s))
    try:
        found = cursor.execute(
            "SELECT caller FROM calls WHERE customer IS NOT NULL AND outcome = 'answered' "
            "ORDER BY s, seq LIMIT 1"
        ).fetchone()
    finally:
        cursor.close()
        warehouse.close()
    return at_s, str(found[0]) if found else ""


def _visit(store: str, at_s: int, go: Callable[[Visitor], Awaitable[None]]) -> Waits:
    async def visit() -> Waits:
        clock = [float(at_s)]
        feed = StoreFeed(Path(store), Settings(time_zone="UTC"), play=lambda: clock[0])
        app = FloorApp(feed, refresh_s=3600, now=lambda: clock[0])
        async with app.run_test(size=_SIZE) as pilot:
            visitor = Visitor(app, pilot, clock)
            await visitor.press()
            await go(visitor)
            return visitor.waits

    return asyncio.run(visit())


def _screen(store: str, at_s: int, digit: str, title: str) -> Waits:
    async def go(visitor: Visitor) -> None:
        await visitor.timed(f"{title}, cold", digit)
        await visitor.later()
        await visitor.timed(f"{title}, warm", digit)

    return _visit(store, at_s, go)


def _finds(store: str, at_s: int, number: str) -> Waits:
    """On Calls: somebody's number, an agent, a wait nobody ever had, which takes all there is."""
    texts: Mapping[str, str] = {"a number": number, "an agent": "agent:a", "a long wait": "wait>3h"}

    async def go(visitor: Visitor) -> None:
        await visitor.press("4")
        for what, text in texts.items():
            await visitor.press("slash")
            await visitor.types(text)
            await visitor.timed(f"Calls: finding {what}", "enter")

    return _visit(store, at_s, go)


def _stories(store: str, at_s: int, number: str) -> Waits:
    """On Calls: that customer's newest call with its events and their story, and an older one."""

    async def go(visitor: Visitor) -> None:
        await visitor.press("4", "slash")
        await visitor.types(number)
        await visitor.press("enter")
        await visitor.timed("a call, its events and its customer's story", "enter")
        await visitor.press("tab", "tab", "down")
        await visitor.timed("from there another call of the customer", "enter")

    return _visit(store, at_s, go)


def _sql(store: str, at_s: int) -> Waits:
    async def go(visitor: Visitor) -> None:
        await visitor.press("7")
        await visitor.types(_SQL)
        await visitor.timed(_COUNTING, "f5")

    return _visit(store, at_s, go)
