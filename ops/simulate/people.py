"""Who works on the simulated floor, and who phones it. Everybody here is invented.

Callers' numbers lie in ranges that the regulators of France, Germany, the United Kingdom and
North America keep free for fiction, so none of them rings at anybody's home.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from ops.simulate.chance import Chance

NAMES = (
    "Ana Ruiz", "Ben Odhiambo", "Chiyo Watanabe", "Dee Long", "Eli Marsh", "Niamh O'Dowd",
    "Jörg Müller-Lüth", "Priya Raman", "Tomasz Zielinski", "Amara Okafor", "Luca Ferri",
    "Mei-Lin Zhou", "Yusuf Demir", "Sofia Almeida", "Anton Petrov", "Leila Haddad",
    "Hugo Lindqvist", "Rosa Delgado", "Kwame Mensah", "Ines Moreau", "Viktor Novak",
    "Siobhan Keane", "Rafael Costa", "Hana Sato", "Omar Farouk", "Greta Nilsson",
    "Minh Tran", "Zoë van Dijk", "Marek Horak", "Thandi Nkosi", "Carla Bianchi",
    "Idris Bello", "Elif Kaya", "Pavel Ivanov", "Noor Rahman", "Camille Dubois",
    "Stefan Brandt", "Lucia Herrera", "Arjun Patel", "Freya Olsen", "Dario Conti",
    "Aiko Mori", "Tadeo Vargas", "Ingrid Solberg", "Samir Nasser", "Bruno Teixeira",
    "Wanjiru Kamau", "Oskar Weiss", "Paloma Reyes", "Jonas Berg", "Farah Aziz",
    "Emil Larsen", "Nadia Karimi", "Ewan Fraser", "Kenji Ito", "Marta Kowalska",
    "Dilip Shah", "Rhea Banerjee", "Nils Ekholm", "Abena Owusu", "Tiago Lopes",
    "Vera Sokolova", "Gael Martin", "Lena Fischer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift: hours after the business day's start (04:00) at which it begins and ends."""

    name: str
    begins_h: float
    ends_h: float


EARLY = Shift("early", 0, 8)
MORNING = Shift("morning", 3, 11)
DAY = Shift("day", 4.0, 12.0)
MIDDAY = Shift("midday", 6, 14)
LATE = Shift("late", 8, 16)
EVENING = Shift("evening", 10.75, 18.75)
NIGHT = Shift("night", 16, 24)

#: Who is hired next, so that any number of agents covers the day: each keeps one shift, hence
#: whoever works until the end of a business day never works at the start of the next one.
HIRING = (
    EARLY, NIGHT, DAY, LATE, NIGHT, EARLY, MORNING, LATE, NIGHT, EARLY, MIDDAY, EVENING,
    NIGHT, DAY, EARLY, LATE, NIGHT, MORNING, EARLY, LATE, DAY, NIGHT, MIDDAY, EVENING,
    NIGHT, EARLY,
)  # fmt: skip

#: The weekday (0 = Monday) off which staggering starts, so that Mondays are staffed best.
_FIRST_OFF = {EARLY: 2, EVENING: 3, LATE: 4, NIGHT: 5}


@dataclass(frozen=True, slots=True)
class Agent:
    """A person of the floor: `queues` they serve, their shift, the two weekdays (1-7) off."""

    name: str
    queues: tuple[str, ...]
    shift: Shift
    off: tuple[int, int]

    def works(self, weekday: int) -> bool:
        """Whether they work on this ISO weekday (1 = Monday)."""
        return weekday not in self.off


def _off(shift: Shift, ordinal: int) -> tuple[int, int]:
    """Two days off in a row: daytime people mostly at the weekend, the others staggered."""
    if shift in (MORNING, DAY, MIDDAY) and ordinal % 3:
        return (6, 7)
    first = (_FIRST_OFF.get(shift, 2) + ordinal * 2) % 7 + 1
    return (first, first % 7 + 1)


def roster(count: int, skills: dict[str, tuple[tuple[str, ...], ...]]) -> tuple[Agent, ...]:
    """So many agents; `skills` gives, for "night" and "day", the queues handed out in turn."""
    agents: list[Agent] = []
    hired: dict[Shift, int] = {}
    for index in range(count):
        shift = HIRING[index % len(HIRING)]
        ordinal = hired.get(shift, 0)
        hired[shift] = ordinal + 1
        sets = skills["night" if shift in (EARLY, NIGHT) else "day"]
        again = index // len(NAMES)
        name = NAMES[index % len(NAMES)] + (f" {again + 1}" if again else "")
        offset = 0 if shift in (EARLY, NIGHT) else hash_of(shift.name)
        queues = sets[(ordinal + offset) % len(sets)]
        agents.append(Agent(name, queues, shift, _off(shift, ordinal)))
    return tuple(agents)


def hash_of(text: str) -> int:
    """A small number from a text, the same in every process (unlike `hash`)."""
    return sum(text.encode())


#: (prefix, digits that follow): ranges reserved for fiction, with room for so many customers.
_RANGES = (
    *((f"+33{prefix}", 4) for prefix in ("19900", "26191", "35301", "46571", "53649", "63998")),
    *((f"+44{area}4960", 3) for area in (113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161)),
    ("+447700900", 3),
    ("+493023125", 3),
    ("+494066969", 3),
    ("+496990009", 3),
    ("+498999998", 3),
    *((f"+1{area}55501", 2) for area in range(201, 990) if area % 100 not in (0, 11)),
)
_ENDS = tuple(accumulate(10**digits for _, digits in _RANGES))
CUSTOMERS = _ENDS[-1]


def number(customer: int) -> str:
    """The telephone number of a customer (0 <= customer < CUSTOMERS), E.164 with its plus."""
    place = bisect_right(_ENDS, customer)
    prefix, digits = _RANGES[place]
    return f"{prefix}{customer - (_ENDS[place] - 10**digits):0{digits}d}"


def caller(chance: Chance) -> str:
    """Who phones now: one of many, or one of the few who phone often, or nobody one can know."""
    luck = chance.unit()
    if luck < 0.025:
        return ""
    if luck < 0.04:
        return "anonymous"
    if luck < 0.055:
        return number(CUSTOMERS * chance.whole(0, 60) // 60)
    return number(chance.whole(0, CUSTOMERS))
