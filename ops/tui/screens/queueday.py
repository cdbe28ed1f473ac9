"""One queue's day: quarters of an hour, waits, and its calls."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from ops.snapshot import About
from ops.tui.actions import bindings
from ops.tui.closer import AskAbandons, AskCalls, AskQueueDay
from ops.tui.localtime import hour_and_minute
from ops.tui.messages import Chosen, Open
from ops.tui.scene import Scene
from ops.tui.screens.agentday import AgentScreen
from ops.tui.screens.appscreen import AppScreen
from ops.tui.widgets.daycalls import DayCalls
from ops.tui.widgets.figures import Figures, figures_of_queue
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.quarters import Quarters
from ops.tui.widgets.queues import paint_queues
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.waits import Waits

EVERY_S = 2.0
"""How long after an answer the day is asked for again."""


class OneQueue(Pane):
    """The queue's row of the floor, with its headings."""

    FIGURE = "level"

    def __init__(self, id: str, queue: str) -> None:
        super().__init__(id)
        self._queue = queue

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_queues(only(scene, self._queue), view)

    def figures(self, item: Item) -> Figures:
        return figures_of_queue(item.queue, self.scene)


def only(scene: Scene | None, queue: str) -> Scene | None:
    """The scene with that queue alone, whatever the filter says."""
    if scene is None:
        return None
    queues = tuple(one for one in scene.snapshot.queues if one.queue == queue)
    return replace(scene, needle="", snapshot=replace(scene.snapshot, queues=queues))


class QueueScreen(AppScreen, inherit_bindings=False):
    """The screen."""

    NAME = "queue"
    HEADING = "Queue"
    BINDINGS: ClassVar[list[BindingType]] = bindings("queue")
    AUTO_FOCUS = "#quarters"
    FILTERS = "caller, agent, outcome …"
    DEFAULT_CSS = """
    QueueScreen {
        #one-queue { height: 2; margin-bottom: 1; }
        #quarters { height: 1fr; margin-bottom: 1; }
        #lower { height: 1fr; }
        #waits { width: 2fr; max-width: 60; }
        #calls { width: 3fr; margin-left: 2; }
    }
    QueueScreen.-short {
        #one-queue, #quarters { margin-bottom: 0; }
        #quarters { height: 10; }
        #lower { height: 1fr; }
    }
    QueueScreen.-narrow #waits { width: 28; }
    QueueScreen.-narrow #calls { width: 1fr; margin-left: 1; }
    """

    def __init__(self, keys: Mapping[str, str], queue: str, *, abandons: bool = False) -> None:
        super().__init__(keys)
        self._queue = queue
        self._abandons = abandons
        self._span: tuple[int, int] | None = None

    def body(self) -> ComposeResult:
        cls = QueueScreen
        yield OneQueue("one-queue", self._queue).data_bind(cls.scene)
        yield Quarters("quarters").data_bind(cls.scene)
        with Horizontal(id="lower"):
            yield Waits("waits").data_bind(cls.scene)
            yield DayCalls("calls").data_bind(cls.scene)

    def on_mount(self) -> None:
        self.ask(AskQueueDay(self._queue), "quarters", "waits", every_s=EVERY_S)
        self._ask_for_calls()
        if self._abandons:
            self.set_focus(self._calls)

    @property
    def about(self) -> About | None:
        """What the cursor is on; the calls of a quarter are of that quarter."""
        about = super().about
        if about is not None and about.figure == "calls":
            return replace(about, span=self._span)
        return about or About("level", self._queue)

    @property
    def _calls(self) -> DayCalls:
        return self.query_one("#calls", DayCalls)

    def _ask_for_calls(self) -> None:
        """The list that is wanted: the day's worst, those of a quarter, or who gave up."""
        calls = self._calls
        if self._abandons:
            calls.heading = ("WHO GAVE UP", "the newest first", "abandons")
            self.ask(AskAbandons(self._queue), "calls", every_s=EVERY_S)
            return
        name = "CALLS"
        if self._span is not None and self.scene is not None:
            zone = self.scene.snapshot.zone
            since, until = (hour_and_minute(s, zone) for s in self._span)
            name = f"CALLS {since}–{until}"
        calls.heading = (name, "the worst first", "calls")
        self.ask(AskCalls(self._queue, span=self._span), "calls", every_s=EVERY_S)

    def on_chosen(self, message: Chosen) -> None:
        """A quarter opens its calls, a call its agent's day."""
        item = message.item
        if item.span is not None:
            self._abandons, self._span = False, item.span
            self._ask_for_calls()
            self.set_focus(self._calls)
        elif item.agent is not None:
            self.post_message(Open(AgentScreen(self._keys, item.agent)))

    def action_abandons(self) -> None:
        """Only who gave up, or all calls again."""
        self._abandons, self._span = not self._abandons, None
        self._ask_for_calls()
        self.set_focus(self._calls)

    def leave(self) -> bool:
        """Leave the filter's line, or a quarter's calls for the day's."""
        if super().leave():
            return True
        if self._span is None:
            return False
        self._span = None
        self._ask_for_calls()
        self.focus_body()
        return True
