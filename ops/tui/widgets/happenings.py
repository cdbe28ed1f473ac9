"""What has just happened, newest first."""

from ops.tui.judge import Sign
from ops.tui.localtime import hour_and_minute, time_of_day
from ops.tui.scene import Scene
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

_FIGURES = {"breached": "breaches", "recovered": "breaches"}
_SIGNS = {"lost": Sign.BAD, "breached": Sign.BAD, "recovered": Sign.FINE}

_NARROW = 50


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
        words = "" if scene is None else "nothing that matches" if scene.needle else "nothing"
        return Sheet(head, (Line(view.width, looks.dim).gap(1).put(words).strip(),))
    body = []
    narrow = view.width < _NARROW
    time = hour_and_minute if narrow else time_of_day
    widest = max((width_of(queue.queue) for queue in scene.snapshot.queues), default=0)
    wide = max(4, min(18, widest))
    for number, happening in enumerate(happenings):
        sign = _SIGNS.get(happening.kind, Sign.NONE)
        at = time(happening.s, scene.snapshot.zone)
        mark = " " if sign is Sign.NONE else sign.value
        line = Line(view.width, looks.text)
        if narrow:
            line.put(mark, sign_style(sign, looks)).put(at, looks.dim).gap(1)
        else:
            line.gap(1).put(at, looks.dim).gap(1).put(mark, sign_style(sign, looks)).gap(1)
        line.put(happening.queue, looks.text, wide).gap(1)
        line.put(briefly(happening.text, line.left), looks.text, line.left)
        body.append(line.strip(view.under(number)))
    items = tuple(
        Item(
            f"{h.s}\0{h.queue}\0{h.text}", h.queue, h.text,
            figure=_FIGURES.get(h.kind, "happenings"),
        )
        for h in happenings
    )  # fmt: skip
    return Sheet(head, tuple(body), items)


def briefly(text: str, width: int) -> str:
    """What happened in as few words as the width asks for."""
    short = text.replace(" after ", " ").removeprefix("fell ").removeprefix("is ")
    bare = short.partition(",")[0]
    bare = bare.replace(" left unanswered ", " left ").replace(" was ", " ")
    bare = bare.removesuffix(" at a restart")
    variants = (
        text, short, short.replace(" time today", ""), short.partition(",")[0],
        bare, bare.removeprefix("··· "),
    )  # fmt: skip
    return next((each for each in variants if width_of(each) <= width), variants[-1])
