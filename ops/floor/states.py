"""What the phone systems themselves tell, laid over what the log says of agents and callers.

The log knows calls, pauses and everything that is past. The phone system knows what it is doing
now: which phone rings, is in use or can't be reached, and who really waits. Where it tells, that
holds; what it does not know (since when, whose number) is kept from the log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ops.formats import MASK
from ops.settings import Settings
from ops.settings.people import known_as
from ops.snapshot import AgentNow, QueueNow, Snapshot, StatesFrom, Waiting
from ops.sources.ami.floor import Device, Member, Picture
from ops.store.known import Known, SourceKnown

STALE_S = 5.0
"""What was written longer ago is not of this moment."""
LAG_S = 2.0
"""Log and phone system may differ for so long about what has just happened."""

_BUSY = (Device.IN_USE, Device.BUSY, Device.RING_IN_USE, Device.ON_HOLD)
_RANK = (*_BUSY, Device.RINGING, Device.FREE, Device.UNKNOWN, Device.UNAVAILABLE, Device.INVALID)
"""Of an agent's several phones the first of these counts."""
ON_CALL = ("talking", "on hold")


def overlay(shot: Snapshot, known: Known | None, settings: Settings) -> Snapshot:
    """`shot` with what is known in place of what was inferred, and which of both it shows.

    A moment of the past stays as the log has it: the phone system tells of the present only.
    """
    wanted = {source.name for source in settings.sources if source.ami is not None}
    told = {} if known is None else known.sources
    wanted |= set(told)
    if not wanted:
        return shot
    if shot.as_of_s is not None:
        why = "from the log: the phone system tells of the present only"
        return replace(shot, states=StatesFrom(False, why))
    stale = known is None or shot.taken_s - known.beat_s > STALE_S
    live = {} if stale else {name: one for name, one in told.items() if one.is_known}
    states = _from(wanted, {} if stale else told)
    if not live or known is None:
        return replace(shot, states=states)
    covered = {source.source for source in shot.sources} <= live.keys()
    pictures = [one.picture for one in live.values()]
    return replace(_Overlay(shot, pictures, settings, known.beat_s, covered).shot(), states=states)


def _from(wanted: Collection[str], told: Mapping[str, SourceKnown]) -> StatesFrom:
    """Who tells, or why somebody does not, the troubles first."""
    known = all(name in told and told[name].is_known for name in wanted)
    silent = SourceKnown(error="no collector listens to its manager interface (AMI)")
    errors = {name: told.get(name, silent).error for name in sorted(wanted)}
    if any(errors.values()):
        text = "; ".join(f"{name}: {error}" for name, error in errors.items() if error)
        return StatesFrom(known, text, is_wrong=True)
    return StatesFrom(known, "told by the phone system (AMI)" if known else "connecting (AMI)")


class _Overlay:
    """One picture of the floor, corrected."""

    def __init__(
        self,
        shot: Snapshot,
        pictures: Sequence[Picture],
        settings: Settings,
        written_s: float,
        covered: bool,
    ) -> None:
        self._shot = shot
        self._settings = settings
        self._recent_s = written_s - LAG_S
        self._covered = covered
        self._queues = {queue for picture in pictures for queue in picture.queues}
        self._pictures = pictures
        self._roster = _roster(shot, pictures, settings.aliases())

    def shot(self) -> Snapshot:
        agents = tuple(sorted(self._agents(), key=lambda agent: agent.agent))
        waiting = tuple(self._waiting()) if self._covered else self._shot.waiting
        queues = tuple(self._queue(queue, agents, waiting) for queue in self._shot.queues)
        return replace(self._shot, agents=agents, waiting=waiting, queues=queues)

    def _agents(self) -> Iterator[AgentNow]:
        names = {agent.agent for agent in self._shot.agents}
        for agent in self._shot.agents:
            if members := self._roster.get(agent.agent):
                yield told(agent, members, self._recent_s)
            else:
                yield self._untold(agent)
        for name in self._roster.keys() - names:
            unheard = AgentNow(name, "unknown", None, None, None, 0, None, False)
            yield told(unheard, self._roster[name], self._recent_s)

    def _untold(self, agent: AgentNow) -> AgentNow:
        """Whom the log takes for a member, but who is in no queue of any phone system."""
        is_in = agent.state in ("ready", "paused", "unknown")
        is_old = agent.since_s is None or agent.since_s < self._recent_s
        if self._covered and is_in and is_old:
            return replace(agent, state="out", since_s=None, queue=None, reason=None, known=True)
        return agent

    def _waiting(self) -> Iterator[Waiting]:
        """Oldest first: the callers there are, and those who came after we were told."""
        logged = {(one.queue, one.call_id): one for one in self._shot.waiting}
        joined = {(one.queue, one.call_id): one for p in self._pictures for one in p.callers}
        found = [
            one for key, one in logged.items() if key in joined or one.offered_s >= self._recent_s
        ]
        for key, caller in joined.items():
            if key not in logged:
                limit_s = self._settings.queue(caller.queue).threshold_s
                offered_s = int(caller.joined_s)
                found.append(Waiting(*key, MASK, offered_s, limit_s, None))
        return iter(sorted(found, key=lambda one: one.offered_s))

    def _queue(
        self, queue: QueueNow, agents: Sequence[AgentNow], waiting: Sequence[Waiting]
    ) -> QueueNow:
        if queue.queue not in self._queues:
            return queue
        oldest_s = [one.offered_s for one in waiting if one.queue == queue.queue]
        here = [(a, m) for a in agents for m in self._members(a, queue.queue)]
        return replace(
            queue,
            waiting=len(oldest_s),
            oldest_s=min(oldest_s, default=None),
            ready=sum(a.state in ("ready", "paused") and _is_free(m) for a, m in here),
            paused=sum(a.state == "paused" and m.paused for a, m in here),
            talking=sum(a.state in ON_CALL and a.queue == queue.queue for a in agents),
        )

    def _members(self, agent: AgentNow, queue: str) -> list[Member]:
        """The agent's membership of a queue: with two phones in it, the busier one."""
        found = [m for m in self._roster.get(agent.agent, ()) if m.queue == queue]
        return sorted(found, key=_rank)[:1]


def told(agent: AgentNow, members: Sequence[Member], recent_s: float) -> AgentNow:
    """The agent as the phone system tells; `recent_s`: what is younger the log may not know yet."""
    first = min(members, key=_rank)
    on_queue = next((m.queue for m in members if m.in_call), None)
    if on_queue or (agent.state == "talking" and not _is_over(first, recent_s)):
        state = "on hold" if first.device is Device.ON_HOLD else "talking"
        since_s = agent.since_s if agent.state == "talking" else _whole(first.since_s)
        return _now(agent, state, since_s, queue=on_queue or agent.queue)
    if first.device in _BUSY:
        return _now(agent, "in use", _whole(first.since_s))
    if first.device is Device.RINGING:
        return _now(agent, "ringing", _whole(first.since_s))
    if agent.state == "wrap-up":
        return agent
    if pauses := [m for m in members if m.paused]:
        return _paused(agent, pauses)
    if first.device in (Device.UNAVAILABLE, Device.INVALID):
        return agent if agent.state == "out" else _now(agent, "unavailable", _whole(first.since_s))
    if first.device is Device.FREE:
        since_s = agent.since_s if agent.state == "ready" else _whole(first.since_s)
        return _now(agent, "ready", since_s)
    return agent


def _paused(agent: AgentNow, pauses: Sequence[Member]) -> AgentNow:
    """Paused, in any queue, as agents_now.sql has it."""
    since_s = agent.since_s if agent.state == "paused" else None
    since_s = since_s or min((m.last_pause_s for m in pauses if m.last_pause_s), default=None)
    newest = max(pauses, key=lambda member: member.last_pause_s)
    return _now(agent, "paused", since_s, reason=newest.reason or None)


def _now(
    agent: AgentNow,
    state: str,
    since_s: int | None,
    *,
    queue: str | None = None,
    reason: str | None = None,
) -> AgentNow:
    return replace(agent, state=state, since_s=since_s, queue=queue, reason=reason, known=True)


def _is_over(member: Member, recent_s: float) -> bool:
    """Whether a talk the log knows is over: the phone is free, and not only just now."""
    is_free = member.device is Device.FREE and member.in_call is False
    return is_free and (member.since_s is None or member.since_s < recent_s)


def _is_free(member: Member) -> bool:
    return member.device is Device.FREE and not member.paused


def _rank(member: Member) -> int:
    return _RANK.index(member.device)


def _whole(s: float | None) -> int | None:
    return None if s is None else int(s)


def _roster(
    shot: Snapshot, pictures: Sequence[Picture], aliases: Mapping[str, str]
) -> dict[str, list[Member]]:
    """Memberships by agent: under the name the floor has, by any identity a log may give."""
    names = {agent.agent for agent in shot.agents}
    found: dict[str, list[Member]] = {}
    for picture in pictures:
        for member in picture.members:
            identities = known_as(member.name, member.interface, member.state_interface)
            agents = [aliases.get(identity, identity) for identity in identities]
            agent = next((name for name in agents if name in names), agents[0])
            found.setdefault(agent, []).append(member)
    return found
