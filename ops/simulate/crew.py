"""The agents of a simulated day: shifts, breaks, pauses, and who is free."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Final

from ops.simulate.chance import Chance
from ops.simulate.engine import Engine
from ops.simulate.people import Agent


class Is(IntEnum):
    """What a member is doing."""

    OUT, FREE, RINGING, TALKING, BUSY, PAUSED = range(6)


class Member:
    """An agent on the day: state, and what they mean to do once they are free."""

    __slots__ = ("agent", "leaving", "miss", "name", "on_shift", "paused_until", "pauses_all",
                 "queues", "ring_s", "since", "state", "talk", "want")  # fmt: skip

    def __init__(self, agent: Agent, seed: int) -> None:
        traits = Chance(seed, agent.name)
        self.agent = agent
        self.name = agent.name
        self.queues = agent.queues
        self.talk = traits.between(0.82, 1.22)
        self.ring_s = traits.between(2.2, 5.0)
        self.miss = traits.between(0.005, 0.05)
        self.pauses_all = traits.unit() < 0.4
        self.state = Is.OUT
        self.since = 0.0
        self.on_shift = False
        self.leaving = False
        self.paused_until = 0.0
        self.want: tuple[str, float] | None = None


#: (earliest and latest hour of the shift, reason, shortest and longest minutes, probability)
_BREAKS: Final = (
    (1.7, 2.4, "Break", 10, 14, 1.0),
    (3.6, 4.7, "Lunch", 27, 36, 1.0),
    (5.9, 6.7, "Coffee", 8, 13, 0.95),
    (0.8, 7.0, "Meeting", 15, 30, 0.16),
    (0.8, 7.0, "Training", 25, 45, 0.08),
    (0.8, 7.0, "Coaching", 12, 20, 0.10),
    (0.5, 7.5, "Paperwork", 4, 12, 0.5),
    (0.5, 7.5, "Restroom", 3, 6, 0.6),
)


class Crew:
    """Members by queue. `serve` is asked whenever a member gets free."""

    def __init__(
        self, engine: Engine, agents: tuple[Agent, ...], chance: Chance, seed: int
    ) -> None:
        self._engine = engine
        self._chance = chance
        self.members = [Member(agent, seed) for agent in agents]
        self.of: dict[str, list[Member]] = {}
        for member in self.members:
            for queue in member.queues:
                self.of.setdefault(queue, []).append(member)
        #: gives a free member a waiting call, and says whether there was one
        self.serve: Callable[[float, Member], bool] = lambda s, member: False

    def plan_shifts(self) -> None:
        """Put everybody's coming, breaks and leaving on the clock."""
        engine, chance = self._engine, self._chance
        for member in self.members:
            shift = member.agent.shift
            begins = engine.start + shift.begins_h * 3600
            ends = engine.start + shift.ends_h * 3600
            late = chance.between(0, 40) if shift.begins_h == 0 else chance.between(-480, 240)
            engine.at(begins + late, self.come, member)
            for low, high, reason, short, long, likely in _BREAKS:
                if chance.unit() < likely:
                    at = begins + 3600 * chance.between(low, high)
                    length = 60 * chance.between(short, long)
                    engine.at(at, self.break_due, (member, reason, length))
            engine.at(ends + chance.between(60, 720), self.go, member)
        for shift in dict.fromkeys(member.agent.shift for member in self.members):
            begins = engine.start + shift.begins_h * 3600
            engine.log(begins, f"NONE|NONE|NONE|INFO|shift|{shift.name}")

    def idle(self, queue: str) -> Member | None:
        """The member of this queue who has been free the longest."""
        best, free = None, Is.FREE
        for member in self.of.get(queue, ()):
            if member.state is free and (best is None or member.since < best.since):
                best = member
        return best

    def free(self, s: float, member: Member) -> None:
        """A member has nothing on the line: pause, leave, take the next call or wait for one."""
        if member.paused_until > s:
            member.state = Is.PAUSED
            return
        wanted, member.want = member.want, None
        if wanted is not None and not member.leaving:
            self.pause(s, member, *wanted)
            member.state = Is.PAUSED
            return
        member.state, member.since = Is.FREE, s
        # Whoever is on at the end of the business day stays until nobody waits.
        if member.leaving and not (s >= self._engine.end and self.serve(s, member)):
            self._leave(s, member)
        elif not member.leaving:
            self.serve(s, member)

    def free_again(self, s: float, what: tuple[Member, int]) -> None:
        """The end of a wrap-up, unless the phone system started anew meanwhile."""
        member, boot = what
        if boot == self._engine.boot:
            self.free(s, member)

    def come(self, s: float, member: Member) -> None:
        """Log in to all one's queues; after an outage, a break goes on (ADDMEMBER|PAUSED)."""
        if member.leaving or member.state != Is.OUT:
            return
        member.on_shift = True
        if self._engine.down > s:
            return  # the next start logs them in
        paused = "PAUSED" if member.paused_until > s else ""
        for queue in member.queues:
            self._engine.log(s, f"MANAGER|{queue}|{member.name}|ADDMEMBER|{paused}")
        if paused:
            self._engine.at(member.paused_until, self._back, (member, self._engine.boot))
        self.free(s, member)

    def go(self, s: float, member: Member) -> None:
        """The end of a shift: leave now, or once the talk is over."""
        member.on_shift = False
        member.leaving = True
        if member.state in (Is.FREE, Is.PAUSED):
            self._leave(s, member)

    def _leave(self, s: float, member: Member) -> None:
        member.state = Is.OUT
        for queue in member.queues:
            self._engine.log(s, f"MANAGER|{queue}|{member.name}|REMOVEMEMBER|")

    def break_due(self, s: float, what: tuple[Member, str, float]) -> None:
        """Pause now if free; if talking, some press pause already, the others after the talk."""
        member, reason, length = what
        if member.state == Is.FREE:
            self.pause(s, member, reason, length)
            member.state = Is.PAUSED
        elif member.state == Is.TALKING and self._chance.unit() < 0.25:
            if member.paused_until <= s:
                self.pause(s, member, reason, length)
        elif member.state != Is.OUT:
            member.want = (reason, length)

    def pause(self, s: float, member: Member, reason: str, length: float) -> None:
        """Log a pause of so many seconds in every queue of the member, and its end."""
        self._log_pause(s, member, "PAUSE", reason)
        member.paused_until = s + length
        self._engine.at(s + length, self._back, (member, self._engine.boot))

    def _log_pause(self, s: float, member: Member, event: str, reason: str) -> None:
        log = self._engine.log
        if member.pauses_all or reason == "Auto-Pause":
            log(s, f"NONE|NONE|{member.name}|{event}ALL|{reason}")
        for queue in member.queues:
            log(s, f"NONE|{queue}|{member.name}|{event}|{reason}")

    def _back(self, s: float, what: tuple[Member, int]) -> None:
        member, boot = what
        if boot != self._engine.boot or member.state == Is.OUT or member.paused_until > s:
            return
        self._log_pause(s, member, "UNPAUSE", "")
        if member.state == Is.PAUSED:
            self.free(s, member)

    def stop(self) -> None:
        """The phone system stops: nobody is logged in any more."""
        for member in self.members:
            member.state = Is.OUT
            member.want = None

    def start_again(self, s: float) -> None:
        """The phone system has started: whoever is on shift logs in again."""
        for member in self.members:
            if member.on_shift:
                self._engine.at(s + self._chance.between(3, 75), self.come, member)
