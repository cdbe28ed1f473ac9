"""The figures of four weeks that say how customers are treated, one a line or two."""

from typing import NamedTuple

from textual.strip import Strip

from ops.formats import NOT_APPLICABLE, duration, percent
from ops.snapshot.resolution import Repeats
from ops.snapshot.share import Share
from ops.tui.question import Told
from ops.tui.scene import Scene, kept
from ops.tui.widgets.line import Line
from ops.tui.widgets.looking import Looking
from ops.tui.widgets.sheet import Item, Sheet, View
from ops.tui.widgets.titles import title

_NAME, _VALUE, _LEAST = 21, 8, 38


class Fact(NamedTuple):
    """One figure: what `?` explains of it, its name, the figure, what it is made of."""

    figure: str
    name: str
    value: str
    words: str


class RepeatsPane(Looking):
    """The list."""

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_repeats(self.told, scene, view)


def paint_repeats(told: Told[Repeats], scene: Scene | None, view: View) -> Sheet:
    """Draw the figures, two side by side where there is room."""
    found, looks = told.answer, view.looks
    across = 2 if view.width >= 2 * _LEAST else 1
    width = view.width // across
    if found is None or scene is None:
        said = Line(view.width, looks.dim).gap(1).put(told.words() or "none").strip()
        return Sheet((title("28 DAYS", (), view, 0),), (said,))
    facts = kept(facts_of(found), scene.needle, lambda fact: (fact.name,))
    lines = -(-len(facts) // across)
    left_out = f"{percent(found.left_out.numerator, found.left_out.denominator)} left out"
    totals = (left_out, found.queue or "all queues")
    head = title("28 DAYS", totals, view, lines, len(facts), across)
    body = []
    for at in range(0, len(facts), across):
        cells = [_cell(fact, width, view, at + n) for n, fact in enumerate(facts[at : at + across])]
        blank = Line(view.width - width * len(cells), looks.text).strip()
        body.append(Strip.join([*cells, blank]))
    items = tuple(Item(fact.name, found.queue, fact.name, figure=fact.figure) for fact in facts)
    return Sheet((head,), tuple(body), items, across=across, item_width=width)


def _cell(fact: Fact, width: int, view: View, at: int) -> Strip:
    looks = view.looks
    name = min(_NAME, max(0, width - _VALUE - 3))
    line = Line(width, looks.text).gap(1).put(fact.name, looks.text, name).gap(1)
    line.put(fact.value, looks.bright if fact.value != NOT_APPLICABLE else looks.dim, _VALUE, True)
    line.gap(2)
    if len(fact.words) < line.left:
        line.put(fact.words, looks.dim)
    return line.strip(view.under(at))


def facts_of(found: Repeats) -> tuple[Fact, ...]:
    """The figures, those that say most first."""
    issue = found.per_issue.value
    chain = found.longest_chain
    measured = percent(found.measured.numerator, found.measured.denominator)
    patience = found.patience_s
    band = [NOT_APPLICABLE if s is None else duration(s) for s in (patience.low, patience.high)]
    return (
        Fact("repeat_rate", "Contacts that repeat", _of(found.repeat_rate),
             _parts(found.repeat_rate)),
        Fact("per_issue", "Contacts per issue", NOT_APPLICABLE if issue is None else f"{issue:.2f}",
             f"{found.per_issue.denominator:,} issues"),
        Fact("transfers", "Calls handed on", _of(found.transferred), _parts(found.transferred)),
        Fact("transfers", "… without a word", _of(found.blind), _parts(found.blind)),
        Fact("deflection", "Twice or more", _of(found.deflected), _parts(found.deflected)),
        Fact("ping_pong", "Back where it was", _of(found.ping_pong), _parts(found.ping_pong)),
        Fact("deflection", "Longest chain", NOT_APPLICABLE if chain is None else f"{chain}",
             "transfers of one"),
        Fact("refusals", "Told that we can't", _of(found.refused), _parts(found.refused)),
        Fact("coded", "Coded as resolved", _of(found.coded), f"measured {measured}"),
        Fact("coded", "Codes that mislead",
             _part(found.disagreement), "against the measured"),
        Fact("refusals", "Without a code", _part(found.uncoded_share), "of all contacts"),
        Fact("patience", "10 % gone within",
             NOT_APPLICABLE if patience.value is None else duration(patience.value),
             f"{band[0]}–{band[1]}"),
    )  # fmt: skip


def _of(share: Share) -> str:
    return percent(share.numerator, share.denominator)


def _part(share: float | None) -> str:
    return percent(share, 1)


def _parts(share: Share) -> str:
    return f"{share.numerator:,} of {share.denominator:,}"
