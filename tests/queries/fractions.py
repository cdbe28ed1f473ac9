"""A floor whose every length has milliseconds: what a sum that depends on the order trips over."""

from __future__ import annotations

import random

from tests.queries.busy import ENDED_BY, LEFT_BY, OUTCOMES
from tests.queries.hand_made import Floor

QUEUES = ("accounts", "billing", "orders", "returns", "sales", "support", "travel")
AGENTS = ("Ana", "Ben", "Chi", "Dee", "Eva")
HOURS_S = 7200
"""Everything happens in the first two hours, and some of it just before."""


def fractions(seed: int = 1, *, calls: int = 350) -> Floor:
    """Lengths and marks drawn with three decimals; customers, contacts and agents come again."""
    chance = random.Random(seed)
    floor = Floor()
    floor.zone((-(10**11), 3000, 0), (3000, 10**11, 3600))
    for queue in QUEUES:
        floor.queue(
            queue, threshold=_ms(chance, 20), target=_ms(chance, 1), short=_ms(chance, 5),
            wrapup=_ms(chance, 10), memberdelay=_ms(chance, 2),
        )  # fmt: skip
    for _ in range(calls):
        _call(floor, chance, calls // 4)
        _ring(floor, chance)
        _span(floor, chance)
        floor.survey(
            _second(chance), queue=chance.choice(QUEUES), csat=chance.choice((2.0, 4.0, 5.0)),
            nps=chance.choice((3.0, 8.0, 10.0)), ces=_ms(chance, 7), empathy=_ms(chance, 5),
        )  # fmt: skip
        floor.code(f"id{chance.randrange(calls // 4)}", chance.choice(("SOLVED", "CANT")))
        floor.code(f"id{chance.randrange(calls // 4)}", chance.choice(("100", "200")), "did")
    for n in range(40):
        floor.call(
            chance.choice(QUEUES), 3600 + n, _ms(chance, 90), "abandoned", caller=f"030888{n % 5}"
        )
        floor.left_in_menu(chance.choice(QUEUES), _second(chance))
        _owe(floor, chance, f"F{n}")
    floor.start(0, silent_since=-100)
    floor.event(1, 10, "c1", "ENTERQUEUE")
    floor.member("sales", "Fay")
    floor.reject(1)
    return floor


def shuffled(floor: Floor, seed: int) -> Floor:
    """The same rows, each as it is, in another order."""
    other = Floor()
    for name, rows in floor.rows.items():
        other.rows[name] = random.Random(seed).sample(rows, len(rows))
    return other


def _call(floor: Floor, chance: random.Random, contacts: int) -> None:
    outcome = chance.choice(OUTCOMES)
    floor.call(
        chance.choice(QUEUES),
        _second(chance),
        None if outcome == "lost?" else _ms(chance, 90),
        outcome,
        talk=_ms(chance, 6000),
        caller=f"030123{chance.randrange(20)}",
        agent=chance.choice(AGENTS),
        ended_by=chance.choice(ENDED_BY) if outcome == "answered" else None,
        left_by=chance.choice(LEFT_BY) if outcome == "overflowed" else None,
        transfer=chance.choice(("blind", "attended")),
        call_id=f"id{chance.randrange(contacts)}",
        ring_s=_ms(chance, 20),
        hold_s=chance.choice((None, _ms(chance, 30))) if outcome == "answered" else None,
        wrapup_s=chance.choice((None, _ms(chance, 60))) if outcome == "answered" else None,
    )


def _ring(floor: Floor, chance: random.Random) -> None:
    result = chance.choice(("answered", "no_answer", "canceled"))
    agent, queue = chance.choice(AGENTS), chance.choice(QUEUES)
    floor.ring(agent, result, _second(chance), queue=queue, ring_s=_ms(chance, 20))


def _span(floor: Floor, chance: random.Random) -> None:
    s, state = _second(chance), chance.choice(("in", "out", "paused"))
    reason = chance.choice((None, "lunch", "coffee")) if state == "paused" else None
    end = None if chance.random() < 0.05 else s + chance.randrange(600)
    floor.span(chance.choice(AGENTS), state, s, end, queue=chance.choice(QUEUES), reason=reason)


def _owe(floor: Floor, chance: random.Random, id: str) -> None:
    s, kind = _second(chance), chance.choice(("promise", "call-back", "complaint"))
    caller = f"030123{chance.randrange(20)}"
    floor.owe(s, id=id, kind=kind, caller=caller, due=s + chance.randrange(1, 900))
    if chance.random() < 0.8:
        floor.owe(s + chance.randrange(1, 3000), "done", id)


def _second(chance: random.Random) -> int:
    return chance.randrange(-600, HOURS_S)


def _ms(chance: random.Random, most: int) -> float:
    return chance.randrange(1000 * most) / 1000
