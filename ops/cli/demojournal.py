"""The journal of the simulated centre, beside its log.

`python -m ops.cli.demojournal LOG FILE` writes the sample that ships as data/followups.ndjson.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ops import clock
from ops.simulate.promises import Deed, deeds
from ops.simulate.sample import SEED
from ops.store.access import Access
from ops.store.journal import Entry, Journal, Lines
from ops.store.journal.entry import encode
from ops.store.journal.ids import made
from ops.store.layout import StorePaths


def bring(log: Path, paths: StorePaths, access: Access, seed: int) -> None:
    """Add what the centre's people have done by now to the journal, as far as it lacks it."""
    with log.open("rb") as lines:
        made_up = list(entries(deeds(lines, seed, clock.now_s())))
    known = {line.entry.id for line in Lines(paths.follow_ups).look().lines}
    Journal(paths, access, "demo").write_past([e for e in made_up if e.id not in known])


def entries(done: Sequence[Deed]) -> Iterator[Entry]:
    """Deeds, in order, as lines of a journal; of the same deeds always the same ids."""
    opened: dict[int, str] = {}
    last_ms = 0
    for deed in done:
        last_ms = max(deed.s * 1000, last_ms + 1)
        id = made(last_ms)
        is_first = opened.setdefault(deed.number, id) == id
        due = None if deed.due_s is None else clock.instant(deed.due_s)
        yield Entry(
            id=id, at=clock.instant(deed.s), by=deed.by, do=deed.do,
            on="" if is_first else opened[deed.number], kind=deed.kind,
            customer=deed.customer, call=deed.call, queue=deed.queue, owner=deed.owner, due=due,
            title=deed.title, note=deed.note,
        )  # fmt: skip


def sample(log: Path) -> bytes:
    """The sample: what was done about the sample's day, until everything of it was settled."""
    with log.open("rb") as lines:
        return b"".join(map(encode, entries(deeds(lines, SEED, float("inf")))))


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(sample(Path(sys.argv[1])))
