"""Figures and names to be read from across the room: a 3 × 5 font at any scale, in half blocks.

A half block is about as wide as it is high, so the font's proportions hold at every scale. At
scale 1 a figure takes 3 cells and 3 lines, at scale 2 6 and 5, at scale 4 12 and 10.
"""

from functools import lru_cache

_FONT = {
    "0": ("###", "# #", "# #", "# #", "###"), "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"), "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"), "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"), "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"), "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "), ".": (" ", " ", " ", " ", "#"),
    "%": ("#  #", "  # ", " ## ", " #  ", "#  #"), "–": ("   ", "   ", "###", "   ", "   "),
    " ": (" ", " ", " ", " ", " "), "-": ("   ", "   ", "###", "   ", "   "),
    "_": ("   ", "   ", "   ", "   ", "###"), "'": ("#", "#", " ", " ", " "),
    "&": (" #  ", "# # ", " #  ", "# # ", " # #"), "/": ("  #", "  #", " # ", "#  ", "#  "),
    "▲": ("  #  ", "  #  ", " ### ", " ### ", "#####"),
    "△": ("  #  ", " # # ", " # # ", "#   #", "#####"),
    "A": ("###", "# #", "###", "# #", "# #"), "B": ("## ", "# #", "## ", "# #", "## "),
    "C": ("###", "#  ", "#  ", "#  ", "###"), "D": ("## ", "# #", "# #", "# #", "## "),
    "E": ("###", "#  ", "## ", "#  ", "###"), "F": ("###", "#  ", "## ", "#  ", "#  "),
    "G": ("####", "#   ", "# ##", "#  #", "####"), "H": ("# #", "# #", "###", "# #", "# #"),
    "I": ("#", "#", "#", "#", "#"), "J": ("  #", "  #", "  #", "# #", "###"),
    "K": ("# #", "# #", "## ", "# #", "# #"), "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "M": ("#   #", "## ##", "# # #", "#   #", "#   #"),
    "N": ("#  #", "## #", "# ##", "#  #", "#  #"), "O": ("###", "# #", "# #", "# #", "###"),
    "P": ("###", "# #", "###", "#  ", "#  "), "Q": ("### ", "# # ", "# # ", "# # ", "####"),
    "R": ("## ", "# #", "## ", "# #", "# #"), "S": ("###", "#  ", "###", "  #", "###"),
    "T": ("###", " # ", " # ", " # ", " # "), "U": ("# #", "# #", "# #", "# #", "###"),
    "V": ("# #", "# #", "# #", "# #", " # "),
    "W": ("#   #", "#   #", "# # #", "## ##", "#   #"),
    "X": ("# #", "# #", " # ", "# #", "# #"), "Y": ("# #", "# #", " # ", " # ", " # "),
    "Z": ("###", "  #", " # ", "#  ", "###"),
}  # fmt: skip
_HALVES = {"  ": " ", "# ": "▀", " #": "▄", "##": "█"}


def is_drawable(text: str) -> bool:
    """Whether the font has all of a text."""
    return all(character in _FONT for character in text)


def lines_of(scale: int) -> int:
    """How many lines a figure of this scale takes."""
    return -(-5 * scale // 2)


def width_of_figures(text: str, scale: int) -> int:
    """How many cells a text takes."""
    return sum(len(_FONT[c][0]) for c in text) * scale + max(0, len(text) - 1) * scale


@lru_cache(maxsize=1024)
def figures(text: str, scale: int) -> tuple[str, ...]:
    """The lines of a text of digits, capitals and a few signs; KeyError for others."""
    rows = ["".join(f"{pixel * scale}" for pixel in row) for row in _pixels(text)]
    tall = [row for row in rows for _ in range(scale)]
    if len(tall) % 2:
        tall.append(" " * len(tall[0]))
    pairs = zip(tall[::2], tall[1::2], strict=True)
    return tuple(
        "".join(_HALVES[a + b] for a, b in zip(upper, lower, strict=True)) for upper, lower in pairs
    )


def _pixels(text: str) -> list[str]:
    return [" ".join(_FONT[c][row] for c in text) for row in range(5)]
