"""One follow-up: everything that was done to it, and its customer's contacts."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ops.snapshot import About
from ops.snapshot.owed import FollowUpNow
from ops.tui.actions import bindings
from ops.tui.finding import AskCustomer, OfFollowUp, Whose
from ops.tui.messages import Chosen
from ops.tui.owing import AskFollowUp
from ops.tui.screens.doing import DoingScreen
from ops.tui.screens.story import open_chapter
from ops.tui.widgets.customer import CustomerPane, DeedsPane

EVERY_S = 4.0


class OwedScreen(DoingScreen, inherit_bindings=False):
    """The screen."""

    NAME = "owed"
    HEADING = "Follow-up"
    BINDINGS: ClassVar[list[BindingType]] = bindings("owed")
    AUTO_FOCUS = "#deeds"
    DEFAULT_CSS = """
    OwedScreen {
        #deeds { height: auto; max-height: 50%; margin-bottom: 1; }
        #customer { height: 1fr; }
    }
    """

    def __init__(self, keys: Mapping[str, str], one: OfFollowUp) -> None:
        super().__init__(keys)
        self._one = one

    def body(self) -> ComposeResult:
        yield DeedsPane("deeds").data_bind(OwedScreen.scene)
        yield CustomerPane("customer").data_bind(OwedScreen.scene)

    def on_mount(self) -> None:
        self.ask(AskFollowUp(self._one.id, self._one.source), "deeds", every_s=EVERY_S)
        self.ask(AskCustomer(self._one), "customer", every_s=EVERY_S)

    @property
    def working(self) -> FollowUpNow | None:
        told = self.query_one(DeedsPane).told.answer
        return told.now if told else None

    @property
    def whose(self) -> Whose | None:
        """The follow-up's customer, where it has one."""
        working = self.working
        return self._one if working and working.caller else None

    @property
    def about(self) -> About | None:
        """What the cursor is on, of this follow-up or its customer."""
        return super().about or About("deeds")

    def on_chosen(self, message: Chosen) -> None:
        """A contact opens into its call, another follow-up into its history."""
        open_chapter(self, self._keys)
