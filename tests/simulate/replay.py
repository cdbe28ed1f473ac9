"""Replays a queue_log as a strict reader would, and fails where it could not have happened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

TALK_ENDS = {"COMPLETEAGENT", "COMPLETECALLER", "BLINDTRANSFER", "ATTENDEDTRANSFER"}
WAIT_ENDS = {"ABANDON", "EXITWITHTIMEOUT", "EXITWITHKEY", "WITHDRAW"}
#: parameters: least and greatest number, as the fields after the event
PARAMETERS = {
    "QUEUESTART": 1, "DID": 1, "ENTERQUEUE": 3, "RINGNOANSWER": 1, "RINGCANCELED": 1, "CONNECT": 3,
    "COMPLETECALLER": 3, "COMPLETEAGENT": 3, "BLINDTRANSFER": 5, "ATTENDEDTRANSFER": 5,
    "ABANDON": 3, "EXITWITHTIMEOUT": 3, "EXITWITHKEY": 4, "WITHDRAW": 4, "ADDMEMBER": 1,
    "REMOVEMEMBER": 1, "PAUSE": 1, "UNPAUSE": 1, "PAUSEALL": 1, "UNPAUSEALL": 1, "CALLSTATUS": 1,
    "INFO": 2,
}  # fmt: skip


@dataclass
class Stay:
    entered: int
    position: int
    connected: int | None = None
    agent: str = ""


@dataclass
class Tally:
    """What a log comes to; `stays` still open, `lost` at restarts."""

    events: Counter[str] = field(default_factory=Counter)
    by_queue: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    waits: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    talks: list[int] = field(default_factory=list)
    callers: list[tuple[int, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    lost: int = 0
    stays: dict[tuple[str, str], Stay] = field(default_factory=dict)
    busiest: int = 0


class Replay:
    """Feed it whole lines; `tally` is what it has seen."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._s = 0
        self._members: defaultdict[str, set[str]] = defaultdict(set)
        self._paused: defaultdict[str, set[str]] = defaultdict(set)
        self._talking: dict[str, tuple[str, str]] = {}

    def feed(self, lines: Iterable[str]) -> Tally:
        for line in lines:
            try:
                self._line(line)
            except AssertionError as error:
                raise AssertionError(f"{line!r}: {error}") from error
        return self.tally

    def _line(self, line: str) -> None:
        assert line.endswith("\n")
        stamp, call, queue, agent, event, *rest = line[:-1].split("|")
        s = int(stamp)
        assert s >= self._s, "time runs backwards"
        self._s = s
        assert len(rest) == PARAMETERS[event], f"{len(rest)} parameters"
        self.tally.events[event] += 1
        self.tally.by_queue[queue][event] += 1
        if call[:1].isdigit():
            assert 0 <= s - int(call.split(".")[0]) < 4 * 3600, "a call id of another time"
        if event in TALK_ENDS:
            self._talk_ends(s, (call, queue), agent, [int(x) for x in rest[-3:]])
        elif event in WAIT_ENDS:
            figures = rest[1:] if event == "EXITWITHKEY" else rest
            self._wait_ends(s, (call, queue), [int(x) for x in figures[:3]])
        else:
            handler = getattr(self, f"_{event.lower()}", None)
            if handler is not None:
                handler(s, call, queue, agent, rest)

    def _did(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        assert call not in self.tally.ids, "this id was another call's"
        self.tally.ids.add(call)

    def _queuestart(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        self.tally.lost += len(self.tally.stays)
        self.tally.stays.clear()
        self._talking.clear()
        self._members.clear()
        self._paused.clear()

    def _enterqueue(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        assert call in self.tally.ids, "no DID before"
        assert (call, queue) not in self.tally.stays, "is in that queue already"
        self.tally.stays[call, queue] = Stay(s, int(rest[2]))
        self.tally.callers.append((s, rest[1]))

    def _connect(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        stay = self.tally.stays[call, queue]
        assert stay.connected is None, "answered twice"
        assert abs(int(rest[0]) - (s - stay.entered)) <= 1, "another wait than the stamps'"
        assert 0 <= int(rest[2]) <= int(rest[0]) + 1, "rang longer than it waited"
        assert agent not in self._talking, f"{agent} talks already"
        assert queue in self._members[agent], f"{agent} is not logged in to {queue}"
        assert queue not in self._paused[agent], f"{agent} is paused"
        stay.connected, stay.agent = s, agent
        self._talking[agent] = (call, queue)
        self.tally.busiest = max(self.tally.busiest, len(self._talking))
        self.tally.waits[queue].append(int(rest[0]))

    def _talk_ends(self, s: int, key: tuple[str, str], agent: str, figures: list[int]) -> None:
        stay = self.tally.stays.pop(key)
        assert stay.connected is not None, "not answered"
        assert stay.agent == agent, f"{stay.agent} answered"
        wait, talk, position = figures
        assert abs(wait - (stay.connected - stay.entered)) <= 1
        assert abs(talk - (s - stay.connected)) <= 1
        assert position == stay.position
        assert self._talking.pop(agent) == key
        self.tally.talks.append(talk)

    def _wait_ends(self, s: int, key: tuple[str, str], figures: list[int]) -> None:
        stay = self.tally.stays.pop(key)
        assert stay.connected is None, "was answered"
        now, position, wait = figures
        assert 1 <= now <= position == stay.position
        assert abs(wait - (s - stay.entered)) <= 1

    def _ringnoanswer(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        assert int(rest[0]) % 1000 == 0
        assert self.tally.stays[call, queue].connected is None
        assert agent not in self._talking
        assert queue in self._members[agent]

    def _ringcanceled(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        assert self.tally.stays[call, queue].connected is None

    def _addmember(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        assert queue not in self._members[agent], "is a member already"
        self._members[agent].add(queue)
        if rest == ["PAUSED"]:
            self._paused[agent].add(queue)

    def _removemember(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        self._members[agent].remove(queue)
        self._paused[agent].discard(queue)
        assert agent not in self._talking, "left while talking"

    def _pause(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        assert call == "NONE"
        assert queue in self._members[agent]
        self._paused[agent].add(queue)

    def _unpause(self, s: int, call: str, queue: str, agent: str, rest: list[str]) -> None:
        assert queue in self._paused[agent], "was not paused"
        self._paused[agent].remove(queue)
