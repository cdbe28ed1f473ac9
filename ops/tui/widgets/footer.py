"""The bottom line: what the keys do, made from the table of actions; a click does it too."""

from collections.abc import Mapping

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from ops.tui.actions import Action, in_footer, keys_of
from ops.tui.theme import looks
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Painted

_GAP = 3


def _wide(action: Action, key: str) -> int:
    return width_of(key) + 1 + width_of(action.footer) + _GAP


class Footer(Painted):
    """One line of keys and words."""

    def __init__(self, keys: Mapping[str, str], id: str) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._spans: list[tuple[int, int, Action]] = []

    def draw(self, size: Size) -> list[Strip]:
        return [self._line(size.width)] * size.height

    def _line(self, width: int) -> Strip:
        style = looks(self.app.theme)
        line = Line(width, style.dim).gap(1)
        self._spans = []
        needle = "" if self.scene is None else self.scene.needle
        if needle:
            line.put("filter ", style.dim).put(needle, style.warn, min(24, width_of(needle)))
            line.put("  Esc", style.key).put(" all   ", style.dim)
        for action, key in self._fitting(line.left):
            start = line.used
            line.put(key, style.key).gap(1).put(action.footer, style.dim)
            self._spans.append((start, line.used, action))
            line.gap(_GAP)
        return line.strip()

    def _fitting(self, width: int) -> list[tuple[Action, str]]:
        """The actions that mean something now, as many as fit, and their keys."""
        chosen = [
            (action, keys_of(action, self._keys)[0])
            for action in in_footer()
            if self.app.check_action(action.call.partition("(")[0], ())
        ]
        while chosen and sum(_wide(*one) for one in chosen) - _GAP > width:
            chosen.remove(max(chosen, key=lambda one: one[0].leaves))
        return chosen

    async def on_click(self, event: events.Click) -> None:
        for start, end, action in self._spans:
            if start <= event.x < end:
                target = self.app if action.where == "app" else self.screen
                await self.app.run_action(action.call, default_namespace=target)
