"""The list of what could stand at the cursor, lying over the screen beside it."""

from textual.geometry import Offset, Size
from textual.strip import Strip

from ops.tui.sql.completion import Offers
from ops.tui.theme import Looks, looks
from ops.tui.widgets.line import Line, width_of
from ops.tui.widgets.pane import Painted

_SEEN = 8
_KIND, _NAME, _WIDEST = 8, 28, 76


class OfferList(Painted):
    """The list; the editor has the keys."""

    DEFAULT_CSS = """
    OfferList { display: none; overlay: screen; position: absolute; width: 40; height: 3; }
    OfferList.-open { display: block; }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.offers = Offers(0, 0)
        self.at = 0
        self.is_chosen = False
        """Whether somebody has moved in it: then Enter takes what it is on."""

    def show(self, offers: Offers, cursor: Offset) -> None:
        """Open it beside the cursor, or go on with what is left."""
        self.offers, self.at, self.is_chosen = offers, 0, False
        height = min(_SEEN, len(offers.found))
        screen = self.screen.size
        width = min(_WIDEST, screen.width - 2)
        below = cursor.y + 1 + height <= screen.height
        x = max(0, min(cursor.x - (offers.end - offers.start) - 1, screen.width - width))
        self.styles.width, self.styles.height = width, height
        self.styles.offset = (x, cursor.y + 1 if below else cursor.y - height)
        self.add_class("-open")
        self.repaint()

    def hide(self) -> None:
        """Close it."""
        self.remove_class("-open")

    def move(self, by: int) -> None:
        """To the next one, round and round."""
        self.at = (self.at + by) % max(1, len(self.offers.found))
        self.is_chosen = True
        self.repaint()

    def draw(self, size: Size) -> list[Strip]:
        return paint_offers(self.offers, self.at, size, looks(self.app.theme, raised=True))


def paint_offers(offers: Offers, at: int, size: Size, style: Looks) -> list[Strip]:
    """Draw as many as there is room for, the one at `at` among them."""
    first = max(0, min(at - size.height // 2, len(offers.found) - size.height))
    seen = offers.found[first : first + size.height]
    name = min(_NAME, max((width_of(offer.label) for offer in seen), default=1))
    made = []
    for number, offer in enumerate(seen, first):
        line = Line(size.width, style.text).gap(1).put(offer.label, style.text, name).gap(1)
        line.put(offer.kind, style.dim, _KIND).gap(1).put(offer.says, style.dim, line.left - 1)
        made.append(line.strip(style.focus if number == at else None))
    blank = Line(size.width, style.text).strip()
    return [*made, *[blank] * (size.height - len(made))]
