"""Follow-ups: the list one works from, how old the backlog is, and who was never reached."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from ops.snapshot import About
from ops.snapshot.owed import FollowUpNow
from ops.tui.actions import bindings
from ops.tui.finding import OfFollowUp
from ops.tui.messages import Chosen, Open
from ops.tui.owing import AskBacklog, AskLost, AskWorklist, MakeCallBack
from ops.tui.screens.doing import DoingScreen
from ops.tui.screens.owed import OwedScreen
from ops.tui.widgets.backlog import BacklogPane
from ops.tui.widgets.lost import LostPane
from ops.tui.widgets.worklist import WorklistPane

EVERY_S, SELDOM_S = 3.0, 15.0
"""How long after an answer the list, and the backlog and the lost, are asked for again."""

_STATES = ("open", "closed", "all")


class FollowUpsScreen(DoingScreen, inherit_bindings=False):
    """The screen."""

    NAME = "followups"
    HEADING = "Follow-ups"
    BINDINGS: ClassVar[list[BindingType]] = bindings("followups")
    AUTO_FOCUS = "#worklist"
    FILTERS = "owner, kind, queue, last digits, slipped …"
    DEFAULT_CSS = """
    FollowUpsScreen {
        #worklist { height: 3fr; margin-bottom: 1; }
        #lower { height: 2fr; min-height: 9; }
        #backlog { width: 1fr; max-width: 70; }
        #lost { width: 1fr; margin-left: 2; }
    }
    FollowUpsScreen.-narrow #backlog { width: 36; }
    FollowUpsScreen.-narrow #lost { margin-left: 1; }
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(keys)
        self._state = _STATES[0]

    def body(self) -> ComposeResult:
        cls = FollowUpsScreen
        yield WorklistPane("worklist").data_bind(cls.scene)
        with Horizontal(id="lower"):
            yield BacklogPane("backlog").data_bind(cls.scene)
            yield LostPane("lost").data_bind(cls.scene)

    def on_mount(self) -> None:
        self._ask_for_list()
        self.ask(AskBacklog(), "backlog", every_s=SELDOM_S)
        self.ask(AskLost(), "lost", every_s=SELDOM_S)

    def _ask_for_list(self) -> None:
        self.ask(AskWorklist(self._state), "worklist", every_s=EVERY_S)

    @property
    def about(self) -> About | None:
        """What the cursor is on, each list as a whole: of all queues, as its heading counts."""
        about = replace(super().about or About("owed"), queue=None)
        if about.figure != "owed":
            return about
        return replace(about, asked=(("state", self._state),))

    @property
    def _list(self) -> WorklistPane:
        return self.query_one(WorklistPane)

    @property
    def working(self) -> FollowUpNow | None:
        """What the list's cursor is on, whichever pane has the focus."""
        return self._list.working

    @property
    def names(self) -> tuple[str, ...]:
        """Owners there are, then agents."""
        rows = self._list.told.answer.rows if self._list.told.answer else ()
        return tuple(dict.fromkeys([*(one.owner for one in rows if one.owner), *super().names]))

    def on_chosen(self, message: Chosen) -> None:
        """A follow-up opens into its history and its customer's; a lost caller's call-back too."""
        one = self.working
        lost = self.query_one(LostPane)
        if lost.has_focus:
            made = lost.lost.follow_up if lost.lost else None
            if made is not None:
                self.post_message(Open(OwedScreen(self._keys, OfFollowUp(made, "journal"))))
        elif self._list.has_focus and one is not None:
            self.post_message(Open(OwedScreen(self._keys, OfFollowUp(one.id, one.source))))

    def action_call_back(self) -> None:
        """Make the call-back of the lost caller the cursor is on."""
        pane = self.query_one(LostPane)
        caller = pane.lost
        if caller is None:
            self.notify("everybody was reached: there is nobody to call back")
        elif not pane.has_focus:
            pane.focus()  # whom it would be for has to be seen first
        elif self.may_change():
            self.do(MakeCallBack(caller.key))

    def action_which(self) -> None:
        """Open ones, settled ones, all."""
        self._state = _STATES[(_STATES.index(self._state) + 1) % len(_STATES)]
        self._list.state = self._state
        self._ask_for_list()

    def leave(self) -> bool:
        """Leave the filter's line, or the settled ones for what is open."""
        if super().leave():
            return True
        if self._state == _STATES[0]:
            return False
        self._state = self._list.state = _STATES[0]
        self._ask_for_list()
        return True
