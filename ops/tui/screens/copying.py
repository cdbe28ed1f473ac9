"""What to copy: a figure of the row the cursor is on, the row, the whole screen."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.app import App
from textual.strip import Strip

from ops.formats import safe
from ops.tui.screens.paper import Page, Paper
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line

_LETTERS = "abcdefgijklmnoprstuvwxz"  # not h, q, y, which have a meaning of their own here
_NAME = 22


class Copyable(NamedTuple):
    """Something to copy: what it is called, and the text."""

    name: str
    text: str


class CopyScreen(Paper):
    """A list of what can be copied, each by its letter or a click."""

    def __init__(self, about: str, choices: Sequence[Copyable]) -> None:
        super().__init__()
        self._about = about
        self._choices = dict(zip(_LETTERS, choices, strict=False))

    def lines(self, width: int, style: Looks) -> list[Strip]:
        made = [Line(width, style.bright).put("Copy").gap(2).put(self._about, style.text).strip()]
        made.append(Line(width, style.text).strip())
        for letter, choice in self._choices.items():
            line = (
                Line(width, style.text).put(letter, style.key).gap(2).put(choice.name, None, _NAME)
            )
            made.append(line.gap(1).put(choice.text, style.dim, line.left).strip())
        return made

    def on_key(self, event: events.Key) -> None:
        choice = self._choices.get(event.character or "")
        if choice is not None:
            event.stop()
            self._copy(choice)

    def clicked(self, event: events.Click) -> None:
        page = self.query_one(Page).region
        at = event.screen_y - page.y - 2
        choices = list(self._choices.values())
        if page.contains(event.screen_x, event.screen_y) and 0 <= at < len(choices):
            self._copy(choices[at])
        else:
            self.dismiss()

    def _copy(self, choice: Copyable) -> None:
        self.dismiss()
        put_on_clipboard(self.app, choice)


def put_on_clipboard(app: App[object], choice: Copyable) -> None:
    """Put a text on the terminal's clipboard (OSC 52), and say what was put there."""
    app.copy_to_clipboard(choice.text)
    first, *more = choice.text.splitlines() or [""]
    what = f"{len(more) + 1} lines" if more else safe(first, 60)
    app.notify(f"copied {choice.name}: {what}", markup=False, timeout=3)
