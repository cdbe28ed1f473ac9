"""The collector beside a phone system's manager interface: real processes, a real socket."""

from __future__ import annotations

import asyncio
import json
import signal
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ops.store import known
from tests.cli.terminal import done, ended, process
from tests.sources.ami.pbx import SECRET, Pbx, listening, wire
from tests.store.processes import wait_until

QUEUES = "[sales]\nmember => PJSIP/201,0,Ana\nmember => PJSIP/202,0,Ben\n"


def listed(name: str, interface: str, status: int) -> dict[str, str]:
    return {
        "Event": "QueueMember", "Queue": "sales", "Name": name, "Location": interface,
        "Membership": "static", "Status": str(status), "Paused": "0", "InCall": "0",
    }  # fmt: skip


STATUS = (
    {"Event": "QueueParams", "Queue": "sales", "Calls": "1"},
    listed("Ana", "PJSIP/201", 1),
    listed("Ben", "PJSIP/202", 5),
    {"Event": "QueueEntry", "Queue": "sales", "Uniqueid": "c1", "Wait": "3"},
)
RINGS = {**listed("Ana", "PJSIP/201", 6), "Event": "QueueMemberStatus"}


@contextmanager
def phone_system() -> Iterator[tuple[Pbx, asyncio.AbstractEventLoop]]:
    """One that answers in a thread of its own."""
    pbx, loop = Pbx(STATUS), asyncio.new_event_loop()
    up, down = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with listening(pbx):
            up.set()
            await down.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert up.wait(10)
        yield pbx, loop
    finally:
        loop.call_soon_threadsafe(down.set)
        thread.join()
        loop.close()


def site(folder: Path, port: int) -> tuple[Path, Path]:
    """A store with settings, and the log they name."""
    store, log = folder / "store", folder / "queue_log"
    store.mkdir()
    now = int(time.time())
    log.write_text(
        f"{now - 60}|NONE|NONE|NONE|QUEUESTART|\n"
        f"{now - 9}|c1|sales|NONE|ENTERQUEUE||+49301234567|1\n"
        f"{now - 8}|gone|sales|NONE|ENTERQUEUE||+49301234568|2\n"
    )
    (folder / "queues.conf").write_text(QUEUES)
    (store / "ami.secret").write_text(SECRET + "\n")
    (store / "floorwatch.toml").write_text(
        f'[[sources]]\nname = "pbx"\npaths = ["{log}"]\nqueues_conf = "{folder}/queues.conf"\n'
        f'[sources.ami]\nhost = "127.0.0.1"\nport = {port}\nuser = "floorwatch"\n'
        'secret_file = "ami.secret"\n'
    )
    for file in store.iterdir():
        file.chmod(0o600)
    store.chmod(0o700)
    return store, log


def floor(store: Path, *more: str) -> Any:  # noqa: ANN401 (a JSON document)
    return json.loads(done("now", "--format", "json", "--store", store, *more).data)


def states(store: Path) -> dict[str, str]:
    return {agent["agent"]: agent["state"] for agent in floor(store)["agents"]}


def test_the_floor_shows_what_the_phone_system_tells(tmp_path: Path) -> None:
    with phone_system() as (pbx, loop):
        store, _ = site(tmp_path, pbx.port)
        collecting = process("collect", "--store", store)
        try:
            wait_until(
                lambda: (store / "known.json").exists() and floor(store)["states"]["is_known"]
            )
            wait_until(lambda: len(floor(store)["sources"]) == 1 and floor(store)["waiting"] != [])
            assert states(store) == {"Ana": "ready", "Ben": "unavailable"}
            # Who has gone although no line says so waits no more; whose number it is the log tells.
            assert [(w["call_id"], w["caller"]) for w in floor(store)["waiting"]] == [
                ("c1", "··· 4567")
            ]
            asyncio.run_coroutine_threadsafe(pbx.send(wire(RINGS)), loop).result(10)
            wait_until(lambda: states(store)["Ana"] == "ringing")
            file = store / "known.json"
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert b"4567" not in file.read_bytes()
            assert SECRET.encode() not in file.read_bytes()
            past = floor(store, "--as-of", "last")
            assert not past["states"]["is_known"]
            assert "the present only" in past["states"]["text"]
            loop.call_soon_threadsafe(pbx.cut)
            wait_until(lambda: pbx.connections >= 2 and floor(store)["states"]["is_known"])
            told = done("doctor", "--store", store).out
            assert "AMI: 1 queues with 2 members, 1 callers" in told
        finally:
            code, err = ended(collecting, signal.SIGTERM)
    assert code == 0, err
    assert "AMI tells how 2 agents' devices are" in err
    assert SECRET not in err
    assert known.read(store / "known.json") is None
    inferred = floor(store)
    assert (inferred["states"]["is_known"], inferred["states"]["is_wrong"]) == (False, True)
    assert {agent["state"] for agent in inferred["agents"]} == {"unknown"}


def test_a_phone_system_that_refuses_stops_nothing(tmp_path: Path) -> None:
    with phone_system() as (pbx, _):
        store, log = site(tmp_path, pbx.port)
        (store / "ami.secret").write_text("wrong\n")
        collecting = process("collect", "--store", store)
        try:
            wait_until(lambda: (known.read(store / "known.json") or known.Known()).sources.get(
                "pbx", known.SourceKnown()).error is not None)  # fmt: skip
            with log.open("a") as more:
                more.write(f"{int(time.time())}|c3|sales|NONE|ENTERQUEUE||1|1\n")
            wait_until(lambda: len(floor(store)["waiting"]) == 3)
            assert "refuses to let 'floorwatch' in" in floor(store)["states"]["text"]
            assert "states inferred" in done("now", "--store", store).out
        finally:
            code, err = ended(collecting, signal.SIGTERM)
    assert code == 0, err
    assert err.count("see the user's section in manager.conf") == 1
    assert "wrong" not in err
