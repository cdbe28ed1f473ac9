"""What the parts of the app tell each other. Nothing here does anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.message import Message

from ops.feed import Question
from ops.snapshot import About, Explanation, Snapshot
from ops.tui.alerts import Key

if TYPE_CHECKING:
    from ops.tui.screens.appscreen import AppScreen
    from ops.tui.widgets.sheet import Item


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


class News(Message):
    """The store has gained something since the last picture: a new one is worth its cost."""


class Explain(Message):
    """Somebody wants to know what stands behind a number."""

    def __init__(self, about: About) -> None:
        self.about = about
        super().__init__()


class Explained(Message):
    """The reader has brought what stands behind a number, or why it could not."""

    def __init__(self, about: About, explanation: Explanation | None, reason: str = "") -> None:
        self.about = about
        self.explanation = explanation
        self.reason = reason
        super().__init__()


class Chosen(Message):
    """Somebody wants to see what stands behind an item of a pane: Enter, or a second click."""

    def __init__(self, item: Item) -> None:
        self.item = item
        super().__init__()


class Looked(Message):
    """The cursor of a pane stands on another item now, or on none."""

    def __init__(self, pane: str, item: Item | None) -> None:
        self.pane = pane
        self.item = item
        super().__init__()


class Filtered(Message):
    """Somebody typed another filter."""

    def __init__(self, needle: str) -> None:
        self.needle = needle
        super().__init__()


class Ask(Message):
    """A screen has a question of its own, as of a moment (None: now).

    `to` and `number` say which; once nobody is `wanted` to answer it any more it may be dropped.
    A `deed` is done whoever wants it: that it failed is told in any case.
    """

    def __init__(
        self,
        asker: AppScreen,
        question: Question[Any],
        to: tuple[str, ...],
        number: int,
        as_of_s: int | None,
        wanted: Callable[[], bool],
        deed: bool = False,
    ) -> None:
        self.asker = asker
        self.question = question
        self.to = to
        self.number = number
        self.as_of_s = as_of_s
        self.wanted = wanted
        self.deed = deed
        super().__init__()


class Answered(Message):
    """The reader has brought the answer to a screen's question, or why it could not.

    `took_s` is for how long it was busy with it.
    """

    def __init__(self, ask: Ask, answer: object, reason: str = "", took_s: float = 0.0) -> None:
        self.ask = ask
        self.answer = answer
        self.reason = reason
        self.took_s = took_s
        super().__init__()


class Open(Message):
    """A screen is to be opened over this one; Esc comes back."""

    def __init__(self, screen: AppScreen) -> None:
        self.screen = screen
        super().__init__()


class OpenSql(Message):
    """A query is to be opened in the SQL screen, with what its parameters stand for."""

    def __init__(self, sql: str, params: Mapping[str, str | int | float | None]) -> None:
        self.sql = sql
        self.params = params
        super().__init__()


class Resumed(Message):
    """A screen is seen (again)."""

    def __init__(self, screen: AppScreen) -> None:
        self.screen = screen
        super().__init__()


class Sorted(Message):
    """A pane of this kind is to be sorted the next way there is."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__()


class Acknowledged(Message):
    """Somebody has seen an alert."""

    def __init__(self, key: Key) -> None:
        self.key = key
        super().__init__()


class Left(Message):
    """A screen is not seen any more: nobody waits for the answers to its questions."""
