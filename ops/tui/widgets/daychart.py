"""A day's service level as bars over several lines, with the target as a rule."""

from rich.style import Style

from ops.tui.theme import Looks
from ops.tui.widgets.line import Line
from ops.tui.widgets.spark import Trend, squeezed

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_RULE = "╌"


def day_chart(trend: Trend, target: float, width: int, height: int, looks: Looks) -> list[Line]:
    """Bars from 0 to 100 % in `height` lines, top first; bars below the target warn."""
    levels = squeezed(trend, width)
    rule_at = min(height - 1, int(target * height))
    return [
        _row(levels, target, at, rule_at, Line(width, looks.text), looks, height)
        for at in reversed(range(height))
    ]


def _row(
    levels: list[float | None],
    target: float,
    at: int,
    rule_at: int,
    line: Line,
    looks: Looks,
    height: int,
) -> Line:
    """One line: `at` counts from the bottom. Runs of one style are put at once."""
    blank = (_RULE if at == rule_at else " ", looks.rule)
    run, style = "", looks.text
    for level in [*levels, *[None] * (line.left - len(levels))]:
        text, own = _piece(level, target, at, height, looks, blank)
        if own is not style:
            line.put(run, style)
            run, style = "", own
        run += text
    return line.put(run, style)


def _piece(
    level: float | None, target: float, at: int, height: int, looks: Looks, blank: tuple[str, Style]
) -> tuple[str, Style]:
    if level is None:
        return blank
    eighths = max(1, round(min(1.0, level) * height * 8)) - at * 8
    if eighths <= 0:
        return blank
    return _EIGHTHS[min(8, eighths)], looks.warn if level < target else looks.bar
