"""Resolution: who had to call again, by queue and week, why, and how they are treated."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from ops.tui.actions import bindings
from ops.tui.messages import Chosen, Looked, Open
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.contacts import ContactsScreen
from ops.tui.solving import AskContacts, AskFcr, AskReasons, AskRepeatCallers, AskRepeats, Judged
from ops.tui.widgets.fcr import FcrChart, FcrTable
from ops.tui.widgets.looking import Looking
from ops.tui.widgets.reasons import ReasonsPane, reason_of
from ops.tui.widgets.repeaters import RepeatersPane
from ops.tui.widgets.repeats import RepeatsPane
from ops.tui.widgets.sheet import Item

EVERY_S = 60.0
"""How long after an answer it is asked for again: weeks do not change in a minute."""
BELOW = ("repeats", "reasons", "repeaters")
"""The panes of which a narrow screen shows one."""


class ResolutionScreen(AppScreen, inherit_bindings=False):
    """The screen."""

    NAME = "resolution"
    HEADING = "Resolution"
    BINDINGS: ClassVar[list[BindingType]] = bindings("resolution")
    AUTO_FOCUS = "#fcr"
    FILTERS = "queue, reason, caller …"
    DEFAULT_CSS = """
    ResolutionScreen {
        #chart { height: 12; }
        #fcr { height: auto; max-height: 12; margin-bottom: 1; }
        #below { height: 1fr; layout: horizontal; }
        #repeats { width: 42; height: 1fr; }
        #lists { width: 1fr; height: 1fr; margin-left: 2; }
        #reasons { height: 1fr; margin-bottom: 1; }
    }
    ResolutionScreen.-wide {
        #chart { height: 18; }
        #repeats { width: 54; }
        #lists { layout: horizontal; }
        #reasons { margin: 0 2 0 0; width: 1fr; }
        #repeaters { width: 1fr; }
    }
    ResolutionScreen.-short {
        Sentence { margin-bottom: 0; }
        #chart { height: 7; }
        #fcr { max-height: 6; margin-bottom: 0; }
        #reasons { margin-bottom: 0; }
    }
    ResolutionScreen.-narrow {
        #repeats { width: 1fr; }
        #lists { margin-left: 0; }
        &.-repeats #lists, &.-reasons #repeats, &.-repeaters #repeats { display: none; }
        &.-reasons #repeaters, &.-repeaters #reasons { display: none; }
        #reasons { margin-bottom: 0; }
    }
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(keys)
        self._judged = Judged()
        self._queue: str | None = None
        self.add_class(f"-{BELOW[0]}")

    def body(self) -> ComposeResult:
        cls = ResolutionScreen
        yield FcrChart("chart").data_bind(cls.scene)
        yield FcrTable("fcr").data_bind(cls.scene)
        with Container(id="below"):
            yield RepeatsPane("repeats").data_bind(cls.scene)
            with Vertical(id="lists"):
                yield ReasonsPane("reasons").data_bind(cls.scene)
                yield RepeatersPane("repeaters").data_bind(cls.scene)

    def on_mount(self) -> None:
        self._ask()

    def _ask(self) -> None:
        """All that is wanted, of the queue and by the scope and window that were chosen."""
        self.ask(AskFcr(self._judged), "chart", "fcr", every_s=EVERY_S)
        self.ask(AskRepeats(self._queue, self._judged), "repeats", every_s=EVERY_S)
        self.ask(AskReasons(self._queue), "reasons", every_s=EVERY_S)
        self.ask(AskRepeatCallers(self._queue), "repeaters", every_s=EVERY_S)

    def on_looked(self, message: Looked) -> None:
        """The chart is of the queue that is looked at."""
        if message.pane == "fcr":
            self.query_one(FcrChart).queue = message.item.queue if message.item else None

    def on_chosen(self, message: Chosen) -> None:
        """A queue: what is below is of it; a reason or a caller: their contacts."""
        item, pane = message.item, self.focused.id if self.focused else ""
        if pane == "fcr":
            self._queue = item.queue
            self._ask()
        elif pane == "reasons":
            self._open(item, AskContacts(self._span(pane), self._queue, reason=reason_of(item)))
        elif pane == "repeaters":
            self._open(item, AskContacts(self._span(pane), self._queue, customer=item.key))

    def _open(self, item: Item, question: AskContacts) -> None:
        if question.reason is not None or question.customer is not None:
            self.post_message(Open(ContactsScreen(self._keys, item.name, question)))

    def _span(self, pane: str) -> tuple[int, int]:
        return self.query_one(f"#{pane}", Looking).told.answer.span  # type: ignore[union-attr,no-any-return]

    def action_scope(self) -> None:
        """Another idea of which later contact is a repeat."""
        self._judged = self._judged.other_scope()
        self._ask()

    def action_window(self) -> None:
        """Within more days, or within one again."""
        fcr = self.query_one(FcrTable).told.answer
        self._judged = self._judged.other_window(fcr.window_s if fcr else 0)
        self._ask()

    def action_below(self) -> None:
        """Where there is room for one list only: the next one."""
        at = next(n for n, name in enumerate(BELOW) if self.has_class(f"-{name}"))
        after = BELOW[(at + 1) % len(BELOW)]
        self.remove_class(f"-{BELOW[at]}")
        self.add_class(f"-{after}")
        self.query_one(f"#{after}").focus()

    def leave(self) -> bool:
        """Leave the filter's line, or one queue for all of them."""
        if super().leave():
            return True
        if self._queue is None:
            return False
        self._queue = None
        self._ask()
        return True
