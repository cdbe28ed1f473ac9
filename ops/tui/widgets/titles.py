"""Headings of panes: a word in capitals, what it totals, which part is seen, a thin rule."""

from collections.abc import Sequence

from textual.strip import Strip

from ops.tui.scene import Scene
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.sheet import View


def title(
    name: str,
    totals: Sequence[str],
    view: View,
    lines: int,
    items: int | None = None,
    across: int = 1,
) -> Strip:
    """The heading of a pane whose body has so many lines, and items (as many, if not said).

    Of the totals, `24 in · 1 ready · ...`, as many stand there as fit.
    """
    looks = view.looks
    seen = view.seen(lines, lines if items is None else items, across)
    line = Line(view.width, looks.head)
    line.gap(1).put(name, looks.head)
    room = line.left - 2 - (width_of(seen) + 2 if seen else 0)
    text = fitting(totals, room)
    if text:
        line.gap(2).put(text, looks.text)
    if seen:
        line.gap(2).put(seen, looks.text)
    return line.gap(1).rule(looks.rule).strip()


def of_now(scene: Scene, at_s: float) -> tuple[str, ...]:
    """What a heading says where it is of now, and the header of an earlier moment."""
    shown_s = scene.snapshot.as_of_s if scene.snapshot.ended else None
    return () if shown_s is None or at_s <= shown_s else ("as of now",)


def fitting(parts: Sequence[str], room: int) -> str:
    """The first so many parts that fit, with a dot between them."""
    text = ""
    for part in parts:
        longer = f"{text} · {part}" if text else part
        if width_of(longer) > room:
            break
        text = longer
    return text
