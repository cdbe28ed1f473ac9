"""Jump mode: letters over panes and rows; typing them goes there."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.screen import ModalScreen

from ops.tui.widgets.pane import Pane

_LETTERS = "asdfghjklqwertyuiopzxcvbnm"
_WIDE = 2
"""Cells of every label, so that no letter of a name can be taken for one."""


class Target(NamedTuple):
    """A place to go to: an item of a pane, -1 its heading."""

    pane: Pane
    item: int


def codes(count: int) -> list[str]:
    """So many different codes, as short as can be; none is the beginning of another.

    One letter each where there are few; else the first ones have one letter, the rest two.
    """
    letters = len(_LETTERS)
    firsts = 0  # letters that begin a code of two
    while letters - firsts + firsts * letters < count and firsts < letters:
        firsts += 1
    single = [*_LETTERS[: letters - firsts]]
    double = [a + b for a in _LETTERS[letters - firsts :] for b in _LETTERS]
    return (single + double)[:count]


class JumpScreen(ModalScreen[None], inherit_bindings=False):
    """Lies over the screen unseen and takes the keys."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = "JumpScreen { background: transparent; }"

    def __init__(self, panes: Sequence[Pane]) -> None:
        super().__init__()
        self._panes = panes
        self._typed = ""
        spots = [Target(pane, spot.item) for pane in panes for spot in pane.spots()]
        # Panes and the first rows of each get the short codes.
        spots.sort(key=lambda target: target.item)
        self._targets = dict(zip(codes(len(spots)), spots, strict=False))

    def on_mount(self) -> None:
        self._label()

    def on_unmount(self) -> None:
        for pane in self._panes:
            pane.labels = {}

    def on_key(self, event: events.Key) -> None:
        event.stop()
        typed = self._typed + (event.character or "")
        target = self._targets.get(typed)
        if target is not None:
            self.dismiss()
            self.app.call_later(target.pane.jump_to, target.item)
        elif event.character and any(code.startswith(typed) for code in self._targets):
            self._typed = typed
            self._label()
        else:
            self.dismiss()

    def on_click(self) -> None:
        self.dismiss()

    def _label(self) -> None:
        for pane in self._panes:
            pane.labels = {
                target.item: code[len(self._typed) :].ljust(_WIDE)
                for code, target in self._targets.items()
                if target.pane is pane and code.startswith(self._typed)
            }
