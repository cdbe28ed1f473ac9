"""What passes between a pane and its painter: the space there is, the lines drawn into it."""

from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from ops.tui.theme import Looks


class Item(NamedTuple):
    """What a row or cell of a pane stands for."""

    key: str
    queue: str | None = None
    name: str = ""
    """What one calls it."""
    agent: str | None = None
    figure: str = ""
    """What `?` explains of it, where columns do not say."""
    span: tuple[int, int] | None = None
    """The part of the day it stands for, half-open."""


class Stop(NamedTuple):
    """A column the cursor can stand on: the figure in it, and its cells."""

    figure: str
    x: int
    width: int


class Spot(NamedTuple):
    """Where an item stands in its pane's window; item -1 is the heading."""

    item: int
    x: int
    y: int


Labels = dict[int, str]


class View(NamedTuple):
    """All a painter needs besides the scene: space, styles, and where the cursor is."""

    width: int
    height: int
    """Lines for the body, under the heading."""
    looks: Looks
    top: int = 0
    cursor: int | None = None
    """The item under the cursor; None where the pane has no focus."""
    figure: str = ""
    """The figure whose column the cursor stands on."""

    def under(self, item: int) -> Style | None:
        """The background of an item, None for the ordinary one."""
        return self.looks.focus if item == self.cursor else None

    def seen(self, lines: int, total: int, across: int = 1) -> str:
        """Which items are seen of a body of so many lines: `1–14 of 60`; "" where all are."""
        if lines <= self.height or self.height <= 0:
            return ""
        first = min(self.top, lines - self.height)
        last = min(total, (first + self.height) * across)
        return f"{first * across + 1}–{last} of {total}"


class Sheet(NamedTuple):
    """What a painter has drawn: a heading that stays, lines that scroll, what they stand for."""

    head: tuple[Strip, ...] = ()
    body: tuple[Strip, ...] = ()
    items: tuple[Item, ...] = ()
    across: int = 1
    """Items a line."""
    item_width: int = 0
    """Cells an item takes, where several stand in a line."""
    deep: int = 1
    """Lines an item takes."""
    left: int = 0
    """Cells before the first item of a line."""
    stops: tuple[Stop, ...] = ()
    """Columns the cursor goes through with left and right."""

    @property
    def height(self) -> int:
        """Lines it would like to have."""
        return len(self.head) + len(self.body)

    def window(self, top: int, height: int, blank: Strip) -> list[Strip]:
        """Exactly `height` lines: the heading, the body from `top` on, blanks."""
        room = max(0, height - len(self.head))
        lines = [*self.head[:height], *self.body[top : top + room]]
        return lines + [blank] * (height - len(lines))

    def spots(self, top: int, height: int) -> list[Spot]:
        """Where the items stand that are seen in a window of so many lines, from `top` on."""
        found = []
        for item in range(len(self.items)):
            row, column = divmod(item, self.across)
            y = len(self.head) + row * self.deep - top
            if len(self.head) <= y < height:
                found.append(Spot(item, column * self.item_width + (column > 0), y))
        return found

    def item_at(self, x: int, y: int, top: int) -> int | None:
        """The item drawn at a cell of the window."""
        line = y - len(self.head) + top
        if y < len(self.head) or line >= len(self.body):
            return None
        line //= self.deep
        column = (x - self.left) // self.item_width if self.item_width else 0
        column = max(0, min(column, self.across - 1))
        item = line * self.across + column
        return item if item < len(self.items) else None

    def stop_at(self, x: int) -> Stop | None:
        """The column at a cell."""
        return next((stop for stop in self.stops if stop.x <= x < stop.x + stop.width), None)


class Cursor:
    """A place among items, held by what it stands on: it moves along when rows come and go."""

    def __init__(self) -> None:
        self.at = 0
        self._key: str | None = None

    def settle(self, items: tuple[Item, ...]) -> None:
        """Find the item again; where it is gone, stay at its place."""
        if self._key is not None:
            found = (i for i, item in enumerate(items) if item.key == self._key)
            self.at = next(found, self.at)
        self.go(self.at, items)

    def go(self, at: int, items: tuple[Item, ...]) -> None:
        """Put it on an item, or on the nearest there is."""
        self.at = max(0, min(at, len(items) - 1))
        self._key = items[self.at].key if items else None
