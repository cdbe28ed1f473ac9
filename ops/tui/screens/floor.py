"""The floor: queues, who is waiting, agents, what just happened."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from ops.snapshot import About
from ops.tui.actions import bindings
from ops.tui.messages import Chosen, Open
from ops.tui.screens.agentday import AgentScreen
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.queueday import QueueScreen
from ops.tui.widgets.agents import Agents, lines_wanted, present
from ops.tui.widgets.callers import Callers
from ops.tui.widgets.happenings import Happenings
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queues import Queues
from ops.tui.widgets.wall import Wall

_LEAST_HAPPENINGS = 5
_GLIMPSE = 12
"""Lines under the queues from which a narrow, short screen has some left for what just happened."""


class FloorScreen(AppScreen, inherit_bindings=False):
    """The whole floor on one screen, at any size from 80 × 24."""

    NAME = "floor"
    FILTERS = "queue, agent, last digits …"
    BINDINGS: ClassVar[list[BindingType]] = bindings("floor")
    AUTO_FOCUS = "#queues"
    DEFAULT_CSS = """
    FloorScreen {
        Queues { height: auto; max-height: 50%; margin-bottom: 1; }
        #below { height: 1fr; }
        #left { width: 42; }
        #right { width: 1fr; margin-left: 1; }
        Callers { height: 3fr; margin-bottom: 1; }
        #below-callers { height: 2fr; }
        #below-agents { height: 1fr; margin-top: 1; display: none; }
    }
    FloorScreen #wall { display: none; height: 1fr; }
    FloorScreen.-wall {
        Queues, #below, Footer { display: none; }
        #wall { display: block; }
    }
    FloorScreen.-tall #below { margin-bottom: 1; }
    FloorScreen.-wide {
        #left { width: 60; }
    }
    FloorScreen.-short, FloorScreen.-roomy {
        #below-callers { display: none; }
        Callers { height: 1fr; margin-bottom: 0; }
    }
    FloorScreen.-short Queues { max-height: 60%; }
    FloorScreen.-glimpse #below-agents { display: block; height: 5; }
    FloorScreen.-roomy {
        Agents { height: auto; }
        #below-agents { display: block; }
    }
    """

    def body(self) -> ComposeResult:
        cls = FloorScreen
        yield Queues("queues").data_bind(cls.scene)
        with Horizontal(id="below"):
            with Vertical(id="left"):
                yield Callers("callers").data_bind(cls.scene)
                yield Happenings("below-callers").data_bind(cls.scene)
            with Vertical(id="right"):
                yield Agents("agents").data_bind(cls.scene)
                yield Happenings("below-agents").data_bind(cls.scene)
        yield Wall("wall").data_bind(cls.scene)

    def watch_scene(self) -> None:
        super().watch_scene()
        self._make_room()
        # Once the queues have taken their lines, there may be less room than there was.
        self.call_after_refresh(self._make_room)

    def on_resize(self) -> None:
        self._make_room()

    def _make_room(self) -> None:
        """What just happened stands below the agents where there is room, else below the callers.

        Decided by how many agents are in, not by what they do: nothing moves within a shift.
        """
        below, right = self.query_one("#below"), self.query_one("#right")
        scene = self.scene
        agents = sum(present(agent, scene) for agent in scene.snapshot.agents) if scene else 0
        room = below.size.height - _LEAST_HAPPENINGS - 2
        wide = not self.has_class("-narrow")
        short = self.has_class("-short")
        self.set_class(not wide and short and below.size.height >= _GLIMPSE, "-glimpse")
        self.set_class(wide and lines_wanted(agents, right.size.width) <= room, "-roomy")

    @property
    def chosen_queue(self) -> str | None:
        """The queue the cursor is on, in whichever pane has the focus; else the table's."""
        panes = [self.focused, self.query_one("#queues")]
        items = (pane.chosen for pane in panes if isinstance(pane, Pane))
        return next((item.queue for item in items if item and item.queue), None)

    def leave(self) -> bool:
        """Leave the filter's line (keeping what it says) or the wall; whether there was one."""
        if super().leave():
            return True
        if not self.has_class("-wall"):
            return False
        self.remove_class("-wall")
        # Not yet shown again: what can't be seen can't have the focus.
        self.call_after_refresh(self.focus_body)
        return True

    @property
    def about(self) -> About | None:
        """The number under the cursor; where there is none, the queue's service level."""
        return super().about or About("level", self.chosen_queue)

    def on_chosen(self, message: Chosen) -> None:
        """Look closer: an agent's day, or the queue's."""
        item = message.item
        if item.agent is not None:
            self.post_message(Open(AgentScreen(self._keys, item.agent)))
        elif item.queue is not None:
            self.post_message(Open(QueueScreen(self._keys, item.queue)))

    def action_abandons(self) -> None:
        """Who gave up in the queue the cursor is on."""
        queue = self.chosen_queue
        if queue is not None:
            self.post_message(Open(QueueScreen(self._keys, queue, abandons=True)))

    def action_wall(self) -> None:
        """Huge figures and nothing else, or back to the floor."""
        if not self.leave():
            self.add_class("-wall")
