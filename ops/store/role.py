"""The collector's role: the first process that opens a store takes it, another when it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ops.store.collector import Collector
from ops.store.lock import CollectorLock

RETRY_S = 1.0


class CollectorRole:
    """Runs a collector in a thread of its own whenever the store's lock is free."""

    def __init__(self, lock: CollectorLock, make: Callable[[], Collector]) -> None:
        self._lock = lock
        self._make = make
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="collector", daemon=True)
        self.error: str | None = None

    @property
    def held(self) -> bool:
        """Whether this process is the store's collector."""
        return self._lock.held

    def start(self) -> None:
        """Begin trying."""
        self._thread.start()

    def stop(self, timeout_s: float = 0.3) -> None:
        """End it; what is under way is committed or read again by the next one."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._lock.acquire():
                    self.error = None
                    self._make().run(self._stop)
            except Exception as error:  # the floor goes on showing what there is, and says why
                self.error = f"collector: {error}"
            finally:
                self._lock.release()
            self._stop.wait(RETRY_S)
