"""The backlog's age, and how it came about: steps of age with bars, and the days in two lines."""

from ops.snapshot.owed import AgeStep, Backlog, BacklogDay
from ops.tui.localtime import day
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import of_now, title

_BARS = "▁▂▃▄▅▆▇█"
_NAME = 12
_FIGURE = 5
_TREND = ("open", "overdue", "opened", "closed")


class BacklogPane(Pane):
    """The ages, and the trend under them."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_backlog(self.told, scene, view)


def paint_backlog(told: Told[Backlog], scene: Scene | None, view: View) -> Sheet:
    """Draw both."""
    backlog, looks = told.answer, view.looks
    if scene is None or backlog is None:
        head = title("BACKLOG", (), view, 0)
        return Sheet((head,), (Line(view.width, looks.dim).gap(1).put(told.words()).strip(),))
    total = backlog.total
    totals = (f"{total.open} open", *of_now(scene, backlog.at_s), f"{total.overdue} overdue",
              f"{total.slipped} slipped")  # fmt: skip
    lines = [_age(step, backlog, view) for step in backlog.ages]
    items = [Item(step.name, None, step.name, figure="backlog") for step in backlog.ages]
    span = (backlog.since_s, backlog.until_s)
    if backlog.days:
        for name in _TREND:
            lines.append(_trend(name, backlog.days, view))
            items.append(Item(name, None, name, figure="backlog_trend", span=span))
    first = day(backlog.since_s, scene.snapshot.zone).split(" ", 1)[1] if backlog.days else ""
    head = title("BACKLOG", (*totals, *((f"by day since {first}",) if first else ())), view,
                 len(lines))  # fmt: skip
    return Sheet((head,), tuple(line.strip(view.under(n)) for n, line in enumerate(lines)),
                 tuple(items))  # fmt: skip


def _age(step: AgeStep, backlog: Backlog, view: View) -> Line:
    """`under 4 h   ███████  12   3 overdue`: the overdue part of the bar warns."""
    looks = view.looks
    line = Line(view.width, looks.text).gap(1).put(step.name, looks.dim, _NAME)
    line.gap(1).put(f"{step.open}", looks.text if step.open else looks.dim, _FIGURE, right=True)
    late = f"{step.overdue} overdue" if step.overdue else ""
    most = max(1, *(one.open for one in backlog.ages))
    room = max(0, line.left - 14)
    bar = -(-step.open * room // most)
    overdue = -(-step.overdue * room // most)
    line.gap(1).put("█" * min(overdue, bar), looks.warn).put("█" * max(0, bar - overdue), looks.bar)
    return line.gap(max(1, room - bar + 1)).put(late, looks.warn, min(12, line.left))


def _trend(name: str, days: tuple[BacklogDay, ...], view: View) -> Line:
    """`open   18 ▃▄▅▆▇█ 23`: the first figure there is room for, a bar a day, today's."""
    looks = view.looks
    values = [int(getattr(one, name)) for one in days]
    line = Line(view.width, looks.text).gap(1).put(name, looks.dim, _NAME).gap(1)
    last = f"{values[-1]} today"
    drawn = values[-max(1, line.left - _FIGURE - width_of(last) - 2) :]
    line.put(f"{drawn[0]}", looks.dim, _FIGURE, right=True).gap(1)
    line.put(_bars(drawn), looks.warn if name == "overdue" else looks.bar).gap(1)
    return line.put(last, looks.text)


def _bars(values: list[int]) -> str:
    most = max([1, *values])
    return "".join(_BARS[max(0, min(7, value * 8 // most))] if value else "·" for value in values)
