"""Agents: today and the last four weeks, with how sure one can be, and what would help."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ops.tui.actions import bindings
from ops.tui.messages import Chosen, Looked, Open
from ops.tui.screens.agentday import AgentScreen
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.picking import Pick, PickScreen
from ops.tui.solving import AskTeam, Judged
from ops.tui.widgets.fcr import ALL
from ops.tui.widgets.team import Coached, TeamPane

EVERY_S = 60.0
"""How long after an answer it is asked for again: weeks do not change in a minute."""


class AgentsScreen(AppScreen, inherit_bindings=False):
    """The screen."""

    NAME = "agents"
    HEADING = "Agents"
    BINDINGS: ClassVar[list[BindingType]] = bindings("agents")
    AUTO_FOCUS = "#team"
    FILTERS = "agent …"
    DEFAULT_CSS = """
    AgentsScreen {
        #team { height: 1fr; margin-bottom: 1; }
        #coached { height: 12; }
    }
    AgentsScreen.-short {
        Sentence { margin-bottom: 0; }
        #team { margin-bottom: 0; }
        #coached { height: 9; }
    }
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(keys)
        self._judged = Judged()
        self._queue: str | None = None

    def body(self) -> ComposeResult:
        yield TeamPane("team").data_bind(AgentsScreen.scene)
        yield Coached("coached").data_bind(AgentsScreen.scene)

    def on_mount(self) -> None:
        self._ask()

    def _ask(self) -> None:
        self.ask(AskTeam(self._queue, self._judged), "team", "coached", every_s=EVERY_S)

    def on_looked(self, message: Looked) -> None:
        """What would help is of the agent who is looked at."""
        self.query_one(Coached).agent = message.item.agent if message.item else None

    def on_chosen(self, message: Chosen) -> None:
        """An agent opens into their day."""
        if message.item.agent is not None:
            self.post_message(Open(AgentScreen(self._keys, message.item.agent)))

    def action_scope(self) -> None:
        """Another idea of which later contact is a repeat."""
        self._judged = self._judged.other_scope()
        self._ask()

    def action_window(self) -> None:
        """Within more days, or within one again."""
        team = self.query_one(TeamPane).told.answer
        self._judged = self._judged.other_window(team.window_s if team else 0)
        self._ask()

    def action_queue(self) -> None:
        """Pick which queue it is of, or all of them."""
        queues = [queue.queue for queue in self.scene.snapshot.queues] if self.scene else []
        names: list[str | None] = [None, *queues]
        picks = [Pick(ALL if name is None else name, "", at) for at, name in enumerate(names)]
        self.app.push_screen(PickScreen("a queue", picks, lambda at: self._show_queue(names[at])))

    def _show_queue(self, queue: str | None) -> None:
        self._queue = queue
        self._ask()

    def leave(self) -> bool:
        """Leave the filter's line, or one queue for all of them."""
        if super().leave():
            return True
        if self._queue is None:
            return False
        self._show_queue(None)
        return True
