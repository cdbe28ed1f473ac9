"""A floor with a bit of everything and many ties, the same for every seed."""

from __future__ import annotations

import random

from tests.queries.hand_made import Floor

OUTCOMES = ("answered",) * 6 + (
    "abandoned", "abandoned", "overflowed", "overflowed", "waiting", "talking", "refused", "lost?",
)  # fmt: skip
ENDED_BY = ("caller", "agent", "transfer")
LEFT_BY = ("timeout", "empty", "key", "withdrawn", "incompatible")


def busy(seed: int = 1, formula: str = "standard", *, calls: int = 300) -> Floor:
    """Three queues, two systems, many calls in one second: what an order must withstand."""
    chance = random.Random(seed)
    floor = Floor()
    floor.queue(
        "billing", threshold=15, target=0.9, short=3, wrapup=7, memberdelay=1, formula=formula
    )
    floor.queue("sales", threshold=20, short=5, wrapup=0, formula=formula)
    floor.queue(
        "support", threshold=20, target=0.7, short=5, wrapup=10, memberdelay=2, formula=formula
    )
    floor.queue("closed", formula=formula)
    for seq in range(1, calls + 1):
        outcome = chance.choice(OUTCOMES)
        floor.call(
            chance.choice(("billing", "sales", "support")),
            chance.randrange(-600, 7200, 60),
            None if outcome == "lost?" else chance.choice((0, 2, 5, 15, 16, 20, 21, 22, 40, 90)),
            outcome,
            talk=chance.choice((5, 60, 60, 600)),
            caller=chance.choice((None, "anonymous", "0301234", "0305678")),
            agent=chance.choice(("Ana", "Ben", "Chi")),
            ended_by=chance.choice(ENDED_BY) if outcome == "answered" else None,
            left_by=chance.choice(LEFT_BY) if outcome == "overflowed" else None,
            transfer=chance.choice(("blind", "attended")),
            source=chance.choice(("pbx", "pbx-2")),
            call_id=f"id{chance.randrange(calls // 2)}",
            seq=seq,
        )
        agent = chance.choice(("Ana", "Ben", "Chi"))
        queue = chance.choice(("billing", "sales", "support"))
        s = chance.randrange(-600, 7200, 60)
        state = chance.choice(("in", "out", "paused"))
        end = None if chance.random() < 0.05 else s + chance.randrange(0, 600, 60)
        reason = chance.choice((None, "", "lunch", "coffee")) if state == "paused" else None
        floor.span(agent, state, s, end, queue=queue, reason=reason)
        floor.ring(agent, chance.choice(("answered", "no_answer", "canceled")), s, queue=queue)
        floor.reject(seq, source=chance.choice(("pbx", "pbx-2")))
        code = chance.choice(("SOLVED", "SOLVED", "LATER", "CANT"))
        floor.code(f"id{chance.randrange(calls // 2)}", code)
        floor.code(f"id{chance.randrange(calls // 2)}", chance.choice(("100", "200")), "did")
    for position in range(1, 40):
        floor.event(position, 60 * (position // 3), "c1", chance.choice(("ENTERQUEUE", "CONNECT")))
    floor.member("sales", "Dee")
    for source in ("pbx", "pbx-2"):
        floor.start(0, source=source, silent_since=-100)
    for n in range(6):
        floor.call("sales", 3600 + 60 * n, 9, "abandoned", caller=f"030888{n // 2}")
    for number in range(calls // 6):
        _owe(floor, chance, f"F{number}")
    return floor


def _owe(floor: Floor, chance: random.Random, id: str) -> None:
    """A follow-up with some history; many share a second."""
    s = chance.randrange(-600, 7200, 60)
    floor.owe(
        s, id=id, kind=chance.choice(("promise", "call-back", "complaint", "ticket", "visit")),
        caller=chance.choice(("0301234", "0305678", "anonymous", None)),
        owner=chance.choice((None, "Ana", "Ben")),
        due=chance.choice((None, s, s + 60, s + 600, s + 7200)),
        queue=chance.choice(("billing", "sales", "support")),
        source=chance.choice(("journal", "desk")),
    )  # fmt: skip
    source = floor.rows["follow_up_history"][-1]["source"]
    for _ in range(chance.randrange(5)):
        s += chance.randrange(0, 1800, 60)
        action = chance.choice(("assign", "note", "snooze", "set due", "done", "reopen", "cancel"))
        due = s + 900 if action in ("snooze", "set due") else None
        owner = chance.choice(("", "Ana", "Chi")) if action == "assign" else None
        floor.owe(s, action, id, due=due, owner=owner, source=source)
