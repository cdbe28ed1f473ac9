"""The connection: logging in, staying alive, breaking, and coming back with the whole truth."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

import pytest

from ops.sources.ami.floor import Device, Floor
from ops.sources.ami.reader import Timing, delay_s
from tests.sources.ami.pbx import SECRET, Pbx, answer, listening, reading, until, wire

PARAMS = {"Event": "QueueParams", "Queue": "sales", "Calls": "1"}
ANA = {
    "Event": "QueueMember", "Queue": "sales", "Name": "Ana", "Location": "PJSIP/201",
    "StateInterface": "PJSIP/201", "Membership": "static", "Status": "1", "Paused": "0",
}  # fmt: skip
ENTRY = {"Event": "QueueEntry", "Queue": "sales", "Uniqueid": "7.1", "Wait": "12"}
RINGS = {
    "Event": "QueueMemberStatus", "Queue": "sales", "MemberName": "Ana", "Interface": "PJSIP/201",
    "Status": "6", "Paused": "0",
}  # fmt: skip
LEAVES = {"Event": "QueueCallerLeave", "Queue": "sales", "Uniqueid": "7.1"}
STATUS = (PARAMS, ANA, ENTRY)
READ_ONLY = {"Challenge", "Login", "QueueStatus", "Ping"}


def device(floor: Floor) -> Device | None:
    members = floor.picture().members
    return members[0].device if members else None


async def test_it_logs_in_without_the_secret_and_asks_for_everything() -> None:
    floor = Floor()
    async with listening(Pbx(STATUS)) as pbx, reading(pbx, floor) as reader:
        await until(lambda: reader.known)
    told = floor.picture()
    assert told.queues == ("sales",)
    assert [(m.name, m.device, m.paused) for m in told.members] == [("Ana", Device.FREE, False)]
    assert [caller.call_id for caller in told.callers] == ["7.1"]
    assert floor.synced_s is not None
    assert told.callers[0].joined_s == pytest.approx(floor.synced_s - 12, abs=0.5)
    assert SECRET not in str(pbx.actions)
    assert {action["Action"] for action in pbx.actions} <= READ_ONLY


async def test_an_old_phone_system_is_told_the_secret_and_asked_for_calls_too() -> None:
    floor = Floor()
    old = Pbx(STATUS, greeting=b"Asterisk Call Manager/1.3\r\n", knows_md5=False)
    async with listening(old) as pbx, reading(pbx, floor) as reader:
        await until(lambda: reader.known)
    (login,) = [action for action in pbx.actions if action["Action"] == "Login"]
    assert (login["Secret"], login["Events"]) == (SECRET, "system,call,agent")


async def test_a_refused_login_says_what_to_do_and_is_not_tried_at_once_again() -> None:
    floor = Floor()
    timing = Timing(first_retry_s=0.01, longest_retry_s=1000)
    async with listening(Pbx()) as pbx, reading(pbx, floor, "wrong", timing) as reader:
        await until(lambda: reader.error)
        await asyncio.sleep(0.1)
        assert pbx.connections == 1
    assert not reader.known
    assert re.fullmatch(
        r"AMI at 127\.0\.0\.1:\d+: refuses to let 'floorwatch' in: Authentication failed — "
        r"see the user's section in manager\.conf, then `manager reload`",
        reader.error or "",
    )


async def test_several_events_in_one_packet_and_one_event_in_many() -> None:
    floor = Floor()
    async with listening(Pbx(STATUS)) as pbx, reading(pbx, floor) as reader:
        await until(lambda: reader.known)
        await pbx.send(wire(RINGS, {"Event": "Newexten"}, {**RINGS, "Status": "2"}))
        await until(lambda: device(floor) is Device.IN_USE)
        for byte in wire(RINGS, LEAVES):
            await pbx.send(bytes([byte]))
            await asyncio.sleep(0)
        await until(lambda: not floor.picture().callers)
        assert device(floor) is Device.RINGING
        assert reader.known


async def test_after_a_cut_what_was_missed_is_asked_for() -> None:
    floor = Floor()
    async with listening(Pbx(STATUS)) as pbx, reading(pbx, floor) as reader:
        await until(lambda: reader.known)
        await pbx.send(wire(RINGS)[:-9])
        pbx.status = (PARAMS, {**ANA, "Status": "2"})
        pbx.cut()
        await until(lambda: device(floor) is Device.IN_USE)
        assert (reader.known, pbx.connections) == (True, 2)
        assert floor.picture().callers == ()


async def test_while_it_is_away_nothing_is_known_and_it_is_tried_less_and_less_often() -> None:
    floor = Floor()
    pbx = Pbx(STATUS)
    async with listening(pbx):
        pass
    async with reading(pbx, floor) as reader:
        await until(lambda: reader.error)
        assert not reader.known
        assert "refused" in (reader.error or "").casefold()
        async with listening(pbx):
            await until(lambda: reader.known)
            assert reader.error is None


def test_the_wait_doubles_up_to_its_longest_and_is_never_the_same() -> None:
    for failures in range(1, 40):
        waits = {delay_s(Timing(), failures) for _ in range(20)}
        most = min(60, 2 ** (failures - 1))
        assert len(waits) > 1
        assert all(most / 2 <= wait <= most for wait in waits)


async def test_a_quiet_phone_system_is_asked_whether_it_is_there() -> None:
    floor = Floor()
    async with listening(Pbx(STATUS)) as pbx, reading(pbx, floor) as reader:
        await until(lambda: pbx.asked("Ping") >= 3)
        assert (reader.known, pbx.connections) == (True, 1)


@pytest.mark.parametrize(
    ("silent", "says"),
    [
        ("Ping", "does not answer any more"),
        ("Login", "no answer"),
        ("Challenge", "no answer"),
        ("QueueStatus", "does not tell its queues to the end"),
    ],
)
async def test_one_that_has_died_without_a_word_is_left(silent: str, says: str) -> None:
    floor = Floor()
    dead = Pbx(STATUS, silent=frozenset((silent,)))
    async with listening(dead) as pbx, reading(pbx, floor) as reader:
        await until(lambda: says in (reader.error or ""))
        await until(lambda: pbx.connections >= 2)


async def test_one_that_never_ends_its_list_is_left() -> None:
    floor = Floor()
    async with (
        listening(Pbx(STATUS, silent=frozenset(("QueueStatus",)))) as pbx,
        reading(pbx, floor) as reader,
    ):
        await until(lambda: pbx.asked("QueueStatus"))
        while pbx.connections == 1 and not reader.error:
            if pbx.is_connected:
                await pbx.send(wire({**PARAMS, "ActionID": "floorwatch-1"}))
            await asyncio.sleep(0.05)
        await until(lambda: reader.error)
        assert "to the end" in (reader.error or "")
        assert not reader.known


@pytest.mark.parametrize(
    "greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"x" * 200_000, b"\xff\xfe\x00\r\n"]
)
async def test_what_is_no_manager_interface(greeting: bytes) -> None:
    floor = Floor()
    async with listening(Pbx(greeting=greeting)) as pbx, reading(pbx, floor) as reader:
        await until(lambda: reader.error)
    assert "this is no manager interface" in (reader.error or "")


async def test_a_message_without_an_end_is_not_kept() -> None:
    floor = Floor()
    async with listening(Pbx(STATUS)) as pbx, reading(pbx, floor) as reader:
        await until(lambda: reader.known)
        await pbx.send(b"Event: " + b"x" * (3 << 20))
        await until(lambda: pbx.connections >= 2 and reader.known)


async def test_a_shutdown_is_not_waited_out() -> None:
    floor = Floor()
    async with listening(Pbx(STATUS)) as pbx, reading(pbx, floor) as reader:
        await until(lambda: reader.known)
        pbx.silent = frozenset(("Challenge",))
        await pbx.send(wire({"Event": "Shutdown", "Shutdown": "Cleanly", "Restart": "True"}))
        await until(lambda: not reader.known)
        assert "shuts down" in (reader.error or "")


async def test_one_still_starting_is_asked_again_when_it_is_up() -> None:
    floor = Floor()
    async with listening(Pbx()) as pbx, reading(pbx, floor) as reader:
        await until(lambda: reader.known)
        pbx.status = STATUS
        await pbx.send(wire({"Event": "FullyBooted", "Status": "Fully Booted"}))
        await until(lambda: floor.picture().members)


async def test_an_answer_to_an_older_question_is_void() -> None:
    floor = Floor()
    async with listening(Pbx(silent=frozenset(("QueueStatus",)))) as pbx, reading(pbx, floor):
        await until(lambda: pbx.asked("QueueStatus") == 1)
        await pbx.send(wire({"Event": "FullyBooted"}))
        await until(lambda: pbx.asked("QueueStatus") == 2)
        await pbx.send(answer((PARAMS, ENTRY), "floorwatch-1") + answer(STATUS, "floorwatch-2"))
        await until(lambda: floor.synced_s)
        assert [member.name for member in floor.picture().members] == ["Ana"]


async def test_one_that_sends_no_events_is_found_out() -> None:
    floor = Floor()
    timing = Timing(quiet_s=0.05, again_s=0.05, answer_s=2)
    async with listening(Pbx(STATUS)) as pbx, reading(pbx, floor, timing=timing) as reader:
        await until(lambda: pbx.asked("QueueStatus") >= 2)
        assert not reader.error
        pbx.status = (PARAMS, {**ANA, "Status": "2"})
        await until(lambda: "read = agent" in (reader.error or ""))
        assert (reader.known, device(floor)) == (True, Device.IN_USE)
        await pbx.send(wire(RINGS))
        await until(lambda: reader.error is None)


async def test_a_refused_question_says_so() -> None:
    floor = Floor()
    async with listening(Pbx(silent=frozenset(("QueueStatus",)))) as pbx:
        async with reading(pbx, floor) as reader:
            await until(lambda: pbx.asked("QueueStatus"))
            await pbx.send(wire({"Response": "Error", "Message": "Permission denied"}))
            await until(lambda: reader.error)
        assert "refuses QueueStatus: Permission denied" in (reader.error or "")


async def test_an_error_nobody_expected_does_not_leave_an_old_picture_looking_alive() -> None:
    class Broken(Floor):
        def apply(self, headers: Mapping[str, str], at_s: float) -> None:
            if headers.get("Event") == "QueueMemberStatus":
                raise ZeroDivisionError("oh")
            super().apply(headers, at_s)

    async with listening(Pbx(STATUS)) as pbx, reading(pbx, floor := Broken()) as reader:
        await until(lambda: reader.known)
        pbx.silent = frozenset(("Challenge",))
        await pbx.send(wire(RINGS))
        await until(lambda: not reader.known)
        assert "ZeroDivisionError: oh" in (reader.error or "")
        pbx.silent = frozenset()
        await until(lambda: reader.known)
        assert device(floor) is Device.FREE
