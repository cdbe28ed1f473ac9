"""What stands behind a number: its definition, its parts, its parameters, the very query."""

from textwrap import wrap

from textual.strip import Strip

from ops.formats import percent, safe
from ops.snapshot import Explanation, Share
from ops.tui.screens.paper import Page, Paper
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line, spread


class ExplainScreen(Paper):
    """The explanation, once it has come."""

    def __init__(self) -> None:
        super().__init__()
        self._explanation: Explanation | None = None
        self._reason = ""

    def show(self, explanation: Explanation | None, reason: str) -> None:
        """Put it on the page, or why there is none."""
        self._explanation, self._reason = explanation, reason
        page = self.query_one(Page)
        page.refresh(layout=True)
        page.repaint()

    def lines(self, width: int, style: Looks) -> list[Strip]:
        if self._explanation is None:
            words = self._reason or "looking it up …"
            return [Line(width, style.dim).put(line).strip() for line in wrap(safe(words), width)]
        return explained(self._explanation, width, style)


def explained(explanation: Explanation, width: int, style: Looks) -> list[Strip]:
    """Draw an explanation."""
    blank = Line(width, style.text).strip()
    value = ((_shown(explanation.value), style.bright),)
    made = [spread(width, style.text, ((explanation.title, style.bright),), value)]
    made += _paragraph(explanation.says, width, style)
    made += [blank, *_paragraph(explanation.formula, width, style)]
    if explanation.others:
        made += [blank, Line(width, style.dim).put("THE SAME CALLS, OTHER FORMULAS").strip()]
        made += [
            Line(width, style.text).put(name, style.dim, 12).put(_shown(share), None, 8, True)
            .gap(3).put(f"{share.numerator:g} / {share.denominator:g}", style.dim).strip()
            for name, share in explanation.others
        ]  # fmt: skip
    made += [blank, Line(width, style.dim).put(explanation.path).gap(1).rule(style.rule).strip()]
    made += [
        Line(width, style.text).put(f"${name}", style.key, 14).put(value).strip()
        for name, value in explanation.params
    ]
    made.append(blank)
    made += [Line(width, style.dim).put(line).strip() for line in explanation.sql.splitlines()]
    return made


def _paragraph(text: str, width: int, style: Looks) -> list[Strip]:
    lines = wrap(safe(text), max(10, width))
    return [Line(width, style.text).put(line).strip() for line in lines]


def _shown(share: Share) -> str:
    return percent(share.numerator, share.denominator)
