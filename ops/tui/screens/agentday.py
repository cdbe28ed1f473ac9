"""One agent's day: states over the day, pauses by reason, calls."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from ops.snapshot import About
from ops.tui.actions import bindings
from ops.tui.closer import AskAgentDay, AskCalls
from ops.tui.screens.appscreen import AppScreen
from ops.tui.widgets.agentrow import OneAgent
from ops.tui.widgets.daycalls import DayCalls
from ops.tui.widgets.pauses import Pauses
from ops.tui.widgets.timeline import Timeline

EVERY_S = 4.0
"""How long after an answer the day is asked for again; the state's own time ticks anyway."""


class AgentScreen(AppScreen, inherit_bindings=False):
    """The screen."""

    NAME = "agent"
    HEADING = "Agent"
    BINDINGS: ClassVar[list[BindingType]] = bindings("agent")
    AUTO_FOCUS = "#one-agent"
    FILTERS = "queue, caller, outcome …"
    DEFAULT_CSS = """
    AgentScreen {
        #one-agent { height: 2; margin-bottom: 1; }
        #timeline { height: auto; max-height: 9; margin-bottom: 1; }
        #lower { height: 1fr; }
        #pauses { width: 2fr; max-width: 50; }
        #calls { width: 3fr; margin-left: 2; }
    }
    AgentScreen.-short #one-agent { margin-bottom: 0; }
    AgentScreen.-narrow #pauses { width: 26; }
    AgentScreen.-narrow #calls { width: 1fr; margin-left: 1; }
    """

    def __init__(self, keys: Mapping[str, str], agent: str) -> None:
        super().__init__(keys)
        self._agent = agent

    def body(self) -> ComposeResult:
        cls = AgentScreen
        yield OneAgent("one-agent", self._agent).data_bind(cls.scene)
        yield Timeline("timeline", self._agent).data_bind(cls.scene)
        with Horizontal(id="lower"):
            yield Pauses("pauses").data_bind(cls.scene)
            yield DayCalls("calls", of_agent=True).data_bind(cls.scene)

    def on_mount(self) -> None:
        self.query_one("#calls", DayCalls).heading = ("CALLS", "the newest first", "calls")
        day = AskAgentDay(self._agent)
        self.ask(day, "one-agent", "timeline", "pauses", every_s=EVERY_S)
        self.ask(AskCalls(agent=self._agent), "calls", every_s=EVERY_S)

    @property
    def about(self) -> About | None:
        """What the cursor is on; the calls are the agent's."""
        about = super().about
        if about is not None and about.figure == "calls":
            return About("calls", agent=self._agent)
        return about or About("state", agent=self._agent)
