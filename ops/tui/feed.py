"""Where the app gets its pictures from: the one thing it knows of the world below."""

from typing import Protocol, TypeVar

from ops.feed import Question
from ops.snapshot import About, Explanation, Snapshot

T = TypeVar("T")


class Feed(Protocol):
    """Snapshots and answers on demand.

    `open`, `snapshot` and `has_news` are called in one thread, `explain` and `ask` in another
    once it is open, never two at a time in either; `give_up` and `close` in any.
    """

    def open(self) -> None:
        """Get ready; may take a second (imports, loading). Called again after it has raised."""

    def snapshot(self, as_of_s: int | None = None) -> Snapshot:
        """The floor as of an epoch second, or now. Blocks; raises with a message fit to be read."""

    def has_news(self) -> bool:
        """Whether the present may look different since the last snapshot; costs next to nothing.

        Asked many times a second, in the thread of `snapshot`. True too often is only wasteful.
        """

    def explain(self, about: About, as_of_s: int | None = None) -> Explanation:
        """What stands behind a number of the screen, as of then or now."""

    def ask(self, question: Question[T], as_of_s: int | None = None) -> T:
        """The answer to a screen's question, as of then or now. Blocks; raises like `snapshot`."""

    def reveal(self, revealed: bool) -> None:
        """Show callers' numbers whole from the next picture on, or masked; called in any thread.

        Raises with a message fit to be read where that is not allowed.
        """

    def give_up(self) -> None:
        """Make an `ask` that is running end soon: nobody waits for it any more."""

    def close(self) -> None:
        """Let go of everything.

        Called once, while `snapshot` or `ask` may still run: it has to make those calls end soon
        (interrupt the query), because quitting does not wait for them.
        """
