"""The log that a seed stands for: business days put one after another."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from ops.simulate import day as one_day
from ops.simulate import plan, profile
from ops.simulate.engine import Line
from ops.simulate.site import Site, acme


class World:
    """What (seed, zone, site) will have written: any day can be asked for, in any order.

    Days are `date.toordinal()` of business days, which begin at 04:00 local time.
    """

    def __init__(self, seed: int, zone: ZoneInfo, site: Site | None = None) -> None:
        self.seed = seed
        self.zone = zone
        self.site = site or acme()
        self._plans: dict[int, tuple[list[plan.Contact], list[plan.Contact]]] = {}
        self._days: dict[int, list[Line]] = {}

    def start(self, day: int) -> int:
        """Epoch second at which a business day begins."""
        return profile.day_start(day, self.zone)

    def day_of(self, s: float) -> int:
        """The business day that an epoch second lies in."""
        return profile.day_of(s, self.zone)

    def lines(self, day: int, first: int | None) -> list[Line]:
        """The lines of a log that began with day `first`, as far as they are stamped in `day`.

        The first line of a log is a QUEUESTART at the start of its first day. `first` is None
        for a log whose beginning is not known, for instance after a rotation.
        """
        start, end = self.start(day), self.start(day + 1)
        lines = [line for line in self._simulated(day) if line[0] < end]
        if first is None or day > first:
            return sorted(self.tail(day - 1) + lines, key=lambda line: line[0])
        return [(float(start), f"{start}|NONE|NONE|NONE|QUEUESTART|\n"), *lines]

    def tail(self, day: int) -> list[Line]:
        """The last lines of a day's calls, stamped after its end."""
        end = self.start(day + 1)
        return [line for line in self._simulated(day) if line[0] >= end]

    def from_day(self, day: int, first: int | None) -> Iterator[tuple[int, list[Line]]]:
        """`(day, lines)` for this day and every later one, without end."""
        while True:
            yield day, self.lines(day, first)
            day += 1

    def _simulated(self, day: int) -> list[Line]:
        if day not in self._days:
            self._days = {d: lines for d, lines in self._days.items() if abs(d - day) <= 1}
            contacts = self._contacts(day)
            self._days[day] = one_day.simulate(day, contacts, self.site, self.zone, self.seed)
        return self._days[day]

    def _contacts(self, day: int) -> list[plan.Contact]:
        """The day's first calls and those that earlier days bring, in order of time."""
        since, until = self.start(day), self.start(day + 1)
        contacts = list(self._plan(day)[0])
        for back in range(plan.MEMORY_DAYS + 1):
            later = self._plan(day - back)[1]
            contacts += [contact for contact in later if since <= contact.s < until]
        return sorted(contacts, key=lambda contact: contact.s)

    def _plan(self, day: int) -> tuple[list[plan.Contact], list[plan.Contact]]:
        if day not in self._plans:
            self._plans = {d: p for d, p in self._plans.items() if abs(d - day) <= 10}
            self._plans[day] = plan.plan(day, self.site, self.zone, self.seed)
        return self._plans[day]
