"""The results one can go back to: the last nine, each of another question."""

from ops.tui.sql.result import Result

MOST = 9


class Results:
    """Results in the order they came, and the one that is seen."""

    def __init__(self) -> None:
        self.all: tuple[Result, ...] = ()
        self.at = 0

    @property
    def seen(self) -> Result | None:
        """The one that is seen."""
        return self.all[self.at] if self.all else None

    def add(self, result: Result) -> None:
        """See a result; one of the same question gives its place, the oldest goes for a tenth."""
        asked = result.asked.question
        same = next((n for n, one in enumerate(self.all) if one.asked.question == asked), None)
        if same is not None:
            self.all = (*self.all[:same], result, *self.all[same + 1 :])
            self.at = same
        else:
            self.all = (*self.all, result)[-MOST:]
            self.at = len(self.all) - 1

    def hide(self) -> bool:
        """Forget those in which numbers are shown; whether there were any."""
        kept = tuple(one for one in self.all if not one.revealed)
        gone = len(kept) < len(self.all)
        if gone:
            self.all, self.at = kept, max(0, len(kept) - 1)
        return gone

    def turn(self, by: int) -> None:
        """To the next one, round and round."""
        self.at = (self.at + by) % max(1, len(self.all))
