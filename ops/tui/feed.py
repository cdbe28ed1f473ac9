"""Where the app gets its pictures from: the one thing it knows of the world below."""

from typing import Protocol

from ops.snapshot import Explanation, Snapshot


class Feed(Protocol):
    """Snapshots on demand. Everything but `close` is called in one thread, never two at a time."""

    def open(self) -> None:
        """Get ready; may take a second (imports, loading). Called again after it has raised."""

    def snapshot(self, as_of_s: int | None = None) -> Snapshot:
        """The floor as of an epoch second, or now. Blocks; raises with a message fit to be read."""

    def explain(
        self, query: str, queue: str | None = None, as_of_s: int | None = None
    ) -> Explanation:
        """What stands behind a query's number for one queue (None: all), as of then or now."""

    def close(self) -> None:
        """Let go of everything.

        Called once, from *another* thread while `snapshot` may still run: it has to make that
        call end soon (interrupt the query), because quitting does not wait for it.
        """
