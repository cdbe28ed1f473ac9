"""Generations that were rotated before, or while nobody followed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.sources.following import (
    LATER,
    QUIET_S,
    A,
    B,
    C,
    Following,
    append,
    event,
    pack,
    sibling,
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "queue_log"


def test_rotations_while_nobody_followed(log: Path) -> None:
    log.write_bytes(A + B)
    following = Following(log)
    following.poll()
    append(log, C)
    log.rename(sibling(log, ".3"))
    sibling(log, ".2").write_bytes(LATER[0])
    sibling(log, ".1").write_bytes(LATER[1])
    pack(sibling(log, ".3"))
    pack(sibling(log, ".2"))
    log.write_bytes(LATER[2])
    following.restart()
    following.poll()
    following.later()
    assert following.stored.data == A + B + C + LATER[0] + LATER[1] + LATER[2]
    assert following.follower.state().gaps == ()


def test_two_rotations_between_two_polls(log: Path) -> None:
    log.write_bytes(A)
    following = Following(log)
    following.poll()
    append(log, B)
    log.rename(sibling(log, ".2"))
    sibling(log, ".1").write_bytes(LATER[0])
    log.write_bytes(LATER[1])
    for _ in range(3):
        following.later()
    assert following.stored.data == A + B + LATER[0] + LATER[1]


def test_first_start_loads_history_oldest_first(log: Path) -> None:
    second = [event(1600000000 + 100 * n, f"g{n}") for n in range(5)]
    sibling(log, "-20200913").write_bytes(second[0])
    sibling(log, ".2.gz").write_bytes(gzip.compress(second[1]))
    sibling(log, ".1").write_bytes(second[2])
    sibling(log, ".0").write_bytes(second[3])
    log.write_bytes(second[4])
    for name in (".lock", ".tmp", ".1.swp"):
        sibling(log, name).write_bytes(event(1500000000, "not a log"))
    sibling(log, ".d").mkdir()
    log.with_name("other_log.1").write_bytes(event(1500000000, "another log"))
    following = Following(log)
    assert following.poll() == b"".join(second)
    assert list(following.stored.known) == [1600000000 + 100 * n for n in range(5)]


def test_history_is_gone_on_with_after_a_death_midway(log: Path) -> None:
    for n in (3, 2, 1):
        sibling(log, f".{n}").write_bytes(
            b"".join(event(1700000000 + 1000 * (3 - n) + i) for i in range(5))
        )
    log.write_bytes(event(1700009000))
    whole = b"".join(sibling(log, f".{n}").read_bytes() for n in (3, 2, 1)) + log.read_bytes()
    following = Following(log, chunk_bytes=50)
    for _ in range(12):
        for chunk in following.follower.poll():
            following.stored.add(chunk)
            break
        following.now += QUIET_S
        following.restart()
    for _ in range(3):
        following.later()
    assert following.stored.data == whole


def test_history_is_loaded_though_the_log_is_missing(log: Path) -> None:
    sibling(log, ".1").write_bytes(A)
    following = Following(log)
    assert following.poll() == A
    assert "waiting for" in (following.error or "")
    log.write_bytes(LATER[0])
    assert following.later() == LATER[0]
