"""Pages one types into: a list to pick from, a name to give."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from ops.formats import safe
from ops.tui.theme import Looks, looks
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Painted

_NAME = 32


class Pick(NamedTuple):
    """Something to pick: what is said of it, and what it is."""

    name: str
    says: str
    key: int


class Lines(Painted):
    """The lines of a page that is typed into."""

    DEFAULT_CSS = "Lines { height: 1fr; width: 1fr; }"

    def draw(self, size: Size) -> list[Strip]:
        style = looks(self.app.theme, raised=True)
        page = self.screen
        assert isinstance(page, TypedPage)
        lines = page.lines(size, style)[: size.height]
        return [*lines, *[Line(size.width, style.text).strip()] * (size.height - len(lines))]


class TypedPage(ModalScreen[None], inherit_bindings=False):
    """A page with a line to type into; subclasses say what stands below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back"),
        Binding("down", "move(1)", "Down"), Binding("up", "move(-1)", "Up"),
        Binding("pagedown", "move(10)", "Page down"), Binding("pageup", "move(-10)", "Page up"),
    ]  # fmt: skip
    DEFAULT_CSS = """
    TypedPage {
        align: center middle; background: $background 70%;
        #typed-page { width: 90%; max-width: 110; height: 70%; background: $surface; padding: 1 2; }
        #typed { border: none; height: 1; padding: 0; background: $surface; margin-bottom: 1; }
    }
    TypedPage.-one-line #typed-page { height: 8; }
    """

    def __init__(self, asks: str) -> None:
        super().__init__()
        self._asks = asks

    def compose(self) -> ComposeResult:
        with Vertical(id="typed-page"):
            yield Input(placeholder=self._asks, id="typed")
            yield Lines("typed-lines")

    def lines(self, size: Size, style: Looks) -> list[Strip]:
        """What stands below the line."""
        raise NotImplementedError

    def action_move(self, by: int) -> None:
        """Move in the list, where there is one."""

    def repaint(self) -> None:
        """Draw the lines anew."""
        self.query_one(Lines).repaint()


class PickScreen(TypedPage):
    """A list: typing narrows it, Enter picks, a click too."""

    def __init__(self, asks: str, picks: Sequence[Pick], picked: Callable[[int], object]) -> None:
        super().__init__(asks)
        self._picks = list(picks)
        self._found = self._picks
        self._picked = picked
        self._at = self._first = 0

    def on_input_changed(self, event: Input.Changed) -> None:
        words = event.value.lower().split()
        self._found = [
            pick for pick in self._picks
            if all(word in f"{pick.name} {pick.says}".lower() for word in words)
        ]  # fmt: skip
        self._at = self._first = 0
        self.repaint()

    def on_input_submitted(self) -> None:
        self._pick(self._at)

    def action_move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._found) - 1))
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        region = self.query_one(Lines).region
        if region.contains(event.screen_x, event.screen_y):
            self._pick(self._first + event.screen_y - region.y)
        elif not self.query_one("#typed-page").region.contains(event.screen_x, event.screen_y):
            self.dismiss()

    def _pick(self, at: int) -> None:
        if 0 <= at < len(self._found):
            self.dismiss()
            self._picked(self._found[at].key)

    def lines(self, size: Size, style: Looks) -> list[Strip]:
        self._first = max(self._at - size.height + 1, min(self._first, self._at))
        seen = self._found[self._first : self._first + size.height]
        name = min(_NAME, max((width_of(pick.name) for pick in self._picks), default=1))
        made = []
        for at, pick in enumerate(seen, self._first):
            line = Line(size.width, style.text).put(pick.name, style.text, name).gap(2)
            line.put(pick.says, style.dim, line.left)
            made.append(line.strip(style.focus if at == self._at else None))
        if not made:
            made.append(Line(size.width, style.dim).put("nothing like that").strip())
        return made


class NameScreen(TypedPage):
    """A line to type; `given` takes it, and says what is wrong with it ("": nothing)."""

    def __init__(self, asks: str, hint: str, value: str, given: Callable[[str], str]) -> None:
        super().__init__(asks)
        self._hint = hint
        self._value = value
        self._given = given
        self._wrong = ""

    def on_mount(self) -> None:
        self.add_class("-one-line")
        self.query_one(Input).value = self._value

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._wrong = self._given(event.value)
        if self._wrong:
            self.repaint()
        else:
            self.dismiss()

    def lines(self, size: Size, style: Looks) -> list[Strip]:
        made = [Line(size.width, style.dim).put(self._asks).strip()]
        made.append(Line(size.width, style.dim).put(self._hint).strip())
        if self._wrong:
            made.append(Line(size.width, style.bad).put(f"▲ {safe(self._wrong)}").strip())
        return made
