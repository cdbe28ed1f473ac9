"""The SQL screen: questions of one's own, answered in the sandbox, as of the moment shown."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from ops.formats import safe
from ops.tui.actions import bindings
from ops.tui.localtime import local, zone_of
from ops.tui.messages import Chosen
from ops.tui.reader import reason_of
from ops.tui.screens.rowpage import RowScreen
from ops.tui.screens.sandboxed import SandboxScreen
from ops.tui.screens.sqlpages import history_page, query_page, save_page, ways_page
from ops.tui.sql import params as values
from ops.tui.sql.asking import Run
from ops.tui.sql.preparing import usual_line
from ops.tui.sql.statement import statement_at
from ops.tui.sql.taking import Taken, is_copied, take
from ops.tui.widgets.answers import Answers
from ops.tui.widgets.editor import Editor
from ops.tui.widgets.offers import OfferList
from ops.tui.widgets.resultline import Wrong
from ops.warehouse.binding import Value

if TYPE_CHECKING:
    from ops.warehouse.catalog import Query


class Took(Message):
    """A result was copied or written, or not."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        super().__init__()


class SqlScreen(SandboxScreen, inherit_bindings=False):
    """The screen."""

    NAME = "sql"
    HEADING = "SQL"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sql")
    AUTO_FOCUS = "#editor"
    FILTERS = "words of a row …"
    DEFAULT_CSS = """
    SqlScreen {
        Sentence { margin-bottom: 0; }
        #editor { height: 2fr; min-height: 4; margin-top: 1; }
        #params { display: none; border: none; height: 1; padding: 0 1; background: $surface; }
        #answers { height: 3fr; }
    }
    SqlScreen.-params #params { display: block; }
    SqlScreen.-short #editor { margin-top: 0; }
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(keys)
        self._opened = ""
        """The user's own query that was opened last: saving may replace it."""

    def body(self) -> ComposeResult:
        offers = OfferList("offers")
        yield Editor(offers, "editor")
        yield Input(placeholder="since=today queue=null", id="params")
        yield Wrong("wrong")
        yield Answers("answers").data_bind(SqlScreen.scene)
        yield offers

    @property
    def _zone(self) -> str:
        return self.scene.snapshot.zone if self.scene else "UTC"

    # ---- moving about

    def leave(self) -> bool:
        """Out of the filter's line, from the editor to the rows, stop, back from the chart."""
        if super().leave():
            return True
        if not self._answers.is_focused:
            self.focus_body()
        elif self.is_asking:
            self.action_stop()
        elif self._answers.is_chart:
            self._answers.show_chart("")
        else:
            return False
        return True

    def focus_body(self) -> None:
        self.set_focus(self._answers.pane)

    def action_edit(self) -> None:
        """Back to where SQL is written."""
        self.set_focus(self._editor)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "params":
            self.action_run()
        else:
            super().on_input_submitted(event)

    def action_turn(self, by: int) -> None:
        """Another of the results."""
        self._answers.turn(by)

    def action_end_of_rows(self, row: int) -> None:
        """The first or the last row."""
        self._answers.to_row(row)

    def action_chart(self) -> None:
        """The next chart that makes sense, then the rows again."""
        if not self._answers.next_chart():
            self.notify("no chart: that takes rows with a column of numbers", markup=False)

    def on_chosen(self, message: Chosen) -> None:
        """A row opens: every value whole."""
        columns = {c.name: c.says for all in self._editor.words.columns.values() for c in all}
        grid = self._answers.grid
        page = [(name, value, columns.get(name, "")) for name, value in grid.values(grid.at)]
        self.app.push_screen(RowScreen(message.item.name, page))

    # ---- queries and history

    def open_sql(self, sql: str, params: Mapping[str, Value] | str) -> None:
        """Put a statement into the editor, and what its parameters stand for."""
        self._editor.put(sql.strip().removeprefix("--\n"))
        line = params if isinstance(params, str) else values.shown(params, zone_of(self._zone))
        self._line.value = line
        self.set_class(bool(line), "-params")
        self.set_focus(self._editor)

    def action_open_query(self) -> None:
        """Pick a query, built-in or one's own."""
        from ops.warehouse.own import USER, all_queries, own_queries

        for error in own_queries()[1]:
            self.notify(safe(reason_of(error)), severity="warning", markup=False)

        def picked(query: Query) -> None:
            is_own = query.folder == USER
            self._opened = query.name if is_own else ""
            sql = query.path.read_text("utf-8") if is_own else query.sql
            self.open_sql(sql, usual_line(query.params))

        found = [query for query in all_queries() if query.folder != "model"]
        self.app.push_screen(query_page(found, picked))

    def action_history(self) -> None:
        """Pick what was asked before."""
        self.app.push_screen(history_page(
            self._history.asked, self._zone, lambda asked: self.open_sql(asked.sql, asked.params)
        ))  # fmt: skip

    def action_save_query(self) -> None:
        """Keep the statement as a query of one's own."""
        seen = self._answers.seen
        statement = statement_at(self._editor.text, self._editor.cursor_at)
        if statement is None or seen is None or seen.asked.sql != statement.text:
            self._say("run it once before it is saved: its columns have to be known")
            return

        def saved(name: str, path: Path) -> None:
            self._opened = name
            self.notify(safe(f"saved {path}: runs as `floorwatch query {name}`"), markup=False)
            self.ask_again()

        self.app.push_screen(save_page(seen, self._opened, saved))

    # ---- taking a result along

    def action_take_result(self) -> None:
        """Pick how to take the result along."""
        seen = self._answers.seen
        if seen is None:
            self.notify("there is no result yet", markup=False)
            return

        def picked(way: str) -> None:
            if seen.more and not is_copied(way):
                self.ask_for_all(seen, way)  # a file holds all rows
            else:
                self._take(way)

        self.app.push_screen(ways_page(picked))

    def came(self, run: Run) -> None:
        if run.way:
            self._take(run.way)

    def _take(self, way: str) -> None:
        """Copy the rows that are seen, or write all there are, in a thread."""
        result = self._answers.shown if is_copied(way) else self._answers.seen
        if result is None:
            return
        folder, at = Path.cwd(), local(self._at_s, self._zone)

        def work() -> None:
            self.post_message(Took(take(result, way, folder, at)))

        threading.Thread(target=work, daemon=True).start()

    def on_took(self, message: Took) -> None:
        taken = message.taken
        if taken.copied is not None:
            self.app.copy_to_clipboard(taken.copied)
        severity = "error" if taken.failed else "information"
        self.notify(safe(taken.words), severity=severity, markup=False)  # type: ignore[arg-type]
