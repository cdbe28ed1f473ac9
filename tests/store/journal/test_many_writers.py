"""Several processes write at once, and are killed: nothing is lost, nothing is torn."""

from __future__ import annotations

import random
import signal
import tempfile
import threading
import time
from pathlib import Path

from ops.store.journal.entry import Wrong
from tests.store.journal.writers import writer, written
from tests.store.processes import wait_until


def test_eight_processes_lose_nothing(tmp_path: Path) -> None:
    # where a sync costs nothing they are at each other's heels
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        processes = [writer(Path(folder), f"w{n}", 500) for n in range(8)]
        said = [process.communicate(timeout=120) for process in processes]
        entries, unread = written(Path(folder))
    assert [err for _, err in said if err] == []
    assert not unread
    ids = [entry.id for entry in entries]
    assert len(ids) == 8 * 500
    assert ids == sorted(set(ids)), "ids sort as the lines do, and none is there twice"
    for number, (out, _) in enumerate(said):
        own = [entry.id for entry in entries if entry.by == f"w{number}"]
        assert own == out.decode().split(), "what was acknowledged is there, in its order"


def killed(tmp_path: Path, names: list[str], chance: random.Random) -> dict[str, list[str]]:
    """Let processes of those names write, kill each at some moment; what each had said."""
    processes = {name: writer(tmp_path, name, 10**6) for name in names}
    said: dict[str, list[str]] = {name: [] for name in names}

    def listen(name: str) -> None:
        said[name] += processes[name].communicate()[0].decode().split()

    listeners = [threading.Thread(target=listen, args=(name,)) for name in names]
    for listener in listeners:
        listener.start()
    # they are all at it once each has written a line
    wait_until(lambda: {entry.by for entry in written(tmp_path)[0]} >= set(names))
    for process in processes.values():
        time.sleep(chance.random() * 0.1)
        process.kill()
    for listener in listeners:
        listener.join()
    assert {process.wait() for process in processes.values()} == {-signal.SIGKILL}
    return said


def test_writers_killed_at_any_moment_tear_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    acknowledged: dict[str, list[str]] = {}
    for n in range(4):
        acknowledged |= killed(tmp_path, [f"w{n}-{m}" for m in range(4)], chance)
    entries, unread = written(tmp_path)
    assert {each.wrong for each in unread} <= {Wrong.TORN}
    ids = [entry.id for entry in entries]
    assert ids == sorted(set(ids))
    for name, told in acknowledged.items():
        own = [entry.id for entry in entries if entry.by == name]
        # the last one may have been written and its writer killed before it could say so
        assert own[: len(told)] == told
        assert 1 <= len(own) <= len(told) + 1
