"""What stands behind a number: its definition, its parts, its parameters, the very query."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from textwrap import wrap
from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from ops.formats import percent, safe
from ops.snapshot import About, Explanation, Share
from ops.tui.actions import bindings
from ops.tui.messages import Explain, Explained, OpenSql
from ops.tui.screens.paper import Page, Paper
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line, spread


class ExplainScreen(Paper):
    """The explanation, once it has come; left and right go to the figures beside it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("explain")

    def __init__(self, about: About) -> None:
        super().__init__()
        self._about = about
        self._explanation: Explanation | None = None
        self._reason = ""

    def look_at(self, about: About) -> None:
        """Another figure is asked for."""
        self._about, self._reason = about, ""

    def show(self, message: Explained) -> None:
        """Put it on the page, or why there is none; what was asked before the last is dropped."""
        if message.about != self._about:
            return
        self._explanation, self._reason = message.explanation, message.reason
        page = self.query_one(Page)
        page.refresh(layout=True)
        page.repaint()

    def action_step(self, by: int) -> None:
        """Explain a figure further left or right, of the same queue or agent."""
        figures = self._about.neighbours
        if figures:
            figure = figures[(figures.index(self._about.figure) + by) % len(figures)]
            self.app.post_message(Explain(replace(self._about, figure=figure)))

    def action_open_sql(self) -> None:
        """Have the query in the SQL screen, with these parameters."""
        told = self._explanation
        self.dismiss()
        if told is not None:
            self.app.post_message(OpenSql(told.sql, dict(told.bound)))

    def lines(self, width: int, style: Looks) -> list[Strip]:
        if self._explanation is None:
            words = self._reason or "looking it up …"
            return [Line(width, style.dim).put(line).strip() for line in wrap(safe(words), width)]
        return explained(self._explanation, width, style, bool(self._about.neighbours))


def explained(
    explanation: Explanation, width: int, style: Looks, others: bool = False
) -> list[Strip]:
    """Draw an explanation; `others` says that there are figures beside it."""
    blank = Line(width, style.text).strip()
    value = ((explanation.value, style.bright),)
    made = [spread(width, style.text, ((explanation.title, style.bright),), value)]
    made += _paragraph(explanation.says, width, style)
    made += [blank, *_paragraph(explanation.formula, width, style)]
    if explanation.share is not None:
        share = explanation.share
        parts = f"numerator {share.numerator:,.10g} · denominator {share.denominator:,.10g}"
        made.append(Line(width, style.dim).put(parts).strip())
    if explanation.others:
        made += [blank, Line(width, style.dim).put("THE SAME CALLS, ALL FORMULAS").strip()]
        made += [
            Line(width, style.text).put(name, style.dim, 12).put(_shown(share), None, 8, True)
            .gap(3).put(f"{share.numerator:,.10g} / {share.denominator:,.10g}", style.dim).strip()
            for name, share in explanation.others
        ]  # fmt: skip
    line = Line(width, style.dim).put(explanation.path)
    line.put(" · ").put("Enter", style.key).put(" opens it as SQL ")
    made += [blank, line.rule(style.rule).strip()]
    made += [
        Line(width, style.text).put(f"${name}", style.key, 14).put(value).strip()
        for name, value in explanation.params
    ]
    made.append(blank)
    made += [
        Line(width, style.dim).put(part).strip()
        for line in _flowed(explanation.sql.removeprefix("--\n").splitlines(), width)
        for part in _folded(line, width)
    ]
    if others:
        hint = Line(width, style.dim).put("← →", style.key).put(" the figures beside it").strip()
        made[1:1] = [hint]
    return made


def _paragraph(text: str, width: int, style: Looks) -> list[Strip]:
    lines = wrap(safe(text), max(10, width))
    return [Line(width, style.text).put(line).strip() for line in lines]


def _flowed(sql: Iterable[str], width: int) -> Iterator[str]:
    """The lines, comments that are too wide set anew as the paragraphs they are."""
    for is_comment, run in groupby(sql, lambda line: line.startswith("-- ")):
        lines = list(run)
        if is_comment and any(len(line) > width for line in lines):
            text = " ".join(line.removeprefix("-- ") for line in lines)
            lines = [f"-- {part}" for part in wrap(safe(text), max(10, width - 3))]
        yield from lines


def _folded(line: str, width: int) -> list[str]:
    """A line of SQL that is too long, gone on under itself: nothing of a query is cut."""
    text = safe(line)
    indent = " " * min(len(text) - len(text.lstrip()), width // 2)
    lead = "-- " if text.lstrip().startswith("--") else indent + "    "
    return wrap(text, max(10, width), subsequent_indent=lead, drop_whitespace=False,
                break_on_hyphens=False) or [""]  # fmt: skip


def _shown(share: Share) -> str:
    return percent(share.numerator, share.denominator)
