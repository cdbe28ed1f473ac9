"""A person in front of the app over a real store of some weeks, every number of which is known.

Queue `sales`, UTC, the window of 7 days. It is Wed 25 Nov 2026, 12:00. In the week of Mon 9 Nov
ten customers phone, Ana answers; two of them (`··· 0002`, `··· 0003`) phone again within three
days, and once more. In the week of Mon 16 Nov five phone on Tuesday, Ben answers, one comes back.
On Mon 23 Nov two phone, their window is open. One caller hides their number each week. Ana is
handed on once, without a word. The two of
23 Nov phone about a `refund`, those who came back to Ana about a `login`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from ops.feed import StoreFeed
from ops.settings import load
from ops.sources.kinds import kind
from ops.store.opening import open_collector
from ops.tui.app import FloorApp
from tests.tui.driver import USUAL, Clock, Person

NOW_S = int(datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp())
DAY = 86_400
MONDAY = int(datetime(2026, 11, 9, 9, tzinfo=UTC).timestamp())
_SETTINGS = """site = "Acme"
time_zone = "UTC"
[resolution]
resolved_codes = ["SOLVED"]
refused_codes = ["CANT"]
reasons = ["info"]
"""


class Log:
    """Lines of a queue_log."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []
        self._calls = 0

    def answered(
        self, s: int, caller: str, agent: str, *, wait: int = 5, talk: int = 60, code: str = "",
        blind: bool = False, about: str = "", queue: str = "sales",
    ) -> None:  # fmt: skip
        """A call that somebody takes."""
        self._calls += 1
        call = f"{s}.{self._calls}"
        end = f"BLINDTRANSFER|200|default|{wait}|{talk}|1" if blind else (
            f"COMPLETECALLER|{wait}|{talk}|1")  # fmt: skip
        self._say(s, f"{call}|{queue}|NONE|ENTERQUEUE||{caller}|1")
        self._say(s + wait, f"{call}|{queue}|{agent}|CONNECT|{wait}|{call}1|2")
        self._say(s + wait + talk, f"{call}|{queue}|{agent}|{end}")
        if code:
            self._say(s + wait + talk + 1, f"{call}|{queue}|{agent}|CALLSTATUS|{code}")
        if about:
            self._say(s + wait + talk + 2, f"{call}|{queue}|{agent}|INFO|{about}")

    def rang(self, s: int, agent: str) -> None:
        """A ring nobody takes."""
        self._calls += 1
        call = f"{s}.{self._calls}"
        self._say(s, f"{call}|sales|NONE|ENTERQUEUE||0309999|1")
        self._say(s + 10, f"{call}|sales|{agent}|RINGNOANSWER|10000")
        self._say(s + 20, f"{call}|sales|NONE|ABANDON|1|1|20")

    def state(self, s: int, agent: str, what: str) -> None:
        """Something an agent does."""
        self._say(s, f"NONE|sales|{agent}|{what}")

    def _say(self, s: int, rest: str) -> None:
        self.lines.append((s, f"{s}|{rest}"))

    @property
    def text(self) -> str:
        """The file."""
        return "".join(f"{line}\n" for _, line in sorted(self.lines, key=lambda pair: pair[0]))


def _weeks() -> Log:
    log = Log()
    for agent in ("Ana", "Ben"):
        log.state(MONDAY - 600, agent, "ADDMEMBER|")
    for number in range(10):
        caller = f"0301000{number}"
        log.answered(MONDAY + 600 * number, caller, "Ana", code="SOLVED" if number else "CANT",
                     blind=number == 9)  # fmt: skip
    for at in (DAY, 3 * DAY):
        for number in (2, 3):
            log.answered(MONDAY + at + 600 * number, f"0301000{number}", "Ana", talk=120,
                         about="login")  # fmt: skip
    for number in range(5):
        log.answered(MONDAY + 8 * DAY + 600 * number, f"0302000{number}", "Ben", talk=180)
    log.answered(MONDAY + 9 * DAY, "03020001", "Ben", talk=180)
    for number in range(2):
        log.answered(MONDAY + 14 * DAY + 600 * number, f"0303000{number}", "Ben", talk=180,
                     about="refund")  # fmt: skip
    for week in range(3):
        log.answered(MONDAY + week * 7 * DAY + 9000, "anonymous", "Ana")
    log.rang(NOW_S - 7200, "Ben")
    log.state(NOW_S - 5400, "Ben", "PAUSE|lunch")
    log.state(NOW_S - 3600, "Ben", "UNPAUSE|")
    return log


def store_of_weeks(folder: Path, more: Callable[[Log], None] = lambda log: None) -> Path:
    """The store, made once for all tests of a module; `more` may have happened."""
    log, settings = folder / "queue_log", folder / "floorwatch.toml"
    weeks = _weeks()
    more(weeks)
    log.write_text(weeks.text)
    settings.write_text(_SETTINGS)
    (folder / "store").mkdir()
    collector = open_collector(folder / "store", load(settings))
    collector.load("pbx", kind("asterisk"), [log])
    collector.close()
    return folder


@asynccontextmanager
async def over_weeks(folder: Path, size: tuple[int, int] = USUAL) -> AsyncIterator[Person]:
    """A person in front of those weeks; the clock stands."""
    clock = Clock(NOW_S)
    feed = StoreFeed(folder / "store", load(folder / "floorwatch.toml"), play=clock)
    app = FloorApp(feed, refresh_s=3600, now=clock)
    async with app.run_test(size=size) as pilot:
        person = Person(app, pilot, feed, clock)  # type: ignore[arg-type]
        await person.until(lambda: app.scene is not None, 20)
        await person.settles()
        yield person


async def opens(person: Person, *keys: str) -> None:
    """Press keys and wait for what is asked of the store."""
    for key in keys:
        await person.press_only(key)
    await person.until(lambda: not person.app.reading and not person.sees("reading …"), 20)
    await person.settles()
