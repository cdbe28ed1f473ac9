"""The screens one can go to by a digit, in one list.

Footer, help, palette and digits are made from it (`actions.py`), and the app keeps a stack of
screens for each: whoever comes back finds what they left. A screen is imported when it is first
gone to, so a new one costs nothing at the start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ops.tui.screens.appscreen import AppScreen


@dataclass(frozen=True, slots=True)
class Place:
    """A screen with a digit: `id` is also the `where` of its actions."""

    id: str
    digit: str
    title: str
    tooltip: str
    load: Callable[[], "type[AppScreen]"]


def _floor() -> "type[AppScreen]":
    from ops.tui.screens.floor import FloorScreen

    return FloorScreen


def _resolution() -> "type[AppScreen]":
    from ops.tui.screens.resolution import ResolutionScreen

    return ResolutionScreen


def _follow_ups() -> "type[AppScreen]":
    from ops.tui.screens.followups import FollowUpsScreen

    return FollowUpsScreen


def _calls() -> "type[AppScreen]":
    from ops.tui.screens.calls import CallsScreen

    return CallsScreen


def _agents() -> "type[AppScreen]":
    from ops.tui.screens.agents import AgentsScreen

    return AgentsScreen


def _sql() -> "type[AppScreen]":
    from ops.tui.screens.sql import SqlScreen

    return SqlScreen


PLACES: tuple[Place, ...] = (
    Place("floor", "1", "Floor", "Queues, who is waiting, agents, what just happened", _floor),
    Place(
        "resolution",
        "2",
        "Resolution",
        "Who had to call again, why, and how they are treated",
        _resolution,
    ),
    Place("followups", "3", "Follow-ups", "What is owed, and who was never reached", _follow_ups),
    Place("calls", "4", "Calls", "Find a call, and its whole story", _calls),
    Place(
        "agents", "5", "Agents", "Each agent's weeks, how sure one can be, what would help", _agents
    ),
    Place("sql", "7", "SQL", "Questions of one's own, and every query to open and change", _sql),
)
