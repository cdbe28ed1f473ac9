"""What contacts were about: how many customers, and what the last week has more of than chance."""

from ops.formats import NO_REASON, NOTHING, percent
from ops.snapshot.resolution import Reason, Reasons
from ops.tui.order import ordered, words
from ops.tui.question import Told
from ops.tui.scene import Scene, kept
from ops.tui.theme import Looks
from ops.tui.widgets.columns import Column
from ops.tui.widgets.line import Pieces
from ops.tui.widgets.listing import Listed, listing
from ops.tui.widgets.looking import Looking
from ops.tui.widgets.sheet import Item, Sheet, View


class ReasonsPane(Looking):
    """The list."""

    KIND = "reasons"

    def paint(self, scene: Scene | None, view: View) -> Sheet:
        return paint_reasons(self.told, scene, view)


def paint_reasons(told: Told[Reasons], scene: Scene | None, view: View) -> Sheet:
    """Draw the list."""
    found = told.answer
    rows: tuple[Reason, ...] = ()
    totals: tuple[str, ...] = ()
    if found is not None and scene is not None:
        named = kept(
            found.rows, scene.needle, lambda one: (one.reason or NO_REASON, one.kind or "")
        )
        rows = ordered("reasons", named, scene)
        emerging = sum(one.is_emerging for one in found.rows)
        share = percent(found.left_out.numerator, found.left_out.denominator)
        totals = (words("reasons", scene), found.queue or "all queues",
                  f"{emerging} emerging" if emerging else "none emerging",
                  f"{share} in no customer")  # fmt: skip
    queue = found.queue if found else None

    def item(one: Reason) -> Item:
        name = NO_REASON if one.reason is None else one.reason
        said = "" if one.reason is None else f"\0{one.reason}"
        return Item(f"{one.kind}{said}", queue, name, figure="reasons")

    return listing(Listed("REASONS", totals, _COLUMNS, item, "nobody phoned"), rows, told, view)


def reason_of(item: Item) -> str | None:
    """The reason that an item of the list stands for; None where nobody said one."""
    _, zero, reason = item.key.partition("\0")
    return reason if zero else None


def _sign(one: Reason, width: int, looks: Looks) -> Pieces:
    return (("△", looks.warn),) if one.is_emerging else ()


def _reason(one: Reason, width: int, looks: Looks) -> Pieces:
    if one.reason is None:
        return ((NO_REASON, looks.dim),)
    return ((one.reason, looks.bright if one.is_emerging else looks.text),)


def _contacts(one: Reason, width: int, looks: Looks) -> Pieces:
    return ((f"{one.contacts:,}", looks.text),)


def _share(one: Reason, width: int, looks: Looks) -> Pieces:
    return ((percent(one.share, 1), looks.dim),)


def _customers(one: Reason, width: int, looks: Looks) -> Pieces:
    return ((f"{one.customers:,}", looks.text),)


def _spread(one: Reason, width: int, looks: Looks) -> Pieces:
    return ((one.spread or NOTHING, looks.text if one.spread in ("one", "few") else looks.dim),)


def _each(one: Reason, width: int, looks: Looks) -> Pieces:
    return ((NOTHING if one.per_customer is None else f"{one.per_customer:.2f}", looks.text),)


def _week(one: Reason, width: int, looks: Looks) -> Pieces:
    style = looks.warn if one.is_emerging else looks.text
    return ((NOTHING if one.last_week is None else f"{one.last_week:,}", style),)


def _expected(one: Reason, width: int, looks: Looks) -> Pieces:
    return ((NOTHING if one.expected is None else f"{one.expected:,.0f}", looks.dim),)


_COLUMNS: tuple[Column[Reason], ...] = (
    Column((" ",), 1, _sign),
    Column(("REASON",), 14, _reason, grows=30),
    Column(("CONTACTS",), 8, _contacts, right=True),
    Column(("SHARE",), 7, _share, right=True, rank=3),
    Column(("CUSTOMERS",), 9, _customers, right=True),
    Column(("EACH",), 5, _each, right=True, rank=2),
    Column(("WHO",), 4, _spread, gap=2),
    Column(("7 DAYS",), 6, _week, right=True, gap=2, rank=1),
    Column(("EXPECTED",), 8, _expected, right=True, rank=1),
)
