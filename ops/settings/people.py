"""Who is who: the many identities a phone system logs an agent under, and one name for each.

What [agents] says is certain. A queues.conf adds what it knows of its members: interface, name and,
through a state interface `Agent:118`, the id an agent logs in with. Where that leaves two agents
for one identity it is taken for neither, and a warning says so: a guess would credit one person
with another's calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ops.queuesconf import Member, QueuesConf


@dataclass(frozen=True, slots=True)
class Identities:
    """What `identities` found."""

    aliases: dict[str, str]
    """Identity in a log to agent's name, for every identity that is not the name itself."""
    members: tuple[tuple[str, str], ...]
    """(queue, agent) of the static members, each pair once, in the files' order."""
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Claims:
    """Who claims an identity, and where: {identity: {agent: "file:line"}}."""

    by_identity: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, identity: str, agent: str, where: str) -> None:
        self.by_identity.setdefault(identity, {}).setdefault(agent, where)


def identities(agents: Mapping[str, Sequence[str]], confs: Sequence[QueuesConf]) -> Identities:
    """Join [agents] ({name: aliases}) with the members of every queues.conf."""
    certain = {alias: name for name, aliases in agents.items() for alias in aliases}
    certain |= {name: name for name in agents}
    claims = _Claims()
    pairs: dict[tuple[str, str], None] = {}
    for queue, member in _members(confs):
        agent = certain.get(member.name) or certain.get(member.interface) or member.name
        pairs[queue, agent] = None
        for identity in known_as(member.name, member.interface, member.state_interface):
            claims.add(identity, agent, f"{member.file}:{member.line}")
    warnings: list[str] = []
    found = dict(certain)
    for identity, claimed in claims.by_identity.items():
        found.update(_settled(identity, claimed, certain, warnings))
    return Identities(
        {identity: agent for identity, agent in found.items() if identity != agent},
        tuple(pairs),
        tuple(warnings),
    )


def _members(confs: Sequence[QueuesConf]) -> Iterator[tuple[str, Member]]:
    for conf in confs:
        for queue in conf.queues.values():
            for member in queue.members:
                yield queue.name, member


def known_as(name: str, interface: str, state_interface: str) -> Iterator[str]:
    """Every identity a log may give a queue's member."""
    yield name
    yield interface
    if interface.startswith("Local/") and interface.count("/") == 2:
        yield interface.rpartition("/")[0]  # without its options, "/n"
    for device in (interface, state_interface):
        if device[:6] in ("Agent/", "Agent:"):
            yield device[6:]
            yield f"Agent/{device[6:]}"


def _settled(
    identity: str, claimed: Mapping[str, str], certain: Mapping[str, str], warnings: list[str]
) -> dict[str, str]:
    """The agent an identity is taken for, as an entry, or none; what is odd goes to `warnings`."""
    who = " and ".join(f"{agent} ({where})" for agent, where in claimed.items())
    if identity in certain:
        agent = certain[identity]
        if set(claimed) != {agent}:
            warnings.append(f"{identity} is {who}, but [agents] says {agent}: that holds")
        return {}
    if len(claimed) > 1 and identity not in claimed:
        warnings.append(f"{identity} is {who}: taken for neither — name it in [agents]")
        return {}
    # An identity that is somebody's name is that somebody's, whoever else sits at that phone.
    return {} if identity in claimed else {identity: next(iter(claimed))}
