"""The callers of a simulated day: entering, waiting, ringing, talking, leaving, phoning again."""

from __future__ import annotations

from typing import Final

from ops.simulate.calls import At, Call
from ops.simulate.chance import Chance
from ops.simulate.crew import Crew, Is, Member
from ops.simulate.engine import Engine
from ops.simulate.plan import Contact
from ops.simulate.site import Site
from ops.simulate.talks import Talks

RING_TIMEOUT_S: Final = 15.0


class Callers:
    """Everybody who phones on one day."""

    def __init__(self, engine: Engine, site: Site, crew: Crew, chance: Chance) -> None:
        self._engine = engine
        self._site = site
        self._crew = crew
        self._chance = chance
        self._spec = {queue.name: queue for queue in site.queues}
        self.waiting: dict[str, list[Call]] = {queue.name: [] for queue in site.queues}
        self.talks = Talks(engine, site, crew, chance, self.enter)
        crew.serve = self.serve

    # -- coming ------------------------------------------------------------------------------

    def phone(self, s: float, contact: Contact) -> None:
        """Dial: a DID line, a short voice menu in which a few hang up, then the queue."""
        engine, chance = self._engine, self._chance
        if engine.down > s:
            if chance.unit() < 0.5:
                engine.at(engine.down + chance.between(20, 900), self.phone, contact)
            return
        queue = self._site.queues[contact.queue]
        uid = engine.unique_id(s)
        engine.log(s, f"{uid}|NONE|NONE|DID|{queue.did}")
        if chance.unit() >= 0.025:
            call = Call(uid, queue, contact, engine.boot)
            engine.at(s + chance.between(0.4, 7.0), self.enter, call)

    def enter(self, s: float, call: Call) -> None:
        """Stand in line, and decide how long at most."""
        engine, chance = self._engine, self._chance
        if call.boot != engine.boot or engine.down > s:
            return
        queue = call.queue
        line = self.waiting[queue.name]
        line.append(call)
        call.entered = int(s)
        call.position = len(line)
        figures = f"|{call.contact.caller}|{call.position}"
        engine.log(s, f"{call.uid}|{queue.name}|NONE|ENTERQUEUE|{figures}")
        patience = chance.weibull(queue.patience_s, 1.1)
        kind, luck = "ABANDON", chance.unit()
        if luck < 0.025:
            patience = chance.between(0.8, 5.5)
        elif luck < 0.04:
            kind, patience = "EXITWITHKEY", chance.between(8, 90)
        elif luck < 0.043:
            kind, patience = "WITHDRAW", chance.between(20, 120)
        if patience >= queue.max_wait_s:
            kind, patience = "EXITWITHTIMEOUT", queue.max_wait_s + chance.unit()
        engine.at(s + patience, self.leave, (call, kind))
        member = self._crew.idle(queue.name)
        if member is not None:
            self._ring(s, call, member)

    # -- ringing -----------------------------------------------------------------------------

    def serve(self, s: float, member: Member) -> bool:
        """Give a free member the longest waiting call of their queues that rings nowhere."""
        best: Call | None = None
        for queue in member.queues:
            for call in self.waiting[queue]:
                if call.at == At.WAITING:
                    if best is None or call.entered < best.entered:
                        best = call
                    break
        if best is None:
            return False
        self._ring(s, best, member)
        return True

    def _ring(self, s: float, call: Call, member: Member) -> None:
        engine, chance = self._engine, self._chance
        call.at, call.member, call.rang = At.RINGING, member, s
        member.state = Is.RINGING
        luck = chance.unit()
        if luck < member.miss:
            # one miss in five is a rejected call, at once
            after = RING_TIMEOUT_S if luck > member.miss / 5 else chance.between(0.2, 0.9)
            engine.at(s + after, self._missed, (call, member, s))
        else:
            after = min(chance.lognormal(member.ring_s, 0.45), RING_TIMEOUT_S - 0.5)
            engine.at(s + after, self._answer, (call, member, s))

    def _rings_still(self, call: Call, member: Member, rang: float) -> bool:
        ringing = call.at == At.RINGING and call.boot == self._engine.boot
        return ringing and call.member is member and call.rang == rang

    def _missed(self, s: float, what: tuple[Call, Member, float]) -> None:
        call, member, rang = what
        if not self._rings_still(call, member, rang):
            return
        engine, crew = self._engine, self._crew
        ms = int(s - rang) * 1000
        engine.log(s, f"{call.uid}|{call.queue.name}|{member.name}|RINGNOANSWER|{ms}")
        call.at, call.member = At.WAITING, None
        member.state = Is.BUSY
        if ms and call.queue.name == "billing":
            crew.pause(s, member, "Auto-Pause", self._chance.between(30, 150))
            member.state = Is.PAUSED
        else:
            engine.at(s + 5, crew.free_again, (member, engine.boot))
        other = crew.idle(call.queue.name)
        if other is not None:
            self._ring(s, call, other)

    def _answer(self, s: float, what: tuple[Call, Member, float]) -> None:
        call, member, rang = what
        if self._rings_still(call, member, rang):
            self.waiting[call.queue.name].remove(call)
            self.talks.begin(s, call, member)

    # -- leaving -----------------------------------------------------------------------------

    def leave(self, s: float, what: tuple[Call, str]) -> None:
        """Leave the line unanswered: patience, a key, the queue's limit, or taken out."""
        call, kind = what
        if call.boot != self._engine.boot or call.at in (At.TALKING, At.GONE):
            return
        if kind == "EXITWITHTIMEOUT" and call.at == At.RINGING:
            self._engine.at(s + 1, self.leave, what)  # Asterisk looks at its limit between rings
            return
        rang = self.cancel(s, call)
        line = self.waiting[call.queue.name]
        now = line.index(call) + 1
        line.remove(call)
        call.at = At.GONE
        before = "0|" if kind == "EXITWITHKEY" else ""
        after = "|callback-offered" if kind == "WITHDRAW" else ""
        figures = f"{before}{now}|{call.position}|{int(s) - call.entered}{after}"
        self._engine.log(s, f"{call.uid}|{call.queue.name}|NONE|{kind}|{figures}")
        if kind == "ABANDON":
            self._again(s, call)
        elif kind != "WITHDRAW" and call.queue.overflow and s < self._engine.end:
            onward = Call(call.uid, self._spec[call.queue.overflow], call.contact, call.boot)
            self.enter(s, onward)
        if rang is not None:
            self._crew.free(s, rang)

    def cancel(self, s: float, call: Call) -> Member | None:
        """Stop ringing for a call: the member it rang at, who is to be freed."""
        member = call.member
        if call.at != At.RINGING or member is None:
            return None
        ms = int((s - call.rang) * 1000)
        self._engine.log(s, f"{call.uid}|{call.queue.name}|{member.name}|RINGCANCELED|{ms}")
        call.at, call.member = At.WAITING, None
        return member

    def _again(self, s: float, call: Call) -> None:
        """Who gave up often phones again within minutes, three times at most."""
        contact = call.contact
        if contact.tries < 3 and self._chance.unit() < 0.45:
            self.phone_again(s + self._chance.between(40, 540), contact)

    def phone_again(self, at: float, contact: Contact) -> None:
        """Phone anew at an instant, if that is in this business day."""
        if at < self._engine.end:
            tries = contact.tries + 1
            again = Contact(at, contact.queue, contact.caller, contact.solved, tries)
            self._engine.at(at, self.phone, again)

    def hang_up_all(self, s: float) -> None:
        """End every call as a phone system does that is stopped in order."""
        for name, line in self.waiting.items():
            for now, call in reversed(list(enumerate(line, 1))):
                self.cancel(s, call)
                figures = f"{now}|{call.position}|{int(s) - call.entered}"
                self._engine.log(s, f"{call.uid}|{name}|NONE|ABANDON|{figures}")
                call.at = At.GONE
        for call in list(self.talks.going_on.values()):
            self.talks.end(s, call, "COMPLETEAGENT")
