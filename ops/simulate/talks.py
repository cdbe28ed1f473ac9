"""The talks of a simulated day: their ends, transfers, wrap-ups and outcome codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ops.simulate.calls import At, Call
from ops.simulate.chance import Chance
from ops.simulate.crew import Crew, Is, Member
from ops.simulate.engine import Engine
from ops.simulate.site import Site

LONGEST_TALK_S: Final = 2700.0


class Talks:
    """The talks going on, by member. `enter` puts a transferred caller into another queue."""

    def __init__(self, engine: Engine, site: Site, crew: Crew, chance: Chance,
                 enter: Callable[[float, Call], None]) -> None:  # fmt: skip
        self._engine = engine
        self._site = site
        self._crew = crew
        self._chance = chance
        self._enter = enter
        self.going_on: dict[str, Call] = {}

    def begin(self, s: float, call: Call, member: Member) -> None:
        """The member answers."""
        engine, queue = self._engine, call.queue
        call.at, member.state = At.TALKING, Is.TALKING
        call.waited, call.talks = int(s) - call.entered, s
        self.going_on[member.name] = call
        channel = engine.unique_id(call.rang)
        figures = f"{call.waited}|{channel}|{int(s - call.rang)}"
        engine.log(s, f"{call.uid}|{queue.name}|{member.name}|CONNECT|{figures}")
        talk = self._chance.lognormal(queue.talk_s, queue.talk_sigma) * member.talk
        length = 4 + min(talk, LONGEST_TALK_S) * self._site.pace
        engine.at(s + length, self._hang_up, call)

    def _hang_up(self, s: float, call: Call) -> None:
        if call.boot != self._engine.boot:
            return
        luck = self._chance.unit()
        if luck < 0.035:
            self._transfer_blind(s, call)
        elif luck < 0.06:
            bridge = "-".join(self._chance.hexadecimal(n) for n in (8, 4, 4, 4, 12))
            self.end(s, call, "ATTENDEDTRANSFER", f"BRIDGE|{bridge}|")
        else:
            self.end(s, call, "COMPLETECALLER" if luck < 0.64 else "COMPLETEAGENT")
            self._code(s, call)
        self._wrap_up(s, call)

    def end(self, s: float, call: Call, event: str, first: str = "") -> None:
        """Log the end of a talk: `first` holds the parameters before hold, talk, position."""
        member = call.member
        assert member is not None
        call.at = At.GONE
        del self.going_on[member.name]
        figures = f"{call.waited}|{int(s) - int(call.talks)}|{call.position}"
        name = call.queue.name
        self._engine.log(s, f"{call.uid}|{name}|{member.name}|{event}|{first}{figures}")

    def _wrap_up(self, s: float, call: Call) -> None:
        engine, member = self._engine, call.member
        assert member is not None
        member.state = Is.BUSY
        wrapped = s + call.queue.wrapup_s * self._site.pace
        engine.at(wrapped, self._crew.free_again, (member, engine.boot))

    def _transfer_blind(self, s: float, call: Call) -> None:
        """Half go to a desk outside the queues, half into another queue that is always open."""
        chance = self._chance
        others = [q for q in self._site.queues[:3] if q is not call.queue]
        if chance.unit() < 0.5 or s >= self._engine.end:
            self.end(s, call, "BLINDTRANSFER", f"70{chance.whole(10, 30)}|xfer|")
            return
        target = chance.pick(others)
        onward = Call(call.uid, target, call.contact, call.boot)
        # Asterisk writes the two lines of that second in either order.
        if chance.unit() < 0.15:
            self._enter(s, onward)
            self.end(s, call, "BLINDTRANSFER", f"{target.exten}|xfer|")
        else:
            self.end(s, call, "BLINDTRANSFER", f"{target.exten}|xfer|")
            self._enter(s, onward)

    def _code(self, s: float, call: Call) -> None:
        """Some agents code the outcome and the reason, seconds after the talk."""
        chance, member = self._chance, call.member
        assert member is not None
        if chance.unit() >= 0.55:
            return
        luck = chance.unit()
        if luck < 0.02:
            code = "COMPLAINT"
        elif call.contact.solved == (luck < 0.92):
            code = chance.pick(("SOLVED", "SOLVED", "SOLVED", "INFORMED"))
        else:
            code = chance.pick(("OPEN", "OPEN", "CALLBACK", "CANT"))
        at = s + chance.between(2, 14)
        who = f"{call.uid}|{call.queue.name}|{member.name}"
        self._engine.log(at, f"{who}|CALLSTATUS|{code}")
        if chance.unit() < 0.4:
            self._engine.log(at, f"{who}|INFO|reason|{chance.pick(call.queue.reasons)}")
