"""The bottom line: what the keys do, made from the table of actions; a click does it too."""

from collections.abc import Mapping

from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.widgets import Input, TextArea

from ops.tui.actions import Action, goes_to, in_footer, is_typed, keys_of
from ops.tui.theme import Looks, looks
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Painted

_GAP = 3


def _wide(action: Action, key: str) -> int:
    return width_of(key) + 1 + width_of(action.footer) + _GAP


class Footer(Painted):
    """One line of keys and words."""

    def __init__(self, keys: Mapping[str, str], id: str, where: str) -> None:
        super().__init__(id=id)
        self._keys = keys
        self._where = where
        self._spans: list[tuple[int, int, Action]] = []

    def on_mount(self) -> None:
        self.watch(self.screen, "focused", self.repaint, init=False)

    def draw(self, size: Size) -> list[Strip]:
        return [self._line(size.width)] * size.height

    def _line(self, width: int) -> Strip:
        style = looks(self.app.theme)
        line = Line(width, style.dim).gap(1)
        self._spans = []
        needle = "" if self.scene is None else self.scene.needle
        if needle:
            line.put("filter ", style.dim).put(needle, style.warn, min(24, width_of(needle)))
        if needle or self._is_typing:
            line.put("  Esc" if needle else "Esc", style.key)
            line.put(" rows   " if self._is_typing else " all   ", style.dim)
        chosen = self._meaningful()
        wanted = sum(_wide(*one) for one in chosen if not one[0].leaves)
        self._places(line, wanted, style)
        for action, key in _fitting(chosen, line.left):
            start = line.used
            line.put(key, style.key).gap(1).put(action.footer, style.dim)
            self._spans.append((start, line.used, action))
            line.gap(_GAP)
        return line.strip()

    def _places(self, line: Line, wanted: int, style: Looks) -> None:
        """The numbered screens, where there are several: by name while `wanted` cells are left."""
        places = [(action, keys_of(action, self._keys)[0]) for action in goes_to()]
        if len(places) < 2:
            return
        named = sum(width_of(f"{key} {action.description}") + 2 for action, key in places)
        by_name = named + wanted <= line.left
        for action, key in places:
            start, here = line.used, action.id == f"go.{self._where}"
            line.put(key, style.key)
            if here or by_name:
                line.gap(1).put(action.description, style.bright if here else style.dim)
            self._spans.append((start, line.used, action))
            line.gap(2 if by_name else 1)
        spare = line.left + _GAP - wanted
        line.gap(spare if 0 < spare < _GAP - 1 else _GAP - 1)  # narrower where all fit then

    @property
    def _is_typing(self) -> bool:
        """Whether letters are text where the focus is, and Esc the way to the rows."""
        return isinstance(self.screen.focused, Input | TextArea)

    def _meaningful(self) -> list[tuple[Action, str]]:
        """The actions that mean something now, and the first of their keys that does."""
        return [
            (action, keys[0])
            for action in in_footer(self._where)
            if self._means_something(action) and (keys := self._keys_that_work(action))
        ]

    def _keys_that_work(self, action: Action) -> list[str]:
        keys = keys_of(action, self._keys)
        return [key for key in keys if not (self._is_typing and is_typed(key))]

    def _means_something(self, action: Action) -> bool:
        if action.where == "pane":
            return bool(getattr(self.screen.focused, "KIND", ""))
        return bool(self.app.check_action(action.call.partition("(")[0], ()))

    async def on_click(self, event: events.Click) -> None:
        for start, end, action in self._spans:
            if start <= event.x < end:
                owners = {"app": self.app, "pane": self.screen.focused or self.screen}
                owner = owners.get(action.where, self.screen)
                await self.app.run_action(action.call, default_namespace=owner)


def _fitting(chosen: list[tuple[Action, str]], width: int) -> list[tuple[Action, str]]:
    """As many of the actions as fit; those that matter least go first."""
    kept = list(chosen)
    while kept and sum(_wide(*one) for one in kept) - _GAP > width:
        kept.remove(max(kept, key=lambda one: one[0].leaves))
    return kept
