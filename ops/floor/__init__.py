"""What a screen asks of the store, answered as frozen dataclasses of `ops.snapshot`."""

from ops.floor.explain import explain
from ops.floor.live import take

__all__ = ["explain", "take"]
