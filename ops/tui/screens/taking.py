"""What one can do with any whole screen: jump within it, copy from it, save it as a picture."""

from typing import Any, ClassVar

from textual.screen import Screen

from ops.formats import safe
from ops.tui.localtime import local
from ops.tui.picture import save, svg_of, text_of
from ops.tui.scene import Scene
from ops.tui.screens.copying import Copyable, CopyScreen, put_on_clipboard
from ops.tui.screens.jump import JumpScreen
from ops.tui.widgets.pane import Pane

_TOASTS_GONE_S = 0.05
"""A message lying on the screen is no part of it: it is taken away, and this is enough for that."""


class Taking(Screen[Any]):
    """Adds the actions to a screen; they act on the pane that has the focus."""

    NAME: ClassVar[str] = ""
    scene: Any

    def action_jump(self) -> None:
        """Show letters beside panes and rows, and go where one types."""
        panes = [pane for pane in self.query(Pane) if pane.is_on_screen and pane.size]
        if panes:
            self.app.push_screen(JumpScreen(panes))

    def action_copy_figure(self) -> None:
        """Copy the figure the cursor stands on; where it stands on none, ask."""
        pane = self.focused_pane
        figure = pane.figure if pane else None
        if figure is None:
            self.action_copy()
        else:
            put_on_clipboard(self.app, Copyable(*figure))

    def action_copy(self) -> None:
        """Ask what to copy of the row the cursor is on."""
        pane = self.focused_pane
        item = pane.chosen if pane else None
        if pane is None or item is None:
            self.action_copy_screen()
            return
        figures = [Copyable(name, text) for name, text in pane.figures(item)]
        row = Copyable("the row", pane.line_of(item))
        whole = Copyable("the whole screen", text_of(self))
        self.app.push_screen(CopyScreen(safe(item.name, 40), [*figures, row, whole]))

    def action_copy_row(self) -> None:
        """Copy the row the cursor is on."""
        pane = self.focused_pane
        if pane is not None and pane.chosen is not None:
            put_on_clipboard(self.app, Copyable("the row", pane.line_of(pane.chosen)))

    def action_copy_screen(self) -> None:
        """Copy all that is seen, as text."""
        self.app.clear_notifications()
        self.set_timer(
            _TOASTS_GONE_S,
            lambda: put_on_clipboard(self.app, Copyable("the whole screen", text_of(self))),
        )

    def action_save(self) -> None:
        """Save what is seen as an SVG, and say where."""
        self.app.clear_notifications()
        self.set_timer(_TOASTS_GONE_S, self._save)

    def _save(self) -> None:
        scene: Scene | None = self.scene
        at = f"-{local(scene.at_s, scene.snapshot.zone):%Y-%m-%d-%H%M%S}" if scene else ""
        try:
            path = save(svg_of(self.app), f"floorwatch-{self.NAME}{at}")
        except OSError as error:
            said = f"not saved: {error.filename}: {error.strerror}"
            self.notify(said, severity="error", markup=False)
        else:
            self.notify(f"saved {path}", markup=False)

    @property
    def focused_pane(self) -> Pane | None:
        """The pane that has the focus; where none has, the first one there is."""
        if isinstance(self.focused, Pane):
            return self.focused
        panes = [pane for pane in self.query(Pane) if pane.is_on_screen]
        return panes[0] if panes else None
