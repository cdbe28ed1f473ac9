"""A screen as something to take along: as text, as an SVG in a file."""

import os
import re
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from ops.tui.remembered import state_folder

# The SVG names a font on a CDN; a picture must not depend on a network.
_FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")


def text_of(screen: Screen[object]) -> str:
    """What the screen shows, line by line, without the blanks at the ends of lines."""
    strips = screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def svg_of(app: App[Any]) -> str:
    """What the app shows as one SVG that needs nothing else."""
    return _FONT_FACE.sub("", app.export_screenshot(simplify=True))


def save(svg: str, name: str) -> Path:
    """Write a picture, readable by its owner only, where one is or else into the state folder.

    One that is there already is not overwritten. Raises OSError.
    """
    folder = Path.cwd()
    if not os.access(folder, os.W_OK):
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in range(1, 1000):
        path = folder / (f"{name}.svg" if number == 1 else f"{name}-{number}.svg")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(svg)
        return path
    raise FileExistsError(0, "there are too many pictures of this second", str(folder))
