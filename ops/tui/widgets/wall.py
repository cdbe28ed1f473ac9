"""The wall: for a screen across the room. Each queue's three figures, as large as there is room.

Where there is room beside them, the queue's name stands there in large letters too, with its sign.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from ops.formats import NOTHING, duration, percent, safe
from ops.snapshot import QueueNow
from ops.tui.judge import LATE_WARN, Sign, oldest_s, queue_sign, under_target
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.agents import totals_of
from ops.tui.widgets.bigfigures import figures, is_drawable, lines_of, width_of_figures
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Painted, scene_looks
from ops.tui.widgets.queuecolumns import goal_of, sign_style
from ops.tui.widgets.titles import fitting

_WIDEST = ("88", "88:88", "88%")
_SCALES = (6, 5, 4, 3, 2, 1)
_KEPT = 0.75
"""How much of their size figures keep where names want room beside them."""
_AROUND = 2
"""Lines of a block besides its figures: the name, and a blank."""


class Grid(NamedTuple):
    """How the queues are laid out."""

    across: int
    scale: int
    width: int
    height: int
    names: int = 1
    """The scale of the names beside the figures."""


class Wall(Painted):
    """All queues, huge."""

    def draw(self, size: Size) -> list[Strip]:
        looks = scene_looks(self.app.theme, self.scene)
        if self.scene is None:
            return [Line(size.width, looks.text).strip()] * size.height
        return paint_wall(self.scene, size, looks)


def paint_wall(scene: Scene, size: Size, looks: Looks) -> list[Strip]:
    """Draw the wall: what the figures are, blocks of queues, the agents' totals."""
    grid = layout(len(scene.queues), size.width, size.height - 2, _names_width(scene.queues))
    lines = [_labels(grid, size.width, looks)]
    for start in range(0, len(scene.queues), grid.across):
        queues = scene.queues[start : start + grid.across]
        row = zip(*(_block(queue, scene, grid, looks) for queue in queues), strict=True)
        lines += [Strip.join(parts).adjust_cell_length(size.width, looks.text) for parts in row]
    blank = Line(size.width, looks.text).strip()
    lines = (lines + [blank] * size.height)[: max(0, size.height - 1)]
    agents = fitting(totals_of(scene.agents), size.width - 2)
    return [*lines, Line(size.width, looks.text).gap(1).put(agents).strip()][-size.height :]


def _labels(grid: Grid, width: int, looks: Looks) -> Strip:
    """The word over each column of figures, over each column of queues."""
    line = Line(width, looks.dim)
    for column in range(grid.across):
        line.gap(column * grid.width + 1 - line.used)
        for word, widest in zip(("waiting", "longest", "level"), _WIDEST, strict=True):
            line.put(word, None, width_of_figures(widest, grid.scale), right=True)
            line.gap(3 * grid.scale)
    return line.strip()


def _names_width(queues: Sequence[QueueNow]) -> int:
    """Cells the names take beside the figures, at the smallest scale; 0 where none can be drawn."""
    names = map(_name, queues)
    return max((width_of_figures(name, 1) + 1 for name in names if is_drawable(name)), default=0)


def _name(queue: QueueNow) -> str:
    return safe(queue.queue).upper()


def layout(queues: int, width: int, height: int, names: int = 0) -> Grid:
    """The largest scale at which all queues fit; at the smallest, as many as do.

    `names` cells are left beside the figures where that makes these hardly smaller.
    """
    plain = _largest(queues, width, height, 0)
    named = _largest(queues, width, height, names) if names else None
    if named is not None and plain is not None and named.scale >= _KEPT * plain.scale:
        fits = (named.width - figures_width(named.scale)) // names
        return named._replace(names=min(named.scale, fits))
    if plain is not None:
        return plain
    across = max(1, width // figures_width(1))
    return Grid(across, 1, width // across, lines_of(1) + _AROUND)


def _largest(queues: int, width: int, height: int, beside: int) -> Grid | None:
    """The largest scale at which all fit, with so many cells beside the figures."""
    for scale in _SCALES:
        for across in range(1, 5):
            rows = -(-max(1, queues) // across)
            high = lines_of(scale) + _AROUND
            if rows * high <= height and figures_width(scale) + beside <= width // across:
                return Grid(across, scale, width // across, height // rows)
    return None


def figures_width(scale: int) -> int:
    """Cells the three figures take, with the gaps between them."""
    gap = 3 * scale
    return 2 + sum(width_of_figures(text, scale) + gap for text in _WIDEST)


def _block(queue: QueueNow, scene: Scene, grid: Grid, looks: Looks) -> list[Strip]:
    """A queue's block, `grid.height` lines of `grid.width` cells."""
    sign = queue_sign(queue, scene)
    waited_s = oldest_s(queue, scene)
    name = Line(grid.width, looks.text).gap(1).put(sign.value, sign_style(sign, looks)).gap(1)
    goal = goal_of(queue)
    name.put(queue.queue, looks.bright, min(width_of(queue.queue), name.left - len(goal) - 4))
    name.gap(2).put(goal, looks.dim)
    late = (waited_s or 0) / max(queue.threshold_s, 1.0)
    level = percent(queue.level.numerator, queue.level.denominator, 0).replace(" ", "")
    waits = looks.bad if late > LATE_WARN else looks.warn if late > 1 else looks.text
    state = sign_style(sign, looks) if under_target(queue) else looks.text
    parts = (
        (f"{queue.waiting}", looks.bright if queue.waiting else looks.dim),
        (NOTHING, looks.dim) if waited_s is None else (duration(waited_s), waits),
        (NOTHING, looks.dim) if queue.level.value is None else (level, state),
    )
    lines = [name.strip(), *_figures(parts, _called(queue, sign, grid, looks), grid, looks)]
    blank = Line(grid.width, looks.text).strip()
    return (lines + [blank] * grid.height)[: grid.height]


def _called(queue: QueueNow, sign: Sign, grid: Grid, looks: Looks) -> tuple[tuple[str, ...], Style]:
    """The queue's name in large letters, with its sign if there is room, and its style."""
    room = grid.width - figures_width(grid.scale)
    name, style = _name(queue), looks.text
    texts = [name]
    if sign in (Sign.BAD, Sign.WARN):
        texts, style = [f"{sign.value}{name}", name], sign_style(sign, looks)
    for text in filter(is_drawable, texts):
        if width_of_figures(text, grid.names) < room:
            return figures(text, grid.names), style
    return (), style


def _figures(
    parts: tuple[tuple[str, Style], ...],
    called: tuple[tuple[str, ...], Style],
    grid: Grid,
    looks: Looks,
) -> list[Strip]:
    """The figures, each in its place, right under those of the queue above; then its name."""
    lines = [Line(grid.width, looks.text).gap(1) for _ in range(lines_of(grid.scale))]
    for (text, style), widest in zip(parts, _WIDEST, strict=True):
        room = width_of_figures(widest, grid.scale)
        shown = text if width_of_figures(text, grid.scale) <= room else _shorter(text)
        for line, pixels in zip(lines, figures(shown, grid.scale), strict=True):
            line.put(pixels, style, room, right=True).gap(3 * grid.scale)
    name, style = called
    first = (len(lines) - len(name)) // 2
    for line, pixels in zip(lines[first:], name, strict=False):
        line.put(pixels, style)
    return [line.strip() for line in lines]


def _shorter(text: str) -> str:
    """What fits where the whole does not: 99 for more, hours and minutes, 100 for 100 %."""
    if ":" in text:
        hours, minutes, *_ = text.split(":")
        return f"{hours}:{minutes}"
    return text[:-1] if text.endswith("%") else "99"
