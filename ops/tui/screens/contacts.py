"""The contacts of one customer, or those about one reason."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ops.tui.actions import bindings
from ops.tui.finding import OfCall
from ops.tui.messages import Chosen, Open
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.story import CallScreen
from ops.tui.solving import AskContacts
from ops.tui.widgets.repeaters import ContactsPane

EVERY_S = 30.0


class ContactsScreen(AppScreen, inherit_bindings=False):
    """The screen; Enter opens the whole story of a contact."""

    NAME = "contacts"
    HEADING = "Contacts"
    BINDINGS: ClassVar[list[BindingType]] = bindings("contacts")
    AUTO_FOCUS = "#contacts"
    FILTERS = "queue, agent, reason, code …"

    def __init__(self, keys: Mapping[str, str], whose: str, question: AskContacts) -> None:
        super().__init__(keys)
        self._whose = whose
        self._question = question

    def body(self) -> ComposeResult:
        yield ContactsPane("contacts", self._whose).data_bind(ContactsScreen.scene)

    def on_mount(self) -> None:
        self.ask(self._question, "contacts", every_s=EVERY_S)

    def on_chosen(self, message: Chosen) -> None:
        """A contact opens into its whole story."""
        source, call_id, s = message.item.key.split("\0")
        self.post_message(Open(CallScreen(self._keys, OfCall(call_id, source, int(s)))))
