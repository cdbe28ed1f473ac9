"""The alerts: what is raised, since when, what nobody has seen yet; and what has ended."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ops.formats import duration
from ops.tui.actions import bindings
from ops.tui.alerts import Alert
from ops.tui.judge import Sign
from ops.tui.localtime import time_of_day
from ops.tui.messages import Acknowledged
from ops.tui.scene import Scene
from ops.tui.screens.appscreen import AppScreen
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

_ABOUT, _KIND, _NARROW = 16, 13, 100
"""Cells of whose it is at most, of what it is, and from which width on both fit beside the text."""


class AlertList(Pane):
    """Raised alerts, then ended ones."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_alerts(scene, view)


def paint_alerts(scene: Scene | None, view: View) -> Sheet:
    """Draw the list."""
    alerts = () if scene is None else (*scene.alerts, *scene.ended_alerts)
    new = sum(not alert.seen for alert in scene.alerts) if scene else 0
    totals = (f"{len(scene.alerts)} now", f"{new} not acknowledged") if scene else ()
    head = (title("ALERTS", totals, view, len(alerts)),)
    if scene is None or not alerts:
        words = "" if scene is None else "nothing has called for help"
        return Sheet(head, (Line(view.width, view.looks.dim).gap(1).put(words).strip(),))
    about = min(_ABOUT, max(width_of(alert.about) for alert in alerts))
    body = []
    for at, alert in enumerate(alerts):
        line = _line(alert, scene, Line(view.width, view.looks.text), about, view.looks)
        body.append(line.strip(view.under(at)))
    return Sheet(head, tuple(body), tuple(_item(alert) for alert in alerts))


def _item(alert: Alert) -> Item:
    kind, about = alert.key
    return Item(f"{kind}\0{about}\0{alert.raised_s}", about, f"{about}: {kind}")


def _line(alert: Alert, scene: Scene, line: Line, about: int, looks: Looks) -> Line:
    over = alert.ended_s is not None
    style = looks.dim if over else looks.text
    sign, mark = (Sign.BAD.value, looks.bad) if not (over or alert.seen) else ("✓", looks.dim)
    until_s = scene.at_s if alert.ended_s is None else alert.ended_s
    wide = line.left >= _NARROW
    line.gap(1).put(" " if over else sign, mark).gap(1)
    line.put(time_of_day(alert.raised_s, scene.snapshot.zone), looks.dim).gap(1)
    line.put(duration(int(max(0.0, until_s - alert.raised_s))), style, 7, right=True).gap(2)
    line.put(alert.about, style if over else looks.bright, about).gap(2)
    if wide:
        line.put(alert.key[0], style, _KIND).gap(1)
    return line.put(f"ended; {alert.text}" if over else alert.text, style, line.left)


class AlertsScreen(AppScreen):
    """Opened over whatever is seen; Esc comes back."""

    NAME = "alerts"
    HEADING = "Alerts"
    AUTO_FOCUS = "#alerts"
    BINDINGS: ClassVar[list[BindingType]] = bindings("alerts")

    def body(self) -> ComposeResult:
        yield AlertList("alerts").data_bind(AlertsScreen.scene)

    def action_seen(self) -> None:
        """Acknowledge the alert the cursor is on."""
        chosen = self.query_one(AlertList).chosen
        alerts = self.scene.alerts if self.scene else ()
        for alert in alerts:
            if chosen is not None and _item(alert).key == chosen.key:
                self.post_message(Acknowledged(alert.key))
