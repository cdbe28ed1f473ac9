"""What the phone system tells over what the log says: which holds, what is kept of the other."""

from __future__ import annotations

import msgspec
import pytest

from ops.floor.states import overlay
from ops.settings import AmiSettings, Settings, SourceSettings
from ops.snapshot import AgentNow, QueueNow, Snapshot, Waiting
from ops.sources.ami.floor import Caller, Device, Member, Picture
from ops.store.known import Known, SourceKnown
from tests.tui.floors import NOW_S, agent, floor, queue, source

AMI = AmiSettings(host="pbx", user="floorwatch", secret="x")
SETTINGS = Settings(
    sources=(SourceSettings("pbx", ("queue_log",), ami=AMI),), agents={"Ana": ("PJSIP/201",)}
)


def member(name: str, device: Device = Device.FREE, **changes: object) -> Member:
    """A member of sales whose phone is free, and was a minute ago, but for the changes."""
    one = Member("sales", f"PJSIP/{name}", name, device=device, in_call=False, since_s=NOW_S - 60)
    return msgspec.structs.replace(one, **changes)


def seen(shot: Snapshot, *members: Member, callers: tuple[Caller, ...] = ()) -> Snapshot:
    """The floor with the phone system's word over it."""
    picture = Picture(("sales",), members, callers)
    return overlay(
        shot, Known(NOW_S - 0.3, {"pbx": SourceKnown(picture=picture, is_known=True)}), SETTINGS
    )


def only(shot: Snapshot) -> AgentNow:
    (one,) = shot.agents
    return one


def sales(shot: Snapshot) -> QueueNow:
    (one,) = shot.queues
    return one


@pytest.mark.parametrize(
    ("log", "device", "changes", "state", "since_s"),
    [
        ("ready", Device.FREE, {}, "ready", NOW_S - 300),
        ("unknown", Device.FREE, {}, "ready", NOW_S - 60),
        ("ready", Device.RINGING, {}, "ringing", NOW_S - 60),
        ("ready", Device.IN_USE, {}, "in use", NOW_S - 60),
        ("ready", Device.IN_USE, {"in_call": True}, "talking", NOW_S - 60),
        ("talking", Device.IN_USE, {"in_call": True}, "talking", NOW_S - 300),
        ("talking", Device.ON_HOLD, {"in_call": True}, "on hold", NOW_S - 300),
        ("talking", Device.RING_IN_USE, {"in_call": True}, "talking", NOW_S - 300),
        ("ready", Device.UNAVAILABLE, {}, "unavailable", NOW_S - 60),
        ("out", Device.UNAVAILABLE, {}, "out", NOW_S - 300),
        ("out", Device.FREE, {}, "ready", NOW_S - 60),
        ("wrap-up", Device.FREE, {}, "wrap-up", NOW_S - 300),
        ("wrap-up", Device.RINGING, {}, "ringing", NOW_S - 60),
        ("ready", Device.FREE, {"paused": True, "last_pause_s": NOW_S - 9}, "paused", NOW_S - 9),
        ("paused", Device.FREE, {"paused": True, "last_pause_s": 5}, "paused", NOW_S - 300),
        ("paused", Device.IN_USE, {"paused": True}, "in use", NOW_S - 60),
        ("paused", Device.FREE, {}, "ready", NOW_S - 60),
        ("ready", Device.UNKNOWN, {}, "ready", NOW_S - 300),
        ("unknown", Device.UNKNOWN, {}, "unknown", NOW_S - 300),
        # Long after its end the log still has the talk: the line that ended it was lost.
        ("talking", Device.FREE, {}, "ready", NOW_S - 60),
        # Just after it, the log may be the later one.
        ("talking", Device.FREE, {"since_s": NOW_S - 1}, "talking", NOW_S - 300),
        # A version that does not tell of calls, with a phone that is always free to it.
        ("talking", Device.FREE, {"in_call": None}, "talking", NOW_S - 300),
    ],
)  # fmt: skip
def test_one_agent(
    log: str, device: Device, changes: dict[str, object], state: str, since_s: int
) -> None:
    shot = seen(floor(agents=(agent("Ana", log, 300),)), member("Ana", device, **changes))
    assert (only(shot).state, only(shot).since_s) == (state, since_s)
    assert only(shot).known == (state != "unknown")
    assert only(shot).calls == 12


def test_a_pause_has_its_reason_and_a_talk_its_queue() -> None:
    lunch = member("Ana", paused=True, reason="lunch")
    assert only(seen(floor(agents=(agent("Ana"),)), lunch)).reason == "lunch"
    talks = member("Ana", Device.IN_USE, in_call=True)
    assert only(seen(floor(agents=(agent("Ana"),)), talks)).queue == "sales"


def test_paused_in_one_queue_of_two_is_paused_and_still_ready_in_the_other() -> None:
    shot = floor(queues=(queue("sales"), queue("billing")), agents=(agent("Ana"),))
    known = Picture(
        ("billing", "sales"),
        (member("Ana", paused=True), member("Ana", queue="billing")),
    )
    told = overlay(shot, Known(NOW_S, {"pbx": SourceKnown(is_known=True, picture=known)}), SETTINGS)
    assert only(told).state == "paused"
    assert [(q.queue, q.ready, q.paused) for q in told.queues] == [
        ("sales", 0, 1),
        ("billing", 1, 0),
    ]


def test_an_agent_is_found_by_any_of_their_identities() -> None:
    by_alias = member("201", Device.RINGING)
    by_interface = member("Nobody", Device.RINGING, interface="Local/9@agents/n")
    by_id = member("y", Device.RINGING, interface="Local/8@a", state_interface="Agent:118")
    floor_agents = (agent("118"), agent("Ana"), agent("Local/9@agents"))
    shot = seen(floor(agents=floor_agents), by_alias, by_interface, by_id)
    assert [(a.agent, a.state) for a in shot.agents] == [
        ("118", "ringing"), ("Ana", "ringing"), ("Local/9@agents", "ringing"),
    ]  # fmt: skip


def test_of_two_phones_the_busier_one_counts() -> None:
    desk = member("Ana", Device.UNAVAILABLE, interface="PJSIP/201")
    mobile = member("Ana", Device.IN_USE, in_call=True, interface="Local/m@a")
    assert only(seen(floor(agents=(agent("Ana"),)), desk, mobile)).state == "talking"


def test_members_the_log_never_heard_of_come_and_those_who_are_none_go() -> None:
    agents = (agent("Ana"), agent("Ben", "ready"), agent("Cy", "talking"), agent("Di", "ready", 1))
    shot = seen(floor(agents=agents), member("Ana"), member("Eve", Device.RINGING))
    assert [(a.agent, a.state) for a in shot.agents] == [
        ("Ana", "ready"), ("Ben", "out"), ("Cy", "talking"), ("Di", "ready"), ("Eve", "ringing"),
    ]  # fmt: skip


def test_who_waits_is_the_phone_systems_word_and_whose_call_it_is_the_logs() -> None:
    rows = tuple(
        Waiting("sales", call_id, "··· 1", NOW_S - ago, 20.0, 2)
        for call_id, ago in (("lost", 900), ("both", 30), ("new", 1))
    )
    callers = (Caller("sales", "both", NOW_S - 31), Caller("sales", "early", NOW_S - 5.7))
    shot = seen(floor(queues=(queue("sales", waiting=3),), waiting=rows), callers=callers)
    assert [(w.call_id, w.offered_s - NOW_S, w.earlier) for w in shot.waiting] == [
        ("both", -30, 2), ("early", -6, None), ("new", -1, 2),
    ]  # fmt: skip
    assert (sales(shot).waiting, sales(shot).oldest_s) == (3, NOW_S - 30)


def test_where_another_source_does_not_tell_nobody_is_taken_away() -> None:
    rows = (Waiting("sales", "theirs", "··· 1", NOW_S - 900, 20.0, None),)
    agents = (agent("Ben", "ready"),)
    both = (source(NOW_S), source(NOW_S, source="other"))
    shot = seen(floor(waiting=rows, agents=agents, sources=both), member("Ana"))
    assert [w.call_id for w in shot.waiting] == ["theirs"]
    assert [(a.agent, a.state) for a in shot.agents] == [("Ana", "ready"), ("Ben", "ready")]


def test_queues_count_their_members() -> None:
    agents = (agent("Ana", "talking", queue="sales"), agent("Ben"), agent("Cy"), agent("Di"))
    members = (
        member("Ana", Device.IN_USE, in_call=True), member("Ben"), member("Cy", Device.RINGING),
        member("Di", paused=True),
    )  # fmt: skip
    shot = seen(
        floor(queues=(queue("sales", ready=9, talking=9, paused=9),), agents=agents), *members
    )
    assert (sales(shot).ready, sales(shot).talking, sales(shot).paused) == (1, 1, 1)


def test_it_says_which_it_shows() -> None:
    shot = floor(agents=(agent("Ana"),))
    rings = Picture(("sales",), (member("Ana", Device.RINGING),))
    told = SourceKnown(is_known=True, picture=rings)
    broken = SourceKnown(error="AMI at pbx:5038: no answer")

    def said(known: Known | None, settings: Settings = SETTINGS) -> tuple[object, ...]:
        found = overlay(shot, known, settings)
        states = found.states
        return (only(found).state, *((states.is_known, states.is_wrong) if states else ()))

    assert said(None, Settings()) == ("ready",)
    assert said(Known(NOW_S - 1, {"pbx": told})) == ("ringing", True, False)
    assert said(Known(NOW_S - 1, {"pbx": told}), Settings()) == ("ringing", True, False)
    assert said(Known(NOW_S - 6, {"pbx": told})) == ("ready", False, True)
    assert said(Known(NOW_S - 1, {"pbx": broken})) == ("ready", False, True)
    assert said(Known(NOW_S - 1, {"pbx": SourceKnown()})) == ("ready", False, False)
    assert said(None) == ("ready", False, True)
    deaf = msgspec.structs.replace(told, error="no events come")
    assert said(Known(NOW_S - 1, {"pbx": deaf})) == ("ringing", True, True)


def test_the_past_is_the_logs() -> None:
    past = floor(as_of_s=NOW_S - 3600, agents=(agent("Ana"),))
    shot = seen(past, member("Ana", Device.RINGING))
    assert only(shot).state == "ready"
    assert shot.states and not shot.states.is_known and not shot.states.is_wrong
    assert "the present only" in shot.states.text
