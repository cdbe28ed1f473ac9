"""The app: one reader, one clock, one scene; the screens only draw."""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from ops.errors import FloorwatchError
from ops.formats import safe
from ops.tui.actions import bindings, clashes, known_to, unknown
from ops.tui.feed import Feed
from ops.tui.going import GoingApp
from ops.tui.masking import without_numbers
from ops.tui.messages import (
    Acknowledged,
    Answered,
    Ask,
    Explain,
    Explained,
    Filtered,
    Left,
    NotPictured,
    Pictured,
    Resumed,
    Sorted,
)
from ops.tui.order import next_order
from ops.tui.reader import Reader, reason_of
from ops.tui.remembered import Chosen
from ops.tui.scene import Scene
from ops.tui.screens.explain import ExplainScreen
from ops.tui.terminal import Lookout
from ops.tui.theme import NAMES, themes
from ops.tui.watch import Watch


class FloorApp(GoingApp, inherit_bindings=False):
    """The terminal app over one feed.

    `refresh_s` is how long after a picture the next one is asked for; `keys` gives actions other
    keys, by id; `now` is the clock of the feed's instants (a replay has one of its own); `memory`
    is the file that keeps what one chose; `reveal` says that the feed shows whole numbers. After
    `run`, hand `stopped` to `ops.tui.reader.leave` as the last thing the process does.
    """

    TITLE = "Floorwatch"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (110, "-normal"),
        (170, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    CSS = """
    Toast { background: $surface; }
    """

    scene: reactive[Scene | None] = reactive(None, init=False, repaint=False)
    trouble: reactive[str] = reactive("", init=False, repaint=False)

    def __init__(
        self,
        feed: Feed,
        *,
        refresh_s: float = 1.0,
        keys: Mapping[str, str] | None = None,
        now: Callable[[], float] = time.time,
        memory: Path | None = None,
        reveal: bool = False,
    ) -> None:
        super().__init__(Chosen(memory, self._complain), keys or {})
        self.stopped = True
        self._now = now
        self._feed = feed
        self._revealed = reveal
        self._was_revealed = False
        """Whether the picture on its way was asked for while numbers were shown."""
        self._reader = Reader(feed, self.post_message)
        self._watch = Watch(refresh_s)
        self._lookout = Lookout(self._write, self.bell)
        self._next: Timer | None = None
        for known in themes():
            self.register_theme(known)
        theme = self.chosen.now.theme
        self.theme = theme if theme in NAMES else NAMES[0]
        self.set_keymap(self.keys)

    def on_mount(self) -> None:
        self.call_after_refresh(self._complain_at_the_start)
        if self.chosen.now.revealed and not self._revealed:
            self._show_numbers(True)
        self._reader.start()
        self.ask()
        self.set_timer(1.0 - self._now() % 1.0, self._tick)

    def _complain(self, sentence: str) -> None:
        self.notify(safe(sentence), severity="warning", markup=False)

    def _complain_at_the_start(self) -> None:
        if self.chosen.complaint:
            self._complain(f"what you chose last time can't be read: {self.chosen.complaint}")
        strangers = (f"no action is called {safe(id, 40)}" for id in unknown(self.keys))
        for sentence in (*strangers, *clashes(self.keys)):
            self._complain(f"keys in the settings: {sentence}")

    def on_unmount(self) -> None:
        self._lookout.title.give_back()
        self.stopped = self._reader.stop()

    # ---- what screens are handed, and ask for

    def watch_scene(self) -> None:
        self._hand_out()

    def watch_trouble(self) -> None:
        self._hand_out()

    def _hand_out(self) -> None:
        """Only the screen that is seen has the scene drawn; the others get it when they are."""
        screen = self.whole
        if screen is not None:
            screen.trouble = self.trouble
            screen.scene = self.scene

    def on_resumed(self, message: Resumed) -> None:
        if message.screen is self.whole:
            self._hand_out()
            message.screen.seen_again(self.chosen.now.filter)

    def on_ask(self, message: Ask) -> None:
        self._reader.ask(message)

    def on_answered(self, message: Answered) -> None:
        if message.ask.asker.is_attached:
            message.ask.asker.take(message)
        elif message.ask.deed and message.reason:
            self._complain(message.reason)

    def on_left(self, message: Left) -> None:
        self._reader.drop_unwanted()

    # ---- time

    def _tick(self) -> None:
        """Once a second, on the second: a late tick does not push the later ones back."""
        self.look_again()
        self.set_timer(1.0 - self._now() % 1.0, self._tick)

    def look_again(self) -> None:
        """Make the scene anew: the clock has moved, or what is wanted has."""
        now_s = self._now()
        scene = self._watch.scene(now_s, self.chosen.now, self._revealed)
        self.scene = None if scene is None else self._lookout.look(scene, now_s)
        failure = self._watch.failure
        self.trouble = failure.reason if failure is not None else ""

    def _write(self, sequence: str) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    def on_acknowledged(self, message: Acknowledged) -> None:
        self._lookout.alarms.acknowledge(message.key)
        self.look_again()

    def action_seen_all(self) -> None:
        self._lookout.alarms.acknowledge()
        self.look_again()

    def ask(self) -> None:
        """Ask for a picture, unless one is already on its way."""
        if self._next is not None:
            self._next.stop()
            self._next = None
        if not self._watch.busy:
            self._watch.busy = True
            self._was_revealed = self._revealed
            self._reader.picture(self._watch.wanted_s)

    @property
    def reading(self) -> bool:
        """Whether a picture or an explanation is on its way."""
        return self._watch.busy or self._reader.busy

    def _ask_later(self, asked_s: int | None) -> None:
        delay_s = self._watch.delay_s(asked_s)
        if delay_s == 0.0:
            self.ask()
        elif delay_s is not None:
            self._next = self.set_timer(delay_s, self.ask)

    def on_pictured(self, message: Pictured) -> None:
        hidden_since = self._was_revealed and not self._revealed
        shot = without_numbers(message.snapshot) if hidden_since else message.snapshot
        self._watch.brought(shot, message.asked_s)
        self.look_again()
        self._ask_later(message.asked_s)

    def on_not_pictured(self, message: NotPictured) -> None:
        self._watch.failed(message.reason, self._now())
        self.look_again()
        self._ask_later(message.asked_s)

    def on_news(self) -> None:
        if self._watch.follows:
            self.ask()

    def on_filtered(self, message: Filtered) -> None:
        self.chosen.change(filter=message.needle.strip())
        self.look_again()

    def on_sorted(self, message: Sorted) -> None:
        self.chosen.change(orders=next_order(message.kind, self.chosen.now.orders))
        self.look_again()

    def on_explain(self, message: Explain) -> None:
        as_of_s = self.whole.as_of_s if self.whole is not None else None
        if isinstance(self.screen, ExplainScreen):
            self.screen.look_at(message.about)
        else:
            self.push_screen(ExplainScreen(message.about))
        self._reader.explain(message.about, as_of_s)

    def on_explained(self, message: Explained) -> None:
        if isinstance(self.screen, ExplainScreen):
            self.screen.show(message)

    def pop_screen(self) -> AwaitComplete:
        """As ever; but what the screen had drawn goes with it.

        Textual keeps the drawing caches of the last thousand widgets there were, with their lines.
        """
        leaving = self.screen
        popped = super().pop_screen()
        for widget in leaving.walk_children(Widget, with_self=True):
            widget._styles_cache.clear()
        return popped

    # ---- actions (see actions.py)

    def action_step(self, by_s: int) -> None:
        if self._watch.step(by_s, self._now()):
            self.ask()

    def action_present(self) -> None:
        if self._watch.return_to_present():
            self.ask()

    def action_pause(self) -> None:
        self._watch.toggle_pause(self._now())
        self.look_again()
        if self._watch.paused_s is None:
            self.ask()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pausing means nothing where nothing moves, nor the present where one is in it."""
        if action == "pause":
            stands = self.scene is not None and self.scene.snapshot.as_of_s is not None
            return None if stands else True
        if action == "present":
            return True if self._watch.wanted_s is not None else None
        return True

    def action_next_theme(self) -> None:
        at = NAMES.index(self.theme) if self.theme in NAMES else -1
        self.theme = NAMES[(at + 1) % len(NAMES)]
        self.chosen.change(theme=self.theme)

    def action_reveal(self) -> None:
        """Show callers' numbers whole, or mask them again."""
        if self._show_numbers(not self._revealed):
            self.chosen.change(revealed=self._revealed)

    def _show_numbers(self, revealed: bool) -> bool:
        """Whether that was allowed; where not, why is said."""
        try:
            self._feed.reveal(revealed)
        except FloorwatchError as error:
            self._complain(reason_of(error))
            return False
        self._revealed = revealed
        if not revealed and self._watch.snapshot is not None:
            self._watch.snapshot = without_numbers(self._watch.snapshot)
        self.look_again()
        self.ask()
        if self.whole is not None:
            self.whole.ask_again()
        return True

    def action_explain(self) -> None:
        about = self.whole.about if self.whole is not None else None
        if about is not None:
            self.post_message(Explain(about))

    def action_escape(self) -> None:
        """One step back: within the screen, from what was opened, the filter, the past, a place."""
        if self.leave_something():
            return
        if self.chosen.now.filter and self.whole is not None:
            self.whole.show_filter("")
        elif self._watch.wanted_s is not None:
            self.action_present()
        else:
            self.return_to_place()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette's entries: the table of actions, as `Group: Verb`."""
        for action in known_to(self.where):
            if action.where == "pane" or action.id in ("app.palette", "app.escape"):
                continue
            target = self if action.where == "app" else self.whole or screen

            async def run(call: str = action.call, target: object = target) -> None:
                await self.run_action(call, default_namespace=target)  # type: ignore[arg-type]

            yield SystemCommand(f"{action.group}: {action.description}", action.tooltip, run)
