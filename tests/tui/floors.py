"""Floors to look at: real snapshots of made-up days, one builder a situation."""

from __future__ import annotations

import random
from dataclasses import replace

from ops.snapshot import (
    AgentNow,
    Happening,
    QueueNow,
    Share,
    Snapshot,
    SourceNow,
    Waiting,
)

NOW_S = 1_795_426_927  # Mon 23 Nov 2026 10:42:07 in Berlin
ZONE = "Europe/Berlin"
FIRST = (
    "Ana", "Ben", "Chi", "Dee", "Eli", "Fay", "Gus", "Ida", "Jon", "Kim", "Lea", "Max", "Nia",
    "Oto", "Pia", "Quin", "Rea", "Sam", "Tao", "Uma", "Vic", "Wim", "Yui", "Zoe", "Ada", "Bo",
    "Cleo", "Dan", "Eva", "Finn",
)  # fmt: skip
LAST = (
    "Ruiz", "Ode", "Watanabe", "Long", "Marsh", "Nord", "Hale", "Brandt", "Okafor", "Solberg",
    "Moreau", "Duarte", "Adeyemi", "Vlasak", "Lindqvist", "Abara", "Castellanos", "Whitfield",
    "Ferreira",
)  # fmt: skip
HOSTILE = (
    "[red]danger[/red]",
    "\x1b[31mred\x1b[0m\x1b]0;owned\x07",
    "\u202egnp.exe\u202c\u2066x",
    "x" * 300,
    "👩‍👩‍👧‍👦 семья 家族 🏳️‍🌈",
    "tab\there\nnewline\rreturn\x00nul",
    "Z̷̢̛͉̖͙̻a̴̧͓̗l̵̰̈́g̷̝̈́o",
    "",
)


def queue(name: str, **changes: object) -> QueueNow:
    """A queue on a good day, but for the changes."""
    calm = QueueNow(
        queue=name, waiting=0, oldest_s=None, threshold_s=20.0, target=0.8, formula="standard",
        level=Share(166, 188), offered=190, answered=183, abandoned=Share(7, 188), overflowed=0,
        lost=0, asa_s=11.2, budget_left=15.6, burn=0.6, trend=day(0.9, 11), ready=3, talking=2,
        paused=0, is_open=True,
    )  # fmt: skip
    return replace(calm, **changes)  # type: ignore[arg-type]


def day(level: float, quarters: int, seed: int = 1) -> tuple[float | None, ...]:
    """A day's service level: nothing until 8:00, then around `level`."""
    chance = random.Random(seed)
    early: list[float | None] = [None] * 32
    return (*early, *(min(1.0, max(0.0, chance.gauss(level, 0.08))) for _ in range(quarters)))


def source(now_s: float, **changes: object) -> SourceNow:
    """A source that is read to its end, its collector alive."""
    alive = SourceNow("pbx", now_s - 3, now_s - 0.4, True, 0, None)
    return replace(alive, **changes)  # type: ignore[arg-type]


def agent(name: str, state: str = "ready", lasted_s: int = 60, **changes: object) -> AgentNow:
    """An agent in a state for so long."""
    one = AgentNow(name, state, NOW_S - lasted_s, None, None, 12, 205.0, state != "unknown")
    return replace(one, **changes)  # type: ignore[arg-type]


def floor(now_s: float = NOW_S, **changes: object) -> Snapshot:
    """An empty floor of a living source, but for the changes."""
    empty = Snapshot(
        taken_s=now_s, as_of_s=None, ended=False, site="Acme Support", zone=ZONE, queues=(),
        waiting=(), agents=(), happenings=(), sources=(source(now_s),), rejected=0,
    )  # fmt: skip
    return replace(empty, **changes)  # type: ignore[arg-type]


def calm(now_s: float = NOW_S) -> Snapshot:
    """Nothing wrong."""
    return floor(
        now_s,
        queues=(
            queue("support", trend=day(0.93, 11, 2)),
            queue("sales", waiting=1, oldest_s=NOW_S - 9, trend=day(0.9, 11, 3)),
            queue("billing", trend=day(0.95, 11, 4)),
        ),
        waiting=(Waiting("sales", "c1", "··· 3310", NOW_S - 9, 20.0, None),),
        agents=crew(12),
    )


def busy(now_s: float = NOW_S) -> Snapshot:
    """Monday morning: one queue breached, one close to it, one fine, one closed."""
    return floor(
        now_s,
        queues=(
            queue(
                "support",
                waiting=7,
                oldest_s=NOW_S - 134,
                level=Share(284, 399),
                offered=412,
                answered=351,
                abandoned=Share(28, 399),
                overflowed=3,
                lost=1,
                asa_s=38.2,
                budget_left=-35.2,
                burn=4.1,
                trend=day(0.7, 11, 5),
                ready=0,
                talking=9,
            ),
            queue("sales", waiting=1, oldest_s=NOW_S - 9),
            queue(
                "billing",
                waiting=3,
                oldest_s=NOW_S - 31,
                level=Share(77, 96),
                offered=97,
                answered=88,
                abandoned=Share(6, 97),
                asa_s=17.0,
                budget_left=0.2,
                burn=1.9,
                trend=day(0.82, 11, 6),
                ready=0,
                talking=4,
                paused=2,
            ),
            queue(
                "night",
                level=Share(0, 0),
                offered=0,
                answered=0,
                abandoned=Share(0, 0),
                asa_s=None,
                budget_left=None,
                burn=None,
                trend=(),
                ready=0,
                talking=0,
                is_open=False,
                opens_s=NOW_S + 33_473,
            ),
        ),
        waiting=(
            Waiting("support", "c1", "··· 0147", NOW_S - 134, 20.0, 2),
            Waiting("support", "c2", "··· 8832", NOW_S - 118, 20.0, 0),
            Waiting("support", "c3", "··· 2075", NOW_S - 81, 20.0, 0, 2),
            Waiting("billing", "c4", "··· 6610", NOW_S - 31, 20.0, None),
            Waiting("support", "c5", "··· 4419", NOW_S - 28, 20.0, None),
            Waiting("billing", "c6", "no number", NOW_S - 22, 20.0, None),
            Waiting("support", "c7", "··· 0098", NOW_S - 17, 20.0, 0),
            Waiting("support", "c8", "··· 7741", NOW_S - 15, 20.0, 0),
            Waiting("sales", "c9", "··· 3310", NOW_S - 9, 20.0, None),
            Waiting("billing", "c10", "··· 5206", NOW_S - 8, 20.0, 3),
            Waiting("support", "c11", "··· 1174", NOW_S - 3, 20.0, None),
        ),
        agents=crew(24),
        happenings=(
            Happening(
                NOW_S - 15, "abandoned", "support", "··· 9021 gave up after 3:07, 2nd time today"
            ),
            Happening(NOW_S - 27, "breached", "billing", "fell under 80 %: 79.8 %"),
            Happening(NOW_S - 64, "abandoned", "support", "··· 4470 gave up after 1:52"),
            Happening(NOW_S - 190, "overflowed", "support", "··· 7718 timed out after 5:00"),
            Happening(NOW_S - 420, "lost", "support", "··· 2203 lost when the system stopped"),
        ),
        rejected=7,
    )


def sixty(now_s: float = NOW_S) -> Snapshot:
    """Twelve queues and sixty agents."""
    names = ("support", "sales", "billing", "returns", "orders", "delivery", "repairs",
             "complaints", "partners", "press", "emergency", "night")  # fmt: skip
    few = busy(now_s)
    others = tuple(queue(name, trend=day(0.9, 11, at)) for at, name in enumerate(names))
    known = {one.queue: one for one in few.queues}
    queues = tuple(known.get(one.queue, one) for one in others)
    return replace(few, queues=queues, agents=crew(60))


def crew(count: int) -> tuple[AgentNow, ...]:
    """So many agents at all sorts of things, by name."""
    chance = random.Random(7)
    queues = ("support", "sales", "billing")
    shape = ("talking",) * 14 + ("ready",) * 2 + ("paused",) * 4 + ("wrap-up",) * 3 + ("ringing",)
    people = []
    for at in range(count):
        name = f"{FIRST[at % len(FIRST)]} {LAST[at % len(LAST)]}"
        state = shape[(at * 7) % len(shape)]
        lasted = {"ringing": 12, "wrap-up": 90, "paused": 900}.get(state, 400)
        people.append(
            agent(
                name,
                state,
                chance.randint(1, lasted),
                queue=None if state == "ready" else chance.choice(queues),
                reason="lunch" if state == "paused" else None,
            )
        )  # fmt: skip
    people[0] = agent("Ana Ruiz", "talking", 252, queue="support")
    people[1] = agent("Ben Ode", "paused", 663, reason="lunch", queue="support")
    people[5] = agent("Fay Nord", "talking", 1571, queue="sales", talk_s=190.0)
    people[-1] = agent(people[-1].agent, "unknown", since_s=None)
    people[-2] = agent(people[-2].agent, "out", 800)
    return tuple(sorted(people, key=lambda one: one.agent))


def hostile(now_s: float = NOW_S) -> Snapshot:
    """Names that try to break out, everywhere a name can stand."""
    return floor(
        now_s,
        site=HOSTILE[1] + HOSTILE[3],
        queues=tuple(queue(name, waiting=1, oldest_s=NOW_S - 70) for name in HOSTILE),
        waiting=tuple(
            Waiting(name, f"c{at}", name, NOW_S - 70 - at, 20.0, 10**at)
            for at, name in enumerate(HOSTILE)
        ),
        agents=tuple(
            agent(name, "paused", 700_000, queue=name, reason=name, talk_s=None) for name in HOSTILE
        ),
        happenings=tuple(Happening(NOW_S - 5, name, name, name) for name in HOSTILE),
        sources=tuple(source(now_s, source=name, error=name or "x") for name in HOSTILE),
        rejected=10**9,
    )


def ended(now_s: float = NOW_S) -> Snapshot:
    """A log of some other time, as of its last event."""
    shot = busy(now_s)
    return replace(shot, ended=True, as_of_s=NOW_S, taken_s=now_s)
