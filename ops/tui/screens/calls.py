"""Calls: find one in words, and open it."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import Input

from ops import clock
from ops.errors import UsageError
from ops.snapshot import About
from ops.snapshot.search import EXAMPLE, search
from ops.tui.actions import bindings
from ops.tui.finding import AskFound, OfCall, Whose
from ops.tui.localtime import zone_of
from ops.tui.messages import Chosen, Open
from ops.tui.screens.doing import DoingScreen
from ops.tui.screens.story import CallScreen
from ops.tui.widgets.foundcalls import FoundPane, Understood

EVERY_S = 4.0
PAGE = 200
"""So many calls are brought at first, and so many more each time."""

_TYPING_S = 0.3
"""After so long without another letter it is looked for."""


class CallsScreen(DoingScreen, inherit_bindings=False):
    """The screen."""

    NAME = "calls"
    OF_NOW = False
    HEADING = "Calls"
    BINDINGS: ClassVar[list[BindingType]] = bindings("calls")
    AUTO_FOCUS = "#found"
    DEFAULT_CSS = """
    CallsScreen {
        #search { border: none; height: 1; padding: 0 1; background: $surface; }
        #understood { height: 1; margin-bottom: 1; }
        #found { height: 1fr; }
    }
    CallsScreen.-short Sentence { margin-bottom: 0; }
    CallsScreen.-short #understood { margin-bottom: 0; }
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(keys)
        self._least = PAGE
        self._soon: Timer | None = None

    def body(self) -> ComposeResult:
        yield Input(placeholder=f"/ looks for: {EXAMPLE}", id="search")
        yield Understood("understood").data_bind(CallsScreen.scene)
        yield FoundPane("found").data_bind(CallsScreen.scene)

    def on_mount(self) -> None:
        self._look()

    @property
    def _line(self) -> Input:
        return self.query_one("#search", Input)

    @property
    def about(self) -> About | None:
        """What the cursor is on, or the list."""
        return super().about or About("found")

    @property
    def whose(self) -> Whose | None:
        """The customer of the call the cursor is on."""
        call = self.query_one(FoundPane).call
        return OfCall(call.call_id, call.source, call.s) if call else None

    # ---- looking for something

    def watch_scene(self) -> None:
        super().watch_scene()
        self._understand()  # what "today" means may have changed

    def action_filter(self) -> None:
        """Go to the line in which one says what to look for."""
        self._line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        super().on_input_changed(event)
        if event.input.id == "search":
            self._not_so_soon()
            if self._understand():
                self._soon = self.set_timer(_TYPING_S, self._look_anew)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        super().on_input_submitted(event)
        if event.input.id == "search" and self._understand():
            self._look_anew()
            self.focus_body()

    def _understand(self) -> bool:
        """Say what the line means, or what is wrong with it; whether it means something."""
        scene = self.scene
        if scene is None or not self.is_mounted:
            return False
        said = self.query_one(Understood)
        zone, now = zone_of(scene.snapshot.zone), clock.instant(scene.at_s)
        try:
            words, is_wrong = search(self._line.value, zone, now).words, False
        except UsageError as error:
            words, is_wrong = f"{error} ({error.hint})", True
        if (words, is_wrong) != (said.words, said.is_wrong):
            said.words, said.is_wrong = words, is_wrong
            said.repaint()
        return not is_wrong

    def _look_anew(self) -> None:
        self._least = PAGE
        self._look()

    def _look(self) -> None:
        self._not_so_soon()
        self.ask(AskFound(self._line.value.strip(), self._least), "found", every_s=EVERY_S)

    def _not_so_soon(self) -> None:
        if self._soon is not None:
            self._soon.stop()
            self._soon = None

    def action_more(self) -> None:
        """Bring older calls as well."""
        told = self.query_one(FoundPane).told
        if told.answer is not None and not told.answer.is_all:
            self._least += PAGE
            self._look()

    def leave(self) -> bool:
        """Leave the line, or take away what was looked for."""
        if super().leave():
            return True
        if self.focused is self._line:
            self.focus_body()
            return True
        had = bool(self._line.value)
        self._line.value = ""
        return had

    def on_chosen(self, message: Chosen) -> None:
        """A call opens into its story."""
        call = self.query_one(FoundPane).call
        if call is not None:
            found = OfCall(call.call_id, call.source, call.s)
            self.post_message(Open(CallScreen(self._keys, found)))
