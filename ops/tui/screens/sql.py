"""The SQL screen: questions of one's own, answered in the sandbox, as of the moment shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from ops.clock import monotonic
from ops.errors import FloorwatchError, QueryError, UsageError
from ops.feed import Question
from ops.formats import safe
from ops.tui.actions import bindings
from ops.tui.going import GoingApp
from ops.tui.localtime import local, zone_of
from ops.tui.messages import Chosen
from ops.tui.question import Inquiry
from ops.tui.reader import reason_of
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.picking import NameScreen, Pick, PickScreen
from ops.tui.screens.rowpage import RowScreen
from ops.tui.sql import params as values
from ops.tui.sql.asking import AskWords, Run, Where
from ops.tui.sql.charting import kinds_of
from ops.tui.sql.completion import Words
from ops.tui.sql.history import Asked, History
from ops.tui.sql.mistake import place_of, said
from ops.tui.sql.result import LIMIT, Result
from ops.tui.sql.results import Results
from ops.tui.sql.statement import params_of, statement_at
from ops.tui.sql.taking import WAYS, Taken, take
from ops.tui.widgets.editor import Editor
from ops.tui.widgets.grid import Grid
from ops.tui.widgets.offers import OfferList
from ops.tui.widgets.resultchart import ResultChart
from ops.tui.widgets.resultline import ResultLine, Standing, Wrong

_TICK_S = 0.1
_GIVEN = ("as_of", "heard_s")
"""What the store itself says of the moment, where the line does not."""


class Came(Message):
    """The sandbox has answered: with rows, or with the reason why there are none."""

    def __init__(self, run: Run, where: Where, outcome: Any) -> None:  # noqa: ANN401
        self.run = run
        self.where = where
        self.outcome = outcome
        super().__init__()


class Took(Message):
    """A result was copied or written, or not."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        super().__init__()


class SqlScreen(AppScreen, inherit_bindings=False):
    """The screen. Nothing of it runs while it is not seen: leaving it stops what is asked."""

    NAME = "sql"
    HEADING = "SQL"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sql")
    AUTO_FOCUS = "#editor"
    DEFAULT_CSS = """
    SqlScreen {
        Sentence { margin-bottom: 0; }
        #editor { height: 2fr; min-height: 4; margin-top: 1; }
        #params { display: none; border: none; height: 1; padding: 0 1; background: $surface; }
        #rows, #chart { height: 3fr; }
        #chart { display: none; }
    }
    SqlScreen.-params #params { display: block; }
    SqlScreen.-chart {
        #rows { display: none; }
        #chart { display: block; }
    }
    SqlScreen.-short #editor { margin-top: 0; }
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        from ops.warehouse.sandbox.desk import Desk

        super().__init__(keys)
        self._desk = Desk()
        self._history = History(None)
        self._results = Results()
        self._began: float | None = None
        self._ticking: Timer | None = None
        self._opened = ""
        """The user's own query that was opened last: saving may replace it."""

    def body(self) -> ComposeResult:
        cls = SqlScreen
        offers = OfferList("offers")
        yield Editor(offers, "editor")
        yield Input(placeholder="since=today queue=null", id="params")
        yield Wrong("wrong")
        yield ResultLine("standing").data_bind(cls.scene)
        yield Grid("rows").data_bind(cls.scene)
        yield ResultChart("chart").data_bind(cls.scene)
        yield offers

    def on_mount(self) -> None:
        if isinstance(self.app, GoingApp) and self.app.chosen.is_kept:
            self._history = History.of_user()
        self.ask(AskWords(), "words")

    def watch_scene(self) -> None:
        """Once numbers are masked again, no result shows them."""
        super().watch_scene()
        if self.scene is not None and not self.scene.revealed and self._results.hide():
            self._show_result()

    def told(self, inquiry: Inquiry) -> None:
        if isinstance(inquiry.told.answer, Words):
            self._editor.words = inquiry.told.answer

    # ---- coming and leaving

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self._desk.open()

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        if not self.is_seen:
            self._ran()
            threading.Thread(target=self._desk.close, daemon=True).start()

    def on_unmount(self) -> None:
        self._desk.close()

    def leave(self) -> bool:
        """Out of the filter's line, from the editor to the rows, stop, back from the chart."""
        if super().leave():
            return True
        if self.focused is not self._panes and not isinstance(self.focused, (Grid, ResultChart)):
            self.set_focus(self._panes)
            return True
        if self._began is not None:
            self.action_stop()
            return True
        if self.has_class("-chart"):
            self._show_chart("")
            return True
        return False

    @property
    def _editor(self) -> Editor:
        return self.query_one(Editor)

    @property
    def _grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def _panes(self) -> Grid | ResultChart:
        """The rows, or the chart in their place."""
        return self.query_one(ResultChart) if self.has_class("-chart") else self._grid

    @property
    def _line(self) -> Input:
        return self.query_one("#params", Input)

    def action_edit(self) -> None:
        """Back to where SQL is written."""
        self.set_focus(self._editor)

    def action_params(self) -> None:
        """To the line of parameters."""
        self.add_class("-params")
        self.set_focus(self._line)

    # ---- asking

    def open_sql(self, sql: str, params: Mapping[str, values.Value] | str) -> None:
        """Put a statement into the editor, and what its parameters stand for."""
        self._editor.put(sql.strip().removeprefix("--\n"))
        zone = zone_of(self.scene.snapshot.zone if self.scene else "UTC")
        self._line.value = params if isinstance(params, str) else values.shown(params, zone)
        self.set_class(bool(self._line.value), "-params")
        self.set_focus(self._editor)

    def action_run(self) -> None:
        """Ask what the cursor is in."""
        self._ask(LIMIT)

    def action_load_all(self) -> None:
        """Ask the question of the result that is seen for all its rows."""
        seen = self._results.seen
        if seen is not None and seen.more:
            self._again(seen)

    def _again(self, result: Result, way: str = "") -> None:
        statement = statement_at(result.asked.sql, 0)
        if statement is not None:
            self._set_off(Run(statement, result.asked.params, None, way))

    def _ask(self, limit: int | None) -> None:
        statement = statement_at(self._editor.text, self._editor.cursor_at)
        if statement is None:
            self._say("there is no statement: write one SELECT")
            return
        wanted = params_of(statement.text)
        line = self._line.value if wanted else ""
        try:
            given = values.words(line)
        except UsageError as error:
            self._say(reason_of(error))
            return
        if absent := [n for n in wanted if n not in given and n not in _GIVEN]:
            self._line.value = " ".join([line.strip(), *(f"{n}=null" for n in absent)]).strip()
            self._say(f"say what ${', $'.join(absent)} stands for, then run it")
            self.action_params()
            return
        self._set_off(Run(statement, line, limit))

    def _set_off(self, run: Run) -> None:
        self._say("")
        self._editor.mark(None)
        self._began = monotonic()
        self._ticking = self._ticking or self.set_interval(_TICK_S, self._show_standing)
        self._show_standing()
        self.do(run)

    def done(self, deed: Question[Any], answer: object, reason: str) -> None:
        """It is known where the question goes: go on to the sandbox."""
        if not isinstance(deed, Run) or self._began is None:
            return
        if not isinstance(answer, Where):
            self._ran()
            self._say(reason)
            return
        run, at_s = deed, self._at_s
        try:
            given = values.parsed(run.params, answer.zone, answer.asked_s or at_s)
        except FloorwatchError as error:
            self._ran()
            self._say(reason_of(error))
            return
        given = {**answer.given, **given}
        bound = {name: given.get(name) for name in params_of(run.statement.text)}
        if run.limit is not None and not run.way:
            self._note(Asked(run.statement.text, run.params, int(at_s)))
        make = partial(answer.job, run.statement.text, bound, run.limit)
        self._desk.ask(make, lambda outcome: self.post_message(Came(run, answer, outcome)))

    def _note(self, asked: Asked) -> None:
        """Keep it in the history; that it can't be is said once."""
        before = self._history.complaint
        self._history.add(asked)
        if self._history.complaint and not before:
            words = f"the history can't be kept: {self._history.complaint}"
            self.notify(safe(words), severity="warning", markup=False)

    @property
    def is_asking(self) -> bool:
        """Whether a question is on its way."""
        return self._began is not None

    def action_stop(self) -> None:
        """Kill what is being answered."""
        self._desk.cancel()

    def on_came(self, message: Came) -> None:
        run, outcome = message.run, message.outcome
        self._ran()
        if isinstance(outcome, QueryError):
            self._failed(run, outcome)
            return
        asked = Asked(run.statement.text, run.params)
        where = message.where
        self._results.add(Result(
            asked, outcome.frame, outcome.more, outcome.elapsed_s, where.asked_s, where.reveal
        ))  # fmt: skip
        self._show_result()
        if run.way:
            self._take(run.way)

    def _failed(self, run: Run, error: QueryError) -> None:
        """Say it, and where it is if the editor still has the statement there."""
        self._say(said(str(error), error.hint))
        sql, start = run.statement
        wrong = place_of(str(error), error.hint, sql)
        if wrong is not None and self._editor.text[start : run.statement.end] == sql:
            self._editor.mark((start + wrong[0], start + wrong[1]))

    def _ran(self) -> None:
        """Nothing is being answered any more."""
        self._began = None
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        if self.is_attached:
            self._show_standing()

    def _say(self, words: str) -> None:
        self.query_one(Wrong).say(words)

    # ---- results

    def _show_standing(self) -> None:
        running = None if self._began is None else monotonic() - self._began
        zone = self.scene.snapshot.zone if self.scene else "UTC"
        chart = self.query_one(ResultChart).kind if self.has_class("-chart") else ""
        self.query_one(ResultLine).standing = Standing(
            self._results.all, self._results.at, running, zone, chart=chart
        )

    def _show_result(self) -> None:
        seen = self._results.seen
        self._grid.result = self.query_one(ResultChart).result = seen
        if self.has_class("-chart") and (seen is None or not kinds_of(seen.frame)):
            self._show_chart("")
        self._show_standing()

    def action_turn(self, by: int) -> None:
        """Another of the results."""
        self._results.turn(by)
        self._show_result()

    def action_end_of_rows(self, row: int) -> None:
        """The first or the last row."""
        seen = self._results.seen
        if seen is not None:
            self._grid.go_to(row % max(1, seen.frame.height))

    def on_chosen(self, message: Chosen) -> None:
        """A row opens: every value whole."""
        columns = {c.name: c.says for all in self._editor.words.columns.values() for c in all}
        shown = self._grid.values(self._grid.at)
        page = [(name, value, columns.get(name, "")) for name, value in shown]
        self.app.push_screen(RowScreen(message.item.name, page))

    def action_chart(self) -> None:
        """The next chart that makes sense, then the rows again."""
        seen = self._results.seen
        kinds = kinds_of(seen.frame) if seen else ()
        if not kinds:
            self.notify("no chart: that takes rows with a column of numbers", markup=False)
            return
        chart = self.query_one(ResultChart)
        shown = chart.kind if self.has_class("-chart") else ""
        at = kinds.index(shown) + 1 if shown in kinds else 0
        self._show_chart(kinds[at] if at < len(kinds) else "")

    def _show_chart(self, kind: str) -> None:
        chart, seen = self.query_one(ResultChart), self._results.seen
        if kind and seen is not None and not self.has_class("-chart"):
            chart.column = seen.frame.columns[self._grid.column]
        within = isinstance(self.focused, (Grid, ResultChart))
        self.set_class(bool(kind), "-chart")
        chart.kind = kind
        if within:
            self.call_after_refresh(lambda: self.set_focus(self._panes))
        self._show_standing()

    # ---- queries, history, taking along

    def action_open_query(self) -> None:
        """Pick a query, built-in or one's own."""
        from ops.warehouse.own import USER, all_queries, own_queries

        found = [query for query in all_queries() if query.folder != "model"]
        for error in own_queries()[1]:
            self.notify(safe(reason_of(error)), severity="warning", markup=False)

        def open(at: int) -> None:
            query = found[at]
            self._opened = query.name if query.folder == USER else ""
            words = {"since": "today", "until": "today"}
            wanted = [name for name in query.params if name not in _GIVEN]
            line = " ".join(f"{name}={words.get(name, 'null')}" for name in wanted)
            sql = query.path.read_text("utf-8") if query.folder == USER else query.sql
            self.open_sql(sql, line)

        picks = [Pick(query.name, query.says, at) for at, query in enumerate(found)]
        self.app.push_screen(PickScreen("a query, or words of what it says", picks, open))

    def action_history(self) -> None:
        """Pick what was asked before."""
        asked = self._history.asked
        zone = self.scene.snapshot.zone if self.scene else "UTC"
        picks = [
            Pick(f"{local(one.at_s, zone):%Y-%m-%d %H:%M}", " ".join(one.sql.split()), at)
            for at, one in enumerate(asked)
        ]

        def open(at: int) -> None:
            self.open_sql(asked[at].sql, asked[at].params)

        self.app.push_screen(PickScreen("words of what was asked", picks, open))

    def action_take_result(self) -> None:
        """Pick how to take the result along."""
        seen = self._results.seen
        if seen is None:
            self.notify("there is no result yet", markup=False)
            return
        ways = list(WAYS)
        picks = [Pick(*WAYS[way], at) for at, way in enumerate(ways)]

        def picked(at: int) -> None:
            if seen.more and not ways[at].startswith("copy-"):
                self._again(seen, ways[at])  # a file holds all rows
            else:
                self._take(ways[at])

        self.app.push_screen(PickScreen("how", picks, picked))

    def _take(self, way: str) -> None:
        seen = self._results.seen
        if seen is None:
            return
        zone = self.scene.snapshot.zone if self.scene else "UTC"
        at = local(self._at_s, zone)
        self._beside(lambda: Took(take(seen, way, Path.cwd(), at)))

    def _beside(self, work: Callable[[], Message]) -> None:
        """Do something slow in a thread, and be told."""
        threading.Thread(target=lambda: self.post_message(work()), daemon=True).start()

    def on_took(self, message: Took) -> None:
        taken = message.taken
        if taken.copied is not None:
            self.app.copy_to_clipboard(taken.copied)
        severity = "error" if taken.failed else "information"
        self.notify(safe(taken.words), severity=severity, markup=False)  # type: ignore[arg-type]

    def action_save_query(self) -> None:
        """Keep the statement as a query of one's own."""
        seen = self._results.seen
        statement = statement_at(self._editor.text, self._editor.cursor_at)
        if statement is None or seen is None or seen.asked.sql != statement.text:
            self._say("run it once before it is saved: its columns have to be known")
            return
        columns, params = seen.frame.columns, params_of(statement.text)

        def given(typed: str) -> str:
            from ops.warehouse.own import save, with_header

            name, _, says = typed.partition(":")
            name = name.strip()
            text = with_header(name, says.strip(), statement.text, params, columns)
            try:
                path = save(text, name, replace=name == self._opened)
            except FloorwatchError as error:
                return reason_of(error)
            self._opened = name
            self.notify(safe(f"saved {path}: runs as `floorwatch query {name}`"), markup=False)
            self.ask_again()
            return ""

        asks = "its name, a colon, what it says: late_calls: calls answered late"
        hint = "lower-case letters, digits and _ ; Enter saves, Esc does not"
        self.app.push_screen(NameScreen(asks, hint, self._opened, given))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "params":
            self.action_run()
        else:
            super().on_input_submitted(event)
