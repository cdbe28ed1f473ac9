"""What the simulated centre is: its queues, how busy it is, how long its talks take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ops.simulate.people import Agent, roster

#: Agents of the default floor; another number of agents gets calls in proportion.
FULL_FLOOR: Final = 50


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """A queue: the number dialled, its share of the calls by day and by night, its habits."""

    name: str
    did: str
    exten: str
    by_day: float
    by_night: float
    threshold_s: int
    wrapup_s: float
    talk_s: float
    talk_sigma: float
    patience_s: float
    max_wait_s: int
    overflow: str = ""
    reasons: tuple[str, ...] = ("question", "change", "other")


MAIN: Final = (
    QueueSpec("support", "+442079460101", "8001", 0.50, 0.32, 20, 20, 245, 0.72, 330, 720,
              reasons=("login", "error-message", "slow", "set-up", "outage", "how-to")),
    QueueSpec("sales", "+442079460102", "8002", 0.30, 0.17, 20, 15, 205, 0.70, 280, 300, "support",
              reasons=("price", "order", "delivery-date", "upgrade", "cancel")),
    QueueSpec("billing", "+442079460103", "8003", 0.20, 0.09, 30, 25, 215, 0.65, 360, 600,
              reasons=("invoice", "refund", "payment-failed", "address")),
    QueueSpec("night", "+442079460104", "8004", 0.0, 0.42, 30, 15, 300, 0.75, 360, 900,
              reasons=("outage", "login", "card-blocked", "how-to")),
)  # fmt: skip

#: Small queues that a larger floor adds; they are open by day only.
SMALL: Final = tuple(
    QueueSpec(name, f"+44207946011{n}", f"80{n + 10}", 0.035, 0.0, 30, 20, talk_s, 0.7, 300, 600)
    for n, (name, talk_s) in enumerate(
        (("returns", 180), ("delivery", 150), ("technical", 330), ("partners", 260),
         ("complaints", 380), ("renewals", 210), ("onboarding", 420), ("vip", 240))
    )
)  # fmt: skip

_DAY_SKILLS: Final = (
    ("support", "sales"), ("support", "billing"), ("support",), ("sales", "billing"),
    ("billing", "support"), ("support", "sales", "billing"), ("sales", "support"),
)  # fmt: skip
_NIGHT_SKILLS: Final = (
    ("night", "support", "sales"), ("night", "support", "billing"), ("night", "sales", "billing"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A centre. `load` scales the calls, `pace` the length of talks and wrap-ups."""

    name: str
    queues: tuple[QueueSpec, ...]
    agents: tuple[Agent, ...]
    load: float
    pace: float = 1.0
    incidents: bool = True


def _skills(small: tuple[QueueSpec, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The sets of queues handed out to agents: daytime people get up to two small queues too."""
    if not small:
        return {"day": _DAY_SKILLS, "night": _NIGHT_SKILLS}
    extra = [
        (*skills[:2], small[i % len(small)].name, small[(i * 3 + 1) % len(small)].name)
        for i, skills in enumerate(_DAY_SKILLS * len(small))
    ]
    unique = dict.fromkeys(tuple(dict.fromkeys(skills)) for skills in extra)
    return {"day": tuple(unique), "night": _NIGHT_SKILLS}


def acme(queues: int = 4, agents: int = FULL_FLOOR, *, load: float | None = None,
         pace: float = 1.0, incidents: bool = True) -> Site:  # fmt: skip
    """Acme Support with 4 to 12 queues and any number of agents (8 or more cover the clock).

    Raises ValueError for other numbers.
    """
    if not len(MAIN) <= queues <= len(MAIN) + len(SMALL):
        raise ValueError(f"{queues} queues: choose {len(MAIN)} to {len(MAIN) + len(SMALL)}")
    if agents < 8:
        raise ValueError(f"{agents} agents can't cover day and night: choose 8 or more")
    small = SMALL[: queues - len(MAIN)]
    people = roster(agents, _skills(small))
    busy = agents / FULL_FLOOR if load is None else load
    return Site("Acme Support", MAIN + small, people, busy, pace, incidents)
