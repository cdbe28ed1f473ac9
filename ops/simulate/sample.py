"""The sample that ships as data/queue_log: one simulated day of a small floor.

`python -m ops.simulate.sample FILE` writes it anew, byte for byte.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from ops.simulate.site import acme
from ops.simulate.world import World

SEED = 11
ZONE = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 18)


def sample() -> bytes:
    """The sample's bytes: a Wednesday from 04:00 to 04:00, and the end of its last calls."""
    world = World(SEED, ZONE, acme(agents=24, load=0.34, incidents=False))
    day = DAY.toordinal()
    lines = world.lines(day, day) + world.tail(day)
    return "".join(text for _, text in lines).encode()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(sample())
