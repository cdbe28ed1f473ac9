"""An empty floor for each test, and a busy one that has a bit of everything."""

from __future__ import annotations

import pytest

from tests.queries.busy import busy
from tests.queries.hand_made import Floor


@pytest.fixture
def floor() -> Floor:
    return Floor()


@pytest.fixture
def busy_floor() -> Floor:
    return busy()
