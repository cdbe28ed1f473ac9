"""The team, agent by agent, with how sure one can be; and what would help the one looked at."""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import NamedTuple

from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from ops.formats import NOTHING, duration, percent, safe
from ops.snapshot import About, AgentNow
from ops.snapshot.resolution import Estimate
from ops.snapshot.share import Share
from ops.snapshot.team import AgentFigures, Team
from ops.tui.coaching import hints
from ops.tui.order import ordered, words
from ops.tui.question import Told
from ops.tui.scene import Scene, kept
from ops.tui.solving import DAY_S, SCOPES
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column, fitted, heading, row, stopped, stops
from ops.tui.widgets.fcr import ALL
from ops.tui.widgets.line import Line, Pieces, width_of
from ops.tui.widgets.looking import Looking
from ops.tui.widgets.pane import Painted, scene_looks
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.spark import bar
from ops.tui.widgets.titles import fitting, title

_NAME = (12, 22)


class TeamPane(Looking):
    """The table; Enter opens the agent's day."""

    KIND = "team"
    FIGURE = "agent_fcr"

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_team(self.told, scene, view)

    @property
    def about(self) -> About | None:
        """The figure under the cursor, of four weeks; what is of today is of today."""
        about, team = super().about, self.told.answer
        if about is None or team is None or about.figure != "handled":
            return about
        if about.queue is None:
            return About("handled", agent=about.agent)
        return About("team_today", about.queue, about.agent, team.today)


class Coached(Painted):
    """What would help the agent who is looked at, and the figures it is said from."""

    agent: reactive[str | None] = reactive(None, init=False, repaint=False)

    def watch_agent(self) -> None:
        self.repaint()

    def draw(self, size: Size) -> list[Strip]:
        style = scene_looks(self.app.theme, self.scene)
        return paint_coached(self.told, size, style, self.agent)


class TeamRow(NamedTuple):
    """One agent of the table, the team, and the agent's day as the floor has it."""

    one: AgentFigures
    whole: AgentFigures
    now: AgentNow | None
    queue: str | None


def paint_team(told: Told[Team], scene: Scene | None, view: View) -> Sheet:
    """Draw the agents under the team, by name unless they are sorted."""
    team, looks = told.answer, view.looks
    if team is None or scene is None or not team.agents:
        said = Line(view.width, looks.dim).gap(1).put(told.words() or "nobody was here").strip()
        return Sheet((title("AGENTS", (), view, 0),), (said,))
    now = {agent.agent: agent for agent in scene.snapshot.agents}
    seen = ordered("team", kept(team.agents, scene.needle, lambda a: (a.agent or "",)), scene)
    names = max(width_of(name) for name in (team.queue or ALL, *(one.agent or "" for one in seen)))
    fits = fitted(_columns(max(_NAME[0], min(_NAME[1], names))), view.width - 1)
    marks = stops(fits)
    share = percent(team.left_out.numerator, team.left_out.denominator)
    totals = (words("team", scene), "28 days", f"{share} left out", _conditions(team))
    top = title("AGENTS", tuple(filter(None, totals)), view, len(seen))
    head = heading(fits, Line(view.width, looks.head), looks.head).strip()
    whole = row(
        fits, Line(view.width, looks.dim), TeamRow(team.whole, team.whole, None, team.queue), looks
    )
    body = tuple(
        stopped(
            row(fits, Line(view.width, looks.text),
                TeamRow(one, team.whole, now.get(one.agent or ""), team.queue),
                looks).strip(view.under(at)),
            view if at == view.cursor else view._replace(cursor=None),
            marks,
        )
        for at, one in enumerate(seen)
    )  # fmt: skip
    items = tuple(
        Item(one.agent or "", team.queue, one.agent or "", agent=one.agent) for one in seen
    )
    return Sheet((top, stopped(head, view, marks), whole.strip()), body, items, stops=marks)


def _conditions(team: Team) -> str:
    days = team.window_s / DAY_S
    within = f"{days:g} days" if days != 1 else "1 day"
    return f"FCR {within}, {SCOPES.get(team.scope, team.scope)}"


def paint_coached(told: Told[Team], size: Size, looks: Looks, agent: str | None) -> list[Strip]:
    """Draw what would help: exactly `size.height` lines."""
    team = told.answer
    blank = Line(size.width, looks.text).strip()
    view = View(size.width, 0, looks)
    one = next((a for a in team.agents if a.agent == agent), None) if team else None
    if team is None or one is None:
        lines = [title("WHAT WOULD HELP", (), view, 0)]
        return [*lines, *[blank] * size.height][: size.height]
    where = (f"in {team.queue}",) if team.queue else ()
    lines = [title("WHAT WOULD HELP", (agent or "", *where), view, 0)]
    for hint in hints(one, team.whole):
        lines += [
            Line(size.width, looks.text).gap(1 if n == 0 else 3).put(part, looks.bright).strip()
            for n, part in enumerate(wrap(safe(hint), max(10, size.width - 4)))
        ]
    room = size.height - len(lines)
    facts = [Line(size.width, looks.text).gap(1).put(name, looks.dim, 16).gap(1)
             .put(fitting(parts, size.width - 19)).strip()
             for name, parts in _facts(one, team)]  # fmt: skip
    if room > len(facts):
        lines.append(blank)
    return [*lines, *facts, *[blank] * size.height][: size.height]


def _facts(one: AgentFigures, team: Team) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What each figure is made of, the parts that say most first."""
    whole = team.whole
    of_all = ("in all queues",) if team.queue else ()
    pauses = tuple(
        f"{pause.reason or 'no reason'} {duration(pause.lasted_s)} in {pause.pauses}"
        for pause in one.pauses
    )
    calls = one.handled.denominator
    return (
        ("Stay resolved", (f"{percent(one.fcr.value, 1)} ({_percents(one.fcr)})",
         f"team {percent(whole.fcr.value, 1)}", f"own {_of(one.resolved)} of "
         f"{one.resolved.denominator:,}", _weight(one.fcr_weight), f"{one.pending:,} pending")),
        ("A call takes", (f"{duration(one.aht_s.value)} ({_durations(one.aht_s)})",
         f"team {duration(whole.aht_s.value)}", f"own {duration(one.handled.value)} over "
         f"{calls:,}", _weight(one.aht_weight))),
        ("6 weeks", (f"resolved {_series(one.trend, lambda share: f'{100 * share:.0f}')}",
         f"a call {_series(one.aht_trend, duration)}")),
        ("Pauses", (*of_all, *(pauses or ("none",)))),
        ("Rings not taken", (f"{one.unanswered.numerator:,} of {one.unanswered.denominator:,}",
         _of(one.unanswered), f"team {_of(whole.unanswered)}")),
        ("Handed on", (f"{one.transferred:,} of {calls:,} calls",
         f"{one.blind:,} without a word")),
    )  # fmt: skip


def _of(share: Share) -> str:
    return percent(share.numerator, share.denominator)


def _series(values: Sequence[float | None], shown: Callable[[float], str]) -> str:
    return " ".join(NOTHING if value is None else shown(value) for value in values)


def _weight(weight: float | None) -> str:
    return f"weight {percent(weight, 1, 0)}"


def _percents(one: Estimate) -> str:
    if one.low is None or one.high is None:
        return "no band"
    return f"{100 * one.low:.0f}–{100 * one.high:.0f}"


def _durations(one: Estimate) -> str:
    if one.low is None or one.high is None:
        return "no band"
    return f"{duration(one.low)}–{duration(one.high)}"


def _columns(name_width: int) -> tuple[Column[TeamRow], ...]:
    return (
        Column(("AGENT",), name_width, _name),
        Column(("TODAY",), 5, _today, right=True, figure="handled"),
        Column(("CALLS",), 6, _calls, right=True, figure="agent_aht"),
        Column(("FCR",), 6, _fcr, right=True, gap=2, figure="agent_fcr"),
        Column(("BAND",), 6, _fcr_band, right=True),
        Column(("6 WEEKS",), 7, _trend, gap=2, rank=2),
        Column(("AHT",), 5, _aht, right=True, gap=2, figure="agent_aht"),
        Column(("BAND",), 10, _aht_band, right=True),
        Column(("PAUSED",), 6, _paused, right=True, gap=2, figure="team_pauses"),
        Column(("MISSED",), 6, _missed, right=True, figure="team_unanswered"),
        Column(("PASSED ON",), 9, _passed, right=True, rank=1, figure="team_transfers"),
        Column(("WHAT WOULD HELP",), 30, _help, gap=3, rank=3, grows=90),
    )


def _name(row: TeamRow, width: int, looks: Looks) -> Pieces:
    agent = row.one.agent
    return ((row.queue or ALL, looks.dim) if agent is None else (agent, looks.bright),)


def _today(row: TeamRow, width: int, looks: Looks) -> Pieces:
    """Of all queues as the floor has it."""
    calls = row.one.today if row.queue is not None else row.now.calls if row.now else None
    return ((f"{calls:,}" if calls else NOTHING, looks.text if calls else looks.dim),)


def _calls(row: TeamRow, width: int, looks: Looks) -> Pieces:
    return ((f"{row.one.handled.denominator:,}", looks.text),)


def _fcr(row: TeamRow, width: int, looks: Looks) -> Pieces:
    return ((percent(row.one.fcr.value, 1), looks.text),)


def _fcr_band(row: TeamRow, width: int, looks: Looks) -> Pieces:
    known = row.one.fcr.low is not None
    return ((_percents(row.one.fcr) if known else NOTHING, looks.dim),)


def _trend(row: TeamRow, width: int, looks: Looks) -> Pieces:
    """Each week's share, the middle of the line being the team's of all weeks."""
    middle = row.whole.fcr.value or 0.5
    text = "".join("·" if share is None else bar(share, middle) for share in row.one.trend)
    return ((text, looks.bar),)


def _aht(row: TeamRow, width: int, looks: Looks) -> Pieces:
    return ((duration(row.one.aht_s.value), looks.text),)


def _aht_band(row: TeamRow, width: int, looks: Looks) -> Pieces:
    known = row.one.aht_s.low is not None
    return ((_durations(row.one.aht_s) if known else NOTHING, looks.dim),)


def _paused(row: TeamRow, width: int, looks: Looks) -> Pieces:
    share = row.one.paused
    return ((percent(share.numerator, share.denominator, 0), looks.text),)


def _missed(row: TeamRow, width: int, looks: Looks) -> Pieces:
    share = row.one.unanswered
    return ((percent(share.numerator, share.denominator, 0), looks.text),)


def _passed(row: TeamRow, width: int, looks: Looks) -> Pieces:
    return ((percent(row.one.transferred, row.one.handled.denominator, 0), looks.text),)


def _help(row: TeamRow, width: int, looks: Looks) -> Pieces:
    if row.one.agent is None:
        return ()
    return ((hints(row.one, row.whole)[0], looks.text),)
