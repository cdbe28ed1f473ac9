"""One business day of the floor: a pure function of the seed, the site, the zone and the day."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from ops.simulate import plan, profile
from ops.simulate.callers import Callers
from ops.simulate.chance import Chance
from ops.simulate.crew import Crew
from ops.simulate.engine import Engine, Line
from ops.simulate.site import Site

#: A day's last lines stand at most so many seconds after the day's end.
LONGEST_TAIL_S = 5400.0


class _Day:
    """A day's parts, and the restart that may hit them."""

    def __init__(self, day: int, site: Site, zone: ZoneInfo, seed: int) -> None:
        start, end = profile.day_start(day, zone), profile.day_start(day + 1, zone)
        self._chance = Chance(seed, day, "floor")
        # Ten thousand channels a day for each share of load keep every unique id unique.
        self.engine = Engine(start, end, day % 1000 * 10_000)
        weekday = date.fromordinal(day).isoweekday()
        working = tuple(agent for agent in site.agents if agent.works(weekday))
        self.crew = Crew(self.engine, working, self._chance, seed)
        self.callers = Callers(self.engine, site, self.crew, self._chance)

    def run(self, contacts: list[plan.Contact], incident: plan.Incident | None) -> list[Line]:
        engine = self.engine
        self.crew.plan_shifts()
        for contact in contacts:
            engine.at(contact.s, self.callers.phone, contact)
        if incident is not None:
            engine.at(incident.since_s, self._stop, incident)
            engine.at(incident.until_s, self._start, incident)
        engine.run()
        lines = sorted(engine.lines, key=_instant)
        if incident is None:
            return lines
        # What was to be written while the phone system was down never was.
        since, until = incident.since_s, incident.until_s
        return [line for line in lines if not since < line[0] < until]

    def _stop(self, s: float, incident: plan.Incident) -> None:
        """A clean stop ends every call in its last second; an outage ends nothing."""
        engine, callers, chance = self.engine, self.callers, self._chance
        open_calls = [call for line in callers.waiting.values() for call in line]
        open_calls += callers.talks.going_on.values()
        engine.down = incident.until_s
        if incident.clean:
            callers.hang_up_all(s)
        engine.boot += 1
        for line in callers.waiting.values():
            line.clear()
        callers.talks.going_on.clear()
        self.crew.stop()
        for call in open_calls:
            if chance.unit() < 0.7:
                callers.phone_again(incident.until_s + chance.between(15, 420), call.contact)

    def _start(self, s: float, incident: plan.Incident) -> None:
        self.engine.log(s, "NONE|NONE|NONE|QUEUESTART|")
        self.crew.start_again(s)


def _instant(line: Line) -> float:
    return line[0]


def simulate(
    day: int, contacts: list[plan.Contact], site: Site, zone: ZoneInfo, seed: int
) -> list[Line]:
    """Every line of a business day (`date.toordinal()`), in order of writing.

    A few belong to calls that end after the day has: at most LONGEST_TAIL_S later.
    """
    incident = plan.incident(day, zone, seed) if site.incidents else None
    return _Day(day, site, zone, seed).run(contacts, incident)
