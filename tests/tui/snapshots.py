"""Pictures of the screens as text: `python -m tests.tui.snapshots` writes them anew.

Of the sample day at its busiest second, without the footer, which grows with every screen. Look at
the difference (`git diff tests/tui/snapshots`) before you keep it.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from docs.feeds import busiest
from docs.shots import SCENES
from ops.tui.picture import svg_of, text_of
from ops.tui.reader import leave
from tests.tui.driver import SIZES, SMALL
from tests.tui.real import over_store, sample_store

FOLDER = Path(__file__).parent / "snapshots"
TEXTS = tuple(name for name in SCENES if name not in ("help", "copy", "sql", "sql-chart"))
"""Help and copy are lists of what there is, SQL says how long it took: other tests hold them."""
SVGS = ("wall",)


def path_of(scene: str, size: tuple[int, int], kind: str) -> Path:
    """Where a picture is kept."""
    return FOLDER / f"{scene}-{size[0]}x{size[1]}.{kind}"


async def taken(store: Path, size: tuple[int, int]) -> dict[Path, str]:
    """All pictures of a size as they are now, taken in one go as a person would look around."""
    at = busiest(store)
    found = {}
    async with over_store(store, lambda: at + 0.4, size) as hands:
        for scene in TEXTS:
            for key in SCENES[scene]:
                await hands.press(key)  # each sees what came of the one before
            lines = text_of(hands.app.screen).splitlines()
            found[path_of(scene, size, "txt")] = "\n".join(lines[:-1]) + "\n"
            if scene in SVGS and size == SMALL:
                found[path_of(scene, size, "svg")] = svg_of(hands.app)
            await hands.press("escape", "escape", "end", "1")
            hands.app.screen.set_focus(hands.app.screen.query_one("#queues"))
    return found


def main() -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = sample_store(Path(folder) / "store")
        for size in SIZES:
            for path, text in asyncio.run(taken(store, size)).items():
                path.write_text(text, "utf-8")
                print(path, file=sys.stderr)
    leave(False)  # a reader that is slow to end is not waited for


if __name__ == "__main__":
    main()
