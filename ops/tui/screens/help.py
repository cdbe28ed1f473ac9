"""Every key and every sign, made from the table of actions."""

from collections.abc import Mapping
from textwrap import wrap

from textual.strip import Strip

from ops.tui.actions import GROUPS, Action, keys_of, known_to
from ops.tui.judge import WORDS
from ops.tui.screens.paper import Paper
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line
from ops.tui.widgets.queuecolumns import sign_style

_KEYS = 18
_VERB = 28
_LEAST_TOOLTIP = 32


class HelpScreen(Paper):
    """The help page of a screen: what can be done there."""

    def __init__(self, keys: Mapping[str, str], where: str) -> None:
        super().__init__()
        self._keys = keys
        self._known = known_to(where)

    def lines(self, width: int, style: Looks) -> list[Strip]:
        made = [Line(width, style.bright).put("Floorwatch").strip()]
        for group in (g for g in GROUPS if any(action.group == g for action in self._known)):
            made.append(Line(width, style.text).strip())
            made.append(Line(width, style.dim).put(group.upper()).gap(1).rule(style.rule).strip())
            for action in self._known:
                if action.group == group:
                    made += self._lines(action, width, style)
        made.append(Line(width, style.text).strip())
        made.append(Line(width, style.dim).put("SIGNS").gap(1).rule(style.rule).strip())
        for sign, words in WORDS.items():
            line = Line(width, style.text).put(sign.value, sign_style(sign, style))
            made.append(line.gap(_KEYS - 1).put(words).strip())
        return made

    def _lines(self, action: Action, width: int, style: Looks) -> list[Strip]:
        """One action; a long tooltip goes on under itself, a narrow page has none."""
        keys = "  ".join(keys_of(action, self._keys))
        line = Line(width, style.text).put(keys, style.key, _KEYS)
        line.put(action.description, style.text, _VERB)
        if line.left < _LEAST_TOOLTIP:
            return [line.strip()]
        first, *rest = wrap(action.tooltip, line.left)
        more = (Line(width, style.text).gap(_KEYS + _VERB).put(part, style.dim) for part in rest)
        return [line.put(first, style.dim).strip(), *(one.strip() for one in more)]
