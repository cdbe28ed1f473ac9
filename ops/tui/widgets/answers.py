"""What has come of questions: a line of results, and the one that is seen as rows or as a chart."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive
from textual.timer import Timer

from ops.clock import monotonic
from ops.tui.scene import Scene
from ops.tui.sql.charting import kinds_of
from ops.tui.sql.result import Result, kept
from ops.tui.sql.results import Results
from ops.tui.widgets.grid import Grid
from ops.tui.widgets.resultchart import ResultChart
from ops.tui.widgets.resultline import ResultLine, Standing

_TICK_S = 0.1


class Answers(Vertical):
    """The results, of which one is seen: its rows that the filter lets through."""

    DEFAULT_CSS = """
    Answers {
        #rows, #chart { height: 1fr; }
        #chart { display: none; }
    }
    Answers.-chart {
        #rows { display: none; }
        #chart { display: block; }
    }
    """

    scene: reactive[Scene | None] = reactive(None, init=False, repaint=False)

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._results = Results()
        self._began: float | None = None
        self._ticking: Timer | None = None
        self._shown: tuple[Result | None, str] = (None, "")
        """The result whose rows are shown, and the filter they went through."""

    def compose(self) -> ComposeResult:
        yield ResultLine("standing").data_bind(Answers.scene)
        yield Grid("rows").data_bind(Answers.scene)
        yield ResultChart("chart").data_bind(Answers.scene)

    def watch_scene(self) -> None:
        """Once numbers are masked again, no result shows them; a filter may have been typed."""
        masked = self.scene is not None and not self.scene.revealed
        if (masked and self._results.hide()) or self._wanted != self._shown:
            self._show()

    @property
    def grid(self) -> Grid:
        """The rows."""
        return self.query_one(Grid)

    @property
    def seen(self) -> Result | None:
        """The result that is seen, with all its rows."""
        return self._results.seen

    @property
    def shown(self) -> Result | None:
        """The result that is seen, with the rows the filter lets through."""
        return self.grid.result

    @property
    def pane(self) -> Grid | ResultChart:
        """The rows, or the chart in their place."""
        return self._chart if self.is_chart else self.grid

    @property
    def is_chart(self) -> bool:
        """Whether a chart is seen."""
        return self.has_class("-chart")

    @property
    def is_focused(self) -> bool:
        """Whether one is among the rows, or in the chart."""
        return self.screen.focused in (self.grid, self._chart)

    @property
    def _chart(self) -> ResultChart:
        return self.query_one(ResultChart)

    @property
    def _wanted(self) -> tuple[Result | None, str]:
        return self.seen, self.scene.needle if self.scene else ""

    # ---- which result

    def add(self, result: Result) -> None:
        """See another result."""
        self._results.add(result)
        self._show()

    def turn(self, by: int) -> None:
        """Another of the results."""
        self._results.turn(by)
        self._show()

    def to_row(self, row: int) -> None:
        """Put the cursor on a row; -1 is the last one."""
        if self.shown is not None:
            self.grid.go_to(row % max(1, self.shown.frame.height))

    def _show(self) -> None:
        self._shown = seen, needle = self._wanted
        shown = kept(seen, needle) if seen else None
        self.grid.result = self._chart.result = shown
        if self.is_chart and (shown is None or not kinds_of(shown.frame)):
            self.show_chart("")
        self._show_standing()

    # ---- as a chart

    def next_chart(self) -> bool:
        """The next chart that makes sense, then the rows again; False where none does."""
        kinds = kinds_of(self.shown.frame) if self.shown else ()
        kind = self._chart.kind if self.is_chart else ""
        at = kinds.index(kind) + 1 if kind in kinds else 0
        if kinds:
            self.show_chart(kinds[at] if at < len(kinds) else "")
        return bool(kinds)

    def show_chart(self, kind: str) -> None:
        """Show a chart of the column under the cursor; "": the rows."""
        chart, within = self._chart, self.is_focused
        if kind and self.shown is not None and not self.is_chart:
            chart.column = self.shown.frame.columns[self.grid.column]
        self.set_class(bool(kind), "-chart")
        chart.kind = kind
        if within:
            self.call_after_refresh(lambda: self.screen.set_focus(self.pane))
        self._show_standing()

    # ---- while one waits

    @property
    def is_awaiting(self) -> bool:
        """Whether a question is on its way."""
        return self._began is not None

    def await_one(self) -> None:
        """A question is on its way: say for how long."""
        self._began = monotonic()
        self._ticking = self._ticking or self.set_interval(_TICK_S, self._show_standing)
        self._show_standing()

    def await_none(self) -> None:
        """Nothing is being answered any more."""
        self._began = None
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        if self.is_attached:
            self._show_standing()

    def _show_standing(self) -> None:
        results, at = self._results.all, self._results.at
        if self.shown is not None and results:
            results = (*results[:at], self.shown, *results[at + 1 :])
        self.query_one(ResultLine).standing = Standing(
            results, at,
            running_s=None if self._began is None else monotonic() - self._began,
            zone=self.scene.snapshot.zone if self.scene else "UTC",
            chart=self._chart.kind if self.is_chart else "",
        )  # fmt: skip
