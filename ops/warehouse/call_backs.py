"""The settings' rule that makes call-backs of lost callers, applied now and then.

Whoever collects applies it; should two processes do so at once, each call-back is made once.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from ops.clock import monotonic
from ops.errors import FloorwatchError
from ops.settings import Settings
from ops.warehouse.followups import FollowUps
from ops.warehouse.warehouse import Warehouse

EVERY_S = 30.0


class CallBackRule:
    """Applies the rule at most every EVERY_S; does nothing where the settings do not want it."""

    def __init__(self, settings: Settings) -> None:
        self._is_on = settings.follow_ups.call_backs
        self._due_at = 0.0
        self._warehouse: Warehouse | None = None
        self._owed: FollowUps | None = None
        self.error: str | None = None
        """Why it could not be applied the last time; it is tried again."""

    def is_due(self) -> bool:
        """Whether it is time to apply it; who asks does so, and is not told again at once."""
        if not self._is_on or monotonic() < self._due_at:
            return False
        self._due_at = monotonic() + EVERY_S
        return True

    def apply(self, refreshed: Callable[[], Warehouse]) -> int:
        """Apply it; `refreshed` gives the store as it is. Never raises; how many were made."""
        try:
            made = self._journal_of(refreshed()).apply_rule()
        except (FloorwatchError, duckdb.Error) as error:
            self.error = f"call-backs: {error}"
            return 0
        self.error = None
        return len(made)

    def _journal_of(self, warehouse: Warehouse) -> FollowUps:
        if self._owed is None or self._warehouse is not warehouse:
            self._warehouse, self._owed = warehouse, FollowUps(warehouse)
        return self._owed
