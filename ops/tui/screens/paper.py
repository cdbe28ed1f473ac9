"""A page of lines over the screen, that scrolls and goes away with Esc: help, explanations."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip

from ops.tui.theme import Looks, looks
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Painted


class Page(Painted):
    """The lines."""

    def draw(self, size: Size) -> list[Strip]:
        style = looks(self.app.theme, raised=True)
        lines = self._paper.lines(size.width, style)[: size.height]
        blank = Line(size.width, style.text).strip()
        return [*lines, *[blank] * (size.height - len(lines))]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._paper.lines(width, looks(self.app.theme, raised=True)))

    @property
    def _paper(self) -> "Paper":
        assert isinstance(self.screen, Paper)
        return self.screen


class Paper(ModalScreen[None], inherit_bindings=False):
    """A page; subclasses say its lines for a width."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,f1,h,question_mark", "dismiss", "Back"),
    ]
    DEFAULT_CSS = """
    Paper {
        align: center middle; background: $background 70%;
        #paper {
            width: 90%; max-width: 110; height: auto; max-height: 90%;
            background: $surface; padding: 1 1 1 2;
            scrollbar-size-vertical: 1; scrollbar-background: $surface;
            scrollbar-background-hover: $surface; scrollbar-color: $border;
        }
        Page { height: auto; width: 1fr; margin-right: 1; }
    }
    """

    def lines(self, width: int, style: Looks) -> list[Strip]:
        """The page, `width` cells wide."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="paper"):
            yield Page("page")

    def on_click(self, event: events.Click) -> None:
        self.clicked(event)

    def clicked(self, event: events.Click) -> None:
        """Somebody clicked on it: it goes away, unless a page has something better to do."""
        self.dismiss()
