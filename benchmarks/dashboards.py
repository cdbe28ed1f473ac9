"""Two dashboards over the same snapshots, for `screen.py`: ours, and one of stock widgets.

`python -m benchmarks.dashboards ours|stock SNAPSHOTS OUT`: shows one snapshot after the other, each
until it is painted, and writes the CPU seconds of one refresh into OUT. The stock one shows less
(no signs, no sentence, no footer), and changes only cells that differ.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import DataTable, Digits, Sparkline

from ops.feed import Question
from ops.formats import duration, percent
from ops.snapshot import About, Explanation, Snapshot
from ops.tui.app import FloorApp
from ops.tui.messages import Pictured

T = TypeVar("T")
ROUNDS = 150
_REST_S = 0.04
"""Longer than a frame of Textual's, so that every refresh is painted."""


class Still:
    """A feed that has nothing but the first snapshot."""

    def __init__(self, shot: Snapshot) -> None:
        self.shot = shot

    def open(self) -> None: ...

    def snapshot(self, as_of_s: int | None = None) -> Snapshot:
        return self.shot

    def has_news(self) -> bool:
        return False

    def explain(self, about: About, as_of_s: int | None = None) -> Explanation:
        raise NotImplementedError

    def ask(self, question: Question[T], as_of_s: int | None = None) -> T:
        raise NotImplementedError

    def reveal(self, revealed: bool) -> None: ...

    def give_up(self) -> None: ...

    def close(self) -> None: ...


class Stock(App[None]):
    """The floor's figures in Textual's own widgets."""

    CSS = "Digits { width: 24; } Sparkline { width: 1fr; height: 2; } DataTable { height: 1fr; }"

    def __init__(self, shot: Snapshot) -> None:
        super().__init__()
        self.first = shot
        self.shown: dict[tuple[str, str, str], str] = {}

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Digits("0", id="waiting")
            yield Digits("0:00", id="longest")
            yield Digits("0 %", id="level")
        with Horizontal():
            for at in range(len(self.first.queues)):
                yield Sparkline([], id=f"day-{at}")
        for name in ("queues", "callers", "agents"):
            yield DataTable(id=name)

    def on_mount(self) -> None:
        columns = {
            "queues": ("queue", "wait", "longest", "level", "budget", "burn", "offered",
                       "answered", "abandoned", "asa"),
            "callers": ("queue", "caller", "waited"),
            "agents": ("agent", "state", "lasted", "queue"),
        }  # fmt: skip
        for table, names in columns.items():
            for name in names:
                self.query_one(f"#{table}", DataTable).add_column(name, key=name)

    def show(self, shot: Snapshot, at_s: float) -> None:
        """Bring every widget up to date."""
        waits = [int(at_s) - caller.offered_s for caller in shot.waiting]
        level = shot.queues[0].level
        self.query_one("#waiting", Digits).update(str(len(waits)))
        self.query_one("#longest", Digits).update(duration(max(waits, default=0)))
        self.query_one("#level", Digits).update(percent(level.numerator, level.denominator, 0))
        for at, queue in enumerate(shot.queues):
            self.query_one(f"#day-{at}", Sparkline).data = [value or 0.0 for value in queue.trend]
        self._fill("queues", ((q.queue, (
            q.queue, str(q.waiting), duration(q.oldest_s and at_s - q.oldest_s),
            percent(q.level.numerator, q.level.denominator), str(q.budget_left), str(q.burn),
            str(q.offered), str(q.answered), str(q.abandoned.numerator), duration(q.asa_s),
        )) for q in shot.queues))  # fmt: skip
        self._fill("callers", ((c.call_id, (c.queue, c.caller, duration(at_s - c.offered_s)))
                               for c in shot.waiting))  # fmt: skip
        self._fill("agents", ((a.agent, (
            a.agent, a.state, duration(a.since_s and at_s - a.since_s), a.queue or "",
        )) for a in shot.agents))  # fmt: skip

    def _fill(self, name: str, rows: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        table = self.query_one(f"#{name}", DataTable)
        columns = [str(key.value) for key in table.columns]
        wanted = dict(rows)
        for key in [str(key.value) for key in table.rows if key.value not in wanted]:
            table.remove_row(key)
        for row, cells in wanted.items():
            if row not in table.rows:
                table.add_row(*cells, key=row)
            for column, cell in zip(columns, cells, strict=True):
                if self.shown.get((name, row + column, "")) != cell:
                    self.shown[name, row + column, ""] = cell
                    table.update_cell(row, column, cell)


def main() -> None:
    """Run one of them and write what a refresh cost."""
    name, snapshots, out = sys.argv[1:]
    shots: list[Snapshot] = pickle.loads(Path(snapshots).read_bytes())
    shots = [replace(shot, as_of_s=None, taken_s=float(shot.as_of_s or 0)) for shot in shots]
    now = [shots[0].taken_s]
    app: FloorApp | Stock
    if name == "ours":
        app = FloorApp(Still(shots[0]), refresh_s=3600.0, now=lambda: now[0])
    else:
        app = Stock(shots[0])

    async def drive() -> None:
        await asyncio.sleep(1.0)
        before = 0.0
        for turn, shot in enumerate(islice(cycle(shots), ROUNDS + 20)):
            if turn == 20:  # caches are warm, layouts settled
                before = time.process_time()
            now[0] = shot.taken_s
            if isinstance(app, FloorApp):
                app.post_message(Pictured(shot, None))
            else:
                app.show(shot, shot.taken_s)
            await asyncio.sleep(_REST_S)
        spent = (time.process_time() - before) / ROUNDS
        unfinished = Path(out).with_suffix(".part")
        unfinished.write_text(str(spent), "ascii")
        unfinished.replace(out)

    async def with_app() -> None:
        task = asyncio.create_task(drive())
        await app.run_async()
        task.cancel()

    asyncio.run(with_app())


if __name__ == "__main__":
    main()
