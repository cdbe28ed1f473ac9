"""What a screen asks of the store, answered as frozen dataclasses of `ops.snapshot`."""

from ops.floor.days import abandons, agent_day, calls_of, queue_day
from ops.floor.explain import explain
from ops.floor.live import ended_at, take

__all__ = ["abandons", "agent_day", "calls_of", "ended_at", "explain", "queue_day", "take"]
