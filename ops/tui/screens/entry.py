"""A few lines to type into, over the screen: what to say of something that is to be done.

Enter hands over what was typed and the page waits; it goes away when that is done, and where it
failed it says why and keeps every word. Esc leaves it.
"""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widgets import Input

from ops.formats import safe
from ops.tui.theme import looks
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Painted

_LABEL = 8


class Field(NamedTuple):
    """One line: its name, what an empty one says, and what it may be."""

    name: str
    placeholder: str = ""
    known: tuple[str, ...] = ()
    """What is offered while one types: → takes it."""
    value: str = ""


Typed = dict[str, str]


class Words(Painted):
    """Lines of plain words."""

    def __init__(self, id: str, words: str, kind: str) -> None:
        super().__init__(id)
        self._words, self._kind = words, kind

    def say(self, words: str, kind: str) -> None:
        """Say something else; `kind` is the style: bright, dim or bad."""
        self._words, self._kind = words, kind
        self.refresh(layout=True)
        self.call_after_refresh(self.repaint)

    def draw(self, size: Size) -> list[Strip]:
        style = looks(self.app.theme, raised=True)
        ink = {"bright": style.bright, "dim": style.dim, "bad": style.bad}[self._kind]
        lines = [Line(size.width, style.text).put(line, ink).strip() for line in self._lines(size)]
        blank = Line(size.width, style.text).strip()
        return [*lines[: size.height], *[blank] * (size.height - len(lines))]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self._lines(Size(width, 1))))

    def _lines(self, size: Size) -> list[str]:
        return wrap(safe(self._words), max(10, size.width))


class EntryScreen(ModalScreen[None], inherit_bindings=False):
    """The page. `write` is handed what was typed, by the names of the fields."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back"),
        Binding("tab,down", "app.focus_next", "Next line"),
        Binding("shift+tab,up", "app.focus_previous", "Line before"),
    ]
    DEFAULT_CSS = """
    EntryScreen {
        align: center middle; background: $background 60%;
        #entry { width: 90%; max-width: 76; height: auto; background: $surface; padding: 1 2; }
        Horizontal { height: 1; margin-bottom: 1; }
        Input {
            border: none; height: 1; padding: 0 1; width: 1fr; background: $background;
        }
        Input:focus { border: none; }
        Words { height: auto; width: 1fr; }
        #heading { margin-bottom: 1; }
        .label { width: 9; height: 1; }
    }
    """

    def __init__(
        self,
        heading: str,
        fields: Sequence[Field],
        hint: str,
        write: Callable[[Typed], object],
    ) -> None:
        super().__init__()
        self._heading = heading
        self._fields = fields
        self._hint = hint
        self._write = write
        self._is_writing = False

    def compose(self) -> ComposeResult:
        with Vertical(id="entry"):
            yield Words("heading", self._heading, "bright")
            for at, field in enumerate(self._fields):
                with Horizontal():
                    if len(self._fields) > 1:
                        label = Words(f"label-{at}", field.name, "dim")
                        yield label.add_class("label")
                    known = SuggestFromList(field.known, case_sensitive=False)
                    yield Input(field.value, field.placeholder, id=f"field-{at}", suggester=known)
            yield Words("said", self._hint, "dim")

    def on_input_submitted(self) -> None:
        """Hand over what was typed, once."""
        if not self._is_writing:
            self._is_writing = True
            self._say("writing …", "dim")
            self._write(self.typed)

    def on_input_changed(self) -> None:
        if not self._is_writing:
            self._say(self._hint, "dim")

    @property
    def typed(self) -> Typed:
        """What stands in the lines."""
        lines = (self.query_one(f"#field-{at}", Input) for at in range(len(self._fields)))
        return {f.name: line.value for f, line in zip(self._fields, lines, strict=True)}

    def failed(self, reason: str) -> None:
        """It was not done: say why, and let it be tried again."""
        self._is_writing = False
        self._say(reason, "bad")

    def action_leave(self) -> None:
        self.dismiss()

    def _say(self, words: str, kind: str) -> None:
        self.query_one("#said", Words).say(words, kind)
