"""The three themes, and the few styles everything is drawn with.

Trouble has colour, calm is quiet: a floor that is fine is nearly monochrome. Three weights of
text (bright, text, dim), three states (bad, warn, good), and the bars that have to be louder than
any state: `loud` for stale data, `past` for a rewound floor. `label` is a letter to type.
"""

from functools import lru_cache
from typing import NamedTuple

from rich.style import Style
from textual.theme import Theme


class Looks(NamedTuple):
    """The styles of one theme in one mood."""

    text: Style
    dim: Style
    bright: Style
    bad: Style
    warn: Style
    good: Style
    rule: Style
    head: Style
    key: Style
    bar: Style
    focus: Style
    loud: Style
    past: Style
    label: Style

    def calmed(self) -> "Looks":
        """For the past: everything readable, nothing alarming."""
        return self._replace(bad=self.bright, warn=self.text, good=self.text)

    def dimmed(self) -> "Looks":
        """For data that has stopped: all of it dim, only `loud` stays."""
        faint = self.dim
        return self._replace(
            text=faint, bright=faint, bad=faint, warn=faint, good=faint, bar=faint, key=faint
        )


class _Colours(NamedTuple):
    """What a theme is made of."""

    ground: str
    raised: str
    text: str
    dim: str
    bright: str
    rule: str
    bar: str
    bad: str
    warn: str
    good: str
    accent: str
    focus: str
    dark: bool = True


_COLOURS = {
    "dark": _Colours(
        ground="#0f1317", raised="#1a2026", text="#c3cad1", dim="#7f8a95", bright="#ffffff",
        rule="#30353a", bar="#647480", bad="#ff7070", warn="#f0b64a", good="#6cbf92",
        accent="#79b8e8", focus="#2b3036",
    ),
    "light": _Colours(
        ground="#fbfbf8", raised="#f0f0ec", text="#33393f", dim="#6b737b", bright="#000000",
        rule="#d5d8d6", bar="#9fb0bd", bad="#c2182b", warn="#935700", good="#1b7a49",
        accent="#1c5f9e", focus="#e3e6e9", dark=False,
    ),
    "contrast": _Colours(
        ground="#000000", raised="#000000", text="#ffffff", dim="#d0d0d0", bright="#ffffff",
        rule="#8a8a8a", bar="#ffffff", bad="#ff6a6a", warn="#ffd800", good="#7dff9b",
        accent="#7fd4ff", focus="#00408a",
    ),
}  # fmt: skip
NAMES = tuple(_COLOURS)


def themes() -> list[Theme]:
    """The themes for Textual's own widgets (input, palette), in the order `t` goes through."""
    return [
        Theme(
            name=name, dark=c.dark, primary=c.accent, secondary=c.accent, accent=c.accent,
            foreground=c.text, background=c.ground, surface=c.raised, panel=c.raised,
            success=c.good, warning=c.warn, error=c.bad,
            variables={"input-cursor-text-style": "reverse", "border": c.rule},
        )
        for name, c in _COLOURS.items()
    ]  # fmt: skip


@lru_cache
def looks(name: str, raised: bool = False) -> Looks:
    """The styles of a theme (`dark` where the name is none of ours), or of a page lying on it.

    Every style has its ground, so that lines need no background applied when they are shown.
    """
    c = _COLOURS.get(name, _COLOURS["dark"])
    ground = c.raised if raised else c.ground

    def ink(colour: str, bold: bool | None = None) -> Style:
        return Style(color=colour, bgcolor=ground, bold=bold)

    return Looks(
        text=ink(c.text),
        dim=ink(c.dim),
        bright=ink(c.bright, bold=True),
        bad=ink(c.bad, bold=True),
        warn=ink(c.warn),
        good=ink(c.good),
        rule=ink(c.rule),
        head=ink(c.dim),
        key=ink(c.accent),
        bar=ink(c.bar),
        focus=Style(bgcolor=c.focus),
        # Colours swapped by hand *and* a bold weight: some terminals drop the reverse attribute.
        loud=Style(color=c.ground, bgcolor=c.bad, bold=True),
        past=Style(color=c.ground, bgcolor=c.text, bold=True),
        label=Style(color=c.ground, bgcolor=c.accent, bold=True),
    )
