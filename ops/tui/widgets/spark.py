"""A day's service level in one line: half the height is the target.

Levels lie mostly between 70 and 100 %, where a scale from 0 shows nothing. So the bar's middle is
the target: the upper four eighths are target to 100 %, the lower four 0 to target, and a glance
tells on which side a quarter of an hour was, even without colour.
"""

from collections.abc import Sequence

from ops.tui.theme import Looks
from ops.tui.widgets.line import Pieces

_BARS = "▁▂▃▄▅▆▇█"
_NO_CALLS = "·"

Trend = Sequence[float | None]


def silent_before(trends: Sequence[Trend]) -> int:
    """How many quarters before all trends' first call, counted from the longest one's start."""
    longest = max(map(len, trends), default=0)
    firsts = (
        longest - len(trend) + next(i for i, level in enumerate(trend) if level is not None)
        for trend in trends
        if any(level is not None for level in trend)
    )
    return min(firsts, default=longest)


def squeezed(trend: Trend, width: int) -> list[float | None]:
    """As many equal steps as fit into `width` cells, each the mean of its quarters with calls."""
    if width <= 0:
        return []
    step = -(-len(trend) // width) or 1
    return [_mean(trend[at : at + step]) for at in range(0, len(trend), step)]


def bar(level: float, target: float) -> str:
    """The bar of one level; its middle is the target."""
    if level >= target:
        above = (level - target) / (1 - target) if target < 1 else 1.0
        return _BARS[4 + min(3, int(above * 4))]
    return _BARS[min(3, int(level / target * 4))]


def spark(trend: Trend, target: float, width: int, looks: Looks) -> Pieces:
    """The trend in at most `width` cells; below the target it warns, without calls it is a dot."""
    drawn: Pieces = ()
    for level in squeezed(trend, width):
        if level is None:
            text, style = _NO_CALLS, looks.rule
        else:
            text, style = bar(level, target), looks.warn if level < target else looks.bar
        if drawn and drawn[-1][1] is style:
            drawn = (*drawn[:-1], (drawn[-1][0] + text, style))
        else:
            drawn = (*drawn, (text, style))
    return drawn


def _mean(levels: Trend) -> float | None:
    known = [level for level in levels if level is not None]
    return sum(known) / len(known) if known else None
