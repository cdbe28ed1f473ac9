"""A pane of figures of weeks: it says what is looked at, and which period its numbers are of."""

from dataclasses import replace

from textual.geometry import Size
from textual.strip import Strip

from ops.snapshot import About
from ops.tui.messages import Looked
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item


class Looking(Pane):
    """A pane whose answers have a `span` and say what was `asked`.

    Another item under the cursor, however it came there, is `Looked` at.
    """

    _looked: Item | None = None

    @property
    def about(self) -> About | None:
        """The number the cursor is on, of the answer's period."""
        about, answer = super().about, self.told.answer
        if about is None or answer is None:
            return about
        return replace(about, span=about.span or answer.span, asked=answer.asked)

    def draw(self, size: Size) -> list[Strip]:
        lines = super().draw(size)
        if self.chosen != self._looked:
            self._looked = self.chosen
            self.post_message(Looked(self.id or "", self.chosen))
        return lines
