"""A picture taken with whole numbers, made fit for masking until the next one has come."""

from dataclasses import replace

from ops.formats import masked
from ops.privacy import masked_raw
from ops.snapshot import Snapshot


def without_numbers(shot: Snapshot) -> Snapshot:
    """The snapshot with every caller's number hidden whole."""
    return replace(
        shot,
        waiting=tuple(replace(w, caller=masked(w.caller, 0)) for w in shot.waiting),
        happenings=tuple(replace(h, text=masked_raw(h.text, 0)) for h in shot.happenings),
    )
