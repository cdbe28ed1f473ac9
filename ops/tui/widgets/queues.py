"""The queues: a row each, in their places, everything about the day beside the moment."""

from textual.strip import Strip

from ops.tui.judge import queue_sign
from ops.tui.order import words
from ops.tui.scene import Scene
from ops.tui.widgets.columns import fitted, heading, row, stopped, stops
from ops.tui.widgets.figures import figures_of_queue
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import Day, QueueRow, columns
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.tiles import paint_tiles, tiles_fit
from ops.tui.widgets.titles import title

_COLUMN = {"trouble": "", "longest wait": "LONGEST", "waiting": "WAIT", "level": "LEVEL",
           "name": "QUEUE"}  # fmt: skip
"""The title of the column that rows sorted this way are sorted by."""


class Queues(Pane):
    """The table of queues."""

    KIND = "queues"
    FIGURE = "level"

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        half = self.screen.size.height // 2
        queues = len(scene.snapshot.queues) if scene else 0
        if scene is not None and scene.queues and tiles_fit(queues, view.width, half):
            tiles = paint_tiles(scene, view, half)
            by = words(self.KIND, scene)
            # Tiles have no heading of their own: only one that says how they are sorted.
            return tiles._replace(head=(title("QUEUES", (by,), view, 0),)) if by else tiles
        return paint_queues(scene, view)

    def figures(self, item: Item) -> tuple[tuple[str, str], ...]:
        return figures_of_queue(item.queue, self.scene)


def paint_queues(scene: Scene | None, view: View) -> Sheet:
    """Draw the table into `view.width` cells."""
    day = Day.of(scene)
    fits = fitted(columns(day), view.width - 1)
    marks = stops(fits)
    mark = _COLUMN.get(scene.orders.get("queues", "")) if scene else None
    head = heading(fits, Line(view.width, view.looks.head), view.looks.head, mark)
    queues = () if scene is None else scene.queues
    if scene is None or not queues:
        words = "no queue matches the filter" if scene and scene.needle else ""
        return Sheet((head.strip(),), (Line(view.width, view.looks.dim).gap(3).put(words).strip(),))
    body = []
    for at, queue in enumerate(queues):
        item = QueueRow(queue, queue_sign(queue, scene), scene, day)
        line = row(fits, Line(view.width, view.looks.text), item, view.looks)
        strip = line.strip(view.under(at))
        body.append(stopped(strip, view, marks) if at == view.cursor else strip)
    items = tuple(Item(queue.queue, queue.queue, queue.queue) for queue in queues)
    titles = stopped(_head(head, view, len(body)), view, marks)
    return Sheet((titles,), tuple(body), items, stops=marks)


def _head(head: Line, view: View, rows: int) -> Strip:
    """The titles; where not all rows are seen, which are, in the place of the first title."""
    seen = view.seen(rows, rows)
    strip = head.strip()
    if not seen:
        return strip
    left = Line(len(seen) + 2, view.looks.text).gap(1).put(seen).strip()
    return Strip.join([left, strip.crop(left.cell_length)])
