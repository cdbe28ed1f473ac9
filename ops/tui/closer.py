"""The questions of the screens that look closer: a queue's day, an agent's, their calls."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.snapshot.days import AgentDay, Calls, QueueDay
from ops.tui.finding import held

if TYPE_CHECKING:
    from ops.feed import Reading


@dataclass(frozen=True, slots=True)
class AskQueueDay:
    """A queue's day by quarters of an hour, and its waits."""

    queue: str

    def answer(self, reading: "Reading") -> QueueDay:
        """Find it out."""
        from ops.floor.days import queue_day

        return queue_day(reading.warehouse, self.queue, held(reading))


@dataclass(frozen=True, slots=True)
class AskCalls:
    """The calls of a queue or an agent, today or of a span of it."""

    queue: str | None = None
    agent: str | None = None
    span: tuple[int, int] | None = None

    def answer(self, reading: "Reading") -> Calls:
        """Find it out."""
        from ops.floor.days import calls_of

        return calls_of(
            reading.warehouse, reading.privacy, held(reading),
            queue=self.queue, agent=self.agent, span=self.span,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskAbandons:
    """Who gave up in a queue today."""

    queue: str

    def answer(self, reading: "Reading") -> Calls:
        """Find it out."""
        from ops.floor.days import abandons

        return abandons(reading.warehouse, reading.privacy, self.queue, held(reading))


@dataclass(frozen=True, slots=True)
class AskAgentDay:
    """An agent's day."""

    agent: str

    def answer(self, reading: "Reading") -> AgentDay:
        """Find it out."""
        from ops.floor.days import agent_day

        return agent_day(reading.warehouse, self.agent, held(reading))
