"""A screen on which follow-ups are worked: what is typed, done, told and undone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from ops import clock
from ops.feed import Question
from ops.formats import safe
from ops.snapshot.owed import FollowUpNow, Written
from ops.tui.finding import Whose
from ops.tui.owing import KIND, NOBODY, Act, OpenNew, Undo
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.entry import EntryScreen, Field, Typed

WHEN = "+2h, 30m, 3d, 17:00, tomorrow, 2026-11-27 (its end), 2026-11-27T10:00"
_ENTER = "Enter writes it · Esc leaves"
_SAID = {"open": "opened", "assign": "assigned", "snooze": "rests", "set due": "has another time",
         "note": "noted", "done": "done", "cancel": "cancelled", "reopen": "open again",
         "undo": "undone"}  # fmt: skip


class Asked(NamedTuple):
    """What has to be typed before something can be done."""

    heading: str
    placeholder: str
    hint: str


_ASKED = {
    "assign": Asked("Assign", "a name", f"{NOBODY}: nobody any more · → takes what is offered"),
    "snooze": Asked("Snooze until", "tomorrow", f"{WHEN}. It stays open, and due when it was."),
    "set due": Asked("Due", "tomorrow", f"{WHEN}. For what was agreed on with the customer."),
    "note": Asked("Note", "what is to be said about it", ""),
}


class DoingScreen(AppScreen, inherit_bindings=False):
    """Subclasses say what the cursor is on, in `working` and `whose`."""

    OF_NOW: ClassVar[bool] = True
    """Whether it asks as of now where the log has ended, not as of the log's end."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(keys)
        self._entry: EntryScreen | None = None
        self._entered: Question[Any] | None = None
        """The deed that the page waits for."""
        self._written: list[Written] = []
        """What was done from here, the last one last: what `undo` takes back."""

    @property
    def _is_ended(self) -> bool:
        """Whether the log has ended, and nobody looks at the past: what is owed goes on."""
        return self.scene is not None and self.scene.snapshot.ended

    @property
    def as_of_s(self) -> int | None:
        return None if self._is_ended and self.OF_NOW else super().as_of_s

    @property
    def deeds_as_of_s(self) -> int | None:
        return None if self._is_ended else super().as_of_s

    @property
    def _at_s(self) -> float:
        return clock.now_s() if self._is_ended and self.OF_NOW else super()._at_s

    @property
    def working(self) -> FollowUpNow | None:
        """The follow-up that is worked."""
        return None

    @property
    def whose(self) -> Whose | None:
        """The customer for whom something new would be opened; None: one whose number is typed."""
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """Owners to offer."""
        agents = self.scene.snapshot.agents if self.scene else ()
        return tuple(agent.agent for agent in agents)

    def enter(
        self,
        heading: str,
        fields: Sequence[Field],
        hint: str,
        deed: Callable[[Typed], Question[Any]],
    ) -> None:
        """Have something typed, and do what `deed` makes of it."""

        def write(typed: Typed) -> None:
            self._entered = deed(typed)
            self.do(self._entered)

        more = "Tab next line · " if len(fields) > 1 else ""
        self._entry = EntryScreen(heading, fields, f"{hint} {more}{_ENTER}".strip(), write)
        self.app.push_screen(self._entry)

    def done(self, deed: Question[Any], answer: object, reason: str) -> None:
        waits = deed is self._entered and self._entry is not None and self._entry.is_current
        if reason and waits and self._entry is not None:
            self._entry.failed(reason)
            return
        if waits and self._entry is not None:
            self._entry.dismiss()
        super().done(deed, answer, reason)
        if isinstance(answer, Written) and not reason:
            self._say_done(deed, answer)

    def _say_done(self, deed: Question[Any], written: Written) -> None:
        if isinstance(deed, Undo):
            self._written = [each for each in self._written if each.entry != deed.entry]
        else:
            self._written.append(written)
        words = f"{written.follow_up[-4:]} {_SAID[written.do]}"
        more = "" if isinstance(deed, Undo) else "; u takes it back"
        self.notify(safe(words + more), markup=False, timeout=4)

    def seen_again(self, needle: str) -> None:
        """What was done on a screen over this one, or by others meanwhile, shows at once."""
        super().seen_again(needle)
        self.ask_again()

    # ---- what can be done

    def may_change(self) -> bool:
        """Whether what is seen is the present; where not, that is said."""
        present = self.scene is not None and self.deeds_as_of_s is None
        if not present:
            words = "this is not the present: nothing can be changed in it"
            back = self.app.check_action("present", ())
            self.notify(f"{words}; End goes there" if back else words, severity="warning")
        return present

    def action_act(self, do: str) -> None:
        """Do something to the follow-up one works, after typing what it takes."""
        one = self.working
        if one is None or not self.may_change():
            return
        if not one.is_ours:
            words = f"it is kept in another system, {one.source}: it is worked there"
            self.notify(safe(words), severity="warning", markup=False)
        elif do not in _ASKED:
            self.do(Act(do, one.id))
        else:
            self._ask_for(do, one)

    def _ask_for(self, do: str, one: FollowUpNow) -> None:
        asked, id = _ASKED[do], one.id
        about = one.title or one.caller or one.kind
        field = Field(do, asked.placeholder, self.names if do == "assign" else ())
        self.enter(
            f"{asked.heading}: {about}", [field], asked.hint, lambda typed: Act(do, id, typed[do])
        )

    def action_undo(self) -> None:
        """Take back what was done last from this screen."""
        if not self._written:
            self.notify("nothing was done from here that could be undone", severity="warning")
        elif self.may_change():
            self.do(Undo(self._written[-1].entry))

    def action_new(self) -> None:
        """Open a follow-up, for the customer one looks at or whose number is typed."""
        if not self.may_change():
            return
        whose = self.whose
        fields = [] if whose else [Field("number", "whose: a number, or another id")]
        fields += [
            Field("what", "what is owed, in a few words"),
            Field("kind", KIND, ("promise", "call-back", "complaint", "ticket")),
            Field("due", "as the settings have it for its kind"),
        ]
        heading = "New follow-up" + (" for this customer" if whose else "")
        self.enter(
            heading, fields, f"due: {WHEN}.",
            lambda typed: OpenNew(typed["what"], whose, typed.get("number", ""), typed["kind"],
                                  typed["due"]),
        )  # fmt: skip
