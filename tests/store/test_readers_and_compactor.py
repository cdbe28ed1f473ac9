"""The compactor is killed at random while readers loop: they never see a wrong count."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from ops.sources.generations import Chunk
from ops.sources.kinds import kind
from ops.store.access import Access
from ops.store.intake import Intake
from ops.store.layout import StorePaths, listing, whole_listing
from tests.store.conftest import Shop, log
from tests.store.processes import ROOT, wait_until

CALLS = 400

_COMPACT = """
import sys
from pathlib import Path
from ops.store import compaction
from ops.store.access import Access
from ops.store.collector import connect
from ops.store.compaction import Compactor, remove_temporaries
from ops.store.closing import Closer
from ops.store.derive import Identities, set_identities
from ops.store.layout import StorePaths

compaction.RUN, compaction.GRACE_S = 4, 0.3
paths = StorePaths(Path(sys.argv[1]))
connection = connect(paths, Access())
set_identities(connection, Identities())
remove_temporaries(paths.source_folder("pbx"))
remove_temporaries(paths.calls / "pbx")
compactor = Compactor(paths.source_folder("pbx"), Access(), connection)
closer = Closer(paths, Access(), connection, Identities())
print("ready", flush=True)
while True:
    compactor.step()
    compactor.sweep()
    closer.close("pbx", least_bytes=2000)
"""

_READ = """
import sys
from pathlib import Path
from ops.settings import Settings
from ops.warehouse.warehouse import Warehouse

warehouse, most = Warehouse(Path(sys.argv[1]), Settings()), 0
while True:
    warehouse.refresh()
    rows = warehouse.run("outcomes", {"since": 0, "until": 1 << 40}).to_dicts()
    seen = rows[-1]["answered"] if rows else 0
    distinct = warehouse.run("calls", {"since": 0, "until": 1 << 40})["call_id"].n_unique()
    assert distinct == seen, f"{distinct} callers, {seen} answered"
    assert seen >= most, f"{seen} after {most}"
    most = seen
    print(seen, flush=True)
"""


def _python(script: str, store: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(store)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_readers_never_see_a_wrong_count(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "store")
    chance = random.Random(5)
    lines = log(tmp_path / "queue_log", CALLS).read_bytes().splitlines(keepends=True)
    first, rest = lines[:40], lines[40:]
    _write(shop.paths, first, chance)
    readers = [_python(_READ, shop.paths.root) for _ in range(2)]
    try:
        for _ in range(5):
            compactor = _python(_COMPACT, shop.paths.root)
            assert compactor.stdout is not None
            assert compactor.stdout.readline() == "ready\n", compactor.communicate()[1]
            share, rest = rest[: len(rest) // 2 // 4 * 4], rest[len(rest) // 2 // 4 * 4 :]
            _write(shop.paths, share, chance)
            time.sleep(chance.random() * 0.3)
            compactor.kill()
            _, said = compactor.communicate()
            assert "Traceback" not in said, said
        _write(shop.paths, rest, chance)
        for reader in readers:
            assert reader.stdout is not None
            out = reader.stdout
            wait_until(lambda: int(out.readline() or CALLS) == CALLS, 30)  # noqa: B023
            assert reader.poll() is None, reader.communicate()[1]
    finally:
        for reader in readers:
            reader.kill()
            reader.communicate()
    files = listing(shop.paths.source_folder("pbx"))
    assert any(segment.tier > 0 for segment in files), "nothing was compacted"
    assert not whole_listing(shop.paths.source_folder("pbx")).gaps
    assert list((shop.paths.calls / "pbx").iterdir()), "nothing was cut"


def _write(paths: StorePaths, lines: list[bytes], chance: random.Random) -> None:
    """One segment a few calls, as a live log gives them, going on where the store is."""
    intake = Intake(paths, Access(), "pbx", kind("asterisk"))
    known = intake.known()
    at, line = (known[0].end, known[0].lines + 1) if known else (0, 1)
    while lines:
        size = 4 * chance.randrange(1, 12)
        part, lines = lines[:size], lines[size:]
        data = b"".join(part)
        chunk = Chunk(
            ordinal=1_800_000_000, head="a" * 16, start=at, end=at + len(data),
            first_line=line, data=data, tail="b" * 16, path="queue_log",
        )  # fmt: skip
        intake.store([chunk])
        at, line = at + len(data), line + len(part)
        time.sleep(0.04)
