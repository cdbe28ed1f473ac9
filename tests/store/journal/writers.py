"""Real processes that write one journal; run as a program it is one of them.

    python writers.py STORE NAME NUMBER

notes NUMBER times on the follow-up it opens, and says each id once it is on the disk.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ops.store.access import Access
from ops.store.journal import Entry, Journal, Lines, Opening, Unread
from ops.store.layout import StorePaths

ROOT = Path(__file__).parents[3]


def journal(store: Path, by: str = "ana") -> Journal:
    """The journal of the store in that folder."""
    return Journal(StorePaths(store), Access(), by)


def written(store: Path) -> tuple[list[Entry], list[Unread]]:
    """All that counts in the journal, and all that doesn't."""
    lines = Lines(StorePaths(store).follow_ups)
    news = lines.look()
    return [line.entry for line in news.lines], news.unread + [
        torn for torn in [lines.torn] if torn
    ]


def writer(store: Path, name: str, number: int) -> subprocess.Popen[bytes]:
    """A process that writes; what it says are the ids that were acknowledged."""
    command = [sys.executable, __file__, str(store), name, str(number)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env={"PYTHONPATH": "."}
    )


def _write(store: Path, name: str, number: int) -> None:
    mine = journal(store, name)
    on = mine.open(Opening(kind="promise", title=name)).id
    print(on, flush=True)
    for count in range(number - 1):
        print(mine.act("note", on, note=f"{count} {'é' * (count % 300)}").id, flush=True)


if __name__ == "__main__":
    _write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
