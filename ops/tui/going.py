"""Which screen is seen: places with a stack of screens each, and the way back."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual.app import App

from ops.tui.messages import Open, OpenSql
from ops.tui.places import PLACES, Place
from ops.tui.remembered import Chosen
from ops.tui.screens.alerts import AlertsScreen
from ops.tui.screens.appscreen import AppScreen
from ops.tui.screens.help import HelpScreen


class GoingApp(App[None], inherit_bindings=False):
    """The part of the app that goes from screen to screen."""

    PLACES: ClassVar[tuple[Place, ...]] = PLACES
    DEFAULT_MODE = PLACES[0].id

    def __init__(self, chosen: Chosen, keys: Mapping[str, str]) -> None:
        self.chosen = chosen
        if chosen.now.screen in {place.id for place in self.PLACES}:
            self.__dict__["DEFAULT_MODE"] = chosen.now.screen  # for this app, not for all of them
        super().__init__()
        self.keys = dict(keys)
        self._before: list[str] = []
        """The places one came through, the last one last: Esc goes back there."""
        for place in self.PLACES:
            self.add_mode(place.id, partial(self._made, place))

    def _made(self, place: Place) -> AppScreen:
        return place.load()(self.keys)

    @property
    def whole(self) -> AppScreen | None:
        """The screen somebody looks at, whatever page lies on it."""
        whole = (s for s in reversed(self.screen_stack) if isinstance(s, AppScreen))
        return next(whole, None)

    @property
    def where(self) -> str:
        """The `NAME` of that screen."""
        return self.whole.NAME if self.whole else ""

    def on_open(self, message: Open) -> None:
        self.push_screen(message.screen)

    def on_open_sql(self, message: OpenSql) -> None:
        """Go to the SQL screen, and put the query there."""
        if self.current_mode != "sql":
            self.action_go("sql")

        def put() -> None:
            if self.whole is not None and hasattr(self.whole, "open_sql"):
                self.whole.open_sql(message.sql, message.params)

        self.call_after_refresh(put)

    def action_help(self) -> None:
        self.push_screen(HelpScreen(self.keys, self.where))

    def action_alerts(self) -> None:
        if not isinstance(self.whole, AlertsScreen):
            self.push_screen(AlertsScreen(self.keys))

    def action_go(self, place: str) -> None:
        """Go to a numbered screen, as one left it; where one is there, to its first page."""
        if place == self.current_mode:
            while len(self.screen_stack) > 1:
                self.pop_screen()
            return
        self._before = [one for one in self._before if one != place] + [self.current_mode]
        self._show_place(place)

    def leave_something(self) -> bool:
        """Go one step back within the screen, or out of it if it was opened; whether it did."""
        if self.whole is not None and self.whole.leave():
            return True
        if len(self.screen_stack) > 1:
            self.pop_screen()
            return True
        return False

    def return_to_place(self) -> None:
        """Go to the place one came from, if any."""
        if self._before:
            self._show_place(self._before.pop())

    def _show_place(self, place: str) -> None:
        self.switch_mode(place)
        self.chosen.change(screen=place)
