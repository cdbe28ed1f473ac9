"""Where SQL is typed: a text area in our colours, with a list of what could be meant.

What it holds is text: characters that could move a terminal's cursor never get in.
"""

import dataclasses
import unicodedata
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, TextAreaTheme

from ops.tui.sql.completion import Offers, Words, offers
from ops.tui.theme import NAMES, looks
from ops.tui.widgets.offers import OfferList

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HIDDEN = "·"
_LEAST = 2
"""Letters of a word after which the list opens by itself."""
_ELSEWHERE = ("f6", "f7")
"""Keys of the text area that mean something else here."""


def harmless(text: str) -> str:
    """The text without characters that show nothing or move the cursor; lines stay lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(
        c if c == "\n" or (c.isascii() and c.isprintable()) else
        _HIDDEN if unicodedata.category(c) in _HARMFUL else c
        for c in lines
    )  # fmt: skip


def themes() -> list[TextAreaTheme]:
    """Our themes, for a text area: keywords stand out, comments do not."""
    made = []
    for name in NAMES:
        style = looks(name)
        made.append(TextAreaTheme(
            name=f"floor-{name}", base_style=style.text, gutter_style=style.dim,
            cursor_style=Style(reverse=True), cursor_line_style=style.text,
            cursor_line_gutter_style=style.dim, bracket_matching_style=Style(underline=True),
            selection_style=style.focus,
            syntax_styles={
                "keyword": style.key, "keyword.operator": style.key, "conditional": style.key,
                "string": style.good, "number": style.good, "float": style.good,
                "boolean": style.good, "comment": style.dim, "function": style.bright,
                "function.call": style.bright, "type": style.text, "type.builtin": style.text,
            },
        ))  # fmt: skip
    return made


class Editor(TextArea, inherit_bindings=False):
    """The SQL being written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        one for one in TextArea.BINDINGS
        if isinstance(one, Binding) and one.key not in _ELSEWHERE
    ]  # fmt: skip
    DEFAULT_CSS = """
    Editor {
        border: none; padding: 0; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-color: $border; scrollbar-color-hover: $border;
        scrollbar-corner-color: $background;
    }
    """

    class Edited(Message):
        """The text is another than before."""

    def __init__(self, offers: OfferList, id: str) -> None:
        super().__init__(
            id=id, language="sql", soft_wrap=False, tab_behavior="focus", show_line_numbers=True,
            compact=True, highlight_cursor_line=False,
            placeholder="SELECT … ;  Tab completes, F5 runs, F3 opens a query",
        )  # fmt: skip
        self.words = Words()
        self._offers = offers
        self._wrong: tuple[int, int] | None = None
        """Offsets of what the last error is about."""
        self._typed = False
        self._offered_at = (0, 0)
        """Where the cursor was when the list opened: anywhere else it means nothing."""
        for theme in themes():
            self.register_theme(theme)

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._follow_theme)

    def _follow_theme(self) -> None:
        name = self.app.theme if self.app.theme in NAMES else NAMES[0]
        self.theme = f"floor-{name}"

    # ---- the text

    @property
    def cursor_at(self) -> int:
        """Characters before the cursor."""
        return self._offset_of(self.cursor_location)

    def _offset_of(self, place: tuple[int, int]) -> int:
        row, column = place
        lines = self.document.lines
        return sum(len(line) + 1 for line in lines[:row]) + column

    def place_of(self, offset: int) -> tuple[int, int]:
        """Line and column, from 0, of a character."""
        before = self.text[:offset]
        return before.count("\n"), len(before) - before.rfind("\n") - 1

    def put(self, text: str) -> None:
        """Another text in the place of this one; undo brings it back."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor((0, 0))
        self._offers.hide()

    def load_text(self, text: str) -> None:
        super().load_text(harmless(text))

    def edit(self, edit: Edit) -> EditResult:
        clean = harmless(edit.text)
        return super().edit(edit if clean == edit.text else dataclasses.replace(edit, text=clean))

    def mark(self, wrong: tuple[int, int] | None) -> None:
        """Point at what an error is about, and put the cursor there; None: nothing is wrong."""
        self._wrong = wrong
        self._line_cache.clear()
        if wrong is not None:
            self.move_cursor(self.place_of(wrong[0]))
        self.refresh()

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if self._wrong is not None:
            start = self._wrong[0] - self._offset_of((line_index, 0))
            end = self._wrong[1] - self._offset_of((line_index, 0))
            if end > 0 and start < len(line):
                line.stylize(Style(underline=True) + looks(self.app.theme).bad, max(0, start), end)
        return line

    def on_text_area_changed(self) -> None:
        """What was marked is not what it was; what is typed may be completed."""
        if self._wrong is not None:
            self.mark(None)
        self.post_message(self.Edited())
        if self._typed:
            self._typed = False
            self._offer(self._word_length())
        else:
            self._offers.hide()

    # ---- completion

    @property
    def _found(self) -> Offers:
        return offers(self.text, self.cursor_at, self.words)

    def _word_length(self) -> int:
        """Letters before the cursor that are one word; many right behind a dot."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        word = len(before) - len(before.rstrip("_" + "".join(c for c in before if c.isalnum())))
        return _LEAST if before[: column - word].endswith(".") else word

    def _offer(self, letters: int) -> None:
        found = self._found if letters >= _LEAST else None
        if found is None or not found.found:
            self._offers.hide()
        else:
            self._offered_at = self.cursor_location
            self._offers.show(found, self.cursor_screen_offset)

    def complete(self) -> None:
        """Show what could stand at the cursor; where only one thing could, write it."""
        found = self._found
        if len(found.found) == 1 and found.end > found.start:
            self._take(found, 0)
        else:
            self._offer(_LEAST)

    def _take(self, found: Offers, at: int) -> None:
        offer = found.found[at]
        start, end = self.place_of(found.start), self.place_of(found.end)
        self._offers.hide()
        result = self.replace(offer.text, start, end)
        self.move_cursor(result.end_location)

    def on_text_area_selection_changed(self) -> None:
        """The list belongs to the place where it was opened."""
        if self.cursor_location != self._offered_at:
            self._offers.hide()

    async def _on_key(self, event: events.Key) -> None:
        here = self.cursor_location == self._offered_at
        if here and self._offers.has_class("-open") and self._key_of_list(event.key):
            event.stop()
            event.prevent_default()
        elif event.key in ("tab", "ctrl+@", "ctrl+space"):
            event.stop()
            event.prevent_default()
            if event.key == "tab" and not self._word_length():
                self.insert("  ")
            else:
                self.complete()
        else:
            self._typed = event.is_printable or event.key == "backspace"
            await super()._on_key(event)

    def _key_of_list(self, key: str) -> bool:
        """Whether the open list has something to do with a key; then it is done."""
        if key in ("up", "down"):
            self._offers.move(1 if key == "down" else -1)
        elif key == "escape":
            self._offers.hide()
        elif key == "tab" or (key == "enter" and self._offers.is_chosen):
            self._take(self._offers.offers, self._offers.at)
        else:
            return False
        return True

    def on_blur(self) -> None:
        self._offers.hide()
