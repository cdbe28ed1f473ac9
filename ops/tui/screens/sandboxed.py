"""What a screen has that asks the sandbox: a desk, what is asked, what came, what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

from textual.message import Message
from textual.widgets import Input

from ops.errors import FloorwatchError, QueryError, UsageError
from ops.feed import Question
from ops.formats import safe
from ops.tui.going import GoingApp
from ops.tui.question import Inquiry
from ops.tui.reader import reason_of
from ops.tui.screens.appscreen import AppScreen
from ops.tui.sql.asking import AskWords, Run, Where
from ops.tui.sql.completion import Words
from ops.tui.sql.history import Asked, History
from ops.tui.sql.mistake import place_of, said
from ops.tui.sql.preparing import bound, prepared
from ops.tui.sql.result import LIMIT, Result
from ops.tui.sql.statement import statement_at
from ops.tui.widgets.answers import Answers
from ops.tui.widgets.editor import Editor
from ops.tui.widgets.resultline import Wrong


class Came(Message):
    """The sandbox has answered: with rows, or with the reason why there are none."""

    def __init__(self, run: Run, where: Where, outcome: Any) -> None:  # noqa: ANN401
        self.run = run
        self.where = where
        self.outcome = outcome
        super().__init__()


class SandboxScreen(AppScreen, inherit_bindings=False):
    """A screen with an `Editor`, a line `#params`, `Wrong` and `Answers`; leaving stops it."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        from ops.warehouse.sandbox.desk import Desk

        super().__init__(keys)
        self._desk = Desk()
        self._history = History(None)

    def on_mount(self) -> None:
        if isinstance(self.app, GoingApp) and self.app.chosen.is_kept:
            self._history = History.of_user()
        self.ask(AskWords(), "words")

    def told(self, inquiry: Inquiry) -> None:
        if isinstance(inquiry.told.answer, Words):
            self._editor.words = inquiry.told.answer

    def came(self, run: Run) -> None:
        """Called when the rows of a question are there."""

    @property
    def is_asking(self) -> bool:
        """Whether a question is on its way."""
        return self._answers.is_awaiting

    @property
    def _editor(self) -> Editor:
        return self.query_one(Editor)

    @property
    def _answers(self) -> Answers:
        return self.query_one(Answers)

    @property
    def _line(self) -> Input:
        return self.query_one("#params", Input)

    def _say(self, words: str) -> None:
        self.query_one(Wrong).say(words)

    # ---- coming and leaving

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self._desk.open()

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        if not self.is_seen:
            self._answers.await_none()
            threading.Thread(target=self._desk.close, daemon=True).start()

    def on_unmount(self) -> None:
        self._desk.close()

    # ---- asking

    def action_run(self) -> None:
        """Ask what the cursor is in."""
        try:
            run = prepared(self._editor.text, self._editor.cursor_at, self._line.value, LIMIT)
        except UsageError as error:
            self._say(reason_of(error))
            return
        if isinstance(run, Run):
            self._set_off(run)
            return
        self._say(run.says)
        if run.line is not None:
            self._line.value = run.line
            self.action_params()

    def action_params(self) -> None:
        """To the line of parameters."""
        self.add_class("-params")
        self.set_focus(self._line)

    def action_load_all(self) -> None:
        """Ask the question of the result that is seen for all its rows."""
        seen = self._answers.seen
        if seen is not None and seen.more:
            self.ask_for_all(seen)

    def ask_for_all(self, result: Result, way: str = "") -> None:
        """Ask a result's question for all rows, to be taken along in a way (`taking.WAYS`)."""
        statement = statement_at(result.asked.sql, 0)
        if statement is not None:
            self._set_off(Run(statement, result.asked.params, None, way))

    def action_stop(self) -> None:
        """Kill what is being answered."""
        self._desk.cancel()

    def _set_off(self, run: Run) -> None:
        self._say("")
        self._editor.mark(None)
        self._answers.await_one()
        self.do(run)

    def done(self, deed: Question[Any], answer: object, reason: str) -> None:
        """It is known where the question goes: go on to the sandbox."""
        if not isinstance(deed, Run) or not self.is_asking:
            return
        if not isinstance(answer, Where):
            self._given_up(reason)
            return
        try:
            params = bound(deed, answer, self._at_s)
        except FloorwatchError as error:
            self._given_up(reason_of(error))
            return
        sql, run = deed.statement.text, deed
        if run.limit is not None and not run.way:
            self._note(Asked(sql, run.params, int(self._at_s)))
        make = partial(answer.job, sql, params, run.limit)
        self._desk.ask(make, lambda outcome: self.post_message(Came(run, answer, outcome)))

    def _given_up(self, reason: str) -> None:
        self._answers.await_none()
        self._say(reason)

    def _note(self, asked: Asked) -> None:
        """Keep it in the history; that it can't be is said once."""
        before = self._history.complaint
        self._history.add(asked)
        if self._history.complaint and not before:
            words = f"the history can't be kept: {self._history.complaint}"
            self.notify(safe(words), severity="warning", markup=False)

    # ---- what comes of it

    def on_came(self, message: Came) -> None:
        run, where, outcome = message.run, message.where, message.outcome
        self._answers.await_none()
        if isinstance(outcome, QueryError):
            self._failed(run, outcome)
            return
        self._answers.add(Result(
            Asked(run.statement.text, run.params), outcome.frame, outcome.more, outcome.elapsed_s,
            where.asked_s, where.reveal,
        ))  # fmt: skip
        self.came(run)

    def _failed(self, run: Run, error: QueryError) -> None:
        """Say it, and where it is if the editor still has the statement there."""
        self._say(said(str(error), error.hint))
        sql, start = run.statement
        wrong = place_of(str(error), error.hint, sql)
        if wrong is not None and self._editor.text[start : run.statement.end] == sql:
            self._editor.mark((start + wrong[0], start + wrong[1]))
