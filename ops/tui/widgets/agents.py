"""The agents: sixty of them on a screen, each with a state and its age, and totals a state.

The largest cells in which all agents fit are taken. Where even the smallest are too large, those
who have gone give way, and where that is not enough it scrolls. Who has been out for long is only
counted.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from textual.strip import Strip

from ops.formats import duration
from ops.snapshot import AgentNow
from ops.tui.judge import Sign, agent_sign
from ops.tui.order import words
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.figures import agent_figures
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

STATES = (
    "ready", "talking", "on hold", "in use", "ringing", "wrap-up", "paused", "unavailable", "out",
    "unknown",
)  # fmt: skip
_NAME = "AGENTS"
AWAY = ("out", "unavailable")
_SHORT = {
    "ready": "ready", "ringing": "rings", "talking": "talk", "wrap-up": "wrap",
    "paused": "pause", "out": "out", "unknown": "–", "on hold": "hold", "in use": "busy",
    "unavailable": "away",
}  # fmt: skip
_KEPT_S = 3600
_LOOK_WIDTH = 48
"""A pane narrower than this shows totals and whoever needs a look, not everybody."""


class AgentCell(NamedTuple):
    """One agent, judged."""

    agent: AgentNow
    sign: Sign
    lasted: str


class Shape(NamedTuple):
    """How wide a cell's parts are; a part of 0 is left out. What is spare goes to the name."""

    name: int
    state: int
    lasted: int
    more: int = 0
    calls: int = 0
    aht: int = 0

    @property
    def width(self) -> int:
        """Cells of the whole, with the gap after it."""
        parts = (self.name, self.state, self.lasted, self.more, self.calls, self.aht)
        return 2 + sum(part + 1 for part in parts if part)

    def across(self, width: int) -> int:
        """How many stand in a line."""
        return max(1, width // self.width)

    def spread(self, width: int, longest: int = 0) -> "Shape":
        """The same, its name as wide as the line allows; states are short before names are cut."""
        spare = width // self.across(width) - self.width
        name = self.name + max(0, min(spare, _NAME_MOST - self.name))
        if name >= longest or self.calls:
            return self._replace(name=name)
        return self._replace(name=name + self.state - _SHORT_STATE, state=_SHORT_STATE)


_NAME_MOST = 22
_SHORT_STATE = 5
ANY_HEIGHT = 1_000
_FULL = Shape(16, 7, 7, 10, 5, 8)
"""With calls and AHT, under headings of their own."""
_SHAPES = (_FULL, Shape(14, 7, 7, 10), Shape(12, 7, 5, 7), Shape(12, 5, 5), Shape(9, 5, 5))
_APART = 2
"""Blank cells at the end of a full one: its neighbour has figures too."""
_FEW = 12
"""So many lines of full cells are still taken in at a glance."""


def lines_wanted(agents: int, width: int) -> int:
    """The lines so many agents would fill in comfort, with headings where those have some."""
    shape = _comfortable(agents, width - 1)
    return -(-agents // shape.across(width - 1)) + _heads(shape)


def _comfortable(agents: int, width: int) -> Shape:
    """The cells to take where height is no question."""
    if _FULL.width <= width and agents <= _FEW * _FULL.across(width):
        return _FULL
    return next((shape for shape in _SHAPES[1:3] if shape.across(width) > 1), _SHAPES[2])


def _heads(shape: Shape) -> int:
    """Lines of headings: figures need one, states speak for themselves."""
    return 1 if shape.calls else 0


class Agents(Pane):
    """The grid of agents."""

    KIND = "agents"

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        # As high as it likes: the cells are then the comfortable ones, not those of its height.
        free = self.styles.is_auto_height
        return paint_agents(scene, view._replace(height=ANY_HEIGHT) if free else view)

    def figures(self, item: Item) -> tuple[tuple[str, str], ...]:
        agents = self.scene.agents if self.scene else ()
        found = (agent_figures(a, self.scene) for a in agents if self.scene and a.agent == item.key)
        return next(found, ())


def paint_agents(scene: Scene | None, view: View) -> Sheet:
    """Draw the grid."""
    if scene is None:
        return Sheet((title(_NAME, (), view, 0),))
    cells = [_judged(agent, scene) for agent in scene.agents if present(agent, scene)]
    narrow = view.width < _LOOK_WIDTH
    only_worrying = narrow and not scene.needle  # whoever is looked for is found
    shown = [cell for cell in cells if _needs_look(cell)] if only_worrying else cells
    totals, by = totals_of(scene.agents), words("agents", scene)
    if narrow:
        return _narrow(_name(scene), shown, totals, view, by, scene.needle)
    shape, across = _shape(shown, view)
    if -(-len(shown) // across) > view.height:
        shown = [cell for cell in cells if cell.agent.state not in AWAY]
        shape, across = _shape(shown, view)
    lines = -(-len(shown) // across)
    said = (by, *totals) if by else totals
    head = title(_name(scene), said, view, lines, len(shown), across)
    heads = (head, _headings(shape, across, view)) if _heads(shape) and shown else (head,)
    return _grid(heads, shown, shape, across, view)


def _headings(shape: Shape, across: int, view: View) -> Strip:
    """The titles over each column of cells."""
    line = Line(view.width, view.looks.head).gap(1)
    for column in range(across):
        line.gap(1 + column * shape.width - line.used + 2)
        line.put("AGENT", None, shape.name).gap(1).put("STATE", None, shape.state).gap(1)
        line.put("FOR", None, shape.lasted, right=True).gap(1)
        line.put("QUEUE", None, shape.more).gap(1)
        line.put("CALLS", None, shape.calls, right=True).gap(1)
        line.put("AHT", None, shape.aht - _APART, right=True)
    return line.strip()


def present(agent: AgentNow, scene: Scene) -> bool:
    """Whether somebody stands on the screen: who went out keeps their place for an hour."""
    if agent.state not in AWAY:
        return True
    return agent.since_s is not None and scene.waited_s(agent.since_s) < _KEPT_S


def _judged(agent: AgentNow, scene: Scene) -> AgentCell:
    lasted = "" if agent.since_s is None else duration(scene.waited_s(agent.since_s))
    return AgentCell(agent, agent_sign(agent, scene), lasted)


def _needs_look(cell: AgentCell) -> bool:
    return cell.sign in (Sign.BAD, Sign.WARN)


def _shape(shown: Sequence[AgentCell], view: View) -> tuple[Shape, int]:
    """The largest cells in which all fit, and how many stand in a line."""
    width, agents = view.width - 1, len(shown)
    fits = (
        shape
        for shape in _SHAPES
        if shape.width <= width and agents <= shape.across(width) * (view.height - _heads(shape))
    )
    free = view.height == ANY_HEIGHT
    shape = _comfortable(agents, width) if free else next(fits, _SHAPES[-1])
    longest = max((width_of(cell.agent.agent) for cell in shown), default=0)
    return shape.spread(width, longest), shape.across(width)


def totals_of(agents: Sequence[AgentNow]) -> tuple[str, ...]:
    """`24 in`, `1 ready`, `15 talking`, ...: how many of each; ready even when nobody is."""
    counts = Counter(agent.state if agent.known else "unknown" for agent in agents)
    inside = sum(count for state, count in counts.items() if state not in (*AWAY, "unknown"))
    each = (f"{counts[state]} {state}" for state in STATES if counts[state] or state == "ready")
    return (f"{inside} in", *each)


def _name(scene: Scene) -> str:
    """The heading, and whether the states are known where they can be."""
    states = scene.snapshot.states
    if states is None:
        return _NAME
    return f"{_NAME} (known)" if states.is_known else f"{_NAME} (inferred)"


def _narrow(
    name: str, shown: list[AgentCell], totals: tuple[str, ...], view: View, by: str, needle: str
) -> Sheet:
    """Totals on lines of their own, then whoever needs a look, the worst first unless sorted."""
    if not by:
        shown = sorted(shown, key=lambda cell: cell.sign is not Sign.BAD)
    lines = [""]
    for total in totals:
        longer = f"{lines[-1]} · {total}" if lines[-1] else total
        if len(longer) <= view.width - 2:
            lines[-1] = longer
        else:
            lines.append(total)
    style = view.looks.text
    head = (
        title(name, (by,) if by else (), view, len(shown)),
        *(Line(view.width, style).gap(1).put(text).strip() for text in lines),
    )
    if not shown:
        words = "nobody that matches" if needle else "nobody needs a look"
        calm = Line(view.width, view.looks.dim).gap(1).put(words).strip()
        return Sheet(head, (calm,))
    return _grid(head, shown, Shape(max(8, view.width - 21), 7, 7, 0), 1, view)


def _grid(
    head: tuple[Strip, ...], shown: Sequence[AgentCell], shape: Shape, across: int, view: View
) -> Sheet:
    body = []
    for start in range(0, len(shown), across):
        strips = [
            _cell(cell, shape, view.looks, at == 0).strip(view.under(start + at))
            for at, cell in enumerate(shown[start : start + across])
        ]
        body.append(Strip.join(strips).adjust_cell_length(view.width, view.looks.text))
    items = tuple(
        Item(one.agent, one.queue, one.agent, agent=one.agent, figure="state")
        for one in (cell.agent for cell in shown)
    )
    return Sheet(head, tuple(body), items, across, shape.width)


def _cell(cell: AgentCell, shape: Shape, looks: Looks, first: bool) -> Line:
    agent = cell.agent
    away = cell.sign in (Sign.NONE, Sign.UNKNOWN)
    style = looks.dim if away else looks.text
    line = Line(shape.width + first, style).gap(1 if first else 0)
    # On a calm floor agents are monochrome; only who is free to take a call stands out.
    mark = looks.dim if cell.sign is Sign.FINE else sign_style(cell.sign, looks)
    line.put(cell.sign.value, mark).gap(1)
    line.put(agent.agent, style, shape.name).gap(1)
    fits = len(agent.state) <= shape.state
    word = agent.state if fits else _SHORT.get(agent.state, agent.state)
    line.put(word, looks.good if agent.state == "ready" else style, shape.state).gap(1)
    lasting = sign_style(cell.sign, looks) if _needs_look(cell) else style
    line.put(_fitting(cell.lasted, shape.lasted), lasting, shape.lasted, right=True).gap(1)
    if shape.more:
        line.put(_more(agent), looks.dim, shape.more).gap(1)
    if shape.calls:
        line.put(f"{agent.calls}", looks.text if agent.calls else looks.dim, shape.calls, True)
        line.gap(1).put(duration(agent.aht_s), looks.dim, shape.aht - _APART, right=True)
        line.gap(1 + _APART)
    return line


def _more(agent: AgentNow) -> str:
    """The reason of a pause, else the queue."""
    return agent.reason if agent.state == "paused" and agent.reason else agent.queue or ""


def _fitting(lasted: str, width: int) -> str:
    """`3:12:45` where it fits, else `3h12`, or `8d02h` from a hundred hours on."""
    if len(lasted) <= width:
        return lasted
    hours, minutes, _ = lasted.split(":")
    if len(hours) < 3:
        return f"{hours}h{minutes}"
    days, rest = divmod(int(hours), 24)
    return f"{days}d{rest:02}h"
