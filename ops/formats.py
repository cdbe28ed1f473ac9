"""Text for people: durations, shares, masked numbers, and names that can't harm a screen.

Pure functions of their arguments, quick enough to be called for every cell of every refresh.
`safe` is the one gate through which text from a log (a queue's, an agent's or a caller's name)
reaches a terminal: what it returns has no control, format or zero-width character that could
move the cursor, colour the screen, turn the reading direction or make a column wider than it says.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

NOTHING = "–"
NOT_APPLICABLE = "n/a"
MASK = "···"
NO_NUMBER = "no number"
NO_REASON = "no reason given"
MINUS = "−"
ELLIPSIS = "…"
HIDDEN = "·"
UNSHOWABLE = "\N{REPLACEMENT CHARACTER}"

WITHHELD = frozenset(
    {"anonymous", "unknown", "restricted", "unavailable", "private", "withheld", "blocked"}
)
"""What phone systems write where a number is withheld: it says nothing about a person."""

# Three marks cover every living script once the text is NFC; more is a pile meant to overflow.
_MARKS_A_LETTER = 3
# Text longer than this is not cached: one hostile 10 MB name must not stay in memory.
_CACHED_UP_TO = 512
_CACHE = 16_384
# Where a name is cut to a width anyway, no more of it is looked at than this many characters a
# cell, and some: normalising a pile of marks takes the square of its height.
_LOOKED_AT_A_CELL = 16
_LOOKED_AT = 256
_MARKS_IN_A_ROW = 8
# Blank letters and signs whose width terminals disagree about: Hangul fillers and conjoining
# Jamo (what NFC left of them), Hangul and Vietnamese tone marks, trigrams, hexagrams, tetragrams
# and counting rods (narrow before Unicode 16, wide since).
_UNSURE = (
    (0x115F, 0x11FF),
    (0x2630, 0x2637),
    (0x268A, 0x268F),
    (0x302E, 0x302F),
    (0x3164, 0x3164),
    (0x4DC0, 0x4DFF),
    (0xD7B0, 0xD7FF),
    (0xFFA0, 0xFFA0),
    (0x16FF0, 0x16FF1),
    (0x1D300, 0x1D376),
)
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def duration(s: float | None) -> str:
    """Seconds as "m:ss", from an hour on as "h:mm:ss"; "–" for None, NaN or infinity.

    Rounded to the nearest second, half up; a negative length keeps its sign.
    """
    if s is None or not math.isfinite(s):
        return NOTHING
    whole = math.floor(abs(s) + 0.5)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    sign = MINUS if s < 0 and whole else ""
    if hours:
        return f"{sign}{hours}:{minutes:02}:{seconds:02}"
    return f"{sign}{minutes}:{seconds:02}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things, grouped: "1 row", "1,234 rows"; `many` where that is not `one` and s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(num: float | None, den: float | None, digits: int = 1) -> str:
    """`num / den` as "71.2 %"; "n/a" (never 0 % or 100 %) where there is nothing to divide by."""
    if num is None or den is None or not den:
        return NOT_APPLICABLE
    share = 100.0 * num / den
    if not math.isfinite(share):
        return NOT_APPLICABLE
    text = f"{abs(share):.{digits}f}"
    sign = MINUS if share < 0 and text.strip("0.") else ""
    return f"{sign}{text} %"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    endings = {} if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number % 10, 'th')}"


def masked(number: str | None, shown: int = 4) -> str:
    """A caller's number but for its last `shown` digits: "··· 0147".

    Numbers of four digits or fewer (extensions: they name a person) are masked whole, and at
    least one digit of any number is. An absent number is "no number"; a word that stands for one
    (`anonymous`) is kept, any other text without digits (`alice@example.com`) is masked whole.
    """
    text = (number or "").strip()
    if not text:
        return NO_NUMBER
    if text.lower() in WITHHELD:
        return text.lower()
    # "sip:+49301234@10.0.0.1": the digits after the @ are a machine's, not the caller's.
    digits = [str(unicodedata.decimal(c)) for c in text.partition("@")[0] if c.isdecimal()]
    shown = min(shown, len(digits) - 1)
    if len(digits) <= 4 or shown <= 0:
        return MASK
    return f"{MASK} {''.join(digits[-shown:])}"


def cells(text: str) -> int:
    """How many terminal cells `text` takes: wide characters 2, marks and controls 0, others 1.

    Exact for what `safe` returns; for raw text, whose joiners and selectors each terminal takes
    its own way, an estimate.
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_cell, text))


def safe(text: str, width: int | None = None) -> str:
    """`text` as one line that is harmless on any terminal, cut with "…" to `width` cells.

    The text is put in NFC. White space of any kind becomes a space each; escape and other control
    characters and direction marks, overrides, isolates and zero-width spaces become "·", so that
    a name that tries something looks as if it did; lone surrogates, private and unassigned
    characters become U+FFFD. Emoji joiners, selectors and skin tones, which terminals
    measure differently, are dropped, and a letter keeps at most three combining marks.
    Text that would show nothing at all shows "·". Markup such as "[red]" is plain text here and
    stays; whoever draws it must not parse it.
    """
    if text.isascii() and text.isprintable():
        if width is None or len(text) <= width:
            return text
        return text[: width - 1] + ELLIPSIS if width > 0 else ""
    if len(text) <= _CACHED_UP_TO:
        return _safe_cached(text, width)
    return _safe(text, width)


def _safe(text: str, width: int | None) -> str:
    if width is None:
        return _joined(_clusters(text))
    looked_at = _LOOKED_AT + _LOOKED_AT_A_CELL * max(width, 0)
    rest = [(ELLIPSIS, 1)] if len(text) > looked_at else []
    return _cut(_clusters(text[:looked_at]) + rest, width)


_safe_cached = lru_cache(maxsize=_CACHE)(_safe)


def _cut(clusters: list[tuple[str, int]], width: int) -> str:
    """The clusters that fit into `width` cells, the last place an ellipsis if some do not."""
    if width <= 0:
        return ""
    used, fits = 0, 0  # `fits`: how many clusters leave a cell for the ellipsis
    for count, (_, taken) in enumerate(clusters):
        used += taken
        if used > width:
            return _joined(clusters[:fits]) + ELLIPSIS
        if used < width:
            fits = count + 1
    return _joined(clusters)


def _joined(clusters: list[tuple[str, int]]) -> str:
    # NFC again: a dropped joiner may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", "".join(cluster for cluster, _ in clusters))


def _clusters(text: str) -> list[tuple[str, int]]:
    """Harmless (letter with its marks, cells) pairs; none is zero cells wide."""
    found: list[tuple[str, int]] = []
    marks = 0
    for character in unicodedata.normalize("NFC", _thinned(text)):
        shown = _harmless(character)
        if not shown:
            continue
        taken = _cell(shown)
        if taken:
            found.append((shown, taken))
            marks = 0
        elif not found:  # a mark first in line would sit on whatever stands left of it
            found.append((HIDDEN + shown, 1))
            marks = 1
        elif marks < _MARKS_A_LETTER:
            base, base_cells = found[-1]
            found[-1] = (base + shown, base_cells)
            marks += 1
    return found or ([(HIDDEN, 1)] if text else [])


def _thinned(text: str) -> str:
    """`text` without the marks beyond the eighth in a row, which no script writes."""
    if len(text) <= _LOOKED_AT:
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


@lru_cache(maxsize=_CACHE)
def _harmless(character: str) -> str:
    """What to show for one character: itself, a space, "·", U+FFFD, or "" for a dropped one."""
    code = ord(character)
    category = unicodedata.category(character)
    if category[0] == "Z" or character in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85":
        return " "
    if code in (0x200C, 0x200D) or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return ""
    if category == "Me" or code in _SKIN_TONES or 0x180B <= code <= 0x180F or code == 0x34F:
        return ""
    if category in ("Cc", "Cf"):
        return HIDDEN
    if category in ("Cs", "Co", "Cn"):
        return UNSHOWABLE
    if any(first <= code <= last for first, last in _UNSURE):
        return UNSHOWABLE
    return character


@lru_cache(maxsize=_CACHE)
def _cell(character: str) -> int:
    """Cells of one character: 0, 1 or 2."""
    if unicodedata.category(character) in ("Mn", "Me", "Cc", "Cf", "Zl", "Zp"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
