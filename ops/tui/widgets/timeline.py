"""An agent's day, a line for each state: when it was held, and for how long in all."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from ops.formats import duration, percent
from ops.snapshot import AgentDay, AgentNow, Stretch
from ops.tui.localtime import hour_and_minute
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

LANES = ("talking", "wrap-up", "ready", "paused", "out", "unknown")
_AWAY = ("out", "unknown")
_LIKE = {"ringing": "ready", "on hold": "talking", "unavailable": "out"}
"""States that only the present knows, and the ones a log has for them."""
_NAME, _TIME, _SHARE = 8, 8, 8
_LEAD = 1 + _NAME + 1 + _TIME + 1 + _SHARE + 1
_SHADES = " ░▒▓█"
_HOUR_S = 3600
_STEPS_S = (300, 900, 1800, 3600, 7200, 14_400)


class Timeline(Pane):
    """The day, state by state."""

    def __init__(self, id: str, agent: str) -> None:
        super().__init__(id)
        self._agent = agent

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_timeline(self.told, scene, view)


def lived(day: AgentDay, now: AgentNow | None, scene: Scene) -> list[Stretch]:
    """The stretches, the last one going on to the scene's instant: time passes between answers."""
    stretches = list(day.stretches)
    until_s = int(scene.at_s)
    last = stretches[-1] if stretches else None
    if last is None or not last.end_s < until_s < last.end_s + _HOUR_S:
        return stretches
    state = last.state if now is None or now.since_s is None else now.state
    state = _LIKE.get(state, state)
    if state == last.state or state not in LANES:
        stretches[-1] = Stretch(last.s, until_s, last.state)
    else:
        stretches.append(Stretch(last.end_s, until_s, state))
    return stretches


def paint_timeline(told: Told[AgentDay], scene: Scene | None, view: View) -> Sheet:
    """Draw a line for each state the day has."""
    day, looks = told.answer, view.looks
    if day is None or scene is None or not day.stretches:
        words = told.words() or "nothing known of today"
        head = title("TODAY", (), view, 0)
        return Sheet((head,), (Line(view.width, looks.dim).gap(1).put(words).strip(),))
    now = next((one for one in scene.snapshot.agents if one.agent == day.agent), None)
    stretches = lived(day, now, scene)
    first_s, last_s = _seen(stretches)
    stretches = [one for one in stretches if one.end_s > first_s]
    since = f"since {hour_and_minute(first_s, scene.snapshot.zone)}"
    inside_s = sum(one.end_s - one.s for one in stretches if one.state not in _AWAY)
    head = title("TODAY", (since, f"{duration(inside_s)} in"), view, 0)
    body: list[Strip] = []
    items: list[Item] = []
    for state in LANES:
        own = [one for one in stretches if one.state == state]
        if own:
            under = view.under(len(items))
            body.append(_lane(state, own, inside_s, (first_s, last_s), view, under))
            items.append(Item(state, None, state, agent=day.agent, figure="times"))
    body.append(_hours(first_s, last_s, scene.snapshot.zone, view))
    return Sheet((head,), tuple(body), tuple(items))


def _seen(stretches: Sequence[Stretch]) -> tuple[int, int]:
    """From where to where there is something to see: a day does not begin with having been away."""
    came = [one.s for one in stretches if one.state not in _AWAY]
    first_s, last_s = min(came, default=stretches[0].s), stretches[-1].end_s
    return first_s, max(last_s, first_s + 60)


def _lane(
    state: str,
    stretches: Sequence[Stretch],
    inside_s: int,
    span: tuple[int, int],
    view: View,
    under: Style | None,
) -> Strip:
    """A state: its name, its time in all and of the time inside, and when it was held."""
    looks = view.looks
    lasted_s = sum(one.end_s - one.s for one in stretches)
    away = state in _AWAY
    line = Line(view.width, looks.text).gap(1).put(state, looks.dim if away else None, _NAME).gap(1)
    line.put(duration(lasted_s), looks.dim if away else looks.bright, _TIME, right=True).gap(1)
    share = "" if away else percent(lasted_s, inside_s, 0)
    line.put(share, looks.dim, _SHARE - 2, right=True).gap(3)
    room = max(0, line.left - 1)
    style = _style(state, looks)
    shades = (shade(stretches, *_cell(span, at, room)) for at in range(room))
    return line.put("".join(shades), style).strip(under)


def _style(state: str, looks: Looks) -> Style:
    styles = {"talking": looks.bar, "ready": looks.good, "paused": looks.warn}
    return styles.get(state, looks.dim)


def _cell(span: tuple[int, int], at: int, room: int) -> tuple[float, float]:
    """The part of the day that a cell stands for."""
    step_s = (span[1] - span[0]) / room
    return span[0] + at * step_s, span[0] + (at + 1) * step_s


def shade(stretches: Sequence[Stretch], from_s: float, until_s: float) -> str:
    """How much of that time was spent so: nothing, some, half, most, all."""
    held = sum(max(0.0, min(one.end_s, until_s) - max(one.s, from_s)) for one in stretches)
    share = held / (until_s - from_s)
    return _SHADES[0 if share <= 0 else 1 + min(3, int(share * 4))]


def _hours(first_s: int, last_s: int, zone: str, view: View) -> Strip:
    """The axis: full hours (of the minutes where the day is young), as many as have room."""
    line = Line(view.width, view.looks.dim)
    room = max(1, view.width - _LEAD - 3)
    fits = (s for s in _STEPS_S if (last_s - first_s) / s <= room / 8)
    step_s = next(fits, 1 + (last_s - first_s) * 8 // room)
    first_mark = -(-first_s // step_s) * step_s
    for s in range(first_mark, last_s + 1, step_s):
        x = _LEAD + 2 + int((s - first_s) * room / (last_s - first_s))
        if x >= line.used and x + 5 <= view.width:
            line.gap(x - line.used).put(hour_and_minute(s, zone), view.looks.dim)
    return line.strip()
