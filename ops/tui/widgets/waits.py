"""How long callers waited: a bar for each step, with the threshold as a rule between them."""

from collections.abc import Sequence
from dataclasses import replace

from textual.strip import Strip

from ops.formats import duration
from ops.snapshot import QueueDay, WaitStep
from ops.tui.question import Told
from ops.tui.scene import Scene
from ops.tui.widgets.line import Line
from ops.tui.widgets.pane import Pane
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

_LABEL, _COUNT = 11, 5


class Waits(Pane):
    """The distribution of waits."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_waits(self.told, scene, view)


def paint_waits(told: Told[QueueDay], scene: Scene | None, view: View) -> Sheet:
    """Draw the steps, as many as there is room for."""
    day, looks = told.answer, view.looks
    calls = sum(step.calls for step in day.waits) if day else 0
    head = (title("WAITS", (f"{calls} calls",) if calls else (), view, 0),)
    threshold = _threshold(day, scene)
    if day is None or not calls or threshold is None:
        words = told.words() or "no calls yet today"
        return Sheet(head, (Line(view.width, looks.dim).gap(1).put(words).strip(),))
    steps = merged(day.waits, threshold, max(2, view.height - 1))
    most = max(step.calls for step in steps)
    in_time = sum(step.answered for step in steps if _within(step, threshold))
    body: list[Strip] = []
    items: list[Item] = []
    ruled = False
    for step in steps:
        if not ruled and not _within(step, threshold):
            ruled = True
            body.append(_threshold_line(threshold, in_time, view))
            items.append(Item("threshold", day.queue, figure="waits"))
        body.append(_step_line(step, most, threshold, view, len(body)))
        items.append(Item(f"{step.from_s}", day.queue, figure="waits"))
    return Sheet(head, tuple(body), tuple(items))


def _threshold(day: QueueDay | None, scene: Scene | None) -> float | None:
    queues = scene.snapshot.queues if scene is not None else ()
    return next((q.threshold_s for q in queues if day is not None and q.queue == day.queue), None)


def _within(step: WaitStep, threshold_s: float) -> bool:
    return step.until_s is not None and step.until_s <= max(threshold_s, 1.0)


def merged(steps: Sequence[WaitStep], threshold_s: float, most: int) -> list[WaitStep]:
    """At most so many steps: neighbours with the fewest calls joined, never over the threshold."""
    kept = list(steps)
    while len(kept) > most:
        pairs = [
            (kept[at].calls + kept[at + 1].calls, -at)
            for at in range(len(kept) - 1)
            if _within(kept[at], threshold_s) == _within(kept[at + 1], threshold_s)
        ]
        if not pairs:
            break
        at = -min(pairs)[1]
        one, next_one = kept[at], kept[at + 1]
        kept[at : at + 2] = [
            replace(
                next_one,
                from_s=one.from_s,
                answered=one.answered + next_one.answered,
                abandoned=one.abandoned + next_one.abandoned,
                overflowed=one.overflowed + next_one.overflowed,
                waiting=one.waiting + next_one.waiting,
            )
        ]
    return kept


def _threshold_line(threshold_s: float, in_time: int, view: View) -> Strip:
    looks = view.looks
    line = Line(view.width, looks.rule).gap(1)
    line.put(f"╌╌ {threshold_s:g} s ", looks.bright)
    words = next((w for w in (f"{in_time} answered in time ", f"{in_time} in time ")
                  if len(w) < line.left), "")  # fmt: skip
    line.put(words, looks.text)
    return line.put("╌" * line.left, looks.rule).strip()


def _step_line(step: WaitStep, most: int, threshold_s: float, view: View, at: int) -> Strip:
    """A step: from where to where, how many, and a bar of what came of them."""
    looks = view.looks
    line = Line(view.width, looks.text).gap(1)
    line.put(_edges(step), looks.dim, _LABEL, right=True)
    line.put(f"{step.calls}", looks.text if step.calls else looks.dim, _COUNT, right=True).gap(1)
    room = max(0, line.left - 1)
    late = not _within(step, threshold_s)
    kinds = (
        (step.answered, "▒" if late else "█", looks.warn if late else looks.bar),
        (step.abandoned, "░", looks.bad),
        (step.overflowed + step.waiting, "┊", looks.text),
    )
    for count, character, style in kinds:
        wide = max(1, round(count / most * room)) if count else 0
        line.put(character * min(wide, line.left - 1), style)
    return line.strip(view.under(at))


def _edges(step: WaitStep) -> str:
    if step.until_s is None:
        return f"over {step.from_s:g} s" if step.from_s < 60 else f"over {duration(step.from_s)}"
    if step.until_s < 60:
        return f"{step.from_s:g}–{step.until_s:g} s"
    return f"{duration(step.from_s)}–{duration(step.until_s)}"
