"""Takes the pictures of the screens: `make shots`, or `python -m docs.shots --help`.

Each scene is a list of keys pressed on the floor of a feed; each is taken at three sizes and in
two themes, as SVG by Textual and as PNG by a headless Chromium (nothing else draws the SVG's
fonts and colours faithfully).
"""

import argparse
import asyncio
import importlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from docs.feeds import asterisk_log
from ops.tui.app import FloorApp
from ops.tui.feed import Feed
from ops.tui.picture import svg_of

SIZES = ((80, 24), (120, 40), (200, 60))
THEMES = ("dark", "light")
SCENES: dict[str, tuple[str, ...]] = {
    "floor": (),
    "past": ("left_square_bracket",) * 3,
    "wall": ("w",),
    "explain": ("question_mark",),
    "queue": ("enter",),
    "abandons": ("a",),
    "agent": ("tab", "tab", "enter"),
    "alerts": ("exclamation_mark",),
    "jump": ("g",),
    "copy": ("C",),
    "sql": ("7", "f3", *"intervals", "enter", "f5"),
    "sql-chart": ("7", "f3", *"intervals", "enter", "f5", "f4"),
    "help": ("f1",),
    "agents": ("5",),
    "resolution": ("2",),
    "reasons": ("2", "v"),
    "contacts": ("2", "v", "enter"),
    "followups": ("3",),
    "new-follow-up": ("4", "down", "o"),
    "follow-up": ("3", "enter"),
    "calls": ("4",),
    "call": ("4", "down", "enter"),
}
FEEDS = ("docs.feeds:sample", "docs.feeds:asterisk")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--force-device-scale-factor=1",
)  # fmt: skip
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


async def drawn(
    feed: Feed, size: tuple[int, int], theme: str, keys: Iterable[str], now: Callable[[], float]
) -> str:
    """One screen as SVG: open the app on the feed, wait for the picture, press the keys."""
    app = FloorApp(feed, refresh_s=3600.0, now=now)
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await _settled(app)
        for key in keys:
            await pilot.press(key)
            await _settled(app)
        return svg_of(app)


async def _settled(app: FloorApp) -> None:
    while app.reading or getattr(app.whole, "is_asking", False):
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)


def photographed(svg: Path, png: Path, browser: str) -> None:
    """One SVG as PNG, at its own size. Raises CalledProcessError where the browser fails."""
    found = _VIEW_BOX.search(svg.read_text("utf-8"))
    width, height = (round(float(part)) for part in found.groups()) if found else (1200, 900)
    page = svg.with_suffix(".html")
    page.write_text(
        f'<style>body{{margin:0}}</style><img src="{svg.name}" width="{width}" height="{height}">',
        "utf-8",
    )
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser, *_FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}",
             f"--screenshot={png}", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    page.unlink()


def shoot(
    make: Callable[[], tuple[Feed, Callable[[], float]]],
    folder: Path,
    scenes: Sequence[str] = tuple(SCENES),
) -> list[Path]:
    """Every scene at every size and theme into a folder; PNGs where there is a browser.

    `make` gives a feed and its clock anew for each picture.
    """
    folder.mkdir(parents=True, exist_ok=True)
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        print("no chromium here: SVG only (Debian: apt-get install chromium)", file=sys.stderr)
    made = []
    for scene in scenes:
        for size in SIZES:
            for theme in THEMES:
                feed, now = make()
                svg = folder / f"{scene}-{size[0]}x{size[1]}-{theme}.svg"
                svg.write_text(asyncio.run(drawn(feed, size, theme, SCENES[scene], now)), "utf-8")
                made.append(svg)
                if browser is not None:
                    photographed(svg.resolve(), svg.with_suffix(".png").resolve(), browser)
                    svg.unlink()
                    made[-1] = svg.with_suffix(".png")
                print(made[-1], file=sys.stderr)
    return made


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description="Take pictures of the screens.")
    parser.add_argument("scenes", nargs="*", help=f"some of: {', '.join(SCENES)} (default: all)")
    parser.add_argument("--to", type=Path, default=Path("build/shots"))
    parser.add_argument(
        "--feed",
        action="append",
        metavar="MODULE:FUNCTION",
        help=f"gives (feed, clock) (default: {' and '.join(FEEDS)})",
    )
    asked = parser.parse_args()
    wrong = sorted(set(asked.scenes) - set(SCENES))
    if wrong:
        parser.error(f"no scene is called {', '.join(wrong)}")
    feeds = asked.feed or [FEEDS[0], *([FEEDS[1]] if asterisk_log() else [])]
    if len(feeds) < len(FEEDS) and not asked.feed:
        print("no samples here: the demo's day only (see FLOORWATCH_SAMPLES)", file=sys.stderr)
    for feed in feeds:
        module, _, function = feed.partition(":")
        make = getattr(importlib.import_module(module), function)
        shoot(make, asked.to / function, asked.scenes or tuple(SCENES))


if __name__ == "__main__":
    main()
