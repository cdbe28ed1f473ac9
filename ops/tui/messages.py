"""What the parts of the app tell each other. Nothing here does anything."""

from textual.message import Message

from ops.snapshot import Explanation, Snapshot


class Pictured(Message):
    """The reader has brought a snapshot."""

    def __init__(self, snapshot: Snapshot, asked_s: int | None) -> None:
        self.snapshot = snapshot
        self.asked_s = asked_s
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        """A newer picture makes one not yet shown pointless."""
        return isinstance(message, Pictured)


class NotPictured(Message):
    """The reader has failed to bring one."""

    def __init__(self, reason: str, asked_s: int | None) -> None:
        self.reason = reason
        self.asked_s = asked_s
        super().__init__()


class Explain(Message):
    """Somebody wants to know what stands behind a query's number for a queue (None: all)."""

    def __init__(self, query: str, queue: str | None) -> None:
        self.query = query
        self.queue = queue
        super().__init__()


class Explained(Message):
    """The reader has brought what stands behind a number, or why it could not."""

    def __init__(self, explanation: Explanation | None, reason: str = "") -> None:
        self.explanation = explanation
        self.reason = reason
        super().__init__()


class Filtered(Message):
    """Somebody typed another filter."""

    def __init__(self, needle: str) -> None:
        self.needle = needle
        super().__init__()
