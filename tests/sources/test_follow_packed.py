"""Gzip'd generations: whole, unfinished, damaged."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.sources.following import (
    LATER,
    A,
    B,
    C,
    Following,
    append,
    event,
    sibling,
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "queue_log"


def test_an_unfinished_gzip_is_tried_again_and_held_for(log: Path) -> None:
    packed = sibling(log, ".1.gz")
    whole = gzip.compress(A + B)
    packed.write_bytes(whole[:-9])
    log.write_bytes(LATER[0])
    following = Following(log)
    assert following.poll() == b""
    assert "until it is whole" in following.follower.state().warnings[0]
    packed.write_bytes(whole)
    assert following.later(1.5) == A + B + LATER[0]
    assert following.follower.state().warnings == ()


def test_a_gzip_that_stays_unfinished_holds_nothing_up_for_long(log: Path) -> None:
    packed = sibling(log, ".1.gz")
    whole = gzip.compress(A + B)
    packed.write_bytes(whole[:-9])
    log.write_bytes(LATER[0])
    following = Following(log)
    following.poll()
    assert following.later() == LATER[0]
    packed.write_bytes(whole)
    assert following.later() == A + B
    assert list(following.stored.known) == [1700001000, 1700000000]
    append(log, LATER[1])
    assert following.poll() == LATER[1]


@pytest.mark.parametrize("damage", ["crc", "middle", "trailing"])
def test_a_damaged_gzip_is_an_error_and_the_rest_goes_on(log: Path, damage: str) -> None:
    whole = bytearray(gzip.compress(A * 50 + B))
    if damage == "crc":
        whole[-6] ^= 0xFF
    elif damage == "middle":
        whole[15:25] = b"\xff" * 10
    else:
        whole += b"garbage"
    sibling(log, ".2.gz").write_bytes(whole)
    sibling(log, ".1").write_bytes(C)
    log.write_bytes(LATER[0])
    following = Following(log)
    following.poll()
    following.later()
    assert following.stored.data == C + LATER[0]
    assert f"{sibling(log, '.2.gz')} is damaged" in (following.error or "")


def test_other_compressions_are_told(log: Path) -> None:
    sibling(log, ".1.xz").write_bytes(b"\xfd7zXZ\x00" + b"x" * 30)
    log.write_bytes(LATER[0])
    following = Following(log)
    assert following.poll() == LATER[0]
    assert "compressed with xz" in (following.error or "")


def test_a_gzip_of_many_members_and_chunks(log: Path) -> None:
    lines = [event(1700000000 + n, "m" * (n % 90)) for n in range(3000)]
    parts = [b"".join(lines[at : at + 700]) for at in range(0, 3000, 700)]
    sibling(log, ".1.gz").write_bytes(b"".join(map(gzip.compress, parts)))
    log.write_bytes(event(1800000000))
    following = Following(log, chunk_bytes=10_000)
    polled = following.follower.poll()
    for _ in range(5):
        following.stored.add(next(polled))
    following.restart()
    following.poll()
    assert following.stored.data == b"".join(lines) + event(1800000000)
