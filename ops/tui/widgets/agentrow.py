"""One agent in a line, with headings: the state, since when, and the day in a few figures."""

from typing import NamedTuple

from ops.formats import NOTHING, duration, percent
from ops.snapshot import AgentDay, AgentNow, Share
from ops.tui.judge import Sign, agent_sign
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, heading, row, stopped, stops
from ops.tui.widgets.line import Line, Piece, Pieces, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View

_NAME = (9, 30)


class AgentRow(NamedTuple):
    """The agent, judged; without anything known of today, `day` is None."""

    agent: AgentNow
    sign: Sign
    day: AgentDay | None
    scene: Scene


class OneAgent(Pane):
    """The line."""

    FIGURE = "state"

    def __init__(self, id: str, agent: str) -> None:
        super().__init__(id)
        self._agent = agent

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_agent(self._agent, self.told, scene, view)


def paint_agent(agent: str, told: Told[AgentDay], scene: Scene | None, view: View) -> Sheet:
    """Draw the line under its headings."""
    fits = fitted(_columns(max(_NAME[0], min(_NAME[1], width_of(agent)))), view.width - 1)
    marks = stops(fits)
    head = heading(fits, Line(view.width, view.looks.head), view.looks.head).strip()
    if scene is None:
        return Sheet((head,), (Line(view.width, view.looks.text).strip(),))
    known = (one for one in scene.snapshot.agents if one.agent == agent)
    # Who is in the list no more has gone long ago.
    gone = AgentNow(agent, "out", None, None, None, 0, None, True)
    now = next(known, gone)
    item = AgentRow(now, agent_sign(now, scene), told.answer, scene)
    line = row(fits, Line(view.width, view.looks.text), item, view.looks).strip(view.under(0))
    return Sheet(
        (stopped(head, view, marks),), (stopped(line, view, marks),),
        (Item(agent, None, agent, agent=agent, figure="state"),), stops=marks,
    )  # fmt: skip


def _columns(name_width: int) -> tuple[Column[AgentRow], ...]:
    return (
        Column((" ",), 1, _sign),
        Column(("AGENT",), name_width, _name),
        Column(("STATE",), 8, _state, gap=2, figure="state"),
        Column(("FOR",), 8, _lasted, right=True),
        Column(("QUEUE, REASON", "QUEUE"), 13, _where, gap=2, rank=3, grows=8),
        Column(("CALLS",), 5, _calls, right=True, gap=2, figure="handled"),
        Column(("TALK",), 6, _talk, right=True, gap=2, rank=2),
        Column(("AHT",), 6, _aht, right=True, gap=2, figure="aht"),
        Column(("OCCUPANCY",), 9, _occupancy, right=True, gap=2, rank=1, figure="occupancy"),
        Column(("RINGS NOT TAKEN",), 15, _unanswered, right=True, gap=2, rank=4,
               figure="unanswered"),
    )  # fmt: skip


def _sign(row: AgentRow, width: int, looks: Looks) -> Pieces:
    return ((row.sign.value, sign_style(row.sign, looks)),)


def _name(row: AgentRow, width: int, looks: Looks) -> Pieces:
    return ((row.agent.agent, looks.bright),)


def _state(row: AgentRow, width: int, looks: Looks) -> Pieces:
    return ((row.agent.state, looks.good if row.agent.state == "ready" else looks.text),)


def _lasted(row: AgentRow, width: int, looks: Looks) -> Pieces:
    since_s = row.agent.since_s
    if since_s is None:
        return ((NOTHING, looks.dim),)
    worrying = row.sign in (Sign.BAD, Sign.WARN)
    style = sign_style(row.sign, looks) if worrying else looks.text
    return ((duration(row.scene.waited_s(since_s)), style),)


def _where(row: AgentRow, width: int, looks: Looks) -> Pieces:
    return ((row.agent.reason or row.agent.queue or "", looks.text),)


def _calls(row: AgentRow, width: int, looks: Looks) -> Pieces:
    return ((f"{row.agent.calls}", looks.text if row.agent.calls else looks.dim),)


def _talk(row: AgentRow, width: int, looks: Looks) -> Pieces:
    return ((duration(row.agent.talk_s), looks.text),)


def _aht(row: AgentRow, width: int, looks: Looks) -> Pieces:
    return ((duration(row.agent.aht_s), looks.text),)


def _occupancy(row: AgentRow, width: int, looks: Looks) -> Pieces:
    return (_ratio(row.day.occupancy if row.day else None, looks),)


def _unanswered(row: AgentRow, width: int, looks: Looks) -> Pieces:
    share = row.day.unanswered if row.day else None
    count = f"{share.numerator:g}" if share and share.denominator else ""
    ratio, style = _ratio(share, looks)
    return ((count, looks.text), (f"{ratio:>7}", style))


def _ratio(share: Share | None, looks: Looks) -> Piece:
    if share is None or not share.denominator:
        return NOTHING, looks.dim
    return percent(share.numerator, share.denominator, 0), looks.text
