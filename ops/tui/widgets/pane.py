"""The widget all tables and lists are: lines under a heading, a cursor, and nothing else.

A pane is bound to the scene. When the scene changes it draws all its lines anew (cheap) and asks
Textual to show only those that differ (what costs). It has no scroll bar: the heading says which
part is seen.
"""

from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ops.snapshot import About
from ops.tui.actions import bindings
from ops.tui.freshness import Mood
from ops.tui.messages import Chosen, Sorted
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.theme import Looks, looks
from ops.tui.widgets.figures import NAMES
from ops.tui.widgets.sheet import Cursor, Item, Labels, Sheet, Spot, View


def scene_looks(theme: str, scene: Scene | None) -> Looks:
    """The styles for a scene's mood: the past does not alarm, dead data is dim."""
    plain = looks(theme)
    if scene is None or scene.mood is Mood.DEAD:
        return plain.dimmed()
    return plain.calmed() if scene.calm else plain


class Painted(Widget):
    """A widget whose lines are all drawn at once, from the scene. Subclasses say which."""

    ALLOW_SELECT = False

    scene: reactive[Scene | None] = reactive(None, init=False, repaint=False)
    told: reactive[Told[Any]] = reactive(Told, init=False, repaint=False)
    """What has come of the question its screen asks for it, if it does (`AppScreen.ask`)."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._window: list[Strip] = []

    def draw(self, size: Size) -> list[Strip]:
        """The lines, `size.height` of them, each `size.width` cells."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self.repaint, init=False)

    def watch_scene(self) -> None:
        self.repaint()

    def watch_told(self) -> None:
        self.repaint()

    def on_resize(self) -> None:
        self.repaint()

    def repaint(self) -> None:
        """Draw the lines anew and show those that changed."""
        size = self.size
        if not size or not self.is_on_screen:
            self._window = []  # drawn when it is shown again
            return
        before, self._window = self._window, self.draw(size)
        if len(before) != size.height:
            self.refresh()
            return
        both = enumerate(zip(before, self._window, strict=False))
        changed = [Region(0, y, size.width, 1) for y, (old, new) in both if old != new]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        size = self.size
        # Shown again, or resized and the event still on its way: no frame may show the old size.
        if len(self._window) != size.height or self._window[y].cell_length != size.width:
            self._window = self.draw(size)
        return self._window[y]


class Pane(Painted, can_focus=True):
    """Lines under a heading, one item of which the cursor is on."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("pane")
    KIND: ClassVar[str] = ""
    """What it is sorted as (`tui/order.py`); "": it is not."""
    DEFAULT_CSS = "Pane { height: 1fr; }"
    FIGURE: ClassVar[str] = ""
    """The column its cursor stands on at first."""

    top: reactive[int] = reactive(0, init=False, repaint=False)
    labels: reactive[Labels] = reactive(dict, init=False, repaint=False)
    """Letters to draw over its items while somebody jumps, by item; -1 is the heading."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._sheet = Sheet()
        self._cursor = Cursor()
        self._figure = self.FIGURE
        self._height = 0

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        """Draw the scene (None: nothing has come yet). The items must not depend on the cursor."""
        raise NotImplementedError

    @property
    def chosen(self) -> Item | None:
        """What the cursor is on."""
        return self._sheet.items[self._cursor.at] if self._sheet.items else None

    def figures(self, item: Item) -> tuple[tuple[str, str], ...]:
        """The figures of an item by name, as text to copy; panes that have some say them."""
        return ()

    @property
    def figure(self) -> tuple[str, str] | None:
        """The figure its column cursor stands on, by name and as text; None without columns."""
        item, sheet = self.chosen, self._sheet
        stop = next((stop for stop in sheet.stops if stop.figure == self._figure), None)
        if item is None or stop is None:
            return None
        name = NAMES.get(stop.figure, stop.figure)
        line = sheet.body[self._cursor.at // sheet.across * sheet.deep]
        seen = " ".join(line.crop(stop.x, stop.x + stop.width).text.split())
        return name, dict(self.figures(item)).get(name, seen)

    def line_of(self, item: Item) -> str:
        """An item's row as text: its figures, else what stands in its line."""
        if figures := self.figures(item):
            return f"{item.name}: " + ", ".join(f"{name} {text}" for name, text in figures)
        at = next((at for at, one in enumerate(self._sheet.items) if one.key == item.key), 0)
        line = at // self._sheet.across * self._sheet.deep
        body = self._sheet.body
        return " ".join(body[line].text.split()) if line < len(body) else item.name

    def spots(self) -> list[Spot]:
        """Where its heading and those of its items that are seen stand."""
        return [Spot(-1, 0, 0), *self._sheet.spots(self.top, self.size.height)]

    @property
    def about(self) -> About | None:
        """The number the cursor is on, for somebody who wants it explained."""
        item = self.chosen
        if item is None:
            return None
        figure = (self._figure if self._sheet.stops else "") or item.figure
        return About(figure, item.queue, item.agent, item.span) if figure else None

    def draw(self, size: Size) -> list[Strip]:
        self._sheet = self._painted(size)
        before = self._cursor.at
        self._cursor.settle(self._sheet.items)
        if self._cursor.at != before or self._clamped(self.top) != self.top:
            self.set_reactive(Pane.top, self._clamped(self.top))
            self._sheet = self._painted(size)
        if self.styles.is_auto_height and self._sheet.height != self._height:
            self._grow(size)
        style = looks(self.app.theme)
        lines = self._sheet.window(self.top, size.height, Strip.blank(size.width, style.text))
        return self._labelled(lines) if self.labels else lines

    def _labelled(self, lines: list[Strip]) -> list[Strip]:
        """The lines with letters over what they jump to."""
        style = looks(self.app.theme).label
        for spot in self.spots():
            label = self.labels.get(spot.item)
            if label and spot.y < len(lines):
                line, end = lines[spot.y], spot.x + len(label)
                parts = [line.crop(0, spot.x), Strip([Segment(label, style)]), line.crop(end)]
                lines[spot.y] = Strip.join(parts).crop(0, line.cell_length)
        return lines

    def _grow(self, size: Size) -> None:
        """Ask for another height; until it comes, no heading says that something is cut off."""
        self._height = self._sheet.height
        self.refresh(layout=True)
        self.call_after_refresh(self.repaint)
        self._sheet = self._painted(size.with_height(self._sheet.height))

    def _painted(self, size: Size) -> Sheet:
        """The sheet of its size; drawn again where its heading is not as high as was taken."""
        head = len(self._sheet.head) or 1
        sheet = self._painted_under(head, size)
        return sheet if len(sheet.head) == head else self._painted_under(len(sheet.head), size)

    def _painted_under(self, head: int, size: Size) -> Sheet:
        style = scene_looks(self.app.theme, self.scene)
        cursor = self._cursor.at if self.has_focus else None
        height = max(0, size.height - head)
        return self.paint(
            self.scene, View(size.width, height, style, self.top, cursor, self._figure)
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if self.scene is not None and not self._sheet.head:
            self._sheet = self._painted(Size(width, 1))
        return max(2, self._sheet.height)

    def watch_labels(self) -> None:
        self.repaint()

    def watch_top(self) -> None:
        self.repaint()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; where it has been already, open what it is on."""
        item = self._sheet.item_at(event.x, event.y, self.top)
        if item is None:
            if event.y < len(self._sheet.head):
                self.action_sort()
            return
        stop = self._sheet.stop_at(event.x)
        if item == self._cursor.at and event.chain > 1:
            self.action_open()
        self._figure = stop.figure if stop else self._figure
        self._go(item)

    def on_mouse_scroll_down(self) -> None:
        self.top = self._clamped(self.top + 3)

    def on_mouse_scroll_up(self) -> None:
        self.top = self._clamped(self.top - 3)

    def jump_to(self, item: int) -> None:
        """Put focus and cursor on an item; -1: only the focus."""
        self.focus()
        if item >= 0:
            self._go(item)

    def action_sort(self) -> None:
        """Sort it the next way there is."""
        if self.KIND:
            self.post_message(Sorted(self.KIND))

    def action_move(self, across: int, down: int) -> None:
        """Move the cursor by items (or columns, where it has some) to the right, and by lines."""
        if across and self._sheet.stops:
            figures = [stop.figure for stop in self._sheet.stops]
            at = figures.index(self._figure) if self._figure in figures else 0
            self._figure = figures[max(0, min(at + across, len(figures) - 1))]
            across = 0
        self._go(self._cursor.at + across + down * self._sheet.across)

    def action_open(self) -> None:
        """Have somebody see what stands behind the item."""
        if self.chosen is not None:
            self.post_message(Chosen(self.chosen))

    def action_page(self, pages: int) -> None:
        """Move the cursor by what is seen at once."""
        rows = max(1, self._room // self._sheet.deep)
        self._go(self._cursor.at + pages * rows * self._sheet.across)

    @property
    def _room(self) -> int:
        return max(0, self.size.height - len(self._sheet.head))

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self._sheet.body) - self._room))

    def _go(self, item: int) -> None:
        self._cursor.go(item, self._sheet.items)
        deep = self._sheet.deep
        line = self._cursor.at // self._sheet.across * deep
        top = max(line + deep - self._room, min(self.top, line))
        self.set_reactive(Pane.top, self._clamped(top))
        self.repaint()
