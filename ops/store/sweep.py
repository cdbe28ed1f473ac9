"""Cuts that nothing uses any more are taken away, once nobody can still be on the way to them."""

from __future__ import annotations

import contextlib
import shutil
import time

from ops.store.closing import Closer
from ops.store.compaction import GRACE_S


def sweep_cuts(closer: Closer, source: str) -> int:
    """Remove superseded cuts of `source`, a while after the newest was made; returns how many."""
    folder = closer.paths.calls / source
    superseded = closer.superseded(source)
    if not superseded:
        return 0
    with contextlib.suppress(FileNotFoundError):
        newest = max(path.stat().st_mtime for path in folder.iterdir())
        if time.time() - newest < GRACE_S:
            return 0
    for path in superseded:
        shutil.rmtree(path, ignore_errors=True)
    return len(superseded)
