"""The line between editor and rows: results one can go back to, and what came of the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from ops.formats import safe
from ops.tui.localtime import day_and_time
from ops.tui.sql.result import Result
from ops.tui.theme import Looks, looks
from ops.tui.widgets.line import Line, Piece, width_of
from ops.tui.widgets.pane import Painted

_TAB = 20
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """How the console stands."""

    results: tuple[Result, ...] = ()
    at: int = 0
    running_s: float | None = None
    """Seconds since a question was asked that is being answered; None: none is."""
    zone: str = "UTC"
    stop_key: str = "F8"
    chart: str = ""


class ResultLine(Painted):
    """The line."""

    DEFAULT_CSS = "ResultLine { height: 1; width: 1fr; }"

    standing: reactive[Standing] = reactive(Standing, init=False, repaint=False)

    def watch_standing(self) -> None:
        self.repaint()

    def draw(self, size: Size) -> list[Strip]:
        return [paint_standing(self.standing, size.width, looks(self.app.theme))] * size.height


def paint_standing(standing: Standing, width: int, style: Looks) -> Strip:
    """Draw tabs at the left, what is to be said at the right; the latter comes first."""
    right = _right(standing, style)
    taken = sum(width_of(text) for text, _ in right)
    while len(right) > 1 and taken > width - 16:
        taken -= width_of(right.pop()[0])
    line = Line(width, style.rule)
    for at, result in _tabs(standing, width - taken - 4):
        here = at == standing.at
        line.put(f" {at + 1} ", style.key if here else style.dim)
        line.put(safe(result.name, _TAB), style.bright if here else style.dim).gap(1)
    line.gap(1).put("─" * max(0, line.left - taken - 1), style.rule).gap(1)
    return line.pieces(tuple(right), line.left).strip()


def _tabs(standing: Standing, room: int) -> list[tuple[int, Result]]:
    """As many as fit, the one that is seen among them."""
    tabs = list(enumerate(standing.results))

    def wide(one: tuple[int, Result]) -> int:
        return min(_TAB, width_of(one[1].name)) + 4

    while len(tabs) > 1 and sum(map(wide, tabs)) > room:
        tabs.pop(0 if tabs[0][0] != standing.at else -1)
    return tabs if tabs and wide(tabs[0]) <= room else []


def _right(standing: Standing, style: Looks) -> list[Piece]:
    if standing.running_s is not None:
        return [(f"running {standing.running_s:.1f} s", style.bright),
                (f"   {standing.stop_key}", style.key), (" stop", style.dim)]  # fmt: skip
    if not standing.results:
        return []
    result = standing.results[standing.at]
    when = "now"
    if result.as_of_s is not None:
        when = f"as of {day_and_time(result.as_of_s, standing.zone)}"
    found: list[Piece] = [(result.rows, style.bright), (f" · {result.elapsed_s:.2f} s", style.text)]
    if standing.chart:
        found.append((f" · {standing.chart}", style.text))
    found.append((f" · {when}", style.text if result.as_of_s is None else style.warn))
    if result.revealed:
        found.append((" · numbers shown", style.warn))
    return found


class Wrong(Painted):
    """Why a question has no answer, in as many lines as that takes (four at most)."""

    DEFAULT_CSS = (
        "Wrong { display: none; height: auto; width: 1fr; } Wrong.-said { display: block; }"
    )

    words: str = ""

    def say(self, words: str) -> None:
        """Say it; "": nothing is wrong."""
        self.words = words
        self.set_class(bool(words), "-said")
        self.refresh(layout=True)
        self.call_after_refresh(self.repaint)

    def draw(self, size: Size) -> list[Strip]:
        style = looks(self.app.theme)
        lines = paint_wrong(self.words, size.width, style)[: size.height]
        return [*lines, *[Line(size.width, style.text).strip()] * (size.height - len(lines))]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(paint_wrong(self.words, width, looks(self.app.theme)))


def paint_wrong(words: str, width: int, style: Looks) -> list[Strip]:
    """Draw the lines of an error."""
    lines: Sequence[str] = wrap(safe(words), max(8, width - 3))[:_MOST_LINES]
    signs = ["▲", *[" "] * len(lines)]
    return [
        Line(width, style.text).put(sign, style.bad).gap(1).put(text, style.bright).strip()
        for sign, text in zip(signs, lines, strict=False)
    ]
