"""`floorwatch collect`: which log is which source, what is told, who may write."""

from __future__ import annotations

import gzip
import os
import signal
import time
from pathlib import Path

import pytest

from ops.store.layout import StorePaths
from ops.store.lock import CollectorLock
from tests.cli.conftest import SMALL, START, line
from tests.cli.terminal import done, ended, floorwatch, process


def calls(store: Path) -> list[dict[str, str]]:
    """The stored calls of the day the tests' logs are of, in order."""
    asked = ("query", "calls", "--since", "2025-11-22", "--until", "2025-11-24")
    return done(*asked, "--store", store, "--format", "csv").rows


def ids(store: Path) -> list[str]:
    return [row["call_id"] for row in calls(store)]


def log(path: Path, *names: str, at: int = 0) -> Path:
    """A log of one call for each name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "".join(line(at + n, f"{name}|q|NONE|ENTERQUEUE||12345|1") for n, name in enumerate(names))
    )
    return path


# ---- finished logs


def test_rotated_files_are_read_in_order(tmp_path: Path, store_dir: Path) -> None:
    newest = log(tmp_path / "queue_log", "d", "e", at=300)
    older = log(tmp_path / "queue_log.0", "c", at=200)
    oldest = tmp_path / "queue_log.1.gz"
    oldest.write_bytes(gzip.compress(log(tmp_path / "x", "a", "b", at=100).read_bytes()))
    ran = done("collect", "--once", "--store", store_dir, oldest, older, newest)
    assert "queue_log: 5 lines stored" in ran.err
    assert ran.out == ""
    assert ids(store_dir) == ["a", "b", "c", "d", "e"]
    assert {row["source"] for row in calls(store_dir)} == {"queue_log"}


def test_the_same_again_adds_nothing(small: Path, small_log: Path) -> None:
    ran = done("collect", "--once", "--store", small, small_log)
    assert "queue_log: 0 lines stored, 1 of all could not be read" in ran.err
    with small_log.open("a") as file:
        file.write(line(90, "c5|sales|NONE|ENTERQUEUE||12345|1"))
    assert "queue_log: 1 line stored" in done("collect", "--once", "--store", small, small_log).err
    assert ids(small) == ["c1", "c2", "c3", "c4", "c5"]


def test_another_folder_has_to_be_named(tmp_path: Path, small: Path) -> None:
    other = log(tmp_path / "other" / "queue_log", "x")
    ran = floorwatch("collect", "--once", "--store", small, other)
    assert ran.code == 2
    assert "--source" in ran.err
    done("collect", "--once", "--store", small, "--source", "pbx-2", other)
    assert [row["source"] for row in calls(small)] == ["pbx-2", *["queue_log"] * 4]
    # Once it has a name, folder and stem are enough; so are those of the first.
    log(other, "x", "y")
    done("collect", "--once", "--store", small, other)
    assert {row["call_id"] for row in calls(small) if row["source"] == "pbx-2"} == {"x", "y"}


def test_two_folders_at_once_have_to_be_named(tmp_path: Path, store_dir: Path) -> None:
    logs = [log(tmp_path / name / "queue_log", name) for name in ("a", "b")]
    ran = floorwatch("collect", "--once", "--store", store_dir, *logs)
    assert ran.code == 2
    assert "--source" in ran.err
    assert not store_dir.exists()


def test_several_logs_are_several_sources(tmp_path: Path, store_dir: Path) -> None:
    berlin = log(tmp_path / "a" / "berlin.log", "b1")
    older = log(tmp_path / "a" / "berlin.log-20251121", "b0", at=-100)
    paris = log(tmp_path / "b" / "paris.log", "p1")
    done("collect", "--once", "--store", store_dir, berlin, paris, older)
    assert {(row["source"], row["call_id"]) for row in calls(store_dir)} == {
        ("berlin.log", "b0"), ("berlin.log", "b1"), ("paris.log", "p1"),
    }  # fmt: skip


def test_lines_of_another_source_are_stored_again_only_on_purpose(
    small: Path, small_log: Path
) -> None:
    ran = floorwatch("collect", "--once", "--store", small, "--source", "two", small_log)
    assert ran.code == 4
    assert "--again" in ran.err
    assert len(calls(small)) == 4
    done("collect", "--once", "--store", small, "--source", "two", "--again", small_log)
    assert len(calls(small)) == 8


def test_what_cannot_be_read_is_told_and_the_rest_stored(tmp_path: Path, store_dir: Path) -> None:
    good = log(tmp_path / "queue_log", "a")
    broken = tmp_path / "queue_log.1.gz"
    broken.write_bytes(gzip.compress(SMALL.encode())[:-20])
    os.utime(broken, (START, START))
    ran = floorwatch("collect", "--once", "--store", store_dir, tmp_path / "none", broken, good)
    assert ran.code == 4
    assert str(tmp_path / "none") in ran.err
    assert str(broken) in ran.err
    assert ids(store_dir) == ["a"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--kind", "siemens"], "asterisk"),
        (["--source", "../up"], "letters"),
    ],
)
def test_names_that_cannot_be(
    small_log: Path, store_dir: Path, options: list[str], says: str
) -> None:
    ran = floorwatch("collect", "--once", "--store", store_dir, *options, small_log)
    assert ran.code == 2
    assert says in ran.err


def test_no_log_at_all(store_dir: Path) -> None:
    ran = floorwatch("collect", "--once", "--store", store_dir)
    assert ran.code == 2
    assert "[[sources]]" in ran.err


def test_the_settings_name_logs_and_their_sources(tmp_path: Path, store_dir: Path) -> None:
    log(tmp_path / "log" / "queue_log", "b", at=100)
    log(tmp_path / "log" / "queue_log.1", "a")
    log(tmp_path / "log" / "queue_log_of_a_test", "z")
    settings = tmp_path / "floorwatch.toml"
    settings.write_text('[[sources]]\nname = "pbx"\npaths = ["log/queue_log*"]\n')
    ran = done("collect", "--once", "--store", store_dir, "--settings", settings)
    assert "queue_log_of_a_test" in ran.err  # it matches, but is another log
    assert [(r["source"], r["call_id"]) for r in calls(store_dir)] == [("pbx", "a"), ("pbx", "b")]
    # The same log named by hand is the same source.
    log(tmp_path / "log" / "queue_log", "b", "c", at=100)
    done("collect", "--once", "--store", store_dir, "--settings", settings,
         tmp_path / "log" / "queue_log")  # fmt: skip
    assert ids(store_dir) == ["a", "b", "c"]


def test_what_is_stored_is_nobody_elses(small: Path) -> None:
    for path in (small, *small.rglob("*")):
        assert not path.stat().st_mode & 0o077, path


# ---- one writer


def test_a_held_store_says_who_holds_it(small: Path, small_log: Path) -> None:
    lock = CollectorLock(StorePaths(small).lock)
    assert lock.acquire()
    try:
        for command in (["collect", "--once"], ["collect"]):
            ran = floorwatch(*command, "--store", small, small_log)
            assert ran.code == 5
            assert f"process {os.getpid()}" in ran.err
        assert floorwatch("forget", "12345", "--store", small, "--yes").code == 5
    finally:
        lock.release()


def test_a_log_is_followed_until_it_is_ended(tmp_path: Path, store_dir: Path) -> None:
    path = tmp_path / "queue_log"
    with process("collect", "--store", store_dir, path) as running:
        try:
            assert running.stderr is not None
            heard = running.stderr.readline()
            assert "collecting queue_log" in heard
            assert "no such file yet" in running.stderr.readline()
            log(path, "a")
            wait_for(store_dir, 1)
            with path.open("a") as file:
                file.write(line(5, "b|q|NONE|ENTERQUEUE||12345|1"))
            wait_for(store_dir, 2)
            code, said = ended(running, signal.SIGTERM)
        finally:
            running.kill()
    assert code == 0
    assert "Traceback" not in said
    assert ids(store_dir) == ["a", "b"]


def wait_for(store: Path, count: int, patience_s: float = 30.0) -> None:
    """Until so many calls are stored."""
    until = time.monotonic() + patience_s
    while not (store / "events").is_dir() or len(calls(store)) < count:
        assert time.monotonic() < until, "the line never came"
        time.sleep(0.1)


def test_interrupting_a_load_leaves_a_sound_store(tmp_path: Path, store_dir: Path) -> None:
    path = tmp_path / "queue_log"
    path.write_text("".join(line(n, f"c{n}|q|NONE|ENTERQUEUE||12345|1") for n in range(60_000)))
    with process("collect", "--once", "--store", store_dir, path) as running:
        time.sleep(1.0)  # anywhere: still importing, reading, or done
        code, said = ended(running, signal.SIGTERM)
    assert code in (143, -signal.SIGTERM, 0)
    assert "Traceback" not in said
    done("collect", "--once", "--store", store_dir, path)
    rows = done("query", "outcomes", "--since", "2025-11-22", "--until", "2025-12-01", "--store",
                store_dir, "--format", "json", "--as-of", "last").json  # fmt: skip
    assert rows[-1]["entered"] == 60_000
    assert [each for each in store_dir.rglob("*.tmp")] == []


def test_a_log_of_another_kind_is_said_to_be(tmp_path: Path, store_dir: Path) -> None:
    file = tmp_path / "cdr.csv"
    file.write_text('"","100","200","ctx"\n')
    ran = done("collect", "--once", "--store", store_dir, file)
    assert "is it of another kind than asterisk? --kind NAME says which" in ran.err
    table = log(tmp_path / "queue.log", *(f"c{n}" for n in range(20)))
    ran = done("collect", "--once", "--store", store_dir, "--kind", "anonymous-bank", table)
    assert "20 lines stored, 19 of all could not be read" in ran.err  # one is taken for a header
    assert "is it of another kind than anonymous-bank? --kind NAME says which" in ran.err
    file = log(tmp_path / "queue_log", "a")
    assert "another kind" not in done("collect", "--once", "--store", store_dir, file).err
