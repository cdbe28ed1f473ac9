"""What all whole screens share: header, sentence, filter, footer, the scene, and own questions.

Numbered screens (`places.py`) and those opened from them (`Open`) are `AppScreen`s. The app hands
the scene to the one that is seen, and takes its questions to the store.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widgets import Input

from ops.feed import Question
from ops.formats import safe
from ops.snapshot import About
from ops.tui.messages import Answered, Ask, Filtered, Left, Resumed
from ops.tui.question import Inquiry, Told
from ops.tui.scene import Scene
from ops.tui.screens.taking import Taking
from ops.tui.widgets.footer import Footer
from ops.tui.widgets.header import Header, Sentence
from ops.tui.widgets.pane import Painted, Pane
from ops.tui.widgets.unanswered import Unanswered


class AppScreen(Taking, inherit_bindings=False):
    """A whole screen. Subclasses yield what stands between the sentence and the footer."""

    NAME: ClassVar[str] = ""
    """The `where` of its actions; a numbered screen's is its place's id."""
    HEADING: ClassVar[str] = ""
    """What the header calls it; "": Floorwatch."""
    FILTERS: ClassVar[str] = "words to look for …"
    """What may be typed into the filter, as the empty line says."""
    DEFAULT_CSS = """
    AppScreen {
        background: $background; color: $foreground; layout: vertical; overflow: hidden;
        Header, Sentence, Footer, Unanswered { height: 1; width: 1fr; }
        Sentence { margin-bottom: 1; }
        Unanswered { display: none; }
        #filter {
            display: none; border: none; height: 1; padding: 0 1; background: $surface;
        }
    }
    AppScreen.-unanswered Unanswered { display: block; }
    AppScreen.-filtering {
        #filter { display: block; }
        Footer { display: none; }
    }
    """

    scene: reactive[Scene | None] = reactive(None, init=False, repaint=False)
    trouble: reactive[str] = reactive("", init=False, repaint=False)

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._keys = keys
        self._inquiries: dict[tuple[str, ...], Inquiry] = {}
        self._deeds = 0

    def body(self) -> ComposeResult:
        """The widgets of this screen, in their order."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        cls = AppScreen
        yield Header("header", self.HEADING).data_bind(cls.scene, cls.trouble)
        yield Sentence("sentence").data_bind(cls.scene)
        yield from self.body()
        yield Unanswered("unanswered").data_bind(cls.scene)
        yield Input(placeholder=self.FILTERS, id="filter")
        yield Footer(self._keys, "footer", self.NAME).data_bind(cls.scene)

    def watch_scene(self) -> None:
        self._ask_what_is_due()

    # ---- being seen

    def on_screen_resume(self) -> None:
        self.post_message(Resumed(self))

    def seen_again(self, needle: str) -> None:
        """Catch up with what happened while another screen was seen."""
        self.show_filter(needle)
        self._ask_what_is_due()

    def on_screen_suspend(self) -> None:
        if not self.is_seen:
            for inquiry in self._inquiries.values():
                inquiry.dropped()
                self._tell(inquiry)
            self.post_message(Left())

    @property
    def is_seen(self) -> bool:
        """Whether it is what somebody looks at, be it with a page lying on it."""
        whole = (s for s in reversed(self.app.screen_stack) if isinstance(s, AppScreen))
        return next(whole, None) is self

    @property
    def about(self) -> About | None:
        """The number somebody would have explained: what the cursor is on."""
        return self.focused.about if isinstance(self.focused, Pane) else None

    # ---- questions of its own

    def ask_again(self) -> None:
        """Ask everything anew: what may be seen has changed, or what there is."""
        for inquiry in self._inquiries.values():
            inquiry.dropped(stale=True)
        self._ask_what_is_due()

    def ask(self, question: Question[Any], *to: str, every_s: float | None = None) -> None:
        """Ask a question for the widgets of these ids: what comes of it is their `told`.

        It is asked for the moment the floor shows, again `every_s` after each answer while that is
        the present, and again for every other moment somebody goes to; only while this screen is
        seen. Another question for the same widgets takes its place.
        """
        before = self._inquiries.get(to)
        if before is None or before.question != question:
            number = before.number + 1 if before else 0
            self._inquiries[to] = Inquiry(question, to, every_s, number=number)
            self._tell(self._inquiries[to])
        else:
            before.every_s = every_s
        self._ask_what_is_due()

    def do(self, deed: Question[Any]) -> None:
        """Have something done once, such as a note written, whether or not one stays to see it.

        What comes of it is told by `done`; then all questions are asked again.
        """
        self._deeds += 1
        to = (f"deed-{self._deeds}",)
        self._inquiries[to] = inquiry = Inquiry(deed, to, None, once=True)
        self._send(inquiry)

    def done(self, deed: Question[Any], answer: object, reason: str) -> None:
        """Called when something has been done, or with the reason why it was not."""
        if reason:
            self.notify(safe(reason), severity="error", markup=False, timeout=10)

    def take(self, message: Answered) -> None:
        """What has come of a question; of one asked before the last, or before leaving: nothing."""
        inquiry = self._inquiries.get(message.ask.to)
        if inquiry is None or inquiry.number != message.ask.number:
            return
        if inquiry.once:
            del self._inquiries[inquiry.to]
            self.done(inquiry.question, message.answer, message.reason)
            self.ask_again()
            return
        inquiry.answered(message.answer, message.reason, self._at_s, message.took_s)
        self._tell(inquiry)
        self._ask_what_is_due()

    def told(self, inquiry: Inquiry) -> None:
        """Called when something has come of a question, after its widgets were told."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why questions could not be answered; each is shown in a line above the footer."""
        found = (i.told.reason for i in self._inquiries.values() if i.told.reason)
        return tuple(dict.fromkeys(found))

    @property
    def _at_s(self) -> float:
        return self.scene.at_s if self.scene else 0.0

    @property
    def as_of_s(self) -> int | None:
        """As of when it asks (epoch second), and has a number explained; None: now."""
        return self.scene.snapshot.as_of_s if self.scene else None

    @property
    def deeds_as_of_s(self) -> int | None:
        """As of when something would be done; only in the present, None, anything can be."""
        return self.as_of_s

    def _ask_what_is_due(self) -> None:
        if not self.is_attached or not self.is_seen:
            return
        for inquiry in list(self._inquiries.values()):
            if inquiry.due(self._at_s, self.as_of_s):
                self._send(inquiry)

    def _send(self, inquiry: Inquiry) -> None:
        as_of_s = self.deeds_as_of_s if inquiry.once else self.as_of_s
        inquiry.asked(self._at_s, as_of_s)
        number = inquiry.number
        self._tell(inquiry)

        def wanted() -> bool:
            return inquiry.once or (self.is_attached and inquiry.number == number)

        deed = inquiry.once
        self.post_message(Ask(self, inquiry.question, inquiry.to, number, as_of_s, wanted, deed))

    def _tell(self, inquiry: Inquiry) -> None:
        for id in inquiry.to:
            for widget in self.query(f"#{id}").results(Painted):
                widget.told = inquiry.told
        reasons = self.reasons
        self.set_class(bool(reasons), "-unanswered")
        for line in self.query(Unanswered):
            line.told = Told(reasons)
        self.told(inquiry)

    # ---- the filter, and going back

    def action_filter(self) -> None:
        """Open the line to type a filter into."""
        self.add_class("-filtering")
        self.filter_line.focus()

    @property
    def filter_line(self) -> Input:
        """The line a filter is typed into."""
        return self.query_one("#filter", Input)

    def show_filter(self, needle: str) -> None:
        """Have the filter's line say what holds; another text than before is then looked for."""
        self.filter_line.value = needle

    def leave(self) -> bool:
        """Go one step back within the screen, such as out of the filter's line; whether it did."""
        if not self.has_class("-filtering"):
            return False
        self.remove_class("-filtering")
        self.focus_body()
        return True

    def focus_body(self) -> None:
        """Put the focus where one works."""
        self.set_focus(self.query(self.AUTO_FOCUS or "*").first() if self.AUTO_FOCUS else None)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "filter":
            self.post_message(Filtered(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "filter":
            AppScreen.leave(self)
