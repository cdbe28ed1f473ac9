"""The top line and the sentence under it: where, when, how fresh, how many things are wrong."""

from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from ops.formats import safe
from ops.tui.freshness import Mood
from ops.tui.judge import Sign
from ops.tui.localtime import city, day, time_of_day
from ops.tui.scene import Scene
from ops.tui.theme import Looks
from ops.tui.widgets.line import Line, Piece, Pieces, spread, width_of
from ops.tui.widgets.pane import Painted, scene_looks
from ops.tui.widgets.queuecolumns import sign_style
from ops.tui.worst import calm_words, complaints

NAME = "Floorwatch"
_SITE_MOST = 40
_LOUD = (Mood.STALE, Mood.DEAD, Mood.PAUSED)


class Header(Painted):
    """One line: site, local time, freshness, counts; inverted in the past, loud when stale."""

    trouble: reactive[str] = reactive("", init=False, repaint=False)
    """What to say while there is no scene at all."""

    def __init__(self, id: str, page: str = "") -> None:
        super().__init__(id)
        self._page = page or NAME

    def watch_trouble(self) -> None:
        self.repaint()

    def draw(self, size: Size) -> list[Strip]:
        looks = scene_looks(self.app.theme, self.scene)
        if self.scene is None:
            return [_waiting(self._page, self.trouble, size.width, looks)] * size.height
        return [paint_header(self.scene, size.width, looks, self._page)] * size.height


def _waiting(name: str, trouble: str, width: int, looks: Looks) -> Strip:
    right = (f" {trouble} ", looks.loud) if trouble else ("opening … ", looks.dim)
    return spread(width, looks.text, ((f" {name}", looks.bright),), (right,))


def paint_header(scene: Scene, width: int, looks: Looks, page: str = NAME) -> Strip:
    """Draw the top line of a page; what matters least goes first where it is narrow."""
    past = scene.mood is Mood.PAST
    plain = looks.past if past else looks.text
    strong = looks.past if past else looks.bright
    faint = looks.past if past else looks.dim
    right = _right(scene, looks, plain)
    room = width - sum(width_of(text) for text, _ in right) - 2
    left = next((v for v in _left(scene, page, plain, strong, faint) if _wide(v) <= room), ())
    return spread(width, plain, left, right)


def _left(scene: Scene, page: str, plain: Style, strong: Style, faint: Style) -> list[Pieces]:
    """What stands left, the fullest first."""
    shot = scene.snapshot
    at_s, zone = scene.at_s, shot.zone
    clock = time_of_day(at_s, zone)
    date = (f"{day(at_s, zone)} ", plain)
    name = safe(shot.site, _SITE_MOST)
    site: Pieces = ((f" · {name}", strong),) if name else ()
    past = scene.mood is Mood.PAST
    lead: Piece = (f" {page}", strong)
    if past:
        lead = (" PAST", strong) if page == NAME else (f" PAST · {page}", strong)
    short: Pieces = ((" PAST  ", strong),) if past else ((" ", plain),)
    time: Pieces = ((clock, strong), (f" {city(zone)}", faint))
    return [
        (lead, *site, ("    ", plain), date, *time),
        (*short, (name, strong), ("   ", plain), date, *time),
        (*short, (name, strong), ("  ", plain), *time),
        (*short, *time),
        (*short, (clock, strong)),
    ]


def _wide(pieces: Pieces) -> int:
    return sum(width_of(text) for text, _ in pieces)


def _right(scene: Scene, looks: Looks, plain: Style) -> Pieces:
    """Freshness, alerts, rejected lines, each only where it says something."""
    text, mood = scene.fresh.text, scene.mood
    fresh: Piece = (f" {text} ", looks.loud) if mood in _LOUD else (text, plain)
    if mood is Mood.PAST:
        return ((f"{text} ", plain),)
    parts: list[Piece] = [fresh]
    if scene.alerts and not scene.calm:
        new = sum(not alert.seen for alert in scene.alerts)
        count = new or len(scene.alerts)
        words = f"{count} alert{'s' if count > 1 else ''}"
        parts.append((words, looks.bad) if new else (f"{words} seen", looks.dim))
    if scene.revealed:
        parts.append(("numbers shown", looks.warn))
    if scene.snapshot.rejected:
        parts.append((f"{scene.snapshot.rejected} rejected", looks.dim))
    pieces: Pieces = (parts[0],)
    for part in parts[1:]:
        pieces = (*pieces, (" · ", looks.dim), part)
    return (*pieces, (" ", plain))


class Sentence(Painted):
    """The worst thing of the moment, or that all is well."""

    def draw(self, size: Size) -> list[Strip]:
        looks = scene_looks(self.app.theme, self.scene)
        if self.scene is None:
            return [Line(size.width, looks.dim).strip()] * size.height
        return [paint_sentence(self.scene, size.width, looks)] * size.height


def paint_sentence(scene: Scene, width: int, looks: Looks) -> Strip:
    """Draw the sentence."""
    worst = next(iter(complaints(scene)), None) or calm_words(scene)
    calm = worst.sign is Sign.FINE
    line = Line(width, looks.text).gap(1)
    line.put(worst.sign.value, sign_style(worst.sign, looks)).gap(1)
    return line.put(
        worst.sentence(width - 4), looks.text if calm else looks.bright, line.left - 1
    ).strip()
