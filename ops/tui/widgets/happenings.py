"""What has just happened, newest first."""

from ops.tui.judge import Sign
from ops.tui.localtime import time_of_day
from ops.tui.scene import Scene
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

_FIGURES = {"breached": "breaches", "recovered": "breaches"}
_SIGNS = {"lost": Sign.BAD, "breached": Sign.BAD, "recovered": Sign.FINE}


class Happenings(Pane):
    """The list of happenings."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_happenings(scene, view)


def paint_happenings(scene: Scene | None, view: View) -> Sheet:
    """Draw the list."""
    looks = view.looks
    happenings = () if scene is None else scene.happenings
    head = (title("JUST NOW", (), view, len(happenings)),)
    if scene is None or not happenings:
        words = "" if scene is None else "nothing"
        return Sheet(head, (Line(view.width, looks.dim).gap(1).put(words).strip(),))
    body = []
    widest = max((width_of(queue.queue) for queue in scene.snapshot.queues), default=0)
    wide = max(4, min(18, widest))
    for at, happening in enumerate(happenings):
        sign = _SIGNS.get(happening.kind, Sign.NONE)
        line = Line(view.width, looks.text).gap(1)
        line.put(time_of_day(happening.s, scene.snapshot.zone), looks.dim).gap(1)
        line.put(" " if sign is Sign.NONE else sign.value, sign_style(sign, looks)).gap(1)
        line.put(happening.queue, looks.text, wide).gap(1)
        line.put(happening.text, looks.text, line.left)
        body.append(line.strip(view.under(at)))
    items = tuple(
        Item(
            f"{h.s}\0{h.queue}\0{h.text}", h.queue, h.text,
            figure=_FIGURES.get(h.kind, "happenings"),
        )
        for h in happenings
    )  # fmt: skip
    return Sheet(head, tuple(body), items)
