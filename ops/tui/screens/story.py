"""One call's whole story: its stays, every event with its line, and its customer's contacts."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ops.snapshot import About
from ops.snapshot.found import NEAR_S
from ops.tui.actions import bindings
from ops.tui.finding import AskCallStory, AskCustomer, OfCall, OfFollowUp, Whose
from ops.tui.messages import Chosen, Open
from ops.tui.screens.agentday import AgentScreen
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.doing import DoingScreen
from ops.tui.widgets.customer import CustomerPane
from ops.tui.widgets.story import EventsPane, StaysPane

EVERY_S = 4.0


class CallScreen(DoingScreen, inherit_bindings=False):
    """The screen."""

    NAME = "call"
    HEADING = "Call"
    BINDINGS: ClassVar[list[BindingType]] = bindings("call")
    AUTO_FOCUS = "#events"
    DEFAULT_CSS = """
    CallScreen {
        #stays { height: auto; max-height: 25%; margin-bottom: 1; }
        #events { height: auto; max-height: 50%; margin-bottom: 1; }
        #customer { height: 1fr; }
    }
    CallScreen.-short #stays, CallScreen.-short #events { margin-bottom: 0; }
    """

    def __init__(self, keys: Mapping[str, str], call: OfCall) -> None:
        super().__init__(keys)
        self._call = call

    def body(self) -> ComposeResult:
        cls = CallScreen
        yield StaysPane("stays").data_bind(cls.scene)
        yield EventsPane("events").data_bind(cls.scene)
        yield CustomerPane("customer").data_bind(cls.scene)

    def on_mount(self) -> None:
        self.ask(AskCallStory(self._call), "stays", "events", every_s=EVERY_S)
        self.ask(AskCustomer(self._call), "customer", every_s=EVERY_S)

    @property
    def whose(self) -> Whose | None:
        """The call's customer."""
        return self._call

    @property
    def about(self) -> About | None:
        """What the cursor is on, of this call."""
        about, call = super().about or About("events"), self._call
        if about.figure not in ("events", "found"):
            return about
        span = (call.s - NEAR_S, call.s + NEAR_S)
        asked = (("call_id", call.call_id), ("source", call.source))
        return About(about.figure, span=span, asked=asked)

    def on_chosen(self, message: Chosen) -> None:
        """A stay opens the day of who answered it, a contact its own story, what is owed too."""
        if self.query_one(StaysPane).has_focus and message.item.agent:
            self.post_message(Open(AgentScreen(self._keys, message.item.agent)))
        else:
            open_chapter(self, self._keys)


def open_chapter(screen: AppScreen, keys: Mapping[str, str]) -> None:
    """Open what the cursor of a customer's story is on, over the screen it is on."""
    from ops.tui.screens.owed import OwedScreen

    pane = screen.query_one(CustomerPane)
    chapter = pane.chapter
    if not pane.has_focus or chapter is None:
        return
    if chapter.is_contact:
        call = OfCall(chapter.id, chapter.source, chapter.s)
        screen.post_message(Open(CallScreen(keys, call)))
    else:
        screen.post_message(Open(OwedScreen(keys, OfFollowUp(chapter.id, chapter.source))))
