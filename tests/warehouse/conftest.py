"""A store that one process fills and asks, as in tests/store."""

from __future__ import annotations

from tests.store.conftest import shop

__all__ = ["shop"]
